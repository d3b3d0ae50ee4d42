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

// Position is how a claim stands in the books, in minor units.
type Position struct{ Reserve, Payable, Paid, Recovered int64 }

// PositionOf is how a claim stands in the books. Its reserve is what the product would pay by the facts, limits applied, and
// nothing where it cannot say: never the limit itself. nil: it is not there yet.
func PositionOf(c *ent.Claim) (b Position) {
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
		b.Reserve = amount(c.Computed)
	case claim.StateApproved, claim.StatePayoutFailed:
		b.Payable = amount(c.Payable)
	case claim.StatePaid:
		b.Paid = amount(c.Payable)
	case claim.StateDeclined, claim.StateWithdrawn:
	}
	b.Recovered = c.Recovered
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
		a, b, c := PositionOf(m.before), PositionOf(m.after), m.after
		if a == b && m.before != nil {
			continue
		}
		rows = append(rows, []any{
			tx.NewKey(), c.ChannelID, c.ID, c.Version, c.Coverage, string(claimmovement.CostIndemnity), c.Currency,
			b.Reserve - a.Reserve, b.Payable - a.Payable, b.Paid - a.Paid, b.Recovered - a.Recovered,
			cmp.Or(m.reason, c.Reason), cmp.Or(m.document, c.RequestNo), m.at, cmp.Or(m.by, machine),
		})
	}
	return tx.Insert(ctx, work.Insert{Table: claimmovement.Table, Columns: movementColumns, Rows: rows})
}
