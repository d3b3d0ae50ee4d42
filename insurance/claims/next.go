package claims

import (
	"context"
	"errors"
	"slices"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// NextInput takes the next claim of some products and channels; no codes: of any.
type NextInput struct {
	RequestNo    string
	ProductCodes []string
	ChannelCodes []string
	Mode         work.Mode
}

const (
	lookedForNext = 100 // claims at once
	mostForNext   = 20  // times; who may decide none of these takes none
)

// TakeNext takes the claim with the nearest promise that the caller may decide (B8): one in review that is nobody's, that
// they neither entered nor changed, whose computed amount is within their own authority, and for which nobody else's approval
// is awaited. Two who ask at once get two claims. It answers nil where none waits. Fault: INVALID_VALUE.
func (s *Desk) TakeNext(ctx context.Context, caller *access.Caller, in *NextInput) (*Claim, error) {
	f := &Filter{States: []claim.State{claim.StateInReview}, Unassigned: true, ProductCodes: in.ProductCodes, ChannelCodes: in.ChannelCodes, Mode: in.Mode}
	page := work.Page{Most: lookedForNext}
	for range mostForNext {
		found, err := s.reader.List(ctx, caller, f, PromiseFirst, page)
		if err != nil {
			return nil, aboutInput(err)
		}
		taken, err := s.takeFirst(ctx, caller, found.Claims)
		if err != nil || taken != nil || !found.More {
			return taken, err
		}
		page.After = found.end()
	}
	return nil, nil //nolint:nilnil // none that they may decide
}

// end is where a list goes on.
func (p *Page) end() work.Place {
	if p.Through != nil {
		return *p.Through
	}
	return p.Places[len(p.Places)-1]
}

// aboutInput names the input of an act where a filter names its own.
func aboutInput(err error) error {
	list := fault.All(err)
	out := make(fault.List, len(list))
	for i, f := range list {
		base := f.Base()
		if len(base.Path) > 0 && base.Path[0] == "filter" {
			base.Path = base.Path[1:]
		}
		out[i] = base
	}
	if len(out) == 0 {
		return err
	}
	return out
}

// takeFirst takes the first of some claims that the caller may decide and that nobody takes at the same time; nil: none.
func (s *Desk) takeFirst(ctx context.Context, caller *access.Caller, list []*Claim) (*Claim, error) {
	if len(list) == 0 {
		return nil, nil //nolint:nilnil // none waits
	}
	rows := make([]*ent.Claim, len(list))
	for i, c := range list {
		rows[i] = c.row
	}
	obstacles, err := s.obstacles(ctx, caller, rows)
	if err != nil {
		return nil, err
	}
	bounds, err := boundsOf(ctx, s.store.Client.ClaimAuthority, caller, productsOf(rows)...)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(c *ent.Claim) bool { return obstacles[c.ID] != nil || bounds.exceededByClaim(c) })
	for _, row := range rows {
		taken, err := s.assign(ctx, caller, row, caller.PersonID(), "claim.take", func(ctx context.Context, tx *work.Tx) error {
			return idempotency.Made(ctx, tx, row.ID, "")
		})
		if errors.Is(err, errMoved) {
			continue // somebody else was first
		}
		return taken, err
	}
	return nil, nil //nolint:nilnil // none that they may decide
}

// exceededByClaim tells whether what a claim comes to is above what the person decides alone; of one whose amount the product cannot
// say, its limit.
func (b ownBounds) exceededByClaim(c *ent.Claim) bool {
	amount := money.Amount{Minor: c.EventLimit, Currency: money.Currency(c.Currency)}
	if c.Computed != nil {
		amount.Minor = *c.Computed
	}
	return b.exceededBy(c.ProductCode, amount)
}
