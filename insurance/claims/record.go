package claims

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claimnote"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// snapshot is a claim as events show it.
func snapshot(c *ent.Claim, policyNumber string) event.Claim {
	currency := money.Currency(c.Currency)
	s := event.Claim{
		ClaimNumber: c.Number, RequestNo: c.RequestNo, PolicyNumber: policyNumber, State: string(c.State),
		OccurredAt: event.Time(c.OccurredAt), SubmittedAt: event.Time(c.SubmittedAt),
		Amount: event.MoneyOf(money.Amount{Minor: c.Amount, Currency: currency}), Reason: c.Reason, DecidedAt: (*event.Time)(c.DecidedAt),
	}
	if c.Payable != nil {
		payable := event.MoneyOf(money.Amount{Minor: *c.Payable, Currency: currency})
		s.Payable = &payable
	}
	return s
}

// recordAudit writes what a person did with a claim into the audit record. What channels do is in the claim's
// revisions.
func recordAudit(ctx context.Context, tx *work.Tx, log *audit.Log, caller *access.Caller, e audit.Entry) error {
	if caller.Audience == access.Channel {
		return nil
	}
	e.ObjectKind = "claim"
	return log.Record(ctx, tx, caller.AuditActor(), e)
}

// addNote adds a note to a claim.
func addNote(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Claim, kind claimnote.Kind, text string, at time.Time) error {
	return tx.ClaimNote.Create().SetID(tx.NewKey()).SetChannelID(row.ChannelID).SetClaimID(row.ID).SetPersonID(caller.PersonID()).
		SetKind(kind).SetText(text).SetAt(at).Exec(ctx)
}
