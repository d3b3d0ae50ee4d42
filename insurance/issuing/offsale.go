package issuing

import (
	"context"
	"slices"
	"time"

	"baodan/insurance/distribution"
	"baodan/insurance/fault"
)

// offSale refuses a product that is off sale and names what the channel may sell instead.
func (s *underwriter) offSale(ctx context.Context, agreement *distribution.Agreement, now time.Time) error {
	instead, err := s.alternatives(ctx, agreement, now)
	if err != nil && !fault.Has(err, fault.CodeProductOffSale) { // it was never on sale: nothing takes its place
		return err
	}
	return distribution.OffSale{
		Fault:        fault.Newf(fault.CodeProductOffSale, "product %s", agreement.ProductCode).At("risk", "agreementCode"),
		Alternatives: instead,
	}
}

// alternatives are what the channel of an agreement may sell instead of its product: the successor that the product names, and
// what covers the same; never anything of another kind.
func (s *underwriter) alternatives(ctx context.Context, agreement *distribution.Agreement, now time.Time) ([]*distribution.Offer, error) {
	gone, err := s.catalog.LastPublished(ctx, agreement.ProductCode)
	if err != nil {
		return nil, err
	}
	succeeds := func(o *distribution.Offer) bool { return o.Product.Code() == gone.Successor() }
	offers := slices.DeleteFunc(s.distribution.Offers(agreement.ChannelID, now), func(o *distribution.Offer) bool {
		return !succeeds(o) && !o.Product.Coverage().SameKind(gone.Coverage())
	})
	slices.SortStableFunc(offers, func(a, b *distribution.Offer) int {
		switch {
		case succeeds(a) == succeeds(b):
			return 0
		case succeeds(a):
			return -1
		}
		return 1
	})
	return offers, nil
}
