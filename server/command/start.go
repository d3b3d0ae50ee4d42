package command

import (
	"context"
	"fmt"
	"log/slog"
	"os/user"

	"baodan/insurance/access"
	"baodan/server"
)

// start opens the app for a role.
func start(ctx context.Context, role string) (*server.App, func(), error) {
	c, err := server.ReadConfig()
	if err != nil {
		return nil, nil, err
	}
	server.SetLog(&c)
	stopTracing, err := server.StartTracing(ctx, &c, role)
	if err != nil {
		return nil, nil, err
	}
	a, err := server.Open(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	return a, func() {
		a.Close()
		if err := stopTracing(context.WithoutCancel(ctx)); err != nil {
			slog.Warn("the last traces were not sent", "error", err)
		}
	}, nil
}

// with runs a tool on an open app.
func with(ctx context.Context, tool func(*server.App) error) error {
	a, stop, err := start(ctx, "tool")
	if err != nil {
		return err
	}
	defer stop()
	return tool(a)
}

// alone runs a tool that does what two people have to agree on in production, by a mutation.
func alone(ctx context.Context, mutation string, tool func(*server.App) error) error {
	return with(ctx, func(a *server.App) error {
		if err := mayActAlone(a, mutation); err != nil {
			return err
		}
		return tool(a)
	})
}

func mayActAlone(a *server.App, mutation string) error {
	if a.Config.Development() {
		return nil
	}
	return fmt.Errorf("in production nobody does this alone: ask by %s, and somebody else approves it", mutation)
}

// operator is the person who runs the command, as the audit record names them.
func operator() *access.Caller {
	who, err := user.Current()
	if err != nil {
		return access.CommandLine("unknown")
	}
	return access.CommandLine(who.Username)
}
