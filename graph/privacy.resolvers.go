package graph

import (
	"context"

	"baodan/graph/model"
)

func (r *mutationResolver) RevealPersonalData(ctx context.Context, input model.RevealPersonalDataInput) (*model.RevealPersonalDataPayload, error) {
	shown, err := r.Privacy.Reveal(ctx, caller(ctx), revealInput(&input))
	faults, err := userErrors(err)
	payload := &model.RevealPersonalDataPayload{UserErrors: faults}
	revealed(payload, shown)
	return payload, err
}

func (r *mutationResolver) RequestErasure(ctx context.Context, input model.RequestErasureInput) (*model.RequestErasurePayload, error) {
	asked, err := r.Privacy.RequestErasure(ctx, caller(ctx), erasureInput(&input))
	faults, err := userErrors(err)
	payload := &model.RequestErasurePayload{UserErrors: faults}
	erasure(payload, asked)
	return payload, err
}
