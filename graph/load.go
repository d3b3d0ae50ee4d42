package graph

import (
	"context"

	"baodan/ent"
	"baodan/insurance/backtest"
	"baodan/insurance/catalog"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// Look-ups that several fields share; the others are in the resolvers.

// lookedAt is a version as people look at it. A version that was saved before the rules for files became stricter, and is no
// longer valid, has no content to show.
func (r *Resolver) lookedAt(ctx context.Context, row *ent.ProductVersion) (*catalog.Version, error) {
	found, err := lookUp(shared(ctx, "version ready for use"), row, row.ID, r.Catalog.CompiledAll)
	if err == nil {
		err = found.Err
	}
	if fault.Has(err, fault.CodeInvalidValue) {
		return nil, nil
	}
	return found.Value, err
}

// contentOf a version is its file and its attachments.
func (r *Resolver) contentOf(ctx context.Context, row *ent.ProductVersion) (*catalog.Bundle, error) {
	found, err := lookUp(shared(ctx, "content of a version"), row, row.ID, r.Catalog.Contents)
	if err != nil {
		return nil, err
	}
	return found.Value, found.Err
}

// mostBackTests of a version that are listed where nobody says how many.
const mostBackTests = 5

// backTests of a version, the newest first. Fault of the request: VARIABLE_INVALID.
func (r *Resolver) backTests(ctx context.Context, row *ent.ProductVersion, first *int32) ([]*backtest.Result, error) {
	most := mostBackTests
	if first != nil {
		most = int(*first)
	}
	if most < 1 || most > backtest.MostListed { // the schema says so too
		return nil, fault.Newf(fault.CodeVariableInvalid, "%d to %d", 1, backtest.MostListed).At("first")
	}
	return lookUpList(ctx, row, row.ID, func(ctx context.Context, rows []*ent.ProductVersion) (map[int64][]*backtest.Result, error) {
		lists, err := r.Backtest.Of(ctx, rows, most)
		var jobs []*backtest.Result
		for _, list := range lists {
			jobs = append(jobs, list...)
		}
		togetherOf(ctx, jobs, func(one *backtest.Result) *ent.Job { return one.Job })
		return lists, err
	})
}

// timeline of a policy, of some kinds.
func (r *Resolver) timeline(ctx context.Context, p *policy.Policy, kinds []enquiry.Kind) ([]*enquiry.Entry, error) {
	return lookUpList(ctx, p, p.Key(), func(ctx context.Context, policies []*policy.Policy) (map[int64][]*enquiry.Entry, error) {
		return r.Enquiry.Timelines(ctx, caller(ctx), policies, kinds)
	})
}

// deliveriesOf an endpoint, on a page.
func (r *Resolver) deliveriesOf(ctx context.Context, e *ent.WebhookEndpoint, filter *webhooks.DeliveryFilter, page work.Page) (work.Found[*ent.Delivery], error) {
	return lookUp(ctx, e, e.ID, func(ctx context.Context, endpoints []*ent.WebhookEndpoint) (map[int64]work.Found[*ent.Delivery], error) {
		pages, err := r.Webhooks.Deliveries(ctx, endpoints, filter, page)
		var all []*ent.Delivery
		for _, found := range pages {
			all = append(all, found.Rows...)
		}
		together(ctx, all)
		return pages, err
	})
}

// channelOf a row, which lies in memory; nil: of none. The channels of rows that are shown together are shown together, too.
func channelOf[P any](ctx context.Context, row *P, of func(*P) *ent.Channel) (*ent.Channel, error) {
	own := of(row)
	if own == nil {
		return nil, nil // of none
	}
	return lookUpRow(ctx, row, own.ID, func(_ context.Context, rows []*P) (map[int64]*ent.Channel, error) {
		found := map[int64]*ent.Channel{}
		for _, one := range rows {
			if channel := of(one); channel != nil {
				found[channel.ID] = channel
			}
		}
		return found, nil
	})
}
