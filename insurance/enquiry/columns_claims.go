package enquiry

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// exportedClaim is what columns look at.
type exportedClaim struct {
	*claims.Claim
	of       *policy.Policy
	assignee string
}

type claimRow = *exportedClaim

func (c *exportedClaim) local(at time.Time) string { return local(c.of, at) }

func amount(a *money.Amount) string {
	if a == nil {
		return ""
	}
	return a.Text()
}

// claimColumns of an export; nothing of it is personal data.
var claimColumns = []column{
	{name: "NUMBER", zh: "赔案号", en: "Claim number", cell: cell(func(c claimRow) string { return c.Number() })},
	{name: "POLICY", zh: "保单号", en: "Policy number", cell: cell(func(c claimRow) string { return c.of.Number() })},
	{name: "ORDER_NO", zh: "订单号", en: "Order number", foreign: true, cell: cell(func(c claimRow) string { return c.of.OrderNo() })},
	{name: "CHANNEL", zh: "渠道", en: "Channel", foreign: true, cell: cell(func(c claimRow) string { return c.of.Channel().Code })},
	{name: "PRODUCT", zh: "产品", en: "Product", foreign: true, cell: cell(func(c claimRow) string { return c.of.Product().Code() })},
	{name: "STATE", zh: "状态", en: "State", cell: cell(func(c claimRow) string { return string(c.State()) })},
	{name: "REASON", zh: "原因", en: "Reason", foreign: true, cell: cell(func(c claimRow) string { return c.ReasonCode() })},
	{name: "SCORE", zh: "风险分", en: "Score", cell: cell(func(c claimRow) string { return strconv.Itoa(c.Score()) })},
	{name: "OCCURRED_AT", zh: "出险时间", en: "Occurred at", cell: cell(func(c claimRow) string { return c.local(c.OccurredAt()) })},
	{name: "SUBMITTED_AT", zh: "报案时间", en: "Submitted at", cell: cell(func(c claimRow) string { return c.local(c.SubmittedAt()) })},
	{name: "PROMISED_AT", zh: "承诺时间", en: "Promised by", cell: cell(func(c claimRow) string { return c.local(c.PromisedAt()) })},
	{name: "CURRENCY", zh: "币种", en: "Currency", cell: cell(func(c claimRow) string { return string(c.Limit().Currency) })},
	{name: "CLAIMED", zh: "索赔金额", en: "Claimed", cell: cell(func(c claimRow) string { return amount(c.Claimed()) })},
	{name: "COMPUTED", zh: "核定金额", en: "Computed", cell: cell(func(c claimRow) string { return amount(c.Computed()) })},
	{name: "PAYABLE", zh: "应付金额", en: "Payable", cell: cell(func(c claimRow) string { return amount(c.Payable()) })},
	{name: "RECOVERED", zh: "已追回", en: "Recovered", cell: cell(func(c claimRow) string { return c.Recovered().Text() })},
	{name: "ASSIGNEE", zh: "处理人", en: "Assignee", foreign: true, cell: cell(func(c claimRow) string { return c.assignee })},
}

// claimExport is the list of claims, oldest first.
func (s *Exports) claimExport() *list {
	return &list{
		name:    claimList,
		roles:   []access.Role{access.Claims, access.Service, access.Finance, access.Underwriting, access.Audit},
		columns: claimColumns,
		check:   func(context.Context, *access.Caller, any) (fault.List, error) { return nil, nil }, // counting does
		count: func(ctx context.Context, caller *access.Caller, filter any) (work.Count, error) {
			return s.claims.Count(ctx, caller, filter.(*claims.Filter), MostAlone)
		},
		read: s.readClaims,
	}
}

// readClaims reads the next claims, as they are now.
func (s *Exports) readClaims(ctx context.Context, caller *access.Caller, z *frozen, after int64) (rows []any, last int64, more bool, err error) {
	f, err := thaw[claims.Filter](z)
	if err != nil {
		return nil, 0, false, err
	}
	page := work.Page{Most: exportRead}
	if after != 0 {
		at, err := s.store.Client.Claim.Get(ctx, after)
		if err != nil {
			return nil, 0, false, fmt.Errorf("export claims: %w", err)
		}
		page.After = work.Place{Value: at.SubmittedAt.UnixMilli(), Key: at.ID}
	}
	found, err := s.claims.List(ctx, caller, f, claims.Oldest, page)
	if err != nil {
		return nil, 0, false, err
	}
	if n := len(found.Places); n > 0 {
		last = found.Places[n-1].Key
	}
	if found.Through != nil {
		last = found.Through.Key
	}
	policies, err := s.claims.PoliciesOf(ctx, found.Claims)
	if err != nil {
		return nil, 0, false, err
	}
	assignees := make([]int64, len(found.Claims))
	for i, c := range found.Claims {
		assignees[i] = c.AssigneeKey()
	}
	names, err := s.logins(ctx, assignees)
	if err != nil {
		return nil, 0, false, err
	}
	for _, c := range found.Claims {
		if c.Key() >= z.Before {
			continue
		}
		of := policies[c.Key()]
		if of.Err != nil {
			return nil, 0, false, of.Err
		}
		rows = append(rows, &exportedClaim{c, of.Value, names[c.AssigneeKey()]})
	}
	return rows, last, found.More, nil
}

// logins of people, by their keys.
func (s *Exports) logins(ctx context.Context, keys []int64) (map[int64]string, error) {
	people, err := s.store.Client.Person.Query().Where(person.IDIn(keys...)).Select(person.FieldID, person.FieldName).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	names := make(map[int64]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}

// asker is the person for whom a job writes, with the roles that they have now; what they may not see any more is not written to a file
// for them: FORBIDDEN.
func (s *Exports) asker(ctx context.Context, row *ent.Job, z *frozen, l *list) (*access.Caller, error) {
	who, err := s.store.Client.Person.Query().Where(person.Name(strings.TrimPrefix(row.MadeBy, "person:"))).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("export %d: %w", row.ID, err)
	}
	caller := &access.Caller{Audience: access.Ops, Person: who, Roles: access.RolesOf(who), Language: z.Language}
	if who.State != person.StateActive || !l.exportable(caller, z) {
		return nil, fault.New(fault.CodeForbidden, "who asked for it may not see this list any more")
	}
	return caller, nil
}
