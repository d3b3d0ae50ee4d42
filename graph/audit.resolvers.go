package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
)

func (r *auditRecordResolver) ID(ctx context.Context, obj *ent.AuditRecord) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *auditRecordResolver) Channel(ctx context.Context, obj *ent.AuditRecord) (*ent.Channel, error) {
	panic(fmt.Errorf("not implemented: Channel - channel"))
}

func (r *auditRecordResolver) Before(ctx context.Context, obj *ent.AuditRecord) (map[string]any, error) {
	panic(fmt.Errorf("not implemented: Before - before"))
}

func (r *auditRecordResolver) After(ctx context.Context, obj *ent.AuditRecord) (map[string]any, error) {
	panic(fmt.Errorf("not implemented: After - after"))
}

func (r *auditRecordResolver) Place(ctx context.Context, obj *ent.AuditRecord) (*int64, error) {
	panic(fmt.Errorf("not implemented: Place - place"))
}

func (r *queryResolver) AuditRecords(ctx context.Context, filter *model.AuditFilter, first *int32, after *string, last *int32, before *string) (*model.AuditRecordConnection, error) {
	panic(fmt.Errorf("not implemented: AuditRecords - auditRecords"))
}

func (r *queryResolver) AuditChain(ctx context.Context) (*model.AuditChain, error) {
	panic(fmt.Errorf("not implemented: AuditChain - auditChain"))
}

func (r *Resolver) AuditRecord() exec.AuditRecordResolver { return &auditRecordResolver{r} }

type auditRecordResolver struct{ *Resolver }
