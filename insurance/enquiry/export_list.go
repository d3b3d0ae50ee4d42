package enquiry

import (
	"context"
	"slices"
	"strconv"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// MostAlone are the policies that a person may export without the approval of another; personal data is masked.
const MostAlone = 10_000

// ListInput asks for a file of what a list shows.
type ListInput struct {
	RequestNo string
	Policies  *PolicyList
	Format    Format
	Reason    string
}

// PolicyList is a list of policies as a person sees it.
type PolicyList struct {
	Filter  *Filter
	Columns []Column // in their order; none: all that the caller may see
}

// ListExport is what became of it: a job, or a request for approval.
type ListExport struct {
	Job      *ent.Job
	Approval *ent.Approval
}

// ExportList writes what a list shows to a file, with the columns that are asked for and personal data masked, as a job and on record. Up
// to 10,000 rows need nobody else; for more a security admin must approve, as of RequestExport. Faults: INVALID_VALUE; FORBIDDEN for a
// column that the caller may not see; NOT_FOUND; CONFLICT where the same export waits already.
func (s *Exports) ExportList(ctx context.Context, caller *access.Caller, in ListInput) (*ListExport, error) {
	if err := in.check(caller); err != nil {
		return nil, err
	}
	z, err := s.freeze(ctx, caller, in.Policies.Filter, in.Reason)
	if err != nil {
		return nil, underPolicies(err)
	}
	z.Columns, z.Format = in.Policies.Columns, in.Format
	count, err := s.Count(ctx, caller, in.Policies.Filter, MostAlone)
	if err != nil {
		return nil, err
	}
	made := &ListExport{}
	err = s.store.Do(ctx, "export list", func(ctx context.Context, tx *work.Tx) error {
		if !count.Exact {
			if made.Approval, err = s.ask(ctx, tx, caller, z, in.Reason); err != nil {
				return err
			}
			return idempotency.Made(ctx, tx, made.Approval.ID, "")
		}
		if made.Job, err = s.startAlone(ctx, tx, caller, z, in.Reason, count.Value); err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, made.Job.ID, "")
	})
	if err != nil {
		return nil, err
	}
	if made.Job != nil {
		made.Job = made.Job.Unwrap()
	}
	return made, nil
}

// startAlone starts the job of an export that needs nobody else, on record with what is asked for.
func (s *Exports) startAlone(ctx context.Context, tx *work.Tx, caller *access.Caller, z *frozen, reason string, rows int) (*ent.Job, error) {
	z.Before, z.Most = work.KeyAt(tx.Now.Add(time.Millisecond)), MostAlone
	job, err := s.background.Start(ctx, tx, caller, ExportKind, 0, z, nil)
	if err != nil {
		return nil, err
	}
	return job, s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "policy.export", ObjectKind: "export", Object: "policies/" + strconv.FormatInt(job.ID, 10),
		After: map[string]any{"filter": z.Filter, "columns": z.Columns, "format": z.Format, "rows": rows}, Reason: reason,
	})
}

// check finds fault with the columns: INVALID_VALUE, FORBIDDEN.
func (in *ListInput) check(caller *access.Caller) error {
	if in.Policies == nil {
		return fault.New(fault.CodeInvalidValue, "name the list", "policies")
	}
	seen := map[Column]bool{}
	for i, c := range in.Policies.Columns {
		at := []string{"policies", "columns", strconv.Itoa(i)}
		switch {
		case !slices.Contains(Columns(), c) || seen[c]:
			return fault.New(fault.CodeInvalidValue, "each column once", at...)
		case c == commissionColumn && !caller.HasRole(access.Sales, access.Finance):
			return fault.New(fault.CodeForbidden, "commissions are for sales and finance", at...)
		}
		seen[c] = true
	}
	return nil
}

// underPolicies puts faults of the filter below the list that it is of.
func underPolicies(err error) error {
	faults := fault.All(err)
	if faults == nil {
		return err
	}
	for i, f := range faults {
		if plain, ok := f.(fault.Fault); ok && len(plain.Path) > 0 && plain.Path[0] == "filter" {
			faults[i] = plain.At("policies")
		}
	}
	return faults
}

// ListExportByID finds again what an export became.
func (s *Exports) ListExportByID(ctx context.Context, caller *access.Caller, id int64) (*ListExport, error) {
	job, err := s.background.ByID(ctx, caller, id)
	if job != nil || err != nil {
		return &ListExport{Job: job}, err
	}
	asked, err := s.approvals.ByID(ctx, caller, id)
	return &ListExport{Approval: asked}, err
}

// ExportFormat is the format of the file of a job; CSV for all other kinds.
func ExportFormat(row *ent.Job) (extension, media string) {
	if row.Kind == ExportKind {
		switch z, err := frozenOf(row); {
		case err != nil:
		case z.Format == NDJSON:
			return "ndjson", "application/x-ndjson"
		case z.Format == XLSX:
			return "xlsx", files.MediaSheet
		}
	}
	return "csv", "text/csv; charset=utf-8"
}
