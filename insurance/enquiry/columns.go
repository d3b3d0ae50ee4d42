package enquiry

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// exportedPolicy is what columns look at.
type exportedPolicy struct {
	*policy.Policy
	references, names string // of the insureds
}

type policyRow = *exportedPolicy

// policyColumns of an export, in the order in which they are written where nothing is said.
var policyColumns = []column{
	{name: "NUMBER", zh: "保单号", en: "Policy number", cell: cell(func(p policyRow) string { return p.Number() })},
	{name: "ORDER_NO", zh: "订单号", en: "Order number", foreign: true, cell: cell(func(p policyRow) string { return p.OrderNo() })},
	{name: "CHANNEL", zh: "渠道", en: "Channel", foreign: true, cell: cell(func(p policyRow) string { return p.Channel().Code })},
	{name: "PRODUCT", zh: "产品", en: "Product", foreign: true, cell: cell(func(p policyRow) string { return p.Product().Code() })},
	{name: "PLAN", zh: "计划", en: "Plan", foreign: true, cell: cell(func(p policyRow) string { return p.PlanCode() })},
	{name: "STATE", zh: "状态", en: "State", cell: cell(func(p policyRow) string { return string(p.State()) })},
	{name: "BOUND_AT", zh: "承保时间", en: "Bound at", cell: cell(func(p policyRow) string { return local(p.Policy, p.BoundAt()) })},
	{name: "START", zh: "保险起期", en: "Start", cell: cell(func(p policyRow) string { return local(p.Policy, p.Period().Start) })},
	{name: "END", zh: "保险止期", en: "End", cell: cell(func(p policyRow) string { return local(p.Policy, p.Period().End) })},
	{name: "PAYER", zh: "保费支付方", en: "Payer", cell: cell(func(p policyRow) string { return string(p.Payer()) })},
	{name: "CURRENCY", zh: "币种", en: "Currency", cell: cell(func(p policyRow) string { return string(p.Premium().Currency) })},
	{name: "PREMIUM", zh: "保费", en: "Premium", cell: cell(func(p policyRow) string { return p.Premium().Text() })},
	{name: "SUM_INSURED", zh: "保额", en: "Sum insured", cell: cell(func(p policyRow) string { return p.SumInsured().Text() })},
	{name: "COMMISSION", zh: "佣金", en: "Commission", roles: []access.Role{access.Sales, access.Finance}, cell: cell(func(p policyRow) string { return p.Commission().Text() })},
	{name: "INSURED", zh: "被保险标的", en: "Insured", foreign: true, cell: cell(func(p policyRow) string { return p.references })},
	{name: "INSURED_NAME", zh: "被保险人", en: "Name of the insured", foreign: true, personal: true, cell: cell(func(p policyRow) string { return p.names })},
}

// policyExport is the list of policies, oldest first.
func (s *Exports) policyExport() *list {
	return &list{
		name: policyList, roles: []access.Role{access.Sales, access.Finance, access.Underwriting, access.Service}, columns: policyColumns,
		check: func(ctx context.Context, _ *access.Caller, filter any) (fault.List, error) {
			f := filter.(*Filter)
			faults := f.check()
			for _, p := range f.persons() {
				faults = append(faults, fault.New(fault.CodeInvalidValue, "an export is not by personal data", "filter", p.name))
			}
			if len(faults) > 0 {
				return faults, nil
			}
			return s.known(ctx, f)
		},
		count: func(ctx context.Context, caller *access.Caller, filter any) (work.Count, error) {
			return s.Count(ctx, caller, filter.(*Filter), MostAlone)
		},
		read: s.readPolicies,
	}
}

// known finds fault with channels and products that there are not: NOT_FOUND.
func (s *Service) known(ctx context.Context, f *Filter) (faults fault.List, err error) {
	for _, code := range f.ChannelCodes {
		if _, err := s.distribution.ChannelByCode(code, f.Mode.IsLive()); err != nil {
			faults = append(faults, fault.Newf(fault.CodeNotFound, "channel %s", code).At("filter", "channelCodes"))
		}
	}
	for _, code := range f.ProductCodes {
		there, err := s.store.Client.ProductVersion.Query().Where(productversion.Code(code)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for product %s: %w", code, err)
		}
		if !there {
			faults = append(faults, fault.Newf(fault.CodeNotFound, "product %s", code).At("filter", "productCodes"))
		}
	}
	return faults, nil
}

// readPolicies reads the next policies, as they hold now.
func (s *Exports) readPolicies(ctx context.Context, _ *access.Caller, z *frozen, after int64) (rows []any, last int64, more bool, err error) {
	f, err := thaw[Filter](z)
	if err != nil {
		return nil, 0, false, err
	}
	q, err := s.prepare(ctx, &access.Caller{Audience: access.Ops}, f)
	if err != nil {
		return nil, 0, false, err
	}
	q.below = z.Before
	var n work.Span
	if after != 0 {
		place, err := s.light(ctx, []int64{after})
		if err != nil || len(place) == 0 {
			return nil, 0, false, err
		}
		n.After = place[0].place(byBound)
	}
	found, err := s.find(ctx, q, sortings[Oldest], n, exportRead)
	if err != nil {
		return nil, 0, false, err
	}
	var keys []int64
	for _, place := range found.places {
		if place.Key < z.Before {
			keys = append(keys, place.Key)
		}
	}
	policies, err := s.views(ctx, keys)
	if err != nil {
		return nil, 0, false, err
	}
	for _, p := range policies {
		row, err := exportedOf(p, z.Personal)
		if err != nil {
			return nil, 0, false, err
		}
		rows = append(rows, row)
	}
	return rows, found.through.Key, found.more, nil
}

// exportedOf is what columns look at of a policy.
func exportedOf(p *policy.Policy, clear bool) (*exportedPolicy, error) {
	insureds, err := p.Insureds()
	if err != nil {
		return nil, err
	}
	var people *policy.People
	if clear {
		if people, err = p.People(); err != nil {
			return nil, err
		}
	}
	var references, names []string
	for _, one := range insureds {
		references = append(references, one.Reference)
		name := one.Name
		if clear && name != nil {
			name = people.Parties[one.Reference].Name
		}
		if name != nil {
			names = append(names, *name)
		}
	}
	return &exportedPolicy{p, strings.Join(references, "; "), strings.Join(names, "; ")}, nil
}

// local is an instant in the insurer's time zone.
func local(p *policy.Policy, at time.Time) string {
	return at.In(p.Product().Location()).Format(time.RFC3339)
}

// frozenFilter is a filter as it is kept: nothing in it names a person.
type frozenFilter struct {
	*plainFilter
	BoundAt  *frozenSpan `json:"boundAt,omitempty"`
	CoverEnd *frozenSpan `json:"coverEnd,omitempty"`
}

type plainFilter Filter

// MarshalJSON freezes a filter.
func (f *Filter) MarshalJSON() ([]byte, error) {
	return json.Marshal(frozenFilter{(*plainFilter)(f), freeze(f.BoundAt), freeze(f.CoverEnd)})
}

// UnmarshalJSON reads what was frozen.
func (f *Filter) UnmarshalJSON(text []byte) error {
	z := frozenFilter{plainFilter: (*plainFilter)(f)}
	if err := json.Unmarshal(text, &z); err != nil {
		return err
	}
	f.BoundAt, f.CoverEnd = z.BoundAt.period(), z.CoverEnd.period()
	return nil
}
