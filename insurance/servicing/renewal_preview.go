package servicing

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// RenewalPreviewInput asks what a renewal would be.
type RenewalPreviewInput struct {
	PolicyNumber  string
	AgreementCode *string
	PlanCode      *string
	Payer         *policy.Payer
}

// RenewalPreview is a renewal as it would be.
type RenewalPreview struct {
	*issuing.RenewalTerms
	Token string
}

// RenewalChanged says what would be bound instead of what was previewed.
type RenewalChanged struct {
	fault.Fault
	Preview *RenewalPreview
}

// PreviewRenewal tells what Renew would bind at this moment (B4), by the same steps, and stores nothing. Faults: those of Renew except
// REQUEST_MISMATCH, PREMIUM_MISMATCH and PREVIEW_CHANGED.
func (s *Service) PreviewRenewal(ctx context.Context, caller *access.Caller, in *RenewalPreviewInput) (*RenewalPreview, error) {
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	old, now, err := s.find(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	if err := s.renewable(ctx, caller, old, now); err != nil {
		return nil, err
	}
	choice := issuing.Choice{AgreementCode: in.AgreementCode, PlanCode: in.PlanCode, Payer: in.Payer}
	start := startOf(old, now)
	terms, err := s.issuing.PreviewRenewal(ctx, caller, old.AsOf(start), choice, start)
	if err != nil {
		return nil, (&renewal{order: issuing.RenewalOrder{Choice: choice}}).blamed(err)
	}
	return s.renewalPreview(old, terms, now)
}

// renewalFigures are all of a renewal that the token holds fast.
type renewalFigures struct {
	Policy, Offer, Payer, Premium, SumInsured, Currency string
	Start                                               *time.Time // nil: the moment of the renewal, which is none of the figures
}

// renewalPreview is a renewal with the token of its figures: what is sold, under which version of the agreement, to whom and for how much.
func (s *drafter) renewalPreview(old *policy.Policy, terms *issuing.RenewalTerms, now time.Time) (*RenewalPreview, error) {
	f := renewalFigures{
		Policy: old.Number(), Offer: terms.Offer.ID(), Payer: string(terms.Payer), Premium: terms.Premium.Text(),
		SumInsured: terms.SumInsured.Text(), Currency: string(terms.Premium.Currency),
	}
	if start := startOf(old, now); !start.Equal(now) {
		start = start.UTC()
		f.Start = &start
	}
	text, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	return &RenewalPreview{terms, base64.RawURLEncoding.EncodeToString(s.requests.Sum([]byte("renewal preview "), text))}, nil
}

// checkRenewalPreview refuses a renewal that is not what was previewed. Fault: PREVIEW_CHANGED.
func (s *Service) checkRenewalPreview(old *policy.Policy, terms *issuing.RenewalTerms, now time.Time, token *string) error {
	if token == nil {
		return nil
	}
	preview, err := s.renewalPreview(old, terms, now)
	if err != nil || preview.Token == *token {
		return err
	}
	return RenewalChanged{fault.New(fault.CodePreviewChanged, "", "previewToken"), preview}
}
