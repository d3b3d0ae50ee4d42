package claims

import (
	"cmp"
	"context"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmovement"
	"baodan/insurance/work"
)

// What an act moves of a claim's money is a row of its own, in the act's transaction, and is never rewritten: the ledger books these rows.

// machine is who moved something where nobody asked for it.
const machine = "system:claims"

// booked is how a claim stands in the books.
type booked struct{ reserve, payable, paid, recovered int64 }

// bookedOf is how a claim stands in the books, in minor units. Its reserve is what the product would pay by the facts, limits applied, and
// nothing where it cannot say: never the limit itself. nil: it is not there yet.
func bookedOf(c *ent.Claim) (b booked) {
	if c == nil {
		return b
	}
	amount := func(minor *int64) int64 {
		if minor == nil {
			return 0
		}
		return *minor
	}
	switch c.State {
	case claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded:
		b.reserve = amount(c.Computed)
	case claim.StateApproved, claim.StatePayoutFailed:
		b.payable = amount(c.Payable)
	case claim.StatePaid:
		b.paid = amount(c.Payable)
	case claim.StateDeclined, claim.StateWithdrawn:
	}
	b.recovered = c.Recovered
	return b
}

// movement is a movement about to be stored.
type movement struct {
	before, after *ent.Claim // before: nil for a claim that is new
	document      string     // request number of what moved it; empty: that of the claim
	reason        string     // of a recovery, its kind; empty: of the decision
	by            string     // empty: the machine
	at            time.Time
}

var movementColumns = []string{
	claimmovement.FieldID, claimmovement.FieldChannelID, claimmovement.FieldClaimID, claimmovement.FieldVersion, claimmovement.FieldCoverage,
	claimmovement.FieldCost, claimmovement.FieldCurrency, claimmovement.FieldReserve, claimmovement.FieldPayable, claimmovement.FieldPaid,
	claimmovement.FieldRecovered, claimmovement.FieldReason, claimmovement.FieldDocument, claimmovement.FieldAt, claimmovement.FieldMadeBy,
}

// insertMovements stores what moved of claims; an act that leaves the money of its claim has no row.
func insertMovements(ctx context.Context, tx *work.Tx, list ...movement) error {
	var rows [][]any
	for _, m := range list {
		a, b, c := bookedOf(m.before), bookedOf(m.after), m.after
		if a == b && m.before != nil {
			continue
		}
		rows = append(rows, []any{
			tx.NewKey(), c.ChannelID, c.ID, c.Version, c.Coverage, string(claimmovement.CostIndemnity), c.Currency,
			b.reserve - a.reserve, b.payable - a.payable, b.paid - a.paid, b.recovered - a.recovered,
			cmp.Or(m.reason, c.Reason), cmp.Or(m.document, c.RequestNo), m.at, cmp.Or(m.by, machine),
		})
	}
	return tx.Insert(ctx, work.Insert{Table: claimmovement.Table, Columns: movementColumns, Rows: rows})
}
