package graph

import (
	"context"
	"time"

	"baodan/graph/model"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/people"
)

// SessionKeeper keeps the token of a session on the caller's side; the server has it do so with a cookie.
type SessionKeeper interface {
	Keep(token string, until time.Time)
	Drop()
}

type keeperKey struct{}

// WithSessionKeeper says where the token of a session that a request begins or ends is kept.
func WithSessionKeeper(ctx context.Context, k SessionKeeper) context.Context {
	return context.WithValue(ctx, keeperKey{}, k)
}

// keep hands a token on to be kept; without a keeper the session has nobody to use it.
func keep(ctx context.Context, key *people.Key) {
	if k, ok := ctx.Value(keeperKey{}).(SessionKeeper); ok && key != nil {
		k.Keep(key.Token, key.Until)
	}
}

func drop(ctx context.Context) {
	if k, ok := ctx.Value(keeperKey{}).(SessionKeeper); ok {
		k.Drop()
	}
}

// staff is the caller of a field that only one of the insurer's people may call, in a session of theirs.
func staff(ctx context.Context) (*access.Caller, error) {
	c := caller(ctx)
	if c.Audience != access.Ops || c.Person == nil || c.Session == nil {
		return nil, fault.New(fault.CodeForbidden, "for people who logged in")
	}
	return c, nil
}

// viewerOf is who logged in; nil: nobody did.
func viewerOf(key *people.Key) *access.Caller {
	if key == nil {
		return nil
	}
	return key.Caller
}

func setupSteps(steps []access.SetupStep) []model.SetupStep {
	list := make([]model.SetupStep, len(steps))
	for i, s := range steps {
		list[i] = model.SetupStep(s)
	}
	return list
}
