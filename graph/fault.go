package graph

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"baodan/insurance/fault"
)

// docURL is the page about a code.
func docURL(publicURL string, code fault.Code) string {
	return publicURL + "/docs/errors#" + string(code)
}

type publicURLKey struct{}

// WithPublicURL says where the pages are that errors refer to.
func WithPublicURL(ctx context.Context, publicURL string) context.Context {
	return context.WithValue(ctx, publicURLKey{}, publicURL)
}

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

// mostUserErrors that are told of one request, the first ones.
const mostUserErrors = 100

// userErrors sorts an error: what the caller can act on becomes data, the rest stays an error of the request.
func userErrors(err error) ([]fault.Error, error) {
	if err == nil {
		return []fault.Error{}, nil
	}
	list := fault.All(err)
	list = list[:min(len(list), mostUserErrors)]
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
		return shortened(own.Message(caller(ctx).Language))
	}
	return shortened(f.Base().Message(caller(ctx).Language))
}

// longestMessage of an error, in bytes: it may quote what was sent.
const longestMessage = 500

// present writes any error as a top-level error: a stable code, and for what is ours the request id instead of the
// reason, which goes to the log. It writes nothing of a field that failed since the answer had been stopped before.
func present(ctx context.Context, err error) *gqlerror.Error {
	if errors.Is(err, errStopped) {
		return nil
	}
	out := presented(ctx, err)
	out.Message = shortened(out.Message)
	for i, step := range out.Path { // a name in it may be a made-up one
		if name, ok := step.(ast.PathName); ok && len(name) > longestMessage {
			out.Path = slices.Clone(out.Path)
			out.Path[i] = ast.PathName(shortened(string(name)))
		}
	}
	return out
}

// shortened cuts a text to the longest message, at the end of a character.
func shortened(text string) string {
	if len(text) <= longestMessage {
		return text
	}
	most := longestMessage - len("...")
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "..."
}

func presented(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	var parsed *gqlerror.Error
	faults := fault.All(err)
	switch {
	case len(faults) > 0:
		if errors.As(err, &parsed) && parsed.Path != nil {
			out.Path = parsed.Path // down to the argument that it is about
		}
		base := faults[0].Base()
		for _, name := range base.Path {
			out.Path = append(out.Path, ast.PathName(name))
		}
		if base.Code == fault.CodeVariableInvalid || base.Code.Entry().Category == fault.CategoryInput {
			out.Path = inputPath(ctx, out.Path)
		}
		out.Message = message(ctx, named(faults[0], out.Path))
		return extend(ctx, out, base.Code)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		out.Message = fault.New(fault.CodeTimeout, "").Message(caller(ctx).Language)
		return extend(ctx, out, fault.CodeTimeout)
	case errors.As(err, &parsed) && (parsed.Err == nil || parsed.Rule != ""):
		out.Message, out.Locations, out.Path = parsed.Message, parsed.Locations, parsed.Path
		code := requestCode(parsed)
		if code == fault.CodeVariableInvalid {
			out.Message = message(ctx, named(fault.New(code, parsed.Message), parsed.Path))
		}
		return extend(ctx, out, code)
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
	if publicURL, ok := ctx.Value(publicURLKey{}).(string); ok {
		err.Extensions["docUrl"] = docURL(publicURL, code)
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
