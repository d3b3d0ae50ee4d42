package enquiry

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/number"
	"baodan/ent/blindindex"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/privacy"
)

const (
	// mostCandidates that a search holds its filter against.
	mostCandidates = 5000
	// mostOrderChannels are asked for an order number that names no channel.
	mostOrderChannels = 100
	// inChunk is how many keys stand in one statement.
	inChunk = 1000
)

// candidates are the policies that numbers, orders, an insured, a search value and persons leave, each found by its index; few is false
// where none of these is given. Faults: INVALID_VALUE where they leave more than 5,000, and for orders that name none of
// more than 100 channels.
func (s *Service) candidates(ctx context.Context, q *search) (keys []int64, few bool, err error) {
	f := q.filter
	for _, find := range []struct {
		given bool
		keys  func(context.Context, *search) ([]int64, error)
	}{
		{len(f.Numbers) > 0, s.byNumbers}, {len(f.OrderNos) > 0, s.byOrders}, {f.InsuredReference != nil, s.byInsured},
		{f.SearchValue != nil, s.bySearchValue},
	} {
		if !find.given {
			continue
		}
		found, err := find.keys(ctx, q)
		if err != nil {
			return nil, true, err
		}
		if !few {
			keys, few = found, true
			continue
		}
		keys = slices.DeleteFunc(keys, func(key int64) bool { return !slices.Contains(found, key) })
	}
	return s.byPersons(ctx, q, keys, few)
}

// byNumbers looks policies up by their numbers; one that cannot be right is not looked up.
func (s *Service) byNumbers(ctx context.Context, q *search) ([]int64, error) {
	numbers := slices.DeleteFunc(slices.Clone(q.filter.Numbers), func(no string) bool {
		kind, _, err := number.Parse(no)
		return err != nil || kind != number.Policy
	})
	if len(numbers) == 0 {
		return nil, nil
	}
	keys, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("find by numbers: %w", err)
	}
	return keys, nil
}

// byOrders looks orders up in each channel, by the key that makes them unique there.
func (s *Service) byOrders(ctx context.Context, q *search) ([]int64, error) {
	if len(q.channels) > mostOrderChannels {
		return nil, fault.New(fault.CodeInvalidValue, "orderNos: name the channels", "filter", "channelCodes")
	}
	var parts []string
	var values []any
	for _, id := range q.channels {
		parts = append(parts, "SELECT id FROM "+s.store.ByIndex(insurancepolicy.Table, index+"channel_id_order_no")+
			" WHERE channel_id = ? AND order_no IN (?"+strings.Repeat(",?", len(q.filter.OrderNos)-1)+")")
		values = append(values, id)
		for _, no := range q.filter.OrderNos {
			values = append(values, no)
		}
	}
	return s.store.Keys(ctx, strings.Join(parts, " UNION ALL "), values...)
}

// companyLive and companySandbox stand for the channel where a product's duplicate rule spans the company.
const (
	companyLive    = 0
	companySandbox = -1
)

// chainsAtOnce are the chains of covers of one statement.
const chainsAtOnce = 100

// byInsured looks along the chains of covers that an insured may have: one for each product of each channel, and one for
// each product in the whole company. Where a product does not mind duplicates there are none, and policies that name a
// person are marked with the insured instead.
func (s *Service) byInsured(ctx context.Context, q *search) ([]int64, error) {
	insured := *q.filter.InsuredReference
	chains, err := s.sold(ctx, q.channels)
	if err != nil {
		return nil, err
	}
	company := int64(companyLive)
	if !q.filter.Mode.IsLive() {
		company = companySandbox
	}
	seen := map[string]bool{}
	for _, one := range slices.Clone(chains) {
		if !seen[one.product] {
			seen[one.product] = true
			chains = append(chains, sale{company, one.product})
		}
	}
	var keys []int64
	for some := range slices.Chunk(chains, chainsAtOnce) {
		var any []predicate.Cover
		for _, one := range some {
			any = append(any, cover.And(cover.ChannelID(one.channel), cover.ProductCode(one.product), cover.Reference(insured)))
		}
		var found []int64
		err := s.store.Client.Cover.Query().Where(cover.Or(any...)).Limit(mostCandidates+1).
			Select(cover.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by insured: %w", err)
		}
		keys = append(keys, found...)
	}
	for some := range slices.Chunk(q.channels, chainsAtOnce) {
		indexes := make([][]byte, len(some))
		for i, channel := range some {
			indexes[i] = s.privacy.BlindIndex().Of(privacy.Reference, privacy.InsuredOf(channel, insured))
		}
		var found []int64
		err := s.store.Client.BlindIndex.Query().Where(blindindex.HashIn(indexes...)).Limit(mostCandidates+1).
			Select(blindindex.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by insured: %w", err)
		}
		keys = append(keys, found...)
	}
	slices.Sort(keys)
	if keys = slices.Compact(keys); len(keys) > mostCandidates {
		return nil, tooMany("insuredReference")
	}
	return keys, nil
}

// bySearchValue looks a value up, such as a tracking number, in the index of each channel.
func (s *Service) bySearchValue(ctx context.Context, q *search) ([]int64, error) {
	keys, err := s.policies.KeysBySearchValue(ctx, q.channels, *q.filter.SearchValue, mostCandidates+1)
	if err == nil && len(keys) > mostCandidates {
		return nil, tooMany("searchValue")
	}
	return keys, err
}

func tooMany(name string) error {
	return fault.Newf(fault.CodeInvalidValue, "%s: more than %d policies; say more", name, mostCandidates).At("filter", name)
}

// byPersons narrows candidates to policies that hold personal data, or finds them by those that few policies hold.
func (s *Service) byPersons(ctx context.Context, q *search, keys []int64, few bool) ([]int64, bool, error) {
	var wide []personal // more policies hold it than one looks at
	for _, p := range q.filter.persons() {
		if few {
			wide = append(wide, p)
			continue
		}
		found, err := s.privacy.PoliciesOf(ctx, p.class, p.value, 0, mostCandidates+1)
		if err != nil {
			return nil, true, err
		}
		if len(found) > mostCandidates {
			wide = append(wide, p)
			continue
		}
		keys, few = found, true
	}
	for _, p := range wide {
		if !few {
			if err := q.wide(p); err != nil {
				return nil, true, err
			}
			continue
		}
		var err error
		if keys, err = s.holders(ctx, p, keys); err != nil {
			return nil, true, err
		}
	}
	return keys, few, nil
}

// holding keeps those of some policies that hold a piece of personal data, in their order.
func (s *Service) holding(ctx context.Context, p personal, some []*listed) ([]*listed, error) {
	keys := make([]int64, len(some))
	for i, l := range some {
		keys[i] = l.key
	}
	held, err := s.holders(ctx, p, keys)
	return slices.DeleteFunc(some, func(l *listed) bool { return !slices.Contains(held, l.key) }), err
}

// holders are those of some policies that hold a piece of personal data.
func (s *Service) holders(ctx context.Context, p personal, keys []int64) ([]int64, error) {
	mark := s.privacy.BlindIndex().Of(p.class, p.value)
	if mark == nil {
		return nil, nil // nothing to look up by
	}
	var kept []int64
	for some := range slices.Chunk(keys, inChunk) {
		var found []int64
		err := s.store.Client.BlindIndex.Query().Where(blindindex.Hash(mark), blindindex.PolicyIDIn(some...)).
			Unique(true).Select(blindindex.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by personal data: %w", err)
		}
		kept = append(kept, found...)
	}
	return kept, nil
}
