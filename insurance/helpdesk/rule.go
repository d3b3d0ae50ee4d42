package helpdesk

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// rule is what a step asks of a request and of who does it.
type rule struct {
	mutation string
	action   string                 // on record
	from     []servicerequest.State // where it may stand
	service  bool                   // customer service may do it too, beside the desk
	// by the request alone; nil: nothing
	check func(caller *access.Caller, row *ent.ServiceRequest) error
	// by what belongs to it, as far as no input does; the step looks at it in its transaction. Nil: nothing
	around func(row *ent.ServiceRequest, k *known) error
}

// known is what belongs to a request.
type known struct {
	files     int
	recipient *Recipient // nil: erased
	policy    *policy.Policy
}

var (
	waits     = []servicerequest.State{servicerequest.StateOpen, servicerequest.StateInWork}
	inWork    = []servicerequest.State{servicerequest.StateInWork}
	attaching = &rule{
		mutation: "attachToServiceRequest", action: "service_request.attach", from: inWork,
		around: func(_ *ent.ServiceRequest, k *known) error {
			if k.files >= mostFiles {
				return tooManyFiles()
			}
			return nil
		},
	}
	cancelling = &rule{mutation: "cancelServiceRequest", action: "service_request.cancel", from: waits, service: true}
	closing    = &rule{mutation: "closeServiceRequest", action: "service_request.close", from: []servicerequest.State{servicerequest.StateSent}, service: true}
	mailing    = &rule{
		mutation: "mailServiceRequest", action: "service_request.mail", from: inWork, check: delivered(servicerequest.DeliveryEmail),
		around: func(row *ent.ServiceRequest, k *known) error {
			if err := paidFor(row, k.policy); err != nil {
				return err
			}
			return mailable(k.files, k.recipient)
		},
	}
	posting = &rule{
		mutation: "markServiceRequestPosted", action: "service_request.post", from: inWork, check: delivered(servicerequest.DeliveryPost),
		around: func(row *ent.ServiceRequest, k *known) error { return paidFor(row, k.policy) },
	}
	taking = &rule{mutation: "takeServiceRequest", action: "service_request.take", from: waits, check: notOwnYet}

	rules = []*rule{attaching, cancelling, closing, mailing, posting, taking}
)

// roleOf is who works a desk.
var roleOf = map[servicerequest.Desk]access.Role{
	servicerequest.DeskUnderwriting: access.Underwriting, servicerequest.DeskFinance: access.Finance,
}

// worksOn refuses those whose desk it is not: FORBIDDEN.
func (r *rule) worksOn(caller *access.Caller, row *ent.ServiceRequest) error {
	if caller.PersonID() == 0 || !caller.HasRole(roleOf[row.Desk]) && (!r.service || !caller.HasRole(access.Service)) {
		return fault.Newf(fault.CodeForbidden, "the request is on the desk of %s", row.Desk)
	}
	return nil
}

// permits refuses a request that does not stand where it may, and by the check of the rule: INVALID_STATE.
func (r *rule) permits(caller *access.Caller, row *ent.ServiceRequest) error {
	if !slices.Contains(r.from, row.State) {
		return fault.Newf(fault.CodeInvalidState, "it is %s", row.State)
	}
	if r.check == nil {
		return nil
	}
	return r.check(caller, row)
}

func notOwnYet(caller *access.Caller, row *ent.ServiceRequest) error {
	if row.Assignee == caller.PersonID() {
		return fault.New(fault.CodeInvalidState, "it is your work already")
	}
	return nil
}

func delivered(by servicerequest.Delivery) func(*access.Caller, *ent.ServiceRequest) error {
	return func(_ *access.Caller, row *ent.ServiceRequest) error {
		if row.Delivery != by {
			return fault.Newf(fault.CodeInvalidState, "it goes by %s", row.Delivery)
		}
		return nil
	}
}

// mailable refuses a mail without files, REQUIRED, or whose recipient was erased: INVALID_STATE.
func mailable(files int, to *Recipient) error {
	switch {
	case files == 0:
		return fault.New(fault.CodeRequired, "attach the files to send first", "id")
	case to == nil:
		return fault.New(fault.CodeInvalidState, "the recipient's data was erased", "id")
	}
	return nil
}

func tooManyFiles() error {
	return fault.Newf(fault.CodeInvalidValue, "a request has at most %d files, a mail at most 20 MiB", mostFiles).At("fileIds")
}

// paidFor refuses an invoice whose payer got everything back since it was asked for: INVALID_STATE.
func paidFor(row *ent.ServiceRequest, p *policy.Policy) error {
	if row.Kind != servicerequest.KindInvoice {
		return nil
	}
	if payer := policy.Payer(row.Payer); !payersOf(p)[payer] {
		return fault.Newf(fault.CodeInvalidState, "%s got the premium back: cancel the request", payer).At("id")
	}
	return nil
}

// Allowed says of requests which acts are possible for a person now, and why others are not, by the keys of the requests: each act's
// own rule says it.
func (s *Service) Allowed(ctx context.Context, caller *access.Caller, rows []*ent.ServiceRequest) (map[int64][]*access.Act, error) {
	files, err := s.Files(ctx, rows)
	if err != nil {
		return nil, err
	}
	policies, err := s.invoiced(ctx, rows)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(rows))
	for _, row := range rows {
		k := &known{files: len(files[row.ID]), policy: policies[row.PolicyID]}
		if k.recipient, err = s.Recipient(row); err != nil {
			return nil, err
		}
		refused := map[string]error{}
		for _, r := range rules {
			err := r.worksOn(caller, row)
			if err == nil {
				err = r.permits(caller, row)
			}
			if err == nil && r.around != nil {
				err = r.around(row, k)
			}
			refused[r.mutation] = err
		}
		if allowed[row.ID], err = access.ActsOf(refused); err != nil {
			return nil, fmt.Errorf("acts on service request %s: %w", row.Number, err)
		}
	}
	return allowed, nil
}

// invoiced are the policies of requests for invoices, by their keys.
func (s *Service) invoiced(ctx context.Context, rows []*ent.ServiceRequest) (map[int64]*policy.Policy, error) {
	var ids []int64
	for _, row := range rows {
		if row.Kind == servicerequest.KindInvoice {
			ids = append(ids, row.PolicyID)
		}
	}
	if len(ids) == 0 {
		return nil, nil // none
	}
	found, err := s.policies.ByKeys(ctx, ids, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	policies := make(map[int64]*policy.Policy, len(found))
	for id, one := range found {
		if one.Err != nil {
			return nil, one.Err
		}
		policies[id] = one.Value
	}
	return policies, nil
}

// AllowedFor says of policies, by their keys, whether a request may be opened for them: a policy document always, and what refuses an
// invoice depends on whose it is.
func (s *Service) AllowedFor(list []*policy.Policy) (map[int64][]*access.Act, error) {
	allowed := make(map[int64][]*access.Act, len(list))
	for _, p := range list {
		acts, err := access.ActsOf(map[string]error{"openServiceRequest": nil})
		if err != nil {
			return nil, err
		}
		allowed[p.Key()] = acts
	}
	return allowed, nil
}
