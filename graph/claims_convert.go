package graph

import (
	"context"

	"baodan/engine/money"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// claimsOnPage is a page of claims as it is answered.
func claimsOnPage(page work.Page, list []*claims.Claim, more bool) *model.ClaimConnection {
	edges := make([]*model.ClaimEdge, len(list))
	for i, c := range list {
		edges[i] = &model.ClaimEdge{Cursor: scalar.Cursor(c.Key()), Node: c}
	}
	info := infoOf(page, more, edges, func(e *model.ClaimEdge) string { return e.Cursor })
	return &model.ClaimConnection{Edges: edges, PageInfo: info}
}

func claimFilter(in *model.ClaimFilter) *claims.Filter {
	out := &claims.Filter{
		States: in.States, ProductCodes: in.ProductCodes, ChannelCodes: in.ChannelCodes, Sandbox: in.Sandbox,
		Unassigned: valueOf(in.Unassigned), Overdue: valueOf(in.Overdue), AmountFrom: in.AmountFrom, AmountBelow: in.AmountBelow,
	}
	if in.AssigneeID != nil {
		key := scalar.KeyOf(scalar.PersonID, *in.AssigneeID)
		out.Assignee = &key
		if key == 0 { // no id of a person: nobody's claims are not meant
			none := int64(-1)
			out.Assignee = &none
		}
	}
	if in.SubmittedAt != nil {
		out.From, out.To = &in.SubmittedAt.Start, &in.SubmittedAt.End
	}
	return out
}

func claimQueues(list []*claims.Queue) []*model.ClaimQueue {
	out := make([]*model.ClaimQueue, len(list))
	for i, q := range list {
		out[i] = &model.ClaimQueue{
			State: q.State, Count: &model.Count{Value: int32(q.Count), Exact: q.Exact}, Unassigned: int32(q.Unassigned), Oldest: q.Oldest,
		}
	}
	return out
}

// claimReasons of a product: of the version on sale, or of its newest where none is.
func (r *Resolver) claimReasons(ctx context.Context, code string) ([]*claims.Reason, error) {
	version, err := r.Catalog.OnSale(code)
	if fault.All(err) != nil {
		version, err = r.Catalog.CompileDraft(ctx, code, nil, nil)
	}
	if err != nil {
		return nil, err
	}
	var list []*claims.Reason
	for _, reason := range claims.ReasonsOf(version) {
		list = append(list, &reason)
	}
	return list, nil
}

// minor is an amount in minor units of a currency.
func minor(amount int64, currency string) *money.Amount {
	return &money.Amount{Minor: amount, Currency: money.Currency(currency)}
}
