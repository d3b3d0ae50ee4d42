package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

const (
	plainJSON    = "application/json"
	responseJSON = "application/graphql-response+json"
)

// Serve answers one request whose body was read and whose caller is known, once it has paid what every request costs.
func (e *Endpoint) Serve(w http.ResponseWriter, r *http.Request, body []byte, c *access.Caller) {
	if e.Admit(r.Context(), w, body, c) {
		e.Answer(w, r, body, c)
	}
}

// Admit takes what every request costs before it is read; false where the request was refused until there is enough again.
func (e *Endpoint) Admit(ctx context.Context, w http.ResponseWriter, body []byte, c *access.Caller) bool {
	_, ok := e.afford(WithCaller(ctx, c), w, c, false, entryOf(body))
	return ok
}

// Answer answers a request that was admitted: POST with application/json only, one operation a request, after the
// GraphQL-over-HTTP specification.
func (e *Endpoint) Answer(w http.ResponseWriter, r *http.Request, body []byte, c *access.Caller) {
	ctx := graphql.StartOperationTrace(withSiblings(WithCaller(r.Context(), c)))
	defer func() {
		if reason := recover(); reason != nil {
			Refuse(ctx, w, http.StatusInternalServerError, recovered(ctx, reason))
		}
	}()
	answer, ok := accepted(r.Header.Values("Accept"))
	if !ok {
		Refuse(ctx, w, http.StatusNotAcceptable, fault.New(fault.CodeNotAcceptable, ""))
		return
	}
	params, err := decode(r, body)
	if err != nil {
		Refuse(ctx, w, statusOf(err), err)
		return
	}
	view, err := e.viewFor(c, params)
	if err != nil {
		w.Header().Set("WWW-Authenticate", "Signature")
		Refuse(ctx, w, http.StatusUnauthorized, err)
		return
	}
	op := e.prepare(ctx, w, answer, view, params)
	if op == nil {
		return
	}
	size := view.shapeOf(op)
	if err := size.refuse(); err != nil {
		Refuse(ctx, w, http.StatusBadRequest, err)
		return
	}
	if c.Audience == access.Ops {
		if err := mayAsk(c, op.Operation); err != nil {
			Refuse(ctx, w, http.StatusForbidden, err)
			return
		}
	}
	left, ok := e.afford(ctx, w, c, op.Operation.Operation == ast.Mutation, size.cost)
	if !ok {
		return
	}
	e.warn(w.Header(), c, view.deprecatedIn(op, &size))
	points := entryOf(body) + size.cost
	e.execute(ctx, w, answer, view, op, &bill{points, points, entryOf(body) - entry, left})
}

// prepare parses, counts and validates the document of a request; nil where it was refused.
func (e *Endpoint) prepare(ctx context.Context, w http.ResponseWriter, media string, view *View, params *graphql.RawParams) *graphql.OperationContext {
	var op *graphql.OperationContext
	doc, err := view.document(params.Query)
	var faults gqlerror.List
	switch {
	case err == nil:
		if op, faults = view.operation(ctx, doc, params); len(faults) == 0 {
			faults = view.limits.beyond(op.Operation, op.Variables)
		}
	case !errors.As(err, &faults):
		Refuse(ctx, w, http.StatusBadRequest, err)
		return nil
	}
	if len(faults) == 0 {
		return op
	}
	if op == nil {
		op = &graphql.OperationContext{} // answering errors needs one
	}
	status := http.StatusBadRequest
	if media == plainJSON {
		status = http.StatusOK // a well-formed request, by the letter of the specification
	}
	send(w, status, media, responseOf(view.exec.DispatchError(graphql.WithOperationContext(ctx, op), faults), nil))
	return nil
}

// execute does what was asked and answers it, whole or not at all. Only what lies below the payload of a mutation may be missing, with
// an error that says so. An answer that is larger than its points pay for is paid for afterwards.
func (e *Endpoint) execute(ctx context.Context, w http.ResponseWriter, media string, view *View, op *graphql.OperationContext, b *bill) {
	meter := e.bounds.metered(ctx, op)
	respond, ctx := view.exec.DispatchOperation(ctx, op)
	response := respond(ctx)
	c := caller(ctx)
	if stopped := meter.why(); stopped != nil && !meter.mutation {
		e.settle(w, c, false, b, int(meter.bytes.Load()))
		status := http.StatusBadRequest
		if !fault.Has(stopped, fault.CodeAnswerTooLarge) {
			status = http.StatusServiceUnavailable
		}
		send(w, status, responseJSON, responseOf(&graphql.Response{Errors: gqlerror.List{present(ctx, stopped)}}, b))
		return
	}
	if response == nil { // the caller is gone, or was answered too late
		Refuse(ctx, w, http.StatusServiceUnavailable, fault.New(fault.CodeTimeout, ""))
		return
	}
	work.Point("api.before-answer")
	e.settle(w, c, meter.mutation, b, len(response.Data))
	send(w, http.StatusOK, media, responseOf(response, b))
}

// What every request costs before it is read, so that nobody makes us parse nonsense without end: a point, and one more for
// each of these bytes of its body.
const (
	entry      = 1
	bodyAPoint = 32 << 10
)

func entryOf(body []byte) int { return entry + len(body)/bodyAPoint }

// bill of a request: the points that it asked for, those that it took in the end, those of them that only its body took, and what is
// left of the bucket that pays for it.
type bill struct {
	requested, actual, body int
	left                    Level
}

// settle takes the points for an answer that is larger than its cost pays for. They are taken although the bucket may not hold them:
// then the caller waits before the next request.
func (e *Endpoint) settle(w http.ResponseWriter, c *access.Caller, write bool, b *bill, bytes int) {
	if more := parts(bytes, bytesAPoint) - (b.actual - b.body); more > 0 {
		b.actual += more
		b.left = e.budget.Owe(c, write, more)
		tell(w, b.left)
	}
}

// tell a caller what is left.
func tell(w http.ResponseWriter, left Level) {
	reset := max(int(math.Ceil(time.Until(left.ResetAt).Seconds())), 0)
	w.Header().Set("RateLimit", "\"points\";r="+strconv.Itoa(left.Remaining)+";t="+strconv.Itoa(reset))
}

// afford spends a request's cost, or refuses it until there is enough again.
func (e *Endpoint) afford(ctx context.Context, w http.ResponseWriter, c *access.Caller, write bool, points int) (left Level, ok bool) {
	left, wait := e.budget.Spend(c, write, points)
	tell(w, left)
	if wait == 0 {
		return left, true
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	err := present(ctx, fault.Newf(fault.CodeThrottled, "%d points, retry in %s", points, wait.Round(time.Millisecond)))
	err.Extensions["retryAfterMs"] = int64(math.Ceil(float64(wait) / float64(time.Millisecond)))
	send(w, http.StatusTooManyRequests, responseJSON, responseOf(&graphql.Response{Errors: gqlerror.List{err}}, nil))
	return left, false
}

// Refuse answers a request that never becomes an operation. Its media type is that of GraphQL whatever was accepted, so
// that a caller can tell our 4xx from that of something between us.
func Refuse(ctx context.Context, w http.ResponseWriter, status int, err error) {
	send(w, status, responseJSON, responseOf(&graphql.Response{Errors: gqlerror.List{present(ctx, err)}}, nil))
}

// decode reads the body into an operation.
func decode(r *http.Request, body []byte) (*graphql.RawParams, error) {
	media, charset, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != plainJSON || charset["charset"] != "" && !strings.EqualFold(charset["charset"], "utf-8") {
		return nil, fault.New(fault.CodeUnsupportedMediaType, "")
	}
	if !utf8.Valid(body) {
		return nil, fault.New(fault.CodeBadRequest, "the body is not UTF-8")
	}
	var request struct {
		Query         string         `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&request); err != nil {
		return nil, fault.New(fault.CodeBadRequest, "the body is not a JSON object with query, variables, operationName, extensions")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fault.New(fault.CodeBadRequest, "the body goes on after the JSON object")
	}
	if request.Query == "" {
		return nil, fault.New(fault.CodeBadRequest, "query is missing")
	}
	params := &graphql.RawParams{Query: request.Query, Variables: request.Variables, Extensions: request.Extensions}
	if request.OperationName != nil {
		params.OperationName = *request.OperationName
	}
	return params, nil
}

// accepted chooses the media type of the answer: of those we have, the one that the caller weighs most, the first among
// equals; the plain one for a caller that does not say, as the specification asks.
func accepted(accept []string) (string, bool) {
	list := strings.Join(accept, ",")
	if strings.TrimSpace(list) == "" {
		return plainJSON, true
	}
	best, most := "", 0.0
	for _, one := range strings.Split(list, ",") {
		media, params, err := mime.ParseMediaType(one)
		if err != nil || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
			continue
		}
		weight := 1.0
		if q, given := params["q"]; given {
			weight, _ = strconv.ParseFloat(q, 64) // what is no weight weighs nothing
		}
		if weight > most && answers(media) != "" {
			best, most = answers(media), weight
		}
	}
	return best, best != ""
}

// answers is the media type that a media range gets.
func answers(media string) string {
	switch media {
	case responseJSON:
		return responseJSON
	case plainJSON, "*/*", "application/*":
		return plainJSON
	}
	return ""
}

func statusOf(err error) int {
	if fault.Has(err, fault.CodeUnsupportedMediaType) {
		return http.StatusUnsupportedMediaType
	}
	return http.StatusBadRequest
}

// responseOf is a response as it is sent: its first errors, its data as the executor wrote them, and what it cost; nil: nothing but
// the entry.
func responseOf(response *graphql.Response, b *bill) *bytes.Buffer {
	var out bytes.Buffer
	out.Grow(len(response.Data) + 256)
	out.WriteByte('{')
	if len(response.Errors) > 0 {
		text, err := json.Marshal(response.Errors[:min(len(response.Errors), mostErrors)])
		if err != nil {
			text = []byte(`[{"message":"internal error","extensions":{"code":"INTERNAL"}}]`)
		}
		out.WriteString(`"errors":`)
		out.Write(text)
	}
	if response.Data != nil {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(`"data":`)
		out.Write(response.Data)
	}
	if b != nil {
		fmt.Fprintf(&out, `,"extensions":{"cost":{"requested":%d,"actual":%d,"left":%d,"limit":%d,"resetMs":%d}}`,
			b.requested, b.actual, b.left.Remaining, b.left.Limit, max(time.Until(b.left.ResetAt).Milliseconds(), 0))
	}
	out.WriteByte('}')
	return &out
}

func send(w http.ResponseWriter, status int, media string, out *bytes.Buffer) {
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(out.Len()))
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(out.Bytes()) //nolint:errcheck // the caller is gone; there is nobody to tell
}
