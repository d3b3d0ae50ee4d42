package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"baodan/bench/rig"
	"baodan/server/web"
)

// sender sends requests, one after the other.
type sender struct {
	rig    *rig.Rig
	client *http.Client
	sent   int
}

func newSender(r *rig.Rig) *sender {
	return &sender{rig: r, client: &http.Client{Timeout: time.Minute}}
}

// attempt is a shape by a caller.
type attempt struct {
	*shape
	who caller
}

// got is what came back.
type got struct {
	status int
	bytes  int
	points int // that were charged
	text   []byte
}

// What every request is charged before it is read: a point, and one more for each of these bytes of its body.
const bodyAPoint = 32 << 10

// do sends a shape once.
func (s *sender) do(ctx context.Context, a attempt) (*got, error) {
	s.sent++
	body := a.body(s.sent)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.rig.Address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", s.sent>>16&255, s.sent>>8&255, s.sent&255))
	if a.who == channel {
		if err := s.rig.Signer.Sign(r, body, time.Now()); err != nil {
			return nil, err
		}
	}
	if a.who == person {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: token(s.sent % people)}) //nolint:gosec // a request's, not an answer's
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.name, err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.name, err)
	}
	var told struct {
		Extensions struct{ Cost struct{ Actual int } }
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return nil, fmt.Errorf("%s: the answer is no JSON: %w", a.name, err)
	}
	return &got{answer.StatusCode, len(text), max(1+len(body)/bodyAPoint, told.Extensions.Cost.Actual), text}, nil
}

// ask sends an honest request as the channel and reads a value of its data.
func (s *sender) ask(ctx context.Context, document string, variables map[string]any, into any) error {
	answer, err := s.do(ctx, attempt{&shape{name: "honest", document: document, variables: variables}, channel})
	if err != nil {
		return err
	}
	var told struct {
		Data   json.RawMessage
		Errors []any
	}
	if err := json.Unmarshal(answer.text, &told); err != nil || len(told.Errors) > 0 {
		return fmt.Errorf("%s", answer.text)
	}
	return json.Unmarshal(told.Data, into)
}

// enough CPU time that the system's count of it, in hundredths of a second, is exact to 3 %.
const enough = 300 * time.Millisecond

// measure sends a shape until the server has spent enough CPU time, or for as long as given.
func (s *sender) measure(ctx context.Context, a attempt, long time.Duration) (*result, error) {
	answer, err := s.do(ctx, a) // caches, connections
	if err != nil {
		return nil, err
	}
	if answer.status == http.StatusInternalServerError || answer.status == http.StatusTooManyRequests {
		return nil, fmt.Errorf("%s as %s: %s", a.name, a.who, answer.text)
	}
	if a.who == person && codeOf(answer.text) == "UNAUTHENTICATED" {
		return nil, fmt.Errorf("%s: the person's session does not hold", a.name)
	}
	res := &result{name: a.name, who: a.who, status: answer.status, code: codeOf(answer.text)}
	before, began := s.rig.Cost(), time.Now()
	var used time.Duration
	var points, size int
	for used < enough && time.Since(began) < long {
		for range max(res.sent/4, 1) {
			if answer, err = s.do(ctx, a); err != nil {
				return nil, err
			}
			res.sent++
			points, size = points+answer.points, max(size, answer.bytes)
		}
		used = s.rig.Cost().Since(before)[rig.Server]
	}
	res.points = float64(points) / float64(res.sent)
	res.milliseconds, res.bytes = float64(used.Microseconds())/1000/float64(res.sent), size
	return res, nil
}

// profileOf writes a profile of the server while attempts are sent one after the other.
func (s *sender) profileOf(ctx context.Context, all []attempt, file string) error {
	const length = 20 * time.Second
	done := make(chan error, 1)
	go func() { done <- s.rig.Profile(ctx, "profile", file, length) }()
	for {
		for _, a := range all {
			select {
			case err := <-done:
				return err
			default:
			}
			if _, err := s.do(ctx, a); err != nil {
				return err
			}
		}
	}
}

// codeOf the first error of an answer; empty where there is none.
func codeOf(text []byte) string {
	var told struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal(text, &told) != nil || len(told.Errors) == 0 {
		return ""
	}
	return told.Errors[0].Extensions.Code
}

// caller is who sends.
type caller string

const (
	nobody  caller = "nobody"
	channel caller = "channel"
	person  caller = "person" // of the insurer
)

// shape is a kind of request. A mark @@ in it is another number each time.
type shape struct {
	name      string
	only      caller // empty: both
	document  string
	variables map[string]any
	raw       []byte // a body that is not made of document and variables
}

func (s *shape) callers() []caller {
	if s.only != "" {
		return []caller{s.only}
	}
	return []caller{nobody, channel}
}

// body of a request, never the same twice, so that no document is known already.
func (s *shape) body(n int) []byte {
	if s.raw != nil {
		return append(bytes.Clone(s.raw), ' ')
	}
	request := map[string]any{"query": s.document + " # " + strconv.Itoa(n)}
	if s.variables != nil {
		request["variables"] = s.variables
	}
	text, err := json.Marshal(request)
	if err != nil {
		panic(err) // all of it is text, numbers, lists and maps
	}
	return bytes.ReplaceAll(text, []byte("@@"), []byte(strconv.Itoa(n)))
}
