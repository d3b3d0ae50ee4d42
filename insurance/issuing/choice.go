package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// RenewalOrder asks for the renewal of a policy.
type RenewalOrder struct {
	OrderNo string
	Choice
	ExpectedPremium *money.Input
}

// Choice is what a renewal has otherwise than the policy that it renews; nil: as that has it.
type Choice struct {
	AgreementCode *string       `json:"agreementCode,omitempty"` // one that sells the product's successor
	PlanCode      *string       `json:"planCode,omitempty"`
	Payer         *policy.Payer `json:"payer,omitempty"`
}

// anyChoice is the value of renew.plan and renew.payer that leaves the choice to the caller.
const anyChoice = "any"

// choose writes what is chosen into the risk of a renewal, where the terms of the old policy permit it. Facts that the product
// does not ask for any more are left out. Faults: CHANNEL_CLOSED, NOT_AGREED.
func (s *Service) choose(ctx context.Context, in *RiskInput, old *policy.Policy, c Choice, now time.Time) error {
	terms, err := old.Terms()
	if err != nil {
		return err
	}
	succeeds := c.AgreementCode != nil && *c.AgreementCode != in.AgreementCode
	if succeeds {
		if err := s.checkSuccessor(ctx, old, *c.AgreementCode, now); err != nil {
			return err
		}
		in.AgreementCode = *c.AgreementCode
	}
	if c.PlanCode != nil && *c.PlanCode != in.PlanCode {
		if !succeeds && !mayChoose(terms, "renew.plan") { // another product has plans of its own
			return fault.New(fault.CodeNotAgreed, "the terms do not permit another plan at the renewal", "planCode")
		}
		in.PlanCode = *c.PlanCode
	}
	if c.Payer != nil && *c.Payer != in.payer() {
		if !mayChoose(terms, "renew.payer") {
			return fault.New(fault.CodeNotAgreed, "the terms do not permit another payer at the renewal", "payer")
		}
		in.Payer = *c.Payer
	}
	if agreement, err := s.distribution.Current(old.Row().ChannelID, in.AgreementCode, now); err == nil {
		if product, err := s.catalog.OnSale(agreement.ProductCode); err == nil {
			in.Factors = declared(product.Factors(), in.Factors)
		}
	}
	return nil
}

func mayChoose(terms *rule.Terms, key string) bool {
	value, err := terms.String(key, nil)
	return err == nil && value == anyChoice
}

// checkSuccessor tells whether a policy may be renewed under an agreement that is not its own: that sells the successor of a
// product that is off sale. Another product is another contract, so who renews names the agreement; nothing is
// renewed into it unasked. Faults: CHANNEL_CLOSED, NOT_AGREED.
func (s *Service) checkSuccessor(ctx context.Context, old *policy.Policy, agreementCode string, now time.Time) error {
	channel, product := old.Row().ChannelID, old.Product().Code()
	agreement, err := s.distribution.Current(channel, agreementCode, now)
	if err != nil {
		return err
	}
	if own, err := s.distribution.Current(channel, old.Agreement().Code, now); err == nil {
		if err := own.Allows(distribution.Renew); err != nil {
			return err
		}
	}
	successor, err := s.successorOf(ctx, product)
	switch {
	case err != nil:
		return err
	case successor == "" || agreement.ProductCode != successor:
		return fault.New(fault.CodeNotAgreed, "a policy is renewed under its own agreement, or where its product is off sale under one that sells the successor", "agreementCode")
	}
	return nil
}

// successorOf is the product that takes the place of one that is off sale; empty where it is on sale or has none.
func (s *Service) successorOf(ctx context.Context, product string) (string, error) {
	if _, err := s.catalog.OnSale(product); err == nil {
		return "", nil
	}
	gone, err := s.catalog.LastPublished(ctx, product)
	if err != nil {
		return "", err
	}
	return gone.Successor(), nil
}

// RenewalsOnSale tells of policies, by their keys, whether anything is sold that they could be renewed under now: their own product
// under its agreement, or the successor of that product where it is off sale.
func (s *Service) RenewalsOnSale(ctx context.Context, list []*policy.Policy) (map[int64]bool, error) {
	successors, onSale := map[string]string{}, map[int64]bool{}
	for _, old := range list {
		product := old.Product().Code()
		successor, known := successors[product]
		if !known {
			var err error
			if successor, err = s.successorOf(ctx, product); err != nil {
				return nil, err
			}
			successors[product] = successor
		}
		sold, err := s.renewalOnSale(old, successor)
		if err != nil {
			return nil, err
		}
		onSale[old.Key()] = sold
	}
	return onSale, nil
}

// renewalOnSale tells whether a policy could be renewed under its own agreement, or under one that sells its successor.
func (s *Service) renewalOnSale(old *policy.Policy, successor string) (bool, error) {
	channel, code := old.Row().ChannelID, old.Agreement().Code
	now := s.distribution.Now(channel)
	if own, err := s.distribution.Current(channel, code, now); err == nil && !permitsRenewal(own) {
		return false, nil
	}
	terms, err := old.Terms()
	if err != nil || !terms.Bool("renew.allowed") {
		return false, err
	}
	for _, o := range s.distribution.Offers(channel, now) {
		own := o.Agreement.Code == code && (o.PlanCode == old.PlanCode() || mayChoose(terms, "renew.plan"))
		if !own && (successor == "" || o.Product.Code() != successor) || !permitsRenewal(o.Agreement) {
			continue
		}
		sold, err := s.distribution.Terms(o.Product, o.PlanCode, o.Agreement)
		if err != nil || sold.Bool("renew.allowed") {
			return err == nil, err
		}
	}
	return false, nil
}

func permitsRenewal(a *distribution.Agreement) bool { return a.Allows(distribution.Renew) == nil }

// renewalHash recognizes an order that renews a policy, by what was chosen.
func (s *orders) renewalHash(old string, c Choice) []byte {
	if c == (Choice{}) {
		return s.requests.Sum([]byte("renewal of "), []byte(old))
	}
	chosen, err := json.Marshal(c)
	if err != nil {
		panic(err) // three texts
	}
	return s.requests.Sum([]byte("renewal of "), []byte(old), []byte("\n"), chosen)
}

// differingRenewal names the inputs in which a renewal differs from a stored order.
func (s *orders) differingRenewal(made, old *policy.Policy, c Choice) []string {
	number := old.Number()
	if row := made.Row(); row.Renews == nil || *row.Renews != old.Key() {
		return []string{"policyNumber"}
	} else if bytes.Equal(row.RequestHash, s.renewalHash(number, c)) {
		return nil
	}
	agreement, plan, payer := made.Agreement().Code, made.Row().PlanCode, made.Payer()
	for _, stored := range []Choice{ // all that may have been chosen
		{}, {&agreement, nil, nil}, {nil, &plan, nil}, {nil, nil, &payer},
		{&agreement, &plan, nil}, {&agreement, nil, &payer}, {nil, &plan, &payer}, {&agreement, &plan, &payer},
	} {
		if bytes.Equal(made.Row().RequestHash, s.renewalHash(number, stored)) {
			return slices.Concat(
				differing("agreementCode", c.AgreementCode, stored.AgreementCode),
				differing("planCode", c.PlanCode, stored.PlanCode), differing("payer", c.Payer, stored.Payer),
			)
		}
	}
	return []string{"policyNumber"} // cannot be: one of them was chosen
}

func differing[T comparable](name string, a, b *T) []string {
	if a == nil && b == nil || a != nil && b != nil && *a == *b {
		return nil
	}
	return []string{name}
}
