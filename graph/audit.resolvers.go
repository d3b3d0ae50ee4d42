package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
)

func (r *auditRecordResolver) ID(ctx context.Context, obj *ent.AuditRecord) (string, error) {
	return scalar.GlobalID(scalar.AuditID, obj.ID), nil
}

func (r *auditRecordResolver) Channel(ctx context.Context, obj *ent.AuditRecord) (*ent.Channel, error) {
	return r.Directory.Channel(obj.ChannelID), nil
}

func (r *auditRecordResolver) Before(ctx context.Context, obj *ent.AuditRecord) (map[string]any, error) {
	return said(obj.Before)
}

func (r *auditRecordResolver) After(ctx context.Context, obj *ent.AuditRecord) (map[string]any, error) {
	return said(obj.After)
}

func (r *auditRecordResolver) Place(ctx context.Context, obj *ent.AuditRecord) (*int64, error) {
	return r.Book.Place(ctx, obj)
}

func (r *queryResolver) AuditRecords(ctx context.Context, filter *model.AuditFilter, first *int32, after *string, last *int32, before *string) (*model.AuditRecordConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Book.Find(ctx, auditFilter(filter), page)
	edges := make([]*model.AuditRecordEdge, len(list))
	for i, a := range list {
		edges[i] = &model.AuditRecordEdge{Cursor: scalar.Cursor(a.ID), Node: a}
	}
	info := infoOf(page, more, edges, func(e *model.AuditRecordEdge) string { return e.Cursor })
	return &model.AuditRecordConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) AuditChain(ctx context.Context) (*model.AuditChain, error) {
	s, err := r.Book.State(ctx)
	if err != nil {
		return nil, err
	}
	return chainOf(s), nil
}

func (r *Resolver) AuditRecord() exec.AuditRecordResolver { return &auditRecordResolver{r} }

type auditRecordResolver struct{ *Resolver }
