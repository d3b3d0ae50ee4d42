// Package inbox (待办) tells one of the insurer's people what waits for them: how much, since when, and which list shows it; and what
// changed in lists since they were read. It only reads;
// what is done about it belongs to the acts. Everything is counted to 100, of rows that an index finds.
package inbox

import (
	"context"
	"time"

	"baodan/ent/approval"
	"baodan/insurance/access"
	approvals "baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/work"
)

// Kind of what waits.
type Kind string

// Kinds.
const (
	Approvals          Kind = "APPROVALS"
	PayoutApprovals    Kind = "PAYOUT_APPROVALS"
	ClaimsMine         Kind = "CLAIMS_MINE"
	EvidenceCame       Kind = "EVIDENCE_CAME"
	ClaimsUnassigned   Kind = "CLAIMS_UNASSIGNED"
	ClaimsOverdue      Kind = "CLAIMS_OVERDUE"
	PayoutsDisputed    Kind = "PAYOUTS_DISPUTED"
	RequestsMine       Kind = "REQUESTS_MINE"
	RequestsUnassigned Kind = "REQUESTS_UNASSIGNED"
	RequestsOverdue    Kind = "REQUESTS_OVERDUE"
	RequestsOpened     Kind = "REQUESTS_OPENED"
	JobsRunning        Kind = "JOBS_RUNNING"
	JobsFailed         Kind = "JOBS_FAILED"
	EndpointsTroubled  Kind = "ENDPOINTS_TROUBLED"
	DraftsWrong        Kind = "DRAFTS_WRONG"
)

// List that shows what waits.
type List string

// Lists, each a field of the contract.
const (
	ApprovalList List = "APPROVALS"
	ClaimList    List = "CLAIMS"
	RequestList  List = "SERVICE_REQUESTS"
	JobList      List = "JOBS"
	EndpointList List = "ENDPOINTS"
	ProductList  List = "PRODUCTS"
)

// Item is something that waits.
type Item struct {
	Kind           Kind
	Count          work.Count
	Oldest         *time.Time
	NearestPromise *time.Time
	List           List
	Filter         map[string]any
}

// most of a kind are counted.
const most = 100

// Service reads what waits.
type Service struct {
	store     *work.Store
	approvals *approvals.Service
	catalog   *catalog.Service
}

// New opens the service.
func New(store *work.Store, approvals *approvals.Service, products *catalog.Service) *Service {
	return &Service{store, approvals, products}
}

// Of is what waits for a caller, by their roles, also where nothing does.
func (s *Service) Of(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	items := []*Item{}
	for _, part := range []struct {
		roles []access.Role
		read  func(context.Context, *access.Caller) ([]*Item, error)
	}{
		{access.Roles, s.toApprove},
		{[]access.Role{access.Claims}, s.claims},
		{[]access.Role{access.Claims, access.Finance}, s.disputed},
		{[]access.Role{access.Underwriting, access.Finance, access.Service}, s.requests},
		{access.Roles, s.jobs},
		{[]access.Role{access.SystemAdmin, access.Sales}, s.endpoints},
		{[]access.Role{access.Underwriting}, s.drafts},
	} {
		if !caller.HasRole(part.roles...) {
			continue
		}
		some, err := part.read(ctx, caller)
		if err != nil {
			return nil, err
		}
		items = append(items, some...)
	}
	return items, nil
}

// waiting is one thing that waits.
type waiting struct{ since, promised time.Time }

// itemOf counts things; what is read went one past the maximum at most.
func itemOf(kind Kind, list List, filter map[string]any, things []waiting) *Item {
	item := &Item{Kind: kind, List: list, Filter: filter, Count: work.CountOf(len(things), most)}
	for i := range things {
		if t := &things[i]; item.Oldest == nil || t.since.Before(*item.Oldest) {
			item.Oldest = &t.since
		}
		if t := &things[i]; !t.promised.IsZero() && (item.NearestPromise == nil || t.promised.Before(*item.NearestPromise)) {
			item.NearestPromise = &t.promised
		}
	}
	return item
}

// toApprove are requests that the caller may approve now, and those of them that are payouts; of the oldest ones that their roles decide.
func (s *Service) toApprove(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	found, err := s.approvals.List(ctx, caller, approvals.Filter{MayApprove: true}, work.Page{Most: most, Backward: true})
	if err != nil {
		return nil, err
	}
	var all, payouts []waiting
	for _, row := range found.Rows {
		one := waiting{since: row.RequestedAt}
		all = append(all, one)
		if row.Kind == approval.KindClaimPayout {
			payouts = append(payouts, one)
		}
	}
	items := []*Item{itemOf(Approvals, ApprovalList, map[string]any{"mayApprove": true}, all)}
	if caller.HasRole(access.Claims, access.Finance) {
		filter := map[string]any{"mayApprove": true, "kinds": []string{string(approval.KindClaimPayout)}}
		items = append(items, itemOf(PayoutApprovals, ApprovalList, filter, payouts))
	}
	for _, item := range items {
		item.Count.Exact = item.Count.Exact && !found.More
	}
	return items, nil
}

// drafts of products with mistakes; since when they wait is when they were saved first.
func (s *Service) drafts(ctx context.Context, _ *access.Caller) ([]*Item, error) {
	rows, all, err := s.catalog.WrongDrafts(ctx)
	if err != nil {
		return nil, err
	}
	wrong := make([]waiting, len(rows))
	for i, row := range rows {
		wrong[i].since = row.CreatedAt
	}
	item := itemOf(DraftsWrong, ProductList, map[string]any{}, wrong)
	item.Count.Exact = all
	return []*Item{item}, nil
}
