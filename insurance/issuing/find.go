package issuing

import (
	"context"
	"fmt"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/access"
)

// ByNumber finds a policy by its number (D3, A4, B6); nil where there is none in the caller's view. A number whose
// check digit is wrong is not looked up.
func (o *Office) ByNumber(ctx context.Context, caller *access.Caller, policyNo string) (*Policy, error) {
	if kind, _, err := number.Parse(policyNo); err != nil || kind != number.Policy {
		return nil, nil //nolint:nilerr // no such policy
	}
	return o.find(ctx, caller, insurancepolicy.Number(policyNo))
}

// ByOrder finds a policy by the channel's order number; nil where there is none. The insurer's people have no orders
// of their own, so they find nothing this way.
func (o *Office) ByOrder(ctx context.Context, caller *access.Caller, orderNo string) (*Policy, error) {
	if _, all := caller.ChannelScope(); all || !orderNoPattern.MatchString(orderNo) {
		return nil, nil // no such policy
	}
	return o.find(ctx, caller, insurancepolicy.OrderNo(orderNo))
}

// ByID finds a policy by its key; nil where there is none in the caller's view.
func (o *Office) ByID(ctx context.Context, caller *access.Caller, id int64) (*Policy, error) {
	return o.find(ctx, caller, insurancepolicy.ID(id))
}

// find is the one way to read a policy for a caller: another channel's is as missing as one that never was.
func (o *Office) find(ctx context.Context, caller *access.Caller, which predicate.InsurancePolicy) (*Policy, error) {
	query := o.store.Client.InsurancePolicy.Query().Where(which)
	if channel, all := caller.ChannelScope(); !all {
		query.Where(insurancepolicy.ChannelID(channel))
	}
	row, err := query.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such policy
	}
	if err != nil {
		return nil, fmt.Errorf("find policy: %w", err)
	}
	p := &Policy{row: row, asOf: o.store.Now(), office: o}
	return p, p.load(ctx)
}
