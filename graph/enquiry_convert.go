package graph

import (
	"context"

	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/enquiry"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

func (r *Resolver) policyConnection(filter *enquiry.Filter, page work.Page, list []*policy.Policy, more bool) *model.PolicyConnection {
	edges := make([]*model.PolicyEdge, len(list))
	for i, p := range list {
		edges[i] = &model.PolicyEdge{Cursor: scalar.Cursor(p.Key()), Node: p}
	}
	info := infoOf(page, more, edges, func(e *model.PolicyEdge) string { return e.Cursor })
	return &model.PolicyConnection{Edges: edges, PageInfo: info, Counted: func(ctx context.Context, most int) (*model.Count, error) {
		n, err := r.Enquiry.Count(ctx, caller(ctx), filter, most)
		return &model.Count{Value: int32(n.Value), Exact: n.Exact}, err
	}}
}

// timeline of a policy, of some kinds.
func (r *Resolver) timeline(ctx context.Context, p *policy.Policy, kinds []enquiry.Kind) ([]*model.TimelineEntry, error) {
	return lookUp(ctx, p, p.Key(), func(ctx context.Context, policies []*policy.Policy) (map[int64][]*model.TimelineEntry, error) {
		lines, err := r.Enquiry.Timelines(ctx, caller(ctx), policies, kinds)
		answers := make(map[int64][]*model.TimelineEntry, len(lines))
		for key, entries := range lines {
			answers[key] = timelineOf(ctx, entries)
		}
		return answers, err
	})
}

func timelineKinds(kinds []model.TimelineKind) []enquiry.Kind {
	list := make([]enquiry.Kind, len(kinds))
	for i, k := range kinds {
		list[i] = enquiry.Kind(k)
	}
	return list
}

// keysTold are details that are keys inside and global ids outside.
var keysTold = map[string]string{"fileId": scalar.FileID, "endpointId": scalar.EndpointID, "deliveryId": scalar.DeliveryID}

func timelineOf(ctx context.Context, list []*enquiry.Entry) []*model.TimelineEntry {
	entries := make([]*model.TimelineEntry, len(list))
	for i, e := range list {
		entries[i] = &model.TimelineEntry{
			At: e.At, Kind: model.TimelineKind(e.Kind), Type: e.Type, Subject: e.Subject, Actor: e.Actor,
			Summary: e.Summary(caller(ctx).Language), Details: e.Details,
		}
		for name, kind := range keysTold {
			if key, ok := e.Details[name].(int64); ok {
				e.Details[name] = scalar.GlobalID(kind, key)
			}
		}
	}
	return entries
}
