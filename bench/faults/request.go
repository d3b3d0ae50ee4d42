package main

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// The channel mutations, each with what it answers.
const (
	issue    = "issuePolicy"
	renew    = "renewPolicy"
	endorse  = "endorsePolicy"
	cancel   = "cancelPolicy"
	submit   = "submitClaim"
	update   = "updateClaim"
	withdraw = "withdrawClaim"
)

// mutations in the order in which they are printed.
var mutations = []string{issue, renew, endorse, cancel, submit, update, withdraw}

const (
	boundFields       = `offer { agreementCode productCode planCode } period { start end } payer premium { amount currency } sumInsured { amount currency } insureds { reference } revision`
	endorsementFields = `number kind effectiveAt recordedAt reason premiumChange { amount currency } byPayer { payer premium { amount currency } } after { number premium { amount currency } revision }`
	claimFields       = `number requestNo occurredAt submittedAt policy { number }`
	madeFields        = `revision at kind facts changed`
)

// kinds say of each mutation its input type, the object it answers with those of its fields that never change, and what else is the
// same however often it is sent: the policy as it was bound, what a request made of a claim.
var kinds = map[string]struct{ input, object, fields, made, madeFields string }{
	issue:    {"IssuePolicyInput", "policy", "number orderNo mode boundAt", "bound", boundFields},
	renew:    {"RenewPolicyInput", "policy", "number orderNo mode boundAt renews", "bound", boundFields},
	endorse:  {"EndorsePolicyInput", "endorsement", endorsementFields, "", ""},
	cancel:   {"CancelPolicyInput", "endorsement", endorsementFields, "", ""},
	submit:   {"SubmitClaimInput", "claim", claimFields, "made", madeFields},
	update:   {"UpdateClaimInput", "claim", claimFields, "made", madeFields},
	withdraw: {"WithdrawClaimInput", "claim", claimFields, "made", madeFields},
}

// request is one wish of a channel under its number; it is sent until it is answered, and sometimes once more.
type request struct {
	Channel  string `json:"channel"`
	Mutation string `json:"mutation"`
	Number   string `json:"number"`
	Body     []byte `json:"-"`

	mu       sync.Mutex
	sent     int
	silent   int    // attempts without an answer
	answer   string // the object answered, the same each time
	fresh    int    // answers that were no replay
	refusals []string
}

func newRequest(channel, mutation, number string, input map[string]any) *request {
	k := kinds[mutation]
	field := "requestNo"
	if mutation == issue || mutation == renew {
		field = "orderNo"
	}
	input[field] = number
	made := ""
	if k.made != "" {
		made = k.made + " { " + k.madeFields + " } "
	}
	query := fmt.Sprintf("mutation($in: %s!) { %s(input: $in) { replayed %s { %s } %suserErrors { code message } } }", k.input, mutation, k.object, k.fields, made)
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"in": input}})
	if err != nil {
		panic(err) // texts and times always marshal
	}
	return &request{Channel: channel, Mutation: mutation, Number: number, Body: body}
}

// outcome is what one attempt came to.
type outcome int

const (
	silence  outcome = iota // no answer, or one that says nothing: it may have happened or not
	accepted                // it happened
	refused                 // it did not, and the answer says why
	wrong                   // an answer that should never be given
)

// payload is the answer to a mutation.
type payload struct {
	Replayed   bool
	Object     json.RawMessage
	UserErrors []struct{ Code, Message string }
}

// note takes an attempt's answer in, and says what does not fit the answers before it.
func (r *request) note(found *findings, came outcome, p *payload, afterAnswer bool, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch came {
	case silence:
		r.silent++
	case wrong:
		found.add("PROTOCOL", r.Number, "%s was answered with %s", r.Mutation, text)
	case refused:
		r.refusals = append(r.refusals, p.UserErrors[0].Code)
		if afterAnswer {
			found.add("I1", r.Number, "%s was acknowledged with %s and, sent again, refused with %s %s", r.Mutation, r.answer,
				p.UserErrors[0].Code, p.UserErrors[0].Message)
		}
	case accepted:
		if !p.Replayed {
			r.fresh++
		}
		if r.answer != "" && r.answer != string(p.Object) {
			found.add("I1", r.Number, "%s was answered with %s and then with %s", r.Mutation, r.answer, p.Object)
		}
		if r.fresh > 1 {
			found.add("I1", r.Number, "%s was answered twice as done anew: %s", r.Mutation, p.Object)
		}
		r.answer = string(p.Object)
	}
}

func (r *request) answered() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.answer != ""
}

// open tells whether it is not known yet whether it happened.
func (r *request) open() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.answer == "" && len(r.refusals) == 0
}

// object reads the answer.
func (r *request) object() map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	var o map[string]any
	_ = json.Unmarshal([]byte(r.answer), &o) // it was parsed once
	return o
}

// book is all requests by their numbers.
type book struct {
	mu       sync.Mutex
	byNumber map[string]*request
	waiting  []*request // to be sent again later
	counts   map[string]*tally
}

// tally counts a mutation's requests.
type tally struct{ requests, attempts, silent, accepted, refused, doubled int }

func newBook() *book {
	b := &book{byNumber: map[string]*request{}, counts: map[string]*tally{}}
	for _, m := range mutations {
		b.counts[m] = &tally{}
	}
	return b
}

func (b *book) enter(r *request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.byNumber[r.Number] = r
	b.counts[r.Mutation].requests++
}

func (b *book) count(mutation string, f func(*tally)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(b.counts[mutation])
}

func (b *book) later(r *request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = append(b.waiting, r)
}

// takeWaiting gives a request that waits to be sent again; nil: none.
func (b *book) takeWaiting() *request {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 {
		return nil
	}
	r := b.waiting[0]
	b.waiting = b.waiting[1:]
	return r
}

func (b *book) all() []*request {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := make([]*request, 0, len(b.byNumber))
	for _, r := range b.byNumber {
		list = append(list, r)
	}
	return list
}

// entry is a line of the client's journal.
type entry struct {
	At      time.Time       `json:"at"`
	Number  string          `json:"number"`
	Attempt int             `json:"attempt"`
	Server  string          `json:"server"`
	Sent    json.RawMessage `json:"sent,omitempty"`
	Answer  string          `json:"answer,omitempty"`
}
