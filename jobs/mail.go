package jobs

import "context"

// mailTask sends letters to customers; the sweeper rings for those that are due.
const mailTask = "helpdesk:mail"

func sendMails(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Helpdesk.Send(ctx, most)
}
