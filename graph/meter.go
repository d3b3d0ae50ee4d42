package graph

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// Limits of an answer, in bytes.
const (
	mostAnswer         = 8 << 20
	mostMutationAnswer = 1 << 20
	bytesAPoint        = 64 << 10 // that a point pays for
)

// meter watches an answer while it is computed: it may neither grow past its bound nor go on after the time of its request. The
// answer of a mutation is not stopped by time, and what its payload says of the act itself is told in any case, since the act
// has happened; only what lies below gives way.
type meter struct {
	mutation bool
	most     int64
	overdue  func() error // of the request
	bytes    atomic.Int64 // about as many as were computed so far
	stopped  atomic.Pointer[error]
}

// errStopped is what fields fail with after the first one that told why.
var errStopped = errors.New("stopped before")

// bounds of answers, in bytes.
type bounds struct{ query, mutation int64 }

// metered lets a meter watch the answer of an operation.
func (b bounds) metered(ctx context.Context, op *graphql.OperationContext) *meter {
	m := &meter{most: b.query, overdue: ctx.Err}
	if op.Operation.Operation == ast.Mutation {
		m.mutation, m.most, m.overdue = true, b.mutation, func() error { return nil }
	}
	op.ResolverMiddleware = m.field
	if caller(ctx).Audience == access.Ops { // others have no roles, and pay for no look at every field
		op.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
			return m.field(ctx, func(ctx context.Context) (any, error) { return permitted(ctx, next) })
		}
	}
	return m
}

// field computes a field unless the answer was stopped.
func (m *meter) field(ctx context.Context, next graphql.Resolver) (any, error) {
	if m.stopped.Load() != nil && !m.tellsOfAct(ctx) {
		return nil, errStopped
	}
	if err := m.overdue(); err != nil {
		return nil, m.stop(err)
	}
	value, err := next(ctx)
	if err != nil {
		return nil, err
	}
	if m.bytes.Add(sizeOf(value)) > m.most && !m.tellsOfAct(ctx) {
		return nil, m.stop(fault.Newf(fault.CodeAnswerTooLarge, "more than %d bytes", m.most))
	}
	return value, nil
}

// stop the answer; the first reason counts and is told.
func (m *meter) stop(err error) error {
	if m.stopped.CompareAndSwap(nil, &err) {
		return err
	}
	return errStopped
}

// why the answer was stopped; nil where it is whole.
func (m *meter) why() error {
	if reason := m.stopped.Load(); reason != nil {
		return *reason
	}
	return nil
}

// tellsOfAct is true for a mutation and the fields of its payload.
func (m *meter) tellsOfAct(ctx context.Context) bool {
	const payload = 2 // names in the path to its fields
	return m.mutation && len(graphql.GetFieldContext(ctx).Path()) <= payload
}

const (
	sizeOfName  = 16 // of a field and its marks, about
	sizeOfValue = 8  // of a number, a moment, an amount, about
)

// sizeOf a field in bytes, about: the name, and the value unless it consists of fields.
func sizeOf(value any) int64 {
	switch v := value.(type) {
	case string:
		return int64(sizeOfName + len(v))
	case *string:
		if v != nil {
			return int64(sizeOfName + len(*v))
		}
	case json.RawMessage:
		return int64(sizeOfName + len(v))
	case map[string]any, []string:
		return int64(sizeOfName + sizeOfJSON(v))
	}
	return sizeOfName + sizeOfValue
}

func sizeOfJSON(value any) (size int) {
	switch v := value.(type) {
	case string:
		return len(v) + 2
	case []string:
		for _, one := range v {
			size += len(one) + 3
		}
	case map[string]any:
		for name, one := range v {
			size += len(name) + 4 + sizeOfJSON(one)
		}
	case []any:
		for _, one := range v {
			size += 1 + sizeOfJSON(one)
		}
	default:
		return sizeOfValue
	}
	return size
}
