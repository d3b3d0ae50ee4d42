package graph

import (
	"context"
	"fmt"

	"baodan/graph/model"
)

func (r *mutationResolver) RevealPersonalData(ctx context.Context, input model.RevealPersonalDataInput) (*model.RevealPersonalDataPayload, error) {
	panic(fmt.Errorf("not implemented: RevealPersonalData - revealPersonalData"))
}

func (r *mutationResolver) RequestErasure(ctx context.Context, input model.RequestErasureInput) (*model.RequestErasurePayload, error) {
	panic(fmt.Errorf("not implemented: RequestErasure - requestErasure"))
}
