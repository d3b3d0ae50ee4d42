package check

import (
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/cover"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/payout"
)

// part is a row that hangs on another.
type part struct {
	id, owner int64
	name      string
}

// walkParts finds rows whose owner is not there, which no walk over the owners meets.
func (r *run) walkParts() error {
	client := r.Store.Client
	for _, one := range []struct {
		table, of string
		page      func(after int64) ([]part, error)
		there     func(ids []int64) ([]int64, error)
	}{
		{"endorsements", "policy", r.endorsementsAfter, func(ids []int64) ([]int64, error) {
			return client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(ids...)).IDs(r.ctx)
		}},
		{"covers", "policy", r.coversAfter, func(ids []int64) ([]int64, error) {
			return client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(ids...)).IDs(r.ctx)
		}},
		{"claim_revisions", "claim", r.revisionsAfter, func(ids []int64) ([]int64, error) {
			return client.Claim.Query().Where(claim.IDIn(ids...)).IDs(r.ctx)
		}},
		{"payouts", "claim", r.payoutsAfter, func(ids []int64) ([]int64, error) {
			return client.Claim.Query().Where(claim.IDIn(ids...)).IDs(r.ctx)
		}},
	} {
		err := r.walk(one.table, func(after int64) (int64, int, error) {
			parts, err := one.page(after)
			if err != nil || len(parts) == 0 {
				return after, 0, err
			}
			owners := map[int64]bool{}
			for _, p := range parts {
				owners[p.owner] = true
			}
			there, err := one.there(slices.Collect(maps.Keys(owners)))
			for _, p := range parts {
				if err == nil && !slices.Contains(there, p.owner) {
					r.broken(Whole, one.table+" "+p.name, "its %s %d is not there", one.of, p.owner)
				}
			}
			r.lookedAt(Whole, len(parts))
			return parts[len(parts)-1].id, len(parts), err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func partsOf[T any](rows []T, err error, of func(T) part) ([]part, error) {
	parts := make([]part, len(rows))
	for i, row := range rows {
		parts[i] = of(row)
	}
	return parts, err
}

func (r *run) endorsementsAfter(after int64) ([]part, error) {
	rows, err := r.Store.Client.Endorsement.Query().Where(endorsement.IDGT(after)).Order(ent.Asc(endorsement.FieldID)).Limit(pageRows).
		Select(endorsement.FieldID, endorsement.FieldPolicyID, endorsement.FieldNumber).All(r.ctx)
	return partsOf(rows, err, func(e *ent.Endorsement) part { return part{e.ID, e.PolicyID, e.Number} })
}

func (r *run) coversAfter(after int64) ([]part, error) {
	rows, err := r.Store.Client.Cover.Query().Where(cover.IDGT(after)).Order(ent.Asc(cover.FieldID)).Limit(pageRows).
		Select(cover.FieldID, cover.FieldPolicyID).All(r.ctx)
	return partsOf(rows, err, func(c *ent.Cover) part { return part{c.ID, c.PolicyID, text(c.ID)} })
}

func (r *run) revisionsAfter(after int64) ([]part, error) {
	rows, err := r.Store.Client.ClaimRevision.Query().Where(claimrevision.IDGT(after)).Order(ent.Asc(claimrevision.FieldID)).Limit(pageRows).
		Select(claimrevision.FieldID, claimrevision.FieldClaimID, claimrevision.FieldRequestNo).All(r.ctx)
	return partsOf(rows, err, func(v *ent.ClaimRevision) part { return part{v.ID, v.ClaimID, v.RequestNo} })
}

func (r *run) payoutsAfter(after int64) ([]part, error) {
	rows, err := r.Store.Client.Payout.Query().Where(payout.IDGT(after)).Order(ent.Asc(payout.FieldID)).Limit(pageRows).
		Select(payout.FieldID, payout.FieldClaimID, payout.FieldPaymentKey, payout.FieldState, payout.FieldDueAt).All(r.ctx)
	for _, p := range rows {
		r.payoutWaits(p)
	}
	return partsOf(rows, err, func(p *ent.Payout) part { return part{p.ID, p.ClaimID, p.PaymentKey} })
}
