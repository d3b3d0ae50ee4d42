package helpdesk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Filter narrows a list of requests; what is empty narrows nothing.
type Filter struct {
	Desks        []servicerequest.Desk  `json:"desks,omitempty"`
	States       []servicerequest.State `json:"states,omitempty"`
	Kinds        []servicerequest.Kind  `json:"kinds,omitempty"`
	Number       string                 `json:"number,omitempty"` // exactly
	PolicyNumber string                 `json:"policyNumber,omitempty"`
	AssigneeID   *work.PersonKey        `json:"assigneeId,omitempty"`
	Mine         bool                   `json:"mine,omitempty"`       // those that the caller works on
	Opened       bool                   `json:"opened,omitempty"`     // those that the caller opened and that are not sent
	Unassigned   bool                   `json:"unassigned,omitempty"` // those that nobody works on
	Overdue      bool                   `json:"overdue,omitempty"`    // not sent, and past what was promised
	OpenedAt     *work.Period           `json:"openedAt,omitempty"`
	Mode         *work.Mode             `json:"mode,omitempty"` // of policies of channels in this mode
}

// unsent are the states in which a request can be overdue.
var unsent = []servicerequest.State{servicerequest.StateOpen, servicerequest.StateInWork, servicerequest.StateSending}

var (
	allDesks  = []servicerequest.Desk{servicerequest.DeskUnderwriting, servicerequest.DeskFinance}
	allStates = append(slices.Clone(unsent), servicerequest.StateSent, servicerequest.StateClosed, servicerequest.StateCancelled)
)

// Reader finds requests.
type Reader struct{ store *work.Store }

// List finds requests, a channel those about its own policies: the one promised for the earliest time first.
func (s *Reader) List(ctx context.Context, caller *access.Caller, f Filter, page work.Page) (list []*ent.ServiceRequest, more bool, err error) {
	queries, err := s.queries(ctx, caller, f, page)
	if err != nil {
		return nil, false, err
	}
	var rows []*ent.ServiceRequest
	for _, query := range queries {
		part, err := s.store.Client.ServiceRequest.Query().Where(query...).Where(promisedOrder(page)).All(ctx)
		if err != nil {
			return nil, false, fmt.Errorf("list service requests: %w", err)
		}
		rows = append(rows, part...)
	}
	slices.SortFunc(rows, func(a, b *ent.ServiceRequest) int {
		order := cmp.Or(a.PromisedAt.Compare(b.PromisedAt), cmp.Compare(a.ID, b.ID))
		if page.Backward {
			return -order
		}
		return order
	})
	list, more = work.Trim(page, rows[:min(len(rows), page.Most+1)])
	return list, more, nil
}

// OfPolicies are the requests about policies, newest first, by the keys of the policies.
func (s *Reader) OfPolicies(ctx context.Context, policies []*policy.Policy, page work.Page) (map[int64]work.Listed[*ent.ServiceRequest], error) {
	rows, err := s.store.Client.ServiceRequest.Query().Where(work.Each(policies, func(q *sql.Selector, p *policy.Policy) {
		servicerequest.PolicyID(p.Key())(q)
		page.Newest(q)
	}), predicate.ServiceRequest(page.NewestOrder)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("service requests of policies: %w", err)
	}
	return work.TrimEach(page, work.Group(rows, func(r *ent.ServiceRequest) int64 { return r.PolicyID })), nil
}

// Count counts what a filter finds, up to a maximum.
func (s *Reader) Count(ctx context.Context, caller *access.Caller, f Filter, most int) (work.Count, error) {
	queries, err := s.queries(ctx, caller, f, work.Page{})
	if err != nil {
		return work.Count{}, err
	}
	return work.CountRanges(ctx, s.store, servicerequest.Table, most, queries)
}

// queries are what narrows each query, of which no two find the same; none where nothing can be found.
func (s *Reader) queries(ctx context.Context, caller *access.Caller, f Filter, page work.Page) ([][]predicate.ServiceRequest, error) {
	where, none, err := s.where(ctx, caller, f, page)
	if err != nil || none {
		return nil, err
	}
	if caller.Audience == access.Channel && f.Number == "" && f.PolicyNumber == "" {
		return f.statesOf(where), nil
	}
	alone := f.Number != "" || f.PolicyNumber != "" || f.AssigneeID != nil || f.Mine || f.Unassigned // an index by itself, with few rows
	if !alone && (len(f.Desks) > 0 || len(f.States) > 0 || f.Overdue || f.Opened) {
		return f.ranges(where), nil
	}
	return [][]predicate.ServiceRequest{where}, nil
}

// where is what narrows each query; none says that nothing can be found.
func (s *Reader) where(ctx context.Context, caller *access.Caller, f Filter, page work.Page) (where []predicate.ServiceRequest, none bool, err error) {
	if caller.Audience == access.Channel {
		where = append(where, servicerequest.ChannelID(caller.Channel.ID))
	}
	if f.OpenedAt != nil {
		where = append(where, servicerequest.OpenedAtGTE(f.OpenedAt.Start), servicerequest.OpenedAtLT(f.OpenedAt.End))
	}
	if f.PolicyNumber != "" {
		id, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.Number(f.PolicyNumber)).OnlyID(ctx)
		if ent.IsNotFound(err) {
			return nil, true, nil
		}
		if err != nil {
			return nil, false, fmt.Errorf("list service requests: %w", err)
		}
		where = append(where, servicerequest.PolicyID(id))
	}
	where = append(where, caller.InView(servicerequest.FieldChannelID))
	if len(f.Desks) > 0 {
		where = append(where, servicerequest.DeskIn(f.Desks...))
	}
	if len(f.States) > 0 {
		where = append(where, servicerequest.StateIn(f.States...))
	}
	if len(f.Kinds) > 0 {
		where = append(where, servicerequest.KindIn(f.Kinds...))
	}
	if f.AssigneeID != nil {
		where = append(where, servicerequest.Assignee(int64(*f.AssigneeID)))
	}
	if f.Number != "" {
		where = append(where, servicerequest.Number(f.Number))
	}
	if f.Mine {
		where = append(where, servicerequest.Assignee(caller.PersonID()))
	}
	if f.Opened {
		where = append(where, servicerequest.OpenedBy(caller.PersonID()), servicerequest.StateIn(unsent...))
	}
	if f.Unassigned {
		where = append(where, servicerequest.Assignee(0))
	}
	if f.Mode != nil {
		where = append(where, work.InMode(*f.Mode, servicerequest.FieldChannelID))
	}
	if f.Overdue {
		where = append(where, servicerequest.StateIn(unsent...), servicerequest.PromisedAtLT(s.store.Now()))
	}
	for place, after := range map[int64]bool{page.After.Key: true, page.Before.Key: false} {
		if place == 0 {
			continue
		}
		at, err := s.byKey(ctx, place)
		if err != nil || at == nil {
			return nil, at == nil, err
		}
		where = append(where, beside(at, after))
	}
	return where, false, nil
}

// ranges are a query for every desk and state, each of which is a range of one index.
func (f *Filter) ranges(where []predicate.ServiceRequest) (queries [][]predicate.ServiceRequest) {
	for _, desk := range allDesks {
		for _, state := range allStates {
			wanted := (len(f.Desks) == 0 || slices.Contains(f.Desks, desk)) && (len(f.States) == 0 || slices.Contains(f.States, state)) &&
				(!f.Overdue && !f.Opened || slices.Contains(unsent, state))
			if wanted {
				queries = append(queries, append(slices.Clone(where), servicerequest.DeskEQ(desk), servicerequest.StateEQ(state)))
			}
		}
	}
	return queries
}

// statesOf are a query for every state, each of which is a range of an index of a channel's requests.
func (f *Filter) statesOf(where []predicate.ServiceRequest) (queries [][]predicate.ServiceRequest) {
	for _, state := range allStates {
		if (len(f.States) == 0 || slices.Contains(f.States, state)) && (!f.Overdue || slices.Contains(unsent, state)) {
			queries = append(queries, append(slices.Clone(where), servicerequest.StateEQ(state)))
		}
	}
	return queries
}

// beside narrows to what comes after a request in the order of promises, or before it.
func beside(at *ent.ServiceRequest, after bool) predicate.ServiceRequest {
	if after {
		return servicerequest.Or(servicerequest.PromisedAtGT(at.PromisedAt), servicerequest.And(servicerequest.PromisedAt(at.PromisedAt), servicerequest.IDGT(at.ID)))
	}
	return servicerequest.Or(servicerequest.PromisedAtLT(at.PromisedAt), servicerequest.And(servicerequest.PromisedAt(at.PromisedAt), servicerequest.IDLT(at.ID)))
}

func promisedOrder(page work.Page) predicate.ServiceRequest {
	return func(s *sql.Selector) {
		order := sql.Asc
		if page.Backward {
			order = sql.Desc
		}
		s.OrderBy(order(s.C(servicerequest.FieldPromisedAt)), order(s.C(servicerequest.FieldID))).Limit(page.Most + 1)
	}
}

// ByID finds a request by its key, for those who may list it; nil where there is none in the caller's view.
func (s *Reader) ByID(ctx context.Context, caller *access.Caller, id int64) (*ent.ServiceRequest, error) {
	if caller.Audience != access.Channel && !caller.HasRole(access.Service, access.Underwriting, access.Finance, access.Audit) {
		return nil, nil // no such request
	}
	row, err := s.byKey(ctx, id)
	if row == nil || !caller.Sees(row.ChannelID) {
		return nil, err
	}
	return row, err
}

// Lookup says which request: exactly one of these.
type Lookup struct {
	ID     *work.ServiceRequestKey
	Number *string
}

// Find finds a request; nil where there is none in the caller's view.
func (s *Reader) Find(ctx context.Context, caller *access.Caller, by Lookup) (*ent.ServiceRequest, error) {
	if by.ID != nil {
		return s.ByID(ctx, caller, int64(*by.ID))
	}
	key, err := s.store.Client.ServiceRequest.Query().Where(servicerequest.Number(*by.Number)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such request
	}
	if err != nil {
		return nil, fmt.Errorf("service request %s: %w", *by.Number, err)
	}
	return s.ByID(ctx, caller, key)
}

// byKey finds a request; nil where there is none.
func (s *Reader) byKey(ctx context.Context, id int64) (*ent.ServiceRequest, error) {
	row, err := s.store.Client.ServiceRequest.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such request
	}
	if err != nil {
		return nil, fmt.Errorf("service request %d: %w", id, err)
	}
	return row, nil
}

// Recipient opens where a request goes; nil where it was erased.
func (s *Service) Recipient(row *ent.ServiceRequest) (*Recipient, error) {
	if len(row.PersonalKey) == 0 {
		return nil, nil // erased
	}
	plain, err := s.ring.Open(row.PersonalKey, row.Personal, sealContext(row.ChannelID, row.ID))
	if err != nil {
		return nil, fmt.Errorf("service request %s: %w", row.Number, err)
	}
	r := &Recipient{}
	if err := json.Unmarshal(plain, r); err != nil {
		return nil, fmt.Errorf("service request %s: %w", row.Number, err)
	}
	return r, nil
}

// MaskedRecipient is where a request goes, without what tells who it is; what was not given, or was erased, is nil.
type MaskedRecipient struct{ Name, Email, Address, Phone, InvoiceTitle, TaxNo *string }

// Masked is where a request goes, masked.
func (s *Service) Masked(row *ent.ServiceRequest) (*MaskedRecipient, error) {
	r, err := s.Recipient(row)
	if err != nil || r == nil {
		return &MaskedRecipient{}, err
	}
	r = masked(r)
	return &MaskedRecipient{given(r.Name), given(r.Email), given(r.Address), given(r.Phone), given(r.InvoiceTitle), given(r.TaxNo)}, nil
}

func given(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

func masked(r *Recipient) *Recipient {
	return &Recipient{
		Name: access.MaskName(r.Name), Email: access.MaskEmail(r.Email), Address: access.MaskAddress(r.Address),
		Phone: access.MaskPhone(r.Phone), InvoiceTitle: access.MaskName(r.InvoiceTitle), TaxNo: access.MaskAccount(r.TaxNo),
	}
}

// Files of requests, oldest first; their number is bounded.
func (s *Reader) Files(ctx context.Context, rows []*ent.ServiceRequest) (map[int64][]*ent.File, error) {
	list, err := s.store.Client.File.Query().Where(work.Each(rows, func(to *sql.Selector, row *ent.ServiceRequest) {
		file.RequestID(row.ID)(to)
		to.OrderBy(sql.Asc(to.C(file.FieldID))).Limit(mostFiles)
	})).Order(ent.Asc(file.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("files of service requests: %w", err)
	}
	return work.Group(list, func(f *ent.File) int64 { return *f.RequestID }), nil
}

// Overdue tells whether a request is past what was promised, and not sent.
func (s *Reader) Overdue(row *ent.ServiceRequest) bool {
	return slices.Contains(unsent, row.State) && row.PromisedAt.Before(s.store.Now())
}
