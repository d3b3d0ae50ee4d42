package claims

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of claims. Every claim that is listed is found by an index: a state's or a person's claims by the
// time of their submission, one channel's or one product's likewise; the rest narrows what one of them found.
type Filter struct {
	States                    []claim.State
	ProductCodes              []string
	ChannelCodes              []string
	Mode                      work.Mode
	AssigneeID                *work.PersonKey
	Unassigned                bool
	SubmittedAt               *work.Period
	ClaimedFrom, ClaimedBelow *money.Decimal // the loss, in the currency of the products, which must be named
	Disputed                  bool           // with a payout that is disputed
	Overdue                   bool           // not paid by the time that was promised
}

const maxCodes = 100 // of products or channels in one filter

// List finds claims, sorted by the time of their submission; more tells whether there are others in the requested
// direction. Fault: INVALID_VALUE.
func (s *Reader) List(ctx context.Context, _ *access.Caller, f *Filter, newest bool, page work.Page) (list []*Claim, more bool, err error) {
	q, err := s.compile(ctx, f, newest != page.Backward, page)
	if err != nil || q == nil {
		return nil, false, err
	}
	ids, err := s.run(ctx, q)
	if err != nil {
		return nil, false, err
	}
	rows, err := s.store.Client.Claim.Query().Where(claim.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read claims: %w", err)
	}
	slices.SortFunc(rows, func(a, b *ent.Claim) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	rows, more = work.Trim(page, rows)
	for _, row := range rows {
		list = append(list, s.claim(row))
	}
	return list, more, nil
}

// listing is a list being written as SQL. For each state it reads the first rows by an index that has them in order, at
// most limit, and merges these. So the index of a state is read no further than the page needs, however large the table
// is.
type listing struct {
	states    []claim.State
	index     func(claim.State) string // that a state is read by
	condition strings.Builder
	values    []any
	order     string
	limit     int
}

func (q *listing) where(condition string, values ...any) {
	q.condition.WriteString(" AND " + condition)
	q.values = append(q.values, values...)
}

// compile writes a filter as a listing; nil where no claim can match.
func (s *Reader) compile(ctx context.Context, f *Filter, falling bool, page work.Page) (*listing, error) {
	q := &listing{states: slices.Compact(slices.Sorted(slices.Values(f.States))), order: "submitted_at, id", limit: page.Most + 1}
	q.index = func(claim.State) string { return "claim_state_submitted_at" }
	if falling {
		q.order = "submitted_at DESC, id DESC"
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	if f.Disputed {
		ids, err := s.disputedClaims(ctx)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		q.where("id IN "+placeholders(len(ids)), anys(ids)...)
		q.restrict(disputable)
		q.index = func(claim.State) string { return "PRIMARY" }
	}
	if f.Overdue {
		q.where("promised_at < ?", s.store.Now())
		q.restrict(unclosed)
	}
	if len(q.states) == 0 && !f.Overdue {
		q.states = append(slices.Clone(unclosed), claim.StatePaid, claim.StateDeclined, claim.StateWithdrawn)
	}
	if len(f.ProductCodes) == 1 && !f.Disputed {
		q.readPaidBy("claim_product_code_submitted_at")
	}
	if len(q.states) == 0 || !s.narrowToChannels(q, f) {
		return nil, nil // nothing fits
	}
	if f.Unassigned || f.AssigneeID != nil {
		assignee := int64(0)
		if f.AssigneeID != nil {
			assignee = int64(*f.AssigneeID)
		}
		q.where("assignee = ?", assignee)
		if !f.Disputed {
			q.index = func(claim.State) string { return "claim_assignee_state_submitted_at" }
		}
	}
	if len(f.ProductCodes) > 0 {
		q.where("product_code IN "+placeholders(len(f.ProductCodes)), anys(f.ProductCodes)...)
	}
	if f.SubmittedAt != nil {
		q.where("submitted_at >= ?", f.SubmittedAt.Start.UTC())
		q.where("submitted_at < ?", f.SubmittedAt.End.UTC())
	}
	fits, err := s.narrowToAmounts(ctx, q, f)
	if err != nil || !fits {
		return nil, err
	}
	fits, err = s.continueFrom(ctx, q, page, falling)
	if err != nil || !fits {
		return nil, err
	}
	return q, nil
}

// disputedClaims are the claims with a payout that is disputed, at most MostCounted. There are few: each is an alarm.
func (s *Reader) disputedClaims(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.store.Client.Payout.Query().Where(payout.DisputedAtNotNil()).Order(ent.Asc(payout.FieldDisputedAt)).Limit(MostCounted).
		Select(payout.FieldClaimID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("disputed payouts: %w", err)
	}
	return ids, nil
}

func (f *Filter) check() error {
	switch {
	case f.Unassigned && f.AssigneeID != nil:
		return fault.New(fault.CodeInvalidValue, "somebody's or nobody's, not both", "filter", "unassigned")
	case len(f.ProductCodes) > maxCodes:
		return fault.Newf(fault.CodeInvalidValue, "at most %d", maxCodes).At("filter", "productCodes")
	case len(f.ChannelCodes) > maxCodes:
		return fault.Newf(fault.CodeInvalidValue, "at most %d", maxCodes).At("filter", "channelCodes")
	case (f.ClaimedFrom != nil || f.ClaimedBelow != nil) && len(f.ProductCodes) == 0:
		return fault.New(fault.CodeInvalidValue, "amounts are compared within products: name them", "filter", "productCodes")
	}
	return nil
}

// readPaidBy reads paid claims by another index: most claims are paid, so their state narrows least.
func (q *listing) readPaidBy(index string) {
	before := q.index
	q.index = func(s claim.State) string {
		if s == claim.StatePaid {
			return index
		}
		return before(s)
	}
}

// restrict keeps only states that are among these; all of these where the filter names none.
func (q *listing) restrict(states []claim.State) {
	if len(q.states) == 0 {
		q.states = states
		return
	}
	q.states = slices.DeleteFunc(slices.Clone(q.states), func(s claim.State) bool { return !slices.Contains(states, s) })
}

// narrowToChannels narrows to channels; false where none of them is known. "channel_id + 0" keeps the optimizer from
// using the channels' index where it would have to sort what it finds.
func (s *Reader) narrowToChannels(q *listing, f *Filter) bool {
	if len(f.ChannelCodes) == 0 {
		live := s.distribution.LiveChannels()
		in := " IN "
		if !f.Mode.IsLive() {
			in = " NOT IN "
		}
		q.where("channel_id + 0"+in+placeholders(len(live)+1), anys(append(live, 0))...)
		return true
	}
	var ids []int64
	for _, code := range f.ChannelCodes {
		if c, err := s.distribution.ChannelByCode(code, f.Mode.IsLive()); err == nil {
			ids = append(ids, c.ID)
		}
	}
	switch len(ids) {
	case 0:
		return false
	case 1:
		q.where("channel_id = ?", ids[0])
		if !f.Disputed {
			q.readPaidBy("claim_channel_id_submitted_at")
		}
	default:
		q.where("channel_id + 0 IN "+placeholders(len(ids)), anys(ids)...)
	}
	return true
}

// narrowToAmounts narrows by the amount claimed, in the currency of the products; false where these have no claims.
func (s *Reader) narrowToAmounts(ctx context.Context, q *listing, f *Filter) (bool, error) {
	if f.ClaimedFrom == nil && f.ClaimedBelow == nil {
		return true, nil
	}
	currency := money.Currency("")
	for _, code := range f.ProductCodes {
		row, err := s.store.Client.Claim.Query().Where(claim.ProductCode(code)).Select(claim.FieldCurrency).First(ctx)
		if ent.IsNotFound(err) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("currency of %s: %w", code, err)
		}
		if currency != "" && row.Currency != string(currency) {
			return false, fault.New(fault.CodeInvalidValue, "the products have several currencies", "filter", "productCodes")
		}
		currency = money.Currency(row.Currency)
	}
	if currency == "" {
		return false, nil
	}
	for _, bound := range []struct {
		value *money.Decimal
		than  string
		name  string
	}{{f.ClaimedFrom, ">=", "claimedFrom"}, {f.ClaimedBelow, "<", "claimedBelow"}} {
		if bound.value == nil {
			continue
		}
		amount, err := bound.value.In(currency)
		if err != nil {
			return false, fault.Newf(fault.CodeInvalidValue, "no amount in %s", currency).At("filter", bound.name)
		}
		q.where("claimed "+bound.than+" ?", amount.Minor)
	}
	return true, nil
}

// continueFrom starts after, or ends before, the claims that a page names; false where no such claim exists.
func (s *Reader) continueFrom(ctx context.Context, q *listing, page work.Page, falling bool) (bool, error) {
	for _, boundary := range []struct {
		id      int64
		beyond  bool // in the order of the list
		falling bool
	}{{page.After.Key, true, falling != page.Backward}, {page.Before.Key, false, falling != page.Backward}} {
		if boundary.id == 0 {
			continue
		}
		row, err := s.store.Client.Claim.Query().Where(claim.ID(boundary.id)).Select(claim.FieldSubmittedAt).Only(ctx)
		if ent.IsNotFound(err) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("claim %d: %w", boundary.id, err)
		}
		than := ">"
		if boundary.beyond == boundary.falling {
			than = "<"
		}
		q.where("submitted_at "+than+"= ? AND (submitted_at "+than+" ? OR id "+than+" ?)", row.SubmittedAt, row.SubmittedAt, boundary.id)
	}
	return true, nil
}

// run executes a listing and answers the keys it found.
func (s *Reader) run(ctx context.Context, q *listing) ([]int64, error) {
	var text strings.Builder
	var values []any
	for i, state := range q.states {
		if i > 0 {
			text.WriteString(" UNION ALL ")
		}
		text.WriteString("SELECT id, submitted_at FROM (SELECT id, submitted_at FROM " + s.store.ByIndex(claim.Table, q.index(state)) +
			" WHERE state = ?" + q.condition.String() +
			" ORDER BY " + q.order + " LIMIT ?) one")
		values = append(append(append(values, string(state)), q.values...), q.limit)
	}
	text.WriteString(" ORDER BY " + q.order + " LIMIT ?")
	rows, err := s.store.Client.QueryContext(ctx, text.String(), append(values, q.limit)...)
	if err != nil {
		return nil, fmt.Errorf("find claims: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var ids []int64
	for rows.Next() {
		var id int64
		var at any
		if err := rows.Scan(&id, &at); err != nil {
			return nil, fmt.Errorf("find claims: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func placeholders(n int) string { return "(" + strings.Repeat("?,", n-1) + "?)" }

func anys[T any](list []T) []any {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = v
	}
	return values
}
