package enquiry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/channel"
	"baodan/ent/endorsement"
	"baodan/ent/productversion"
	"baodan/insurance/policy"
)

// search is a filter made ready: its names are keys, and what it looks at is known. It reads policies in the order of
// their places.
//
// Where the filter names policies, orders, an insured or a person, an index finds all candidates there can be, at most
// 5,000, and the rest of the filter is held against them. Otherwise the index of each channel by bound_at is read, in the
// direction of the list, all channels' merged; states and products are then held against what was read.
type search struct {
	filter   *Filter
	channels []int64        // of the half that was asked for; none: nothing can be found
	versions map[int64]bool // product versions; nil: any
	mixed    bool           // these channels sold others, too
	rows     []*ent.InsurancePolicy
	few      bool // rows are all candidates, in the order of their places, oldest first
	before   int64
	now      func(channelID int64) time.Time
}

// prepare makes a filter ready. Faults: INVALID_VALUE.
func (s *Service) prepare(ctx context.Context, f *Filter) (*search, error) {
	if faults := f.check(); len(faults) > 0 {
		return nil, faults
	}
	q := &search{filter: f, now: s.distribution.Now}
	var err error
	if q.channels, err = s.channelsOf(ctx, f); err != nil || len(q.channels) == 0 {
		return q, err
	}
	if len(f.ProductCodes) > 0 {
		if err := s.prepareProducts(ctx, q); err != nil || len(q.channels) == 0 {
			return q, err
		}
	}
	keys, few, err := s.candidates(ctx, q)
	if err != nil || !few {
		return q, err
	}
	q.few = true
	return q, s.load(ctx, q, keys)
}

// channelsOf are the channels that a filter names, or all, of one half. Codes that no channel has find nothing.
func (s *Service) channelsOf(ctx context.Context, f *Filter) ([]int64, error) {
	query := s.store.Client.Channel.Query().Where(channel.Live(f.Mode.IsLive()))
	if len(f.ChannelCodes) > 0 {
		query.Where(channel.CodeIn(f.ChannelCodes...))
	}
	ids, err := query.Order(ent.Asc(channel.FieldID)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("channels of a search: %w", err)
	}
	return ids, nil
}

// prepareProducts narrows a search to products: to the channels that ever had an agreement about them, and among their
// policies to versions of these products.
func (s *Service) prepareProducts(ctx context.Context, q *search) error {
	ids, err := s.store.Client.ProductVersion.Query().Where(productversion.CodeIn(q.filter.ProductCodes...)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("products of a search: %w", err)
	}
	q.versions = map[int64]bool{}
	for _, id := range ids {
		q.versions[id] = true
	}
	sold, err := s.sold(ctx, q.channels)
	if err != nil {
		return err
	}
	wanted, others := map[int64]bool{}, false
	for _, one := range sold {
		wanted[one.channel] = wanted[one.channel] || slices.Contains(q.filter.ProductCodes, one.product)
	}
	q.channels = slices.DeleteFunc(q.channels, func(id int64) bool { return !wanted[id] })
	for _, one := range sold {
		others = others || wanted[one.channel] && !slices.Contains(q.filter.ProductCodes, one.product)
	}
	q.mixed = others
	return nil
}

// sale is a product that a channel may sell, or once might.
type sale struct {
	channel int64
	product string
}

// sold is what channels have, or had, agreements about.
func (s *Service) sold(ctx context.Context, channels []int64) ([]sale, error) {
	var rows []struct {
		ChannelID   int64  `json:"channel_id"`
		ProductCode string `json:"product_code"`
	}
	err := s.store.Client.Agreement.Query().Where(agreement.ChannelIDIn(channels...)).
		GroupBy(agreement.FieldChannelID, agreement.FieldProductCode).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("products of channels: %w", err)
	}
	list := make([]sale, len(rows))
	for i, row := range rows {
		list[i] = sale{row.ChannelID, row.ProductCode}
	}
	return list, nil
}

// narrows tells whether what the index gives must still be held against the filter.
func (s *search) narrows() bool { return !s.filter.everyState() || s.versions != nil && s.mixed }

// fitting are the rows that the filter lets through, in their order.
func (s *Service) fitting(ctx context.Context, q *search, rows []*ent.InsurancePolicy) ([]*ent.InsurancePolicy, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row *ent.InsurancePolicy) bool {
		return q.versions != nil && !q.versions[row.ProductVersionID] || !q.filter.bound(row) ||
			!slices.Contains(q.channels, row.ChannelID) || q.before != 0 && row.ID >= q.before
	})
	if q.filter.everyState() {
		return rows, nil
	}
	ended, err := s.ended(ctx, rows)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(row *ent.InsurancePolicy) bool {
		now := q.now(row.ChannelID)
		from, cancelled := ended[row.ID]
		return !slices.Contains(q.filter.States, policy.StateAt(row, cancelled && !from.After(now), now))
	}), nil
}

// ended tells from when policies are cancelled, by their keys.
func (s *Service) ended(ctx context.Context, rows []*ent.InsurancePolicy) (map[int64]time.Time, error) {
	var ids []int64
	for _, row := range rows {
		if row.State == cancelled {
			ids = append(ids, row.ID)
		}
	}
	from := make(map[int64]time.Time, len(ids))
	for some := range slices.Chunk(ids, inChunk) {
		list, err := s.store.Client.Endorsement.Query().
			Where(endorsement.PolicyIDIn(some...), endorsement.KindEQ(endorsement.KindCancellation)).
			Select(endorsement.FieldPolicyID, endorsement.FieldEffectiveAt).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("cancellations: %w", err)
		}
		for _, e := range list {
			from[e.PolicyID] = e.EffectiveAt
		}
	}
	return from, nil
}
