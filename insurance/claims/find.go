package claims

import (
	"context"
	"fmt"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/predicate"
	"baodan/insurance/access"
)

// ByNumber finds a claim by its number; nil where there is none in the caller's view.
func (o *Service) ByNumber(ctx context.Context, caller *access.Caller, no string) (*Claim, error) {
	if kind, _, err := number.Parse(no); err != nil || kind != number.Claim {
		return nil, nil //nolint:nilerr // no such claim
	}
	return o.find(ctx, caller, claim.Number(no))
}

// ByID finds a claim by its key; nil where there is none in the caller's view.
func (o *Service) ByID(ctx context.Context, caller *access.Caller, id int64) (*Claim, error) {
	return o.find(ctx, caller, claim.ID(id))
}

// find is the one door that every claim goes through on its way to a caller: another channel's is as missing as one
// that never was.
func (o *Service) find(ctx context.Context, caller *access.Caller, which predicate.Claim) (*Claim, error) {
	query := o.store.Client.Claim.Query().Where(which)
	if channel, all := caller.ChannelScope(); !all {
		query.Where(claim.ChannelID(channel))
	}
	row, err := query.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such claim
	}
	if err != nil {
		return nil, fmt.Errorf("find claim: %w", err)
	}
	return &Claim{row: row, service: o}, nil
}

// Overdue counts open claims of live channels whose promised time of payment has passed (A7).
func (o *Service) Overdue(ctx context.Context) (int, error) {
	n, err := o.store.Client.Claim.Query().
		Where(claim.ClosedAtIsNil(), claim.PromisedAtLT(o.store.Now()), claim.ChannelIDIn(o.distribution.LiveChannels()...)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count overdue claims: %w", err)
	}
	return n, nil
}
