package command

import (
	"context"
	"fmt"
	"os"

	"baodan/server"
)

type rerateCommand struct{}

// Run rates all policies again.
func (rerateCommand) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
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
