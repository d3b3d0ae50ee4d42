package backtest

import (
	"context"

	"baodan/ent"
	"baodan/insurance/background"
)

// SmallParts makes parts of about n policies.
func SmallParts(o *Service, policies int64) { o.page = policies }

// WorkParts works n parts and dies.
func WorkParts(ctx context.Context, o *Service, most int) error {
	dying, die := context.WithCancel(ctx)
	defer die()
	part := o.parts()
	_, err := o.background.Work(dying, Kind, 1, leaseFor, func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
		if most--; most < 0 {
			die()
			return nil, dying.Err()
		}
		return part(ctx, row)
	})
	return err
}

// BandOf tells by how much a premium changes.
var BandOf = bandOf
