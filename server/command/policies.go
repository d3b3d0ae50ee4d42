package command

import (
	"context"
	"fmt"

	"baodan/server"
)

type policiesCommand struct {
	Index policiesIndex `cmd:"" help:"Make the search values of policies that were stored before their product named what it is searched by."`
}

type policiesIndex struct{}

// policiesAtOnce are looked at in a transaction.
const policiesAtOnce = 500

// Run looks at all policies. It may be broken off and run again.
func (policiesIndex) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		var all, values int
		for last := int64(0); ; {
			next, looked, made, err := a.Policies.IndexSearchValues(*ctx, last, policiesAtOnce)
			if err != nil {
				return err
			}
			if all, values, last = all+looked, values+made, next; looked == 0 {
				fmt.Printf("%d policies, %d values made\n", all, values)
				return nil
			}
		}
	})
}
