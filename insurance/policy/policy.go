package policy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"baodan/engine/rating"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Policy is a policy from a point of view: as it was bound, with the endorsements that take effect until an instant and
// were known at another. Its state follows from the clock, and a replay answers it as of its birth.
type Policy struct {
	*sale
	known   []*ent.Endorsement // on record, in the order they take effect
	changes []*ent.Endorsement // those of them that hold
	spent   []*ent.Endorsement // changes of plan that were to take effect after the cancellation that holds: money only
	version int
	asOf    time.Time

	beingPaid int // claims, as CountBeingPaid found them
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
	Party      Shown // nil: nobody is named
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

// Revision grows by one at each change.
func (p *Policy) Revision() int { return p.version }

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
			list[i].Party = party.shown()
		}
	}
	return list, nil
}

// Applicant is who took out the policy, masked; nil where nobody is named.
func (p *Policy) Applicant() (Shown, error) {
	who, err := p.People()
	if err != nil {
		return nil, err
	}
	return who.Applicant.shown(), nil
}

func masked(value *string, mask func(string) string) *string {
	if value == nil {
		return nil
	}
	hidden := mask(*value)
	return &hidden
}
