package fake

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/server/httpsig"
	"baodan/server/payout"
)

// pay is POST /payouts.
func (g *Gateway) pay(w http.ResponseWriter, r *http.Request) {
	order, amount, problem := g.read(w, r)
	if problem != nil {
		problem.write(w)
		return
	}
	answer, reaction, problem := g.accept(order, amount)
	if problem == nil && g.journal.sync() != nil {
		problem = refuse(http.StatusInternalServerError, "journal")
	}
	switch {
	case problem != nil:
		problem.write(w)
	case reaction == fails:
		refuse(http.StatusInternalServerError, "internal").write(w)
	case reaction == hangs:
		select {
		case <-r.Context().Done():
		case <-g.running.Done():
		}
		panic(http.ErrAbortHandler) // the connection ends without an answer
	default:
		write(w, http.StatusOK, answer)
	}
}

// accept brings the order's payment to its next state. The effect is in the journal before the lock is given back.
func (g *Gateway) accept(o payout.Order, amount money.Amount) (payout.Answer, reaction, *problem) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running.Err() != nil {
		return payout.Answer{}, fails, refuse(http.StatusServiceUnavailable, "closed")
	}
	mode, known := g.choose(o.Key, o.Account)
	if !known {
		return payout.Answer{}, fails, refuse(http.StatusUnprocessableEntity, "unknown_fake_mode")
	}
	next := newPayment(o, amount, mode)
	if p := g.payments[o.Key]; p != nil {
		switch {
		case p.Content == next.Content:
			*next = *p
		case p.Status != "":
			return payout.Answer{}, fails, refuse(http.StatusConflict, "other_content")
		default: // the first order was lost, so it is this one that counts
			next.Tries = p.Tries
		}
	}
	before := next.Status
	reaction := next.try(time.Now(), g.options.Delay)
	if before == "" && g.journal.append(next) != nil {
		return payout.Answer{}, fails, refuse(http.StatusInternalServerError, "journal")
	}
	g.put(next)
	if before == "" {
		g.goOn(next)
	}
	answer := next.answer()
	if reaction == saysPending {
		answer = payout.Answer{Key: next.Key, Status: pending, Reference: next.reference()}
	}
	return answer, reaction, nil
}

// put remembers a payment in its newest state.
func (g *Gateway) put(p *payment) {
	if g.payments[p.Key] == nil {
		g.order = append(g.order, p.Key)
	}
	g.payments[p.Key] = p
}

// find is GET /payouts/{key}.
func (g *Gateway) find(w http.ResponseWriter, r *http.Request) {
	if problem := g.verify(r, nil); problem != nil {
		problem.write(w)
		return
	}
	g.mu.Lock()
	p := g.payments[r.PathValue("key")]
	var answer payout.Answer
	if p != nil && p.Status != "" {
		answer = p.answer()
	}
	g.mu.Unlock()
	switch {
	case g.journal.sync() != nil:
		refuse(http.StatusInternalServerError, "journal").write(w)
	case answer.Key == "":
		refuse(http.StatusNotFound, payout.CodeNotFound).write(w)
	default:
		write(w, http.StatusOK, answer)
	}
}

// read takes an order that is exactly in the contract: what another gateway would overlook is to be noticed here.
func (g *Gateway) read(w http.ResponseWriter, r *http.Request) (payout.Order, money.Amount, *problem) {
	var o payout.Order
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, payout.MaxBody))
	if err != nil {
		return o, money.Amount{}, refuse(http.StatusRequestEntityTooLarge, "too_large")
	}
	if problem := g.verify(r, body); problem != nil {
		return o, money.Amount{}, problem
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	switch {
	case d.Decode(&o) != nil || d.More():
		return o, money.Amount{}, refuse(http.StatusBadRequest, "bad_request")
	case r.Header.Get("Idempotency-Key") != o.Key:
		return o, money.Amount{}, refuse(http.StatusBadRequest, "bad_key")
	case slices.Contains([]string{o.Key, o.ClaimNumber, o.PolicyNumber, o.Channel, o.Payee}, ""):
		return o, money.Amount{}, refuse(http.StatusUnprocessableEntity, "missing_field")
	}
	value, err := money.ParseDecimal(o.Amount)
	if err != nil {
		return o, money.Amount{}, refuse(http.StatusUnprocessableEntity, "bad_amount")
	}
	amount, err := money.FromDecimal(value, money.Currency(o.Currency))
	if err != nil || amount.Minor <= 0 || amount.Text() != o.Amount {
		return o, money.Amount{}, refuse(http.StatusUnprocessableEntity, "bad_amount")
	}
	return o, amount, nil
}

// verify refuses a request that the configured key did not sign, or whose nonce came before.
func (g *Gateway) verify(r *http.Request, body []byte) *problem {
	if g.options.Key == nil {
		return nil
	}
	m, err := httpsig.Parse(r.Header)
	if err == nil {
		err = m.Verify(r.Method, r.Host, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, body, *g.options.Key, g.options.Now())
	}
	switch {
	case err != nil:
		return refuse(http.StatusUnauthorized, strings.ToLower(string(httpsig.ReasonOf(err))))
	case !g.nonces.Use(m.Params().KeyID, m.Params().Nonce, m.Params().Created):
		return refuse(http.StatusUnauthorized, strings.ToLower(string(httpsig.NonceReused)))
	}
	return nil
}

// listEffects is GET /effects: a line of JSON for each.
func (g *Gateway) listEffects(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/jsonl")
	out := json.NewEncoder(w)
	for _, effect := range g.Effects() {
		if out.Encode(effect) != nil {
			return
		}
	}
}

func (g *Gateway) showTotals(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, g.Totals())
}

// problem is an answer but 200.
type problem struct {
	status int
	code   string
}

func refuse(status int, code string) *problem { return &problem{status: status, code: code} }

func (p *problem) write(w http.ResponseWriter) { write(w, p.status, payout.Refusal{Code: p.code}) }

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the other side is gone
}
