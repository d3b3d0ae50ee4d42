package graph

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"baodan/insurance/fault"
)

type requestIDKey struct{}

// WithRequestID names a request for logs and errors.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID is the name of the request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// userErrors sorts an error: what the caller can act on becomes data, the rest stays an error of the request.
func userErrors(err error) ([]fault.Error, error) {
	if err == nil {
		return []fault.Error{}, nil
	}
	list := fault.All(err)
	for _, f := range list {
		if c := f.Base().Code.Entry().Category; c != fault.CategoryInput && c != fault.CategoryBusiness {
			return nil, err
		}
	}
	if list == nil {
		return nil, err
	}
	return list, nil
}

// localized is a fault with a sentence of its own.
type localized interface{ Message(language string) string }

// message is the sentence of a fault in the caller's language.
func message(ctx context.Context, f fault.Error) string {
	if own, ok := f.(localized); ok {
		return own.Message(caller(ctx).Language)
	}
	return f.Base().Message(caller(ctx).Language)
}

// present writes any error as a top-level error: a stable code, and for what is ours the request id instead of the
// reason, which goes to the log.
func present(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	var parsed *gqlerror.Error
	faults := fault.All(err)
	switch {
	case len(faults) > 0:
		if errors.As(err, &parsed) && parsed.Path != nil {
			out.Path = parsed.Path // down to the argument that it is about
		}
		out.Message = message(ctx, faults[0])
		return extend(ctx, out, faults[0].Base().Code)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		out.Message = fault.New(fault.CodeTimeout, "").Message(caller(ctx).Language)
		return extend(ctx, out, fault.CodeTimeout)
	case errors.As(err, &parsed) && (parsed.Err == nil || parsed.Rule != ""):
		out.Message, out.Locations, out.Path = parsed.Message, parsed.Locations, parsed.Path
		return extend(ctx, out, requestCode(parsed))
	}
	slog.ErrorContext(ctx, "request failed", "error", err, "requestId", RequestID(ctx))
	out.Message = fault.New(fault.CodeInternal, "").Message(caller(ctx).Language)
	return extend(ctx, out, fault.CodeInternal)
}

// requestCode is the code of what GraphQL itself refuses.
func requestCode(err *gqlerror.Error) fault.Code {
	code, _ := err.Extensions["code"].(string)
	switch {
	case strings.Contains(err.Message, "exceeded token limit"):
		return fault.CodeQueryTooManyTokens
	case code == errcode.ParseFailed:
		return fault.CodeGraphQLParseFailed
	case err.Rule == "" && len(err.Path) > 0 && code != "":
		return fault.CodeVariableInvalid
	case code == errcode.ValidationFailed && strings.HasPrefix(err.Message, "operation "):
		return fault.CodeOperationNotFound
	}
	return fault.CodeGraphQLValidationFailed
}

func extend(ctx context.Context, err *gqlerror.Error, code fault.Code) *gqlerror.Error {
	entry := code.Entry()
	err.Extensions = map[string]any{
		"code": string(code), "category": string(entry.Category), "retryable": entry.Retryable,
	}
	if id := RequestID(ctx); id != "" {
		err.Extensions["requestId"] = id
	}
	return err
}

// recovered logs a panic whole and answers INTERNAL.
func recovered(ctx context.Context, reason any) error {
	slog.ErrorContext(ctx, "panic", "reason", reason, "requestId", RequestID(ctx), "stack", string(debug.Stack()))
	return fault.New(fault.CodeInternal, "")
}
