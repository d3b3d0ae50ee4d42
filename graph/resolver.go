package graph

import (
	"context"
	"strconv"
	"time"

	"baodan/engine/rule"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
)

// Resolver holds what resolvers call.
type Resolver struct {
	*insurance.Insurance
	Budget    Budget
	PublicURL string // where documents are read, without a slash at the end
}

// Budget is what a caller may spend: a leaky bucket each for reads and writes.
type Budget interface {
	// Spend takes points, or says how long to wait for them.
	Spend(c *access.Caller, write bool, points int) (left Level, wait time.Duration)
	// Left is what could be spent now.
	Left(c *access.Caller, write bool) Level
}

// Level of a bucket.
type Level struct {
	Limit, Remaining int
	ResetAt          time.Time
}

// node finds anything by its key; another channel's thing is as missing as one that never was.
func (r *Resolver) node(ctx context.Context, kind string, key int64) (model.Node, error) {
	switch kind {
	case scalar.PolicyID:
		if p, err := r.Policies.ByID(ctx, caller(ctx), key); p != nil || err != nil {
			return p, err
		}
	case scalar.EndorsementID:
		if e, err := r.Servicing.ByID(ctx, caller(ctx), key); e != nil || err != nil {
			return e, err
		}
	case scalar.ClaimID:
		if c, err := r.Claims.ByID(ctx, caller(ctx), key); c != nil || err != nil {
			return c, err
		}
	case scalar.EndpointID, scalar.DeliveryID, scalar.EventID, scalar.JobID:
		return r.webhookNode(ctx, kind, key)
	case scalar.PersonID, scalar.SessionID, scalar.TokenID:
		return r.peopleNode(ctx, kind, key)
	case scalar.ApprovalID, scalar.AuditID, scalar.RequestID:
		return r.deskNode(ctx, kind, key)
	case scalar.ProductID:
		return r.productNode(ctx, key)
	case scalar.AgreementID, scalar.CredentialID:
		return r.distributionNode(ctx, kind, key)
	case scalar.ChannelID:
		channel, all := caller(ctx).ChannelScope()
		if c := r.Distribution.Channel(key); c != nil && (all || c.ID == channel) {
			return c, nil
		}
	}
	return nil, nil // no such thing
}

func (r *Resolver) webhookNode(ctx context.Context, kind string, key int64) (model.Node, error) {
	switch kind {
	case scalar.EndpointID:
		if e, err := r.Webhooks.Endpoint(ctx, caller(ctx), key); e != nil || err != nil {
			return e, err
		}
	case scalar.DeliveryID:
		if d, err := r.Webhooks.Delivery(ctx, caller(ctx), key); d != nil || err != nil {
			return d, err
		}
	case scalar.EventID:
		if e, err := r.Webhooks.Event(ctx, caller(ctx), key); e != nil || err != nil {
			return e, err
		}
	case scalar.JobID:
		if j, err := r.Background.ByID(ctx, caller(ctx), key); j != nil || err != nil {
			return j, err
		}
	}
	return nil, nil // no such thing
}

// documents of a product version, with the addresses they are read at.
func (r *Resolver) documents(ctx context.Context, v *catalog.Version) []*model.ProductDocument {
	list := []*model.ProductDocument{}
	for _, d := range v.Documents() {
		list = append(list, &model.ProductDocument{
			Kind: d.Kind, Title: in(ctx, d.Title), Sha256: d.SHA256,
			URL: r.PublicURL + "/documents/" + v.Code() + "/" + strconv.Itoa(v.Number) + "/" + d.SHA256,
		})
	}
	return list
}

// in is a text in the caller's language.
func in(ctx context.Context, t rule.Text) string {
	if caller(ctx).Language == "zh" {
		return t.Zh
	}
	return t.En
}
