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
	return startBy(ctx, role, server.Open)
}

// startServing opens the app for a role that serves the API. The port comes first: a process that cannot have it leaves
// no trace in the database.
func startServing(ctx context.Context, role string) (*server.App, func(), error) {
	return startBy(ctx, role, func(ctx context.Context, c server.Config) (*server.App, error) {
		l, err := server.Bind(ctx, &c)
		if err != nil {
			return nil, err
		}
		return server.OpenToServe(ctx, c, l)
	})
}

func startBy(ctx context.Context, role string, open func(context.Context, server.Config) (*server.App, error)) (*server.App, func(), error) {
	c, err := server.ReadConfig()
	if err != nil {
		return nil, nil, err
	}
	server.SetLog(&c)
	stopTracing, err := server.StartTracing(ctx, &c, role)
	if err != nil {
		return nil, nil, err
	}
	a, err := open(ctx, c)
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

// with runs a tool on an open app, which has a node number until the tool is done.
func with(ctx context.Context, tool func(*server.App) error) error {
	a, stop, err := start(ctx, toolRole)
	if err != nil {
		return err
	}
	defer stop()
	return tool(a)
}

// look runs a tool that only reads. It takes no node number.
func look(ctx context.Context, tool func(*server.App) error) error {
	a, stop, err := startBy(ctx, toolRole, server.OpenToRead)
	if err != nil {
		return err
	}
	defer stop()
	return tool(a)
}

const toolRole = "tool"

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
