package server

import (
	"context"
	"fmt"
	"os"

	"baodan/graph"
	"baodan/insurance/access"
)

// with runs a tool on an open app.
func with(ctx context.Context, tool func(*App) error) error {
	a, stop, err := start(ctx, "tool")
	if err != nil {
		return err
	}
	defer stop()
	return tool(a)
}

// alone runs a tool that does what two people have to agree on in production, by a mutation.
func alone(ctx context.Context, mutation string, tool func(*App) error) error {
	return with(ctx, func(a *App) error {
		if err := a.mayActAlone(mutation); err != nil {
			return err
		}
		return tool(a)
	})
}

func (a *App) mayActAlone(mutation string) error {
	if a.config.development() {
		return nil
	}
	return fmt.Errorf("in production nobody does this alone: ask by %s, and somebody else approves it", mutation)
}

type seedCommand struct{}

// Run seeds the samples.
func (seedCommand) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		if !a.config.development() {
			return fmt.Errorf("production refuses the samples: their keys are known to everyone")
		}
		return a.seed(*ctx)
	})
}

type rerateCommand struct{}

// Run rates all policies again.
func (rerateCommand) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		var after, all, different int64
		for {
			last, looked, wrong, err := a.Issuing.Rerate(*ctx, after, 1<<62, 500)
			if err != nil {
				return err
			}
			for _, number := range wrong {
				fmt.Println(number)
			}
			all, different, after = all+int64(looked), different+int64(len(wrong)), last
			if looked == 0 {
				fmt.Fprintf(os.Stderr, "%d policies rated again, %d come out otherwise\n", all, different)
				if different > 0 {
					return fmt.Errorf("%d policies rate otherwise than they were sold", different)
				}
				return nil
			}
		}
	})
}

type schemaCommand struct {
	Audience string `arg:"" enum:"CHANNEL,OPS,REPORTING,PUBLIC" default:"CHANNEL"`
	Sandbox  bool
}

// Run prints a view of the schema.
func (c schemaCommand) Run() error {
	_, err := fmt.Print(graph.ViewSDL(access.Audience(c.Audience), !c.Sandbox))
	return err
}
