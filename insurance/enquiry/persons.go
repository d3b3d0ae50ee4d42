package enquiry

import (
	"context"

	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// maySearch tells whether a caller may look for persons as a filter does: who finds a policy by an identity number knows whose it is.
// So it is for those who may see personal data in clear. Fault: FORBIDDEN, with the path of the first such field.
func maySearch(caller *access.Caller, f *Filter) error {
	if by := f.persons(); len(by) > 0 && !privacy.MayReveal(caller) {
		return fault.New(fault.CodeForbidden, "to look for persons is for those who may see personal data in clear", "filter", by[0].name)
	}
	return nil
}

// recordSearch puts on record that somebody looked for a person, and by what, never for whom, before anything is answered. A search
// without personal data leaves no record.
func (s *Service) recordSearch(ctx context.Context, caller *access.Caller, f *Filter) error {
	var by []string
	for _, p := range f.persons() {
		by = append(by, p.name)
	}
	if len(by) == 0 {
		return nil
	}
	return s.store.Do(ctx, "record search", func(ctx context.Context, tx *work.Tx) error {
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "policy.search", ObjectKind: "policy", After: map[string]any{"by": by},
		})
	})
}
