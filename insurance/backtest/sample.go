package backtest

import (
	"context"
	"fmt"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/productversion"
)

const (
	pageRead = 20_000 // keys read from the index at once, at most
	pageRate = 500    // policies rated at once, about
)

// stretch is a part of the book: what a channel sold of a version. The index finds its policies by key, which is by time.
type stretch struct {
	Version int64 `json:"v"`
	Channel int64 `json:"c"`
	Count   int64 `json:"n"`
}

// walk is how far through the book a test is.
type walk struct {
	Stretches []stretch `json:"stretches"`
	Book      int64     `json:"book"`   // policies in all of them
	Wanted    int64     `json:"wanted"` // of them
	At        int       `json:"at"`     // stretch
	After     int64     `json:"after"`  // key within it
	Passed    int64     `json:"passed"` // policies passed by, looked at or not
}

// survey counts the book: live channels, versions of the product that were ever on sale and have the currency.
func (s *Service) survey(ctx context.Context, ask *asked, currency money.Currency) (*walk, error) {
	versions, err := s.store.Client.ProductVersion.Query().
		Where(productversion.Code(ask.Code), productversion.StateNEQ(productversion.StateDRAFT)).
		Order(ent.Asc(productversion.FieldVersion)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", ask.Code, err)
	}
	w := &walk{Stretches: []stretch{}}
	for _, id := range versions {
		sold, err := s.catalog.Version(ctx, id)
		if err != nil {
			return nil, err
		}
		if sold.Currency() != currency {
			continue
		}
		var counted []struct {
			Channel int64 `json:"channel_id"`
			Count   int64 `json:"count"`
		}
		err = s.store.Client.InsurancePolicy.Query().
			Where(insurancepolicy.ProductVersionID(id), insurancepolicy.ChannelIDIn(s.distribution.LiveChannels()...),
				insurancepolicy.IDGTE(ask.From), insurancepolicy.IDLT(ask.Until)).
			Order(ent.Asc(insurancepolicy.FieldChannelID)).
			GroupBy(insurancepolicy.FieldChannelID).Aggregate(ent.Count()).Scan(ctx, &counted)
		if err != nil {
			return nil, fmt.Errorf("count policies: %w", err)
		}
		for _, c := range counted {
			w.Stretches = append(w.Stretches, stretch{id, c.Channel, c.Count})
			w.Book += c.Count
		}
	}
	w.Wanted = min(int64(ask.Sample), w.Book)
	w.After = ask.From - 1
	return w, nil
}

// next reads the next policies of the sample: of every stretch as many as its share is, evenly spread over it. It answers
// done where the book is through.
func (s *Service) next(ctx context.Context, ask *asked, w *walk) (rows []*ent.InsurancePolicy, done bool, err error) {
	if w.At == len(w.Stretches) || w.Passed >= w.Book {
		return nil, true, nil
	}
	one := w.Stretches[w.At]
	page := int(min(pageRead, max(1, w.Book*s.page/w.Wanted)))
	keys, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ProductVersionID(one.Version), insurancepolicy.ChannelID(one.Channel),
			insurancepolicy.IDGT(w.After), insurancepolicy.IDLT(ask.Until)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).IDs(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read keys of policies: %w", err)
	}
	var picked []int64
	for _, key := range keys {
		if w.picks() {
			picked = append(picked, key)
		}
		w.Passed++
		w.After = key
	}
	if len(keys) < page {
		w.At, w.After = w.At+1, ask.From-1
	}
	if len(picked) == 0 {
		return nil, false, nil
	}
	rows, err = s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(picked...)).
		Order(ent.Asc(insurancepolicy.FieldID)).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read policies: %w", err)
	}
	return rows, false, nil
}

// picks tells whether the policy that is passed by now is of the sample: exactly Wanted of Book are, at even steps.
func (w *walk) picks() bool {
	return w.share(w.Passed+1) != w.share(w.Passed)
}

func (w *walk) share(passed int64) int64 { return passed * w.Wanted / w.Book }
