package issuing

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// The duplicate rule (F3): may the same insured be covered twice? The product's terms say
//
//	none     any number of covers
//	overlap  one at a time: covers of one insured must not overlap
//	once     one ever
//
// in the scope of the channel or of the company. It is decided by the database: the covers of an insured form a chain
// of slots 1, 2, 3 …, unique by key. A new cover takes the next slot after all earlier ones were looked at, so of
// two writers that looked at the same chain only one gets the slot; the other looks again. The first cover of an
// insured, nearly always the case, looks at nothing and takes slot 1.
const (
	duplicateOnce    = "once"
	duplicateCompany = "company"
)

// Channel ids of the chains that span all channels; no channel has them.
const (
	companyLive    = 0
	companySandbox = -1
)

// chainKey names the chain of covers of one insured.
type chainKey struct {
	channel   int64
	product   string
	reference string
}

func keyOf(c *ent.Cover) chainKey { return chainKey{c.ChannelID, c.ProductCode, c.Reference} }

// always is the period that a cover takes under the rule once.
var always = [2]time.Time{time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}

// coversOf are the covers of a policy under its product's duplicate rule, at the first slot of their chains.
func coversOf(u *underwritten, row *ent.InsurancePolicy, live bool, references []string, newKey func() int64) ([]*ent.Cover, error) {
	rule, err := u.terms.String("duplicate.rule", u.facts)
	if err != nil || rule == policy.NoDuplicateRule {
		return nil, err
	}
	scope, err := u.terms.String("duplicate.scope", u.facts)
	if err != nil {
		return nil, err
	}
	period, channel := [2]time.Time{row.StartAt, row.EndAt}, row.ChannelID
	if rule == duplicateOnce {
		period = always
	}
	if scope == duplicateCompany {
		channel = companyLive
		if !live {
			channel = companySandbox
		}
	}
	covers := make([]*ent.Cover, len(references))
	for i, reference := range references {
		covers[i] = &ent.Cover{
			ID: newKey(), ChannelID: channel, ProductCode: u.product.Code(), Reference: reference, Slot: 1,
			PolicyID: row.ID, StartAt: period[0], EndAt: period[1],
		}
	}
	return covers, nil
}

// chains reads the stored covers of the insureds of a batch.
func (s *binder) chains(ctx context.Context, batch []*binding) (map[chainKey][]*ent.Cover, error) {
	references := map[chainKey][]string{} // by channel and product
	for _, b := range batch {
		for _, c := range b.covers {
			of := chainKey{channel: c.ChannelID, product: c.ProductCode}
			references[of] = append(references[of], c.Reference)
		}
	}
	if len(references) == 0 {
		return nil, nil // no chains
	}
	any := make([]predicate.Cover, 0, len(references))
	for of, list := range references {
		any = append(any, cover.And(cover.ChannelID(of.channel), cover.ProductCode(of.product), cover.ReferenceIn(list...)))
	}
	rows, err := s.store.Client.Cover.Query().Where(cover.Or(any...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read covers: %w", err)
	}
	chains := map[chainKey][]*ent.Cover{}
	for _, row := range rows {
		chains[keyOf(row)] = append(chains[keyOf(row)], row)
	}
	return chains, nil
}

// takeSlots moves a binding's covers behind the stored ones. Fault: DUPLICATE_COVER where one of them overlaps.
func (b *binding) takeSlots(chains map[chainKey][]*ent.Cover) error {
	for i, c := range b.covers {
		c.Slot = 1
		for _, there := range chains[keyOf(c)] {
			if there.StartAt.Before(c.EndAt) && c.StartAt.Before(there.EndAt) {
				return fault.New(fault.CodeDuplicateCover, "", "risk", "insureds", strconv.Itoa(i), "reference")
			}
			c.Slot = max(c.Slot, there.Slot+1)
		}
	}
	return nil
}

// disjoint picks from a batch the bindings that share neither an order nor an insured with an earlier one; the rest
// waits for the next round.
func disjoint(batch []*binding) (now, later []*binding) {
	orders, chains := map[orderKey]bool{}, map[chainKey]bool{}
	for _, b := range batch {
		free := !orders[b.order()]
		for _, c := range b.covers {
			free = free && !chains[keyOf(c)]
		}
		if !free {
			later = append(later, b)
			continue
		}
		now = append(now, b)
		orders[b.order()] = true
		for _, c := range b.covers {
			chains[keyOf(c)] = true
		}
	}
	return now, later
}

// EndCovers ends the covers of a policy that is cancelled from an instant on, so that its insureds may be covered
// again. Covers under the rule "once" stay; but a policy that is void from its beginning leaves none at all.
func EndCovers(ctx context.Context, tx *work.Tx, p *policy.Policy, from time.Time) error {
	references, err := p.References()
	if err != nil {
		return err
	}
	ended := tx.Cover.Update().Where(
		cover.ChannelIDIn(p.Row().ChannelID, companyLive, companySandbox), cover.ProductCode(p.Product().Code()),
		cover.ReferenceIn(references...), cover.PolicyID(p.Row().ID), cover.EndAtGT(from),
	)
	if from.After(p.Row().StartAt) {
		ended.Where(cover.EndAtLT(always[1])).SetEndAt(from)
	} else {
		ended.SetStartAt(always[0]).SetEndAt(always[0]) // an empty period overlaps nothing
	}
	if err := ended.Exec(ctx); err != nil {
		return fmt.Errorf("end covers of policy %s: %w", p.Row().Number, err)
	}
	return nil
}
