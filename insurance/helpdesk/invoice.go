package helpdesk

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// An invoice is for what a payer paid for a policy: a gift has none, nor has a policy whose premium was given back whole. What
// the platform pays is settled with its channel, not by a customer's request. That a policy and payer has one invoice is held by
// the unique key of (invoices, payer): a request that is cancelled gives up `invoices`.

// invoicedTo is whose premium an invoice is for. Faults: INVALID_STATE where the payer paid nothing, REQUIRED where several
// payers did and none is named.
func invoicedTo(p *policy.Policy, asked *policy.Payer) (policy.Payer, error) {
	paid := payersOf(p)
	if asked != nil {
		if !paid[*asked] {
			return "", fault.Newf(fault.CodeInvalidState, "%s paid nothing for the policy that an invoice is for", *asked).At("payer")
		}
		return *asked, nil
	}
	switch {
	case paid[policy.Customer] && paid[policy.Seller]:
		return "", fault.New(fault.CodeRequired, "CUSTOMER and SELLER paid: say whose invoice it is", "payer")
	case paid[policy.Customer]:
		return policy.Customer, nil
	case paid[policy.Seller]:
		return policy.Seller, nil
	}
	return "", fault.New(fault.CodeInvalidState, "neither customer nor seller paid for it: it was given by the platform, or the premium was given back", "policyNumber")
}

// payersOf are the payers who can have an invoice for a policy: those who paid more than they got back, by all that is on record.
func payersOf(p *policy.Policy) map[policy.Payer]bool {
	var lines []policy.Line
	for line := range p.RecordedLines() {
		lines = append(lines, line)
	}
	payers := map[policy.Payer]bool{}
	for _, share := range policy.ByPayer(lines) {
		payers[share.Payer] = share.Premium.Minor > 0 && share.Payer != policy.Platform
	}
	return payers
}

// PayerOf is whose premium an invoice is for; nil for another kind of request.
func PayerOf(row *ent.ServiceRequest) *policy.Payer {
	if row.Payer == "" {
		return nil
	}
	return new(policy.Payer(row.Payer))
}

// earlierInvoice refuses a request for an invoice that another one is for. Fault: INVOICE_EXISTS, with the number of that.
func (s *Service) earlierInvoice(ctx context.Context, asked *ent.ServiceRequest) error {
	if asked.Invoices == nil {
		return nil
	}
	earlier, err := s.store.Client.ServiceRequest.Query().
		Where(servicerequest.Invoices(*asked.Invoices), servicerequest.Payer(asked.Payer)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look up invoice: %w", err)
	}
	return fault.InvoiceExists{
		Fault:         fault.Newf(fault.CodeInvoiceExists, "see service request %s", earlier.Number).At("policyNumber"),
		RequestNumber: earlier.Number,
	}
}

// stillPaid makes sure, before an invoice is sent, that its payer did not get everything back since it was asked for. The policy
// stays locked until the transaction ends. Fault: INVALID_STATE.
func (s *Service) stillPaid(ctx context.Context, tx *work.Tx, row *ent.ServiceRequest) error {
	if row.Kind != servicerequest.KindInvoice {
		return nil
	}
	if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
		return err
	}
	p, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return err
	}
	return paidFor(row, p)
}

// policy finds the policy that a request is for. Fault: NOT_FOUND.
func (s *Service) policy(ctx context.Context, caller *access.Caller, no string) (*policy.Policy, error) {
	p, err := s.policies.ByNumber(ctx, caller, no, policy.PointInTime{})
	if err == nil && p == nil {
		err = fault.New(fault.CodeNotFound, "no such policy", "policyNumber")
	}
	return p, err
}
