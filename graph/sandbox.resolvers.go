package graph

import (
	"context"

	"baodan/graph/model"
	"baodan/insurance/distribution"
)

func (r *mutationResolver) AdvanceTestClock(ctx context.Context, input model.AdvanceTestClockInput) (*model.AdvanceTestClockPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	clock, err := r.Directory.AdvanceClock(ctx, c.Channel, input.To)
	faults, err := userErrors(err)
	return &model.AdvanceTestClockPayload{Clock: clock, UserErrors: faults}, err
}

func (r *queryResolver) TestClock(ctx context.Context) (*distribution.TestClock, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	return r.Directory.TestClock(ctx, c.Channel.ID)
}
