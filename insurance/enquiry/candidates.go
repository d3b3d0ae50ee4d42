package enquiry

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/ent/personalmark"
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

// candidates are the policies that numbers, orders, an insured and persons leave, each found by its index; few is false
// where none of these is given. Faults: INVALID_VALUE where they leave more than 5,000, and for orders that name none of
// more than 100 channels.
func (o *Service) candidates(ctx context.Context, s *search) (keys []int64, few bool, err error) {
	f := s.filter
	for _, find := range []struct {
		given bool
		keys  func(context.Context, *search) ([]int64, error)
	}{
		{len(f.Numbers) > 0, o.byNumbers}, {len(f.OrderNos) > 0, o.byOrders}, {f.InsuredReference != nil, o.byInsured},
	} {
		if !find.given {
			continue
		}
		found, err := find.keys(ctx, s)
		if err != nil {
			return nil, true, err
		}
		if !few {
			keys, few = found, true
			continue
		}
		keys = slices.DeleteFunc(keys, func(key int64) bool { return !slices.Contains(found, key) })
	}
	return o.byPersons(ctx, f.persons(), keys, few)
}

// byNumbers looks policies up by their numbers; one that cannot be right is not looked up.
func (o *Service) byNumbers(ctx context.Context, s *search) ([]int64, error) {
	numbers := slices.DeleteFunc(slices.Clone(s.filter.Numbers), func(no string) bool {
		kind, _, err := number.Parse(no)
		return err != nil || kind != number.Policy
	})
	if len(numbers) == 0 {
		return nil, nil
	}
	keys, err := o.store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("find by numbers: %w", err)
	}
	return keys, nil
}

// byOrders asks each channel by itself: several lists in one statement would leave the choice of index to chance.
func (o *Service) byOrders(ctx context.Context, s *search) ([]int64, error) {
	if len(s.channels) > mostOrderChannels {
		return nil, fault.New(fault.CodeInvalidValue, "orderNos: name the channels", "filter", "channelCodes")
	}
	var keys []int64
	for _, id := range s.channels {
		found, err := o.store.Client.InsurancePolicy.Query().
			Where(insurancepolicy.ChannelID(id), insurancepolicy.OrderNoIn(s.filter.OrderNos...)).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("find by orders: %w", err)
		}
		keys = append(keys, found...)
	}
	return keys, nil
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
func (o *Service) byInsured(ctx context.Context, s *search) ([]int64, error) {
	insured := *s.filter.InsuredReference
	chains, err := o.sold(ctx, s.channels)
	if err != nil {
		return nil, err
	}
	company := int64(companyLive)
	if s.filter.Sandbox {
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
		err := o.store.Client.Cover.Query().Where(cover.Or(any...)).Limit(mostCandidates+1).
			Select(cover.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by insured: %w", err)
		}
		keys = append(keys, found...)
	}
	for some := range slices.Chunk(s.channels, chainsAtOnce) {
		marks := make([][]byte, len(some))
		for i, channel := range some {
			marks[i] = o.privacy.Marks().Of(privacy.Reference, privacy.InsuredOf(channel, insured))
		}
		var found []int64
		err := o.store.Client.PersonalMark.Query().Where(personalmark.MarkIn(marks...)).Limit(mostCandidates+1).
			Select(personalmark.FieldPolicyID).Scan(ctx, &found)
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

func tooMany(name string) error {
	return fault.Newf(fault.CodeInvalidValue, "%s: more than %d policies; say more", name, mostCandidates).At("filter", name)
}

// byPersons narrows candidates to policies that hold personal data, or finds them by those that few policies hold.
func (o *Service) byPersons(ctx context.Context, persons []personal, keys []int64, few bool) ([]int64, bool, error) {
	var wide []personal // more policies hold it than one looks at
	for _, p := range persons {
		if few {
			wide = append(wide, p)
			continue
		}
		found, err := o.privacy.PoliciesOf(ctx, p.class, p.value, 0, mostCandidates+1)
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
			return nil, true, tooMany(p.name)
		}
		var err error
		if keys, err = o.holding(ctx, p, keys); err != nil {
			return nil, true, err
		}
	}
	return keys, few, nil
}

// holding keeps those of some policies that hold a piece of personal data.
func (o *Service) holding(ctx context.Context, p personal, keys []int64) ([]int64, error) {
	mark := o.privacy.Marks().Of(p.class, p.value)
	if mark == nil {
		return nil, nil // nothing to look up by
	}
	var kept []int64
	for some := range slices.Chunk(keys, inChunk) {
		var found []int64
		err := o.store.Client.PersonalMark.Query().Where(personalmark.Mark(mark), personalmark.PolicyIDIn(some...)).
			Unique(true).Select(personalmark.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by personal data: %w", err)
		}
		kept = append(kept, found...)
	}
	return kept, nil
}

// load reads candidates, and keeps those that the filter lets through.
func (o *Service) load(ctx context.Context, s *search, keys []int64) error {
	slices.Sort(keys)
	for some := range slices.Chunk(slices.Compact(keys), inChunk) {
		rows, err := o.light(ctx, some)
		if err != nil {
			return err
		}
		if rows, err = o.fitting(ctx, s, rows); err != nil {
			return err
		}
		s.rows = append(s.rows, rows...)
	}
	slices.SortFunc(s.rows, func(a, b *ent.InsurancePolicy) int { return placeOf(a).compare(placeOf(b)) })
	return nil
}

// cancelled is the state of the head of a policy whose end is on record, also where it has not come yet.
const cancelled = insurancepolicy.StateCANCELLED

// light reads of policies what filters look at.
func (o *Service) light(ctx context.Context, keys []int64) ([]*ent.InsurancePolicy, error) {
	query := o.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(keys...))
	query.Select(insurancepolicy.FieldID, insurancepolicy.FieldChannelID, insurancepolicy.FieldProductVersionID,
		insurancepolicy.FieldState, insurancepolicy.FieldBoundAt, insurancepolicy.FieldStartAt, insurancepolicy.FieldEndAt)
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at policies: %w", err)
	}
	return rows, nil
}
