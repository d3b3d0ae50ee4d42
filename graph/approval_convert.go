package graph

import (
	"context"
	"encoding/json"
	"strings"

	"baodan/engine/diff"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/approval"
)

func decision(id string, revision int32, comment string) approval.Decision {
	return approval.Decision{ID: scalar.KeyOf(scalar.ApprovalID, id), ExpectedRevision: int(revision), Comment: comment}
}

func approvalFilter(in *model.ApprovalFilter) approval.Filter {
	if in == nil {
		return approval.Filter{}
	}
	out := approval.Filter{States: in.States, Kinds: in.Kinds, Object: valueOf(in.Object), Mine: valueOf(in.Mine)}
	return out
}

// valueOf is what an optional input says; the zero value where it says nothing.
func valueOf[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

// differences of two documents as they are answered.
func differences(list []diff.Difference) []*model.Difference {
	out := make([]*model.Difference, len(list))
	for i, d := range list {
		out[i] = &model.Difference{Path: d.Path, Before: d.Before, After: d.After}
	}
	return out
}

// object is a stored JSON document; nil where there is none.
func object(text *string) (out map[string]any, err error) {
	if text == nil {
		return nil, nil // nothing was said
	}
	decoder := json.NewDecoder(strings.NewReader(*text))
	decoder.UseNumber()
	err = decoder.Decode(&out)
	return out, err
}

// deskNode finds what only the insurer's people see, by its key.
func (r *Resolver) deskNode(ctx context.Context, kind string, key int64) (model.Node, error) {
	c := caller(ctx)
	if c.Audience != access.Ops {
		return nil, nil // no such thing
	}
	switch kind {
	case scalar.ApprovalID:
		if a, err := r.Approvals.ByID(ctx, key); a != nil || err != nil {
			return a, err
		}
	case scalar.RequestID:
		if s, err := r.serviceRequest(ctx, key); s != nil || err != nil {
			return s, err
		}
	case scalar.AuditID:
		if a, err := r.auditRecord(ctx, key); a != nil || err != nil {
			return a, err
		}
	}
	return nil, nil // no such thing
}
