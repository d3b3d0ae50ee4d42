package servicing

import (
	"context"
	"strings"
	"unicode/utf8"

	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// What one of the insurer's people does on a customer's behalf (A4, B3, B5). They act for the channel of the policy, live or
// sandbox, under the same agreement, terms and rules as that channel; the terms name the insurer among those who may ask
// (endorse.by, renew.by, cancel.by). They say why, which is recorded in
// the same transaction. The channel hears of it as of everything else.

const longestNote = 500

// checkActingFor looks at what people send and channels do not. Faults: REQUIRED, INVALID_VALUE.
func checkActingFor(caller *access.Caller, note *string) fault.List {
	var faults fault.List
	if caller.Audience != access.Ops {
		return nil
	}
	switch {
	case note == nil || strings.TrimSpace(*note) == "":
		faults = append(faults, fault.New(fault.CodeRequired, "say why it is done on the customer's behalf", "note"))
	case utf8.RuneCountInString(*note) > longestNote || !utf8.ValidString(*note):
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, "1 to %d characters", longestNote).At("note"))
	}
	return faults
}

// actingFor is the caller as they act on a policy: a channel for itself, a person for the channel of the policy. Fault:
// NOT_FOUND for a person; a channel that has no such policy may still be answered what it asked before.
func (s *Service) actingFor(ctx context.Context, caller *access.Caller, policyNo string) (*access.Caller, error) {
	if caller.Audience != access.Ops {
		return caller, nil
	}
	p, err := s.policies.ByNumber(ctx, caller, policyNo, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.New(fault.CodeNotFound, "", "policyNumber")
	}
	return caller.ActingFor(p.Channel()), nil
}

// newRequest is a request under the caller's number for it: people have numbers of their own.
func newRequest(caller *access.Caller, no string, note, token *string, asked content) *request {
	r := &request{no: caller.RequestNo(no), content: asked, token: token}
	if caller.Audience == access.Ops {
		r.note = *note
	}
	return r
}

// recordAudit puts on record what a person did, in the transaction of it: never the data of an insured.
func (s *Service) recordAudit(ctx context.Context, tx *work.Tx, caller *access.Caller, d *draft, note string) error {
	e := d.row
	action := "policy.endorse"
	after := map[string]any{
		"endorsement": e.Number, "kind": e.Kind, "effectiveAt": e.EffectiveAt, "premiumChange": policy.PremiumOf(d.policy.LinesOf(e), d.policy.Currency()).Text(),
	}
	for name, value := range map[string]string{"planCode": e.PlanCode, "insured": e.Reference, "reason": e.Reason} {
		if value != "" {
			after[name] = value
		}
	}
	if e.Kind == endorsement.KindCancellation {
		action = "policy.cancel"
	}
	return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: action, ObjectKind: "policy", Object: d.policy.Number(), ChannelID: e.ChannelID,
		Before: map[string]any{"planCode": d.policy.PlanCode(), "version": e.Version - 1}, After: after, Reason: note,
	})
}

// recordRenewal puts on record that a person renewed a policy, in the transaction of it.
func (s *Service) recordRenewal(ctx context.Context, tx *work.Tx, r *renewal, old, renewed *policy.Policy) error {
	return s.audit.Record(ctx, tx, r.caller.AuditActor(), audit.Entry{
		Action: "policy.renew", ObjectKind: "policy", Object: old.Number(), ChannelID: old.Row().ChannelID,
		Before: map[string]any{"planCode": old.PlanCode(), "payer": old.Payer(), "version": old.Row().Version},
		After: map[string]any{
			"renewedBy": renewed.Number(), "planCode": renewed.PlanCode(), "payer": renewed.Payer(), "premium": renewed.Premium().Text(),
		},
		Reason: *r.note,
	})
}
