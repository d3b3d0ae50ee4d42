package jobs

import "context"

// mailTask sends e-mails to customers; the sweeper starts it for those that are due.
const mailTask = "helpdesk:mail"

func sendMails(ctx context.Context, deps *Deps, most int) (int, error) {
	return deps.Helpdesk.Send(ctx, most)
}
