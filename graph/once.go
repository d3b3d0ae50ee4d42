package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
)

// once does a mutation under the number of its caller: sent again, it answers what was made. The input has the number in it.
func once[T any](
	ctx context.Context, r *Resolver, no string, input any,
	act func(ctx context.Context) (made T, secret string, err error), again func(ctx context.Context, key int64) (T, error),
) (idempotency.Answer[T], []fault.Error, error) {
	request := idempotency.Request{Caller: caller(ctx), No: no, Act: graphql.GetFieldContext(ctx).Field.Name, Asked: input}
	answer, err := idempotency.Do(ctx, r.Idempotency, request, act, again)
	faults, err := userErrors(err)
	return answer, faults, err
}

// plain is an act whose answer shows no secret.
func plain[T any](act func(context.Context) (T, error)) func(context.Context) (T, string, error) {
	return func(ctx context.Context) (T, string, error) {
		made, err := act(ctx)
		return made, "", err
	}
}

// found reads again what a caller made.
func found[T any](find func(context.Context, *access.Caller, int64) (T, error)) func(context.Context, int64) (T, error) {
	return func(ctx context.Context, key int64) (T, error) { return find(ctx, caller(ctx), key) }
}
