package enquiry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// ExportKind names the jobs that write exports.
const ExportKind = "export"

// MostAlone are the rows that a person may export without the approval of another, where personal data is masked.
const MostAlone = 10_000

// frozen is an export as it is asked for: what is approved, and nothing else, is written. It names nobody.
type frozen struct {
	List     string          `json:"list"`
	Filter   json.RawMessage `json:"filter"`
	Columns  []Column        `json:"columns"`
	Format   Format          `json:"format"`
	Personal bool            `json:"personal,omitempty"`      // in clear
	Language string          `json:"language"`                // of the heading
	Before   int64           `json:"before,string,omitempty"` // of the job: keys are below it
	Most     int64           `json:"most,omitempty"`          // rows
}

// ListExport is what became of an export: a job, or a request for approval.
type ListExport struct {
	Job      *ent.Job
	Approval *ent.Approval
}

// ExportList writes what a list shows to a file, with its filter and the columns that are asked for, as a job and on record. Up to 10,000
// rows with personal data masked need nobody else. For more, or for personal data in clear, somebody else, a security admin, must approve
// it. An export by personal data would say who was looked for wherever it is asked about, so it is refused. Faults: INVALID_VALUE;
// FORBIDDEN for a list, a column or personal data that the caller may not see; NOT_FOUND; CONFLICT where the same export waits already.
func (s *Exports) ExportList(ctx context.Context, caller *access.Caller, in ListInput) (*ListExport, error) {
	z, count, err := s.freeze(ctx, caller, &in)
	if err != nil {
		return nil, err
	}
	made := &ListExport{}
	err = s.store.Do(ctx, "export list", func(ctx context.Context, tx *work.Tx) error {
		if z.Personal || !count.Exact || count.Value > s.alone {
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

// freeze checks what is asked for, keeps it as it is asked for now, and counts its rows. Faults as of ExportList.
func (s *Exports) freeze(ctx context.Context, caller *access.Caller, in *ListInput) (z *frozen, count work.Count, err error) {
	l, filter, wanted, err := s.chosen(in)
	if err != nil {
		return nil, count, err
	}
	if !caller.HasRole(l.roles...) {
		return nil, count, fault.New(fault.CodeForbidden, "this list is not exported by the caller's roles", l.name)
	}
	if wanted, err = l.choose(caller, wanted, in.Personal); err != nil {
		return nil, count, err
	}
	faults, err := l.check(ctx, caller, filter)
	if err != nil {
		return nil, count, err
	}
	if wrong := approval.CheckReason(in.Reason); wrong != nil {
		faults = append(faults, fault.All(wrong)...)
	}
	if len(faults) > 0 {
		return nil, count, under(l.name, faults)
	}
	text, err := json.Marshal(filter)
	if err != nil {
		return nil, count, fmt.Errorf("export list: %w", err)
	}
	if count, err = l.count(ctx, caller, filter); err != nil {
		if faults := fault.All(err); faults != nil {
			err = under(l.name, faults)
		}
		return nil, count, err
	}
	return &frozen{List: l.name, Filter: text, Columns: wanted, Format: in.Format, Personal: in.Personal, Language: caller.Language}, count, nil
}

// under puts faults of the filter below the list that it is of.
func under(name string, faults fault.List) error {
	for i, f := range faults {
		if plain, ok := f.(fault.Fault); ok && len(plain.Path) > 0 && plain.Path[0] == "filter" {
			faults[i] = plain.At(name)
		}
	}
	return faults
}

// ask asks somebody else to approve an export.
func (s *Exports) ask(ctx context.Context, tx *work.Tx, caller *access.Caller, z *frozen, reason string) (*ent.Approval, error) {
	text, err := json.Marshal(z)
	if err != nil {
		return nil, fmt.Errorf("request export: %w", err)
	}
	sum := sha256.Sum256(text)
	return s.approvals.Request(ctx, tx, caller, approval.Request{
		Kind: entapproval.KindExport, Object: z.List + "/" + hex.EncodeToString(sum[:8]), Content: z, Reason: reason,
	})
}

// startAlone starts the job of an export that needs nobody else, on record with what is asked for.
func (s *Exports) startAlone(ctx context.Context, tx *work.Tx, caller *access.Caller, z *frozen, reason string, rows int) (*ent.Job, error) {
	z.Before, z.Most = work.KeyAt(tx.Now.Add(time.Millisecond)), MostAlone
	job, err := s.background.Start(ctx, tx, caller, ExportKind, 0, z, nil)
	if err != nil {
		return nil, err
	}
	return job, s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: z.action(), ObjectKind: "export", Object: z.List + "/" + strconv.FormatInt(job.ID, 10),
		After: map[string]any{"filter": z.Filter, "columns": z.Columns, "format": z.Format, "rows": rows}, Reason: reason,
	})
}

// action on record of an export of each list.
func (z *frozen) action() string {
	return map[string]string{
		policyList: "policy.export", claimList: "claim.export", requestList: "service_request.export", auditList: "audit.export",
	}[z.List]
}

// handleExports says how requests for exports are decided.
func (s *Exports) handleExports() {
	s.background.Declare(ExportKind, background.Kind{Do: s.WorkExports, Askers: []access.Role{
		access.Sales, access.Finance, access.Underwriting, access.Service, access.Claims, access.Audit, access.SecurityAdmin,
	}})
	s.approvals.Handle(entapproval.KindExport, approval.Subject{Roles: []access.Role{access.SecurityAdmin}, Apply: s.startExport})
}

// startExport starts the job in the transaction of its approval, in the name of the one who asked: the file is for them.
func (s *Exports) startExport(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var z frozen
	if err := json.Unmarshal([]byte(r.Content), &z); err != nil {
		return fmt.Errorf("export %d: %w", r.ID, err)
	}
	z.Before, z.Most = work.KeyAt(tx.Now.Add(time.Millisecond)), MostExported
	asker := &access.Caller{Audience: access.Ops}
	var err error
	if asker.Person, err = tx.Person.Get(ctx, r.RequestedBy); err != nil {
		return fmt.Errorf("export %d: %w", r.ID, err)
	}
	job, err := s.background.Start(ctx, tx, asker, ExportKind, 0, &z, nil)
	if err != nil {
		return err
	}
	after := map[string]any{"job": strconv.FormatInt(job.ID, 10), "for": asker.Actor()}
	if z.Personal {
		after["personal"] = true
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{Action: z.action(), ObjectKind: "export", Object: r.Object, After: after, Reason: r.Reason})
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
