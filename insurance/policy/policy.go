package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"baodan/engine/rating"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Policy is a policy from a point of view: as it was bound, with the endorsements that take effect until an instant and
// were known at another. Its state follows from the clock, and a replay answers it as of its birth.
type Policy struct {
	row     *ent.InsurancePolicy
	known   []*ent.Endorsement // on record, in the order they take effect
	changes []*ent.Endorsement // those of them that hold
	version int
	asOf    time.Time
	service *Service
	// What it was sold under.
	agreement *distribution.Agreement
	product   *catalog.Version
}

// State is that of a policy at an instant.
type State string

// States.
const (
	Pending   State = "PENDING"  // bound, cover not begun
	InForce   State = "IN_FORCE" // covered now
	Expired   State = "EXPIRED"
	Cancelled State = "CANCELLED"
)

// Period is a half-open span of time: that of a cover.
type Period = work.Period

// Payer says who pays the premium (A2).
type Payer string

// Payers.
const (
	Customer Payer = "CUSTOMER"
	Seller   Payer = "SELLER"
	Platform Payer = "PLATFORM"
)

// ValidOrderNo tells whether a text can be a caller's number of an order or a request.
func ValidOrderNo(no string) bool { return orderNoPattern.MatchString(no) }

// ValidReference tells whether a text can be a channel's reference of an insured.
func ValidReference(reference string) bool { return referencePattern.MatchString(reference) }

// BadReference says what a reference must be.
const BadReference = "a reference is 1 to 64 visible ASCII characters"

var (
	orderNoPattern   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
)

// Insured is an insured of a policy; what is personal is masked.
type Insured struct {
	Reference  string
	Name       *string
	IdentityNo *string
}

// Worksheets are how premium and sum insured came about.
type Worksheets struct {
	Premium    rating.Worksheet `json:"premium"`
	SumInsured rating.Worksheet `json:"sumInsured"`
}

// MarshalJSON writes both worksheets.
func (w Worksheets) MarshalJSON() ([]byte, error) {
	premium, err := w.Premium.MarshalJSON()
	if err != nil {
		return nil, err
	}
	sum, err := w.SumInsured.MarshalJSON()
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(premium)+len(sum)+32)
	out = append(append(out, `{"premium":`...), premium...)
	out = append(append(out, `,"sumInsured":`...), sum...)
	return append(out, '}'), nil
}

// Key is its primary key.
func (p *Policy) Key() int64 { return p.row.ID }

// Number is the policy number.
func (p *Policy) Number() string { return p.row.Number }

// OrderNo is the channel's order number.
func (p *Policy) OrderNo() string { return p.row.OrderNo }

// Live is false for sandbox data.
func (p *Policy) Live() bool { return p.service.distribution.Channel(p.row.ChannelID).Live }

// Channel is the channel that sold it.
func (p *Policy) Channel() *ent.Channel { return p.service.distribution.Channel(p.row.ChannelID) }

// State at the instant the policy is looked at.
func (p *Policy) State() State { return StateAt(p.row, p.CancelledFrom() != nil, p.asOf) }

// CancelledFrom is the moment from which a cancellation counts that takes effect by the instant the policy is looked
// at; nil where there is none.
func (p *Policy) CancelledFrom() *time.Time {
	for _, e := range p.changes {
		if e.Kind == endorsement.KindCancellation {
			return &e.EffectiveAt
		}
	}
	return nil
}

// PlanCode is the plan in force.
func (p *Policy) PlanCode() string {
	plan := p.row.PlanCode
	for _, e := range p.changes {
		if e.Kind == endorsement.KindPlanChange {
			plan = e.PlanCode
		}
	}
	return plan
}

// Offer is what was sold, and under which agreement.
func (p *Policy) Offer() *distribution.Offer {
	return &distribution.Offer{Agreement: p.agreement, Product: p.product, PlanCode: p.PlanCode()}
}

// Period of cover, as it was bound; a cancellation does not change it.
func (p *Policy) Period() Period { return Period{Start: p.row.StartAt, End: p.row.EndAt} }

// BoundAt is when it was bound.
func (p *Policy) BoundAt() time.Time { return p.row.BoundAt }

// Version grows by one at each change.
func (p *Policy) Version() int { return p.version }

// Rating is how the premium came about when it was bound; an endorsement explains its own change.
func (p *Policy) Rating() (*rating.Worksheet, error) {
	w, err := p.Worksheets()
	return &w.Premium, err
}

// Insureds of the policy, in the order they were sent; names and identity numbers masked.
func (p *Policy) Insureds() ([]*Insured, error) {
	var open struct {
		Insureds []string `json:"insureds"`
	}
	if err := json.Unmarshal([]byte(p.row.Risk), &open); err != nil {
		return nil, fmt.Errorf("insureds of policy %s: %w", p.row.Number, err)
	}
	hidden, err := p.People()
	if err != nil {
		return nil, err
	}
	list := make([]*Insured, len(open.Insureds))
	for i, reference := range open.Insureds {
		list[i] = &Insured{Reference: reference}
		if party := hidden.Parties[reference]; party != nil {
			list[i].Name = masked(party.Name, access.MaskName)
			list[i].IdentityNo = masked(party.IdentityNo, access.MaskIdentityNo)
		}
	}
	return list, nil
}

// Worksheets are those of the policy as it was bound.
func (p *Policy) Worksheets() (Worksheets, error) {
	var w Worksheets
	if err := json.Unmarshal([]byte(p.row.Worksheet), &w); err != nil {
		return w, fmt.Errorf("worksheet of policy %s: %w", p.row.Number, err)
	}
	return w, nil
}

// load finds what the policy was sold under.
func (p *Policy) load(ctx context.Context) (err error) {
	if p.product != nil {
		return nil
	}
	if p.agreement, err = p.service.distribution.Version(ctx, p.row.AgreementID); err != nil {
		return err
	}
	p.product, err = p.service.catalog.Version(ctx, p.row.ProductVersionID)
	return err
}

func masked(value *string, mask func(string) string) *string {
	if value == nil {
		return nil
	}
	hidden := mask(*value)
	return &hidden
}
