package servicing

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"baodan/engine/money"
	"baodan/ent/endorsement"
	"baodan/ent/schema"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// A preview is the draft of an act that is not stored: both come from the same function, so they cannot differ. What time and
// other acts change between the two is found by the token, which is a keyed hash of the figures.

// EndorsementPreviewInput asks what a change would do.
type EndorsementPreviewInput struct {
	PolicyNumber string
	Change       ChangeInput
	EffectiveAt  *time.Time // nil: now
}

// CancellationPreviewInput asks what a cancellation would do.
type CancellationPreviewInput struct {
	PolicyNumber string
	Reason       string
}

// Preview is an endorsement or a cancellation as it would be.
type Preview struct {
	*Endorsement
	Token string
	after *policy.Policy
}

// PlanCode is the plan after it.
func (p *Preview) PlanCode() string { return p.after.PlanCode() }

// Premium after it.
func (p *Preview) Premium() money.Amount { return p.after.Premium() }

// SumInsured after it.
func (p *Preview) SumInsured() money.Amount { return p.after.SumInsured() }

// PreviewChanged says what would happen instead of what was previewed.
type PreviewChanged struct {
	fault.Fault
	Preview *Preview
}

// PreviewEndorsement tells what Endorse would do at this moment (B3), by the same steps, and stores nothing. Faults: those of
// Endorse except REQUEST_MISMATCH and PREVIEW_CHANGED.
func (s *Service) PreviewEndorsement(ctx context.Context, caller *access.Caller, in *EndorsementPreviewInput) (*Preview, error) {
	if faults := in.Change.check(); len(faults) > 0 {
		return nil, faults
	}
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	asked := in.Change.content(in.PolicyNumber, in.EffectiveAt)
	d, err := s.prepareEndorsement(ctx, caller, &asked)
	if err != nil {
		return nil, err
	}
	return s.preview(d)
}

// PreviewCancellation tells what Cancel would do at this moment (B5), by the same steps, and stores nothing. Faults: those of
// Cancel except REQUEST_MISMATCH and PREVIEW_CHANGED.
func (s *Service) PreviewCancellation(ctx context.Context, caller *access.Caller, in *CancellationPreviewInput) (*Preview, error) {
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	d, err := s.prepareCancellation(ctx, caller, in.PolicyNumber, in.Reason)
	if err != nil {
		return nil, err
	}
	return s.preview(d)
}

// preview is a draft as it would be stored.
func (s *drafter) preview(d *draft) (*Preview, error) {
	token, err := s.tokenOf(d)
	return &Preview{Endorsement: &Endorsement{d.row, d.policy}, Token: token, after: d.policy.WithEndorsement(d.row)}, err
}

// figures are all of a draft that the token holds fast.
type figures struct {
	Policy    string
	Kind      endorsement.Kind
	Plan      string
	Reference string
	Reason    string
	Lines     []schema.PremiumLine
}

// tokenOf is a keyed hash of the figures of a draft. The moment is none of them: of two refunds on one day the same comes back.
func (s *drafter) tokenOf(d *draft) (string, error) {
	e := d.row
	f := figures{d.policy.Number(), e.Kind, e.PlanCode, e.Reference, e.Reason, make([]schema.PremiumLine, len(e.PremiumLines))}
	for i, line := range e.PremiumLines {
		line.From, line.To = time.Time{}, time.Time{}
		f.Lines[i] = line
	}
	text, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.requests.Sum([]byte("preview "), text)), nil
}

// checkPreview refuses a draft that is not what was previewed. Fault: PREVIEW_CHANGED.
func (s *Service) checkPreview(d *draft, token *string) error {
	if token == nil {
		return nil
	}
	now, err := s.preview(d)
	if err != nil || now.Token == *token {
		return err
	}
	return PreviewChanged{fault.New(fault.CodePreviewChanged, "", "previewToken"), now}
}
