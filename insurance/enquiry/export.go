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
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// ExportKind names the jobs that write exports.
const ExportKind = "export"

// frozen is an export as it is asked for: what is approved, and nothing else, is written. It names nobody.
type frozen struct {
	Filter struct {
		Filter
		BoundAt  *frozenSpan `json:"boundAt,omitempty"`
		CoverEnd *frozenSpan `json:"coverEnd,omitempty"`
	} `json:"filter"`
	Commission bool   `json:"commission"`              // is shown: to sales and finance
	Language   string `json:"language"`                // of the heading
	Before     int64  `json:"before,string,omitempty"` // of the job: keys are below it
}

// filter is what was frozen.
func (z *frozen) filter() *Filter {
	f := z.Filter.Filter
	f.BoundAt, f.CoverEnd = z.Filter.BoundAt.period(), z.Filter.CoverEnd.period()
	return &f
}

// ExportInput asks for a file of policies.
type ExportInput struct {
	RequestNo string
	Filter    *Filter
	Reason    string
}

// RequestExport asks for a file of policies. Somebody else, a security admin, must approve it; then a job writes it. An
// export by personal data would say who was looked for wherever it is asked about, so it is refused. Faults:
// INVALID_VALUE; NOT_FOUND for a channel or product that does not exist; CONFLICT where the same export waits already.
func (s *Service) RequestExport(ctx context.Context, caller *access.Caller, in ExportInput) (*ent.Approval, error) {
	f, reason := in.Filter, in.Reason
	faults := f.check()
	for _, p := range f.persons() {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "an export is not by personal data", "filter", p.name))
	}
	if wrong := approval.CheckReason(reason); wrong != nil {
		faults = append(faults, fault.All(wrong)...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if err := s.known(ctx, f); err != nil {
		return nil, err
	}
	z := frozen{Commission: caller.HasRole(access.Sales, access.Finance), Language: caller.Language}
	z.Filter.Filter, z.Filter.BoundAt, z.Filter.CoverEnd = *f, freeze(f.BoundAt), freeze(f.CoverEnd)
	text, err := json.Marshal(z)
	if err != nil {
		return nil, fmt.Errorf("request export: %w", err)
	}
	sum := sha256.Sum256(text)
	var asked *ent.Approval
	err = s.store.Do(ctx, "request export", func(ctx context.Context, tx *work.Tx) (err error) {
		asked, err = s.approvals.Request(ctx, tx, caller, approval.Request{
			Kind: entapproval.KindExport, Object: "policies/" + hex.EncodeToString(sum[:8]), Content: &z, Reason: reason,
		})
		if err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, asked.ID, "")
	})
	if err != nil {
		return nil, err
	}
	return asked, nil
}

// known finds fault with channels and products that there are not: NOT_FOUND.
func (s *Service) known(ctx context.Context, f *Filter) error {
	var faults fault.List
	for _, code := range f.ChannelCodes {
		if _, err := s.distribution.ChannelByCode(code, f.Mode.IsLive()); err != nil {
			faults = append(faults, fault.Newf(fault.CodeNotFound, "channel %s", code).At("filter", "channelCodes"))
		}
	}
	for _, code := range f.ProductCodes {
		there, err := s.store.Client.ProductVersion.Query().Where(productversion.Code(code)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look for product %s: %w", code, err)
		}
		if !there {
			faults = append(faults, fault.Newf(fault.CodeNotFound, "product %s", code).At("filter", "productCodes"))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// handleExports says how requests for exports are decided.
func (s *Service) handleExports() {
	s.background.Declare(ExportKind, background.Kind{Askers: []access.Role{access.Sales, access.Finance, access.Underwriting, access.Service}})
	s.approvals.Handle(entapproval.KindExport, approval.Subject{Roles: []access.Role{access.SecurityAdmin}, Apply: s.startExport})
}

// startExport starts the job in the transaction of its approval, in the name of the one who asked: the file is for them.
func (s *Service) startExport(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var z frozen
	if err := json.Unmarshal([]byte(r.Content), &z); err != nil {
		return fmt.Errorf("export %d: %w", r.ID, err)
	}
	z.Before = work.KeyAt(tx.Now.Add(time.Millisecond))
	asker := &access.Caller{Audience: access.Ops}
	var err error
	if asker.Person, err = tx.Person.Get(ctx, r.RequestedBy); err != nil {
		return fmt.Errorf("export %d: %w", r.ID, err)
	}
	job, err := s.background.Start(ctx, tx, asker, ExportKind, 0, &z, nil)
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "policy.export", ObjectKind: "export", Object: r.Object, After: map[string]any{"job": strconv.FormatInt(job.ID, 10), "for": asker.Actor()},
		Reason: r.Reason,
	})
}
