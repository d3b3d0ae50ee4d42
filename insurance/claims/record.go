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
	return event.Claim{
		ClaimNumber: c.Number, RequestNo: c.RequestNo, PolicyNumber: policyNumber, State: string(c.State),
		OccurredAt: event.Time(c.OccurredAt), SubmittedAt: event.Time(c.SubmittedAt),
		Limit: moneyOf(c, c.EventLimit), Claimed: optionalMoney(c, c.Claimed), Computed: optionalMoney(c, c.Computed),
		Payable: optionalMoney(c, c.Payable), Reason: c.Reason, DecidedAt: (*event.Time)(c.DecidedAt),
	}
}

func moneyOf(c *ent.Claim, minor int64) event.Money {
	return event.MoneyOf(money.Amount{Minor: minor, Currency: money.Currency(c.Currency)})
}

func optionalMoney(c *ent.Claim, minor *int64) *event.Money {
	if minor == nil {
		return nil
	}
	amount := moneyOf(c, *minor)
	return &amount
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
