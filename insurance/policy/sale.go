package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// sale is what was bound, and what it was sold under. No endorsement changes it.
type sale struct {
	row       *ent.InsurancePolicy
	reader    *Reader
	agreement *distribution.Agreement
	product   *catalog.Version
}

// Key is its primary key.
func (s *sale) Key() int64 { return s.row.ID }

// Number is the policy number.
func (s *sale) Number() string { return s.row.Number }

// OrderNo is the channel's order number.
func (s *sale) OrderNo() string { return s.row.OrderNo }

// Mode is the half of its channel that it was sold in.
func (s *sale) Mode() work.Mode {
	return work.ModeOf(s.reader.distribution.Channel(s.row.ChannelID).Live)
}

// Channel is the channel that sold it.
func (s *sale) Channel() *ent.Channel { return s.reader.distribution.Channel(s.row.ChannelID) }

// Period of cover, as it was bound; a cancellation does not change it.
func (s *sale) Period() Period { return Period{Start: s.row.StartAt, End: s.row.EndAt} }

// BoundAt is when it was bound.
func (s *sale) BoundAt() time.Time { return s.row.BoundAt }

// Rating is how the premium came about when it was bound; an endorsement explains its own change.
func (s *sale) Rating() (*rating.Worksheet, error) {
	w, err := s.Worksheets()
	return s.product.Explain(&w.Premium), err
}

// Worksheets are those of the policy as it was bound.
func (s *sale) Worksheets() (Worksheets, error) {
	var w Worksheets
	if err := json.Unmarshal([]byte(s.row.Worksheet), &w); err != nil {
		return w, fmt.Errorf("worksheet of policy %s: %w", s.row.Number, err)
	}
	return w, nil
}

// load finds what the policy was sold under.
func (s *sale) load(ctx context.Context) (err error) {
	if s.product != nil {
		return nil
	}
	if s.agreement, err = s.reader.distribution.Version(ctx, s.row.AgreementID); err != nil {
		return err
	}
	s.product, err = s.reader.catalog.Version(ctx, s.row.ProductVersionID)
	return err
}

// Row is the policy's row: as it was bound, and its head. It must not be changed.
func (s *sale) Row() *ent.InsurancePolicy { return s.row }

// Product is the product version that it was sold under.
func (s *sale) Product() *catalog.Version { return s.product }

// Agreement is the agreement version that it was sold under.
func (s *sale) Agreement() *distribution.Agreement { return s.agreement }

// TermsOf are those it was sold under, of a plan.
func (s *sale) TermsOf(plan string) (*rule.Terms, error) {
	return s.reader.distribution.Terms(s.product, plan, s.agreement)
}

// References of the insureds, in the order they were sent.
func (s *sale) References() ([]string, error) {
	stored, err := s.Risk()
	return stored.Insureds, err
}

// Factors are all factors it was sold on, personal ones too.
func (s *sale) Factors() (rule.Facts, error) {
	stored, err := s.Risk()
	if err != nil {
		return nil, err
	}
	hidden, err := s.Personal()
	if err != nil {
		return nil, err
	}
	return stored.Factors.Merge(hidden.Factors), nil
}

// MaskedFactors are all factors it was sold on; what is personal is masked.
func (s *sale) MaskedFactors() (map[string]any, error) {
	facts, err := s.Factors()
	if err != nil {
		return nil, err
	}
	return privacy.MaskFacts(s.product.Factors(), facts)
}
