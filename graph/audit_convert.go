package graph

import (
	"context"
	"encoding/hex"
	"errors"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// auditFilter reads a filter. An id that is none becomes the key 0 of no person, with an actor that there is not.
func auditFilter(in *model.AuditFilter) audit.Filter {
	if in == nil {
		return audit.Filter{}
	}
	out := audit.Filter{Actor: valueOf(in.Actor), Actions: in.Actions, ObjectKind: valueOf(in.ObjectKind), Object: valueOf(in.Object)}
	if in.PersonID != nil {
		key := scalar.KeyOf(scalar.PersonID, *in.PersonID)
		if key == 0 {
			key = -1
		}
		out.PersonID = &key
	}
	if in.At != nil {
		out.From, out.To = &in.At.Start, &in.At.End
	}
	return out
}

// findRecords finds records; what a filter cannot ask for is the request's fault.
func (r *Resolver) findRecords(ctx context.Context, in *model.AuditFilter, page work.Page) ([]*ent.AuditRecord, bool, error) {
	list, more, err := r.Audit.Find(ctx, auditFilter(in), page)
	if errors.Is(err, audit.ErrFilter) {
		return nil, false, fault.New(fault.CodeVariableInvalid, err.Error())
	}
	return list, more, err
}

func chainOf(s *audit.State) *model.AuditChain {
	return &model.AuditChain{
		Sequence: s.Sequence, Hash: hex.EncodeToString(s.Hash), SealedAt: s.SealedAt, Checkpoint: s.Checkpoint, Pending: int32(s.Pending),
	}
}

// said is what a record says of before or after; what is no object is told as one.
func said(text *string) (map[string]any, error) {
	out, err := object(text)
	if err != nil {
		return map[string]any{"value": *text}, nil //nolint:nilerr // it was written as something else
	}
	return out, nil
}

// auditRecord finds a record for those who may read the record.
func (r *Resolver) auditRecord(ctx context.Context, key int64) (*ent.AuditRecord, error) {
	if !caller(ctx).HasRole(access.Audit, access.SecurityAdmin) {
		return nil, nil // no such thing in their view
	}
	return r.Audit.ByID(ctx, key)
}
