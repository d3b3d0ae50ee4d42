package graph

import (
	"context"
	"strconv"
	"time"

	"baodan/engine/rule"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/issuing"
)

// Resolver holds what resolvers call.
type Resolver struct {
	Office    *issuing.Office
	Directory *distribution.Directory
	Shelf     *catalog.Shelf
	Budget    Budget
	PublicURL string // where documents are read, without a slash at the end
	Now       func() time.Time
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
		if p, err := r.Office.ByID(ctx, caller(ctx), key); p != nil || err != nil {
			return p, err
		}
	case scalar.ChannelID:
		channel, all := caller(ctx).ChannelScope()
		if c := r.Directory.Channel(key); c != nil && (all || c.ID == channel) {
			return c, nil
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
