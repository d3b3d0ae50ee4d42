package claims

import (
	"context"

	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// behalf is the caller as they claim under a policy: a person enters a claim for a caller by phone (E4) and then acts for
// the channel that sold the policy. Fault: NOT_FOUND.
func (o *Service) behalf(ctx context.Context, caller *access.Caller, policyNumber string) (*access.Caller, error) {
	if caller.Audience == access.Channel {
		return caller, nil
	}
	policy, err := o.policies.ByNumber(ctx, caller, policyNumber, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	if policy == nil {
		return nil, fault.New(fault.CodeNotFound, "", "policyNumber")
	}
	return caller.For(policy.Channel()), nil
}

// behalfOf is the caller as they change a claim of a channel.
func (o *Service) behalfOf(caller *access.Caller, channelID int64) *access.Caller {
	if caller.Audience == access.Channel {
		return caller
	}
	return caller.For(o.distribution.Channel(channelID))
}

// requestNo is a request number as it is stored.
func requestNo(caller *access.Caller, no string) string { return caller.RequestNo(no) }

// madeBy names who asks, for the record: channel:KEY-ID, person:alice.
func madeBy(c *access.Caller) string { return c.By() }

// onRecord writes what a person did with a claim into the audit record; what machines do is in its revisions.
func (o *Service) onRecord(ctx context.Context, tx *work.Tx, caller *access.Caller, e audit.Entry) error {
	if caller.Audience == access.Channel {
		return nil
	}
	e.ObjectKind = "claim"
	return o.audit.Record(ctx, tx, caller.Who(), e)
}
