package story

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keeper is a channel that knows only what events told it.
type keeper struct{ policies, claims map[string]map[string]any }

func newKeeper() *keeper {
	return &keeper{map[string]map[string]any{}, map[string]map[string]any{}}
}

// hear takes one event in.
func (k *keeper) hear(kind, subject string, sequence any, data map[string]any) {
	into := k.policies
	if subject[0] == 'C' {
		into = k.claims
	}
	kept := into[subject]
	if kept == nil {
		kept = map[string]any{"state": "BOUND"}
		into[subject] = kept
	}
	for name, value := range data {
		kept[name] = value
	}
	kept["revision"] = fmt.Sprint(sequence)
	switch kind {
	case "policy.cancelled":
		kept["state"] = "CANCELLED"
	case "policy.issued":
		kept["orderNo"] = data["orderNo"]
	}
}

// A channel that keeps only what webhooks told it, and one that keeps only what the log says, know exactly what the API
// says of every policy and claim.
func TestChannelRebuildsEverythingFromEvents(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook := newReceiver(t)
		hook.Fail = func(m message) int { // one in three fails at first
			if rand.IntN(3) == 0 {
				return 500
			}
			return 0
		}
		hook.subscribe(f, payKey, "*")
		f.live(payKey, 12)
		f.catchUp(payKey)
		heard, read := newKeeper(), newKeeper()
		for _, m := range hook.messages() {
			heard.hear(m.Type, m.Subject, m.Sequence, m.Data)
		}
		for cursor := any(nil); ; {
			a := f.ask(payKey, `query($after: String) { events(first: 7, after: $after) { pageInfo { hasNextPage endCursor } edges { node { type subject sequence data } } } }`, map[string]any{"after": cursor})
			require.Empty(t, a.Errors, string(a.Body))
			for _, e := range a.at("events", "edges").([]any) {
				n := e.(map[string]any)["node"].(map[string]any)
				read.hear(n["type"].(string), n["subject"].(string), n["sequence"], n["data"].(map[string]any))
			}
			if cursor = a.at("events", "pageInfo", "endCursor"); a.at("events", "pageInfo", "hasNextPage") != true {
				break
			}
		}
		assert.Equal(t, read, heard)
		require.Len(t, heard.policies, 14, "12, and two renewals")
		f.compare(payKey, heard)
	})
}

// live lets policies live: endorsed, claimed under, cancelled, renewed.
func (f channel) live(key string, policies int) {
	f.t.Helper()
	var numbers []string
	for i := range policies {
		no := fmt.Sprintf("RB-%d", i)
		numbers = append(numbers, f.sold(key, map[string]any{"in": map[string]any{"orderNo": no, "risk": account("acct-"+no, "BASIC")}}))
	}
	f.pass(key, 20*24*time.Hour)
	for i, no := range numbers {
		if i%2 == 0 {
			f.must("endorsePolicy", f.ask(key, endorseDocument, map[string]any{"in": map[string]any{"requestNo": "E-" + no, "policyNumber": no, "change": map[string]any{"planCode": "PLUS"}}}))
		}
		if i%3 == 0 {
			loss := []string{"900", "2500", "99.5"}[i/3%3]
			a := f.ask(key, submitDocument, f.robbed("C-"+no, no, loss, ""))
			f.must("submitClaim", a)
			if i%2 == 1 {
				f.must("withdrawClaim", f.ask(key, withdrawDocument, map[string]any{"in": map[string]any{"requestNo": "W-" + no, "claimNumber": a.at("submitClaim", "claim", "number")}}))
			}
		}
		if i%5 == 1 && i%3 != 0 {
			f.must("cancelPolicy", f.ask(key, cancelDocument, map[string]any{"in": map[string]any{"requestNo": "X-" + no, "policyNumber": no, "reason": "CUSTOMER_REQUEST"}}))
		}
	}
	f.catchUp(key)
	f.pass(key, 320*24*time.Hour)
	for _, i := range []int{2, 4} {
		f.must("renewPolicy", f.ask(key, renewDocument, map[string]any{"in": map[string]any{"orderNo": fmt.Sprintf("RN-%d", i), "policyNumber": numbers[i]}}))
	}
}

// catchUp works, with pauses, until every retry came through.
func (f channel) catchUp(key string) {
	f.t.Helper()
	for range 30 {
		doDue(f.t, f.App)
		f.pass(key, 2*time.Hour)
	}
}

func (f channel) must(mutation string, a *answer) {
	f.t.Helper()
	require.Empty(f.t, a.Errors, string(a.Body))
	require.Empty(f.t, a.codes(mutation), string(a.Body))
}

// compare holds what a channel kept against what the API says.
func (f channel) compare(key string, k *keeper) {
	f.t.Helper()
	for number, kept := range k.policies {
		a := f.ask(key, `query($by: PolicyLookup!) { policy(by: $by) { number orderNo state revision premium { amount currency } sumInsured { amount currency } offer { planCode } payer } }`,
			map[string]any{"by": map[string]any{"number": number}})
		p := a.Data["policy"].(map[string]any)
		assert.Equal(f.t, p["orderNo"], kept["orderNo"])
		assert.Equal(f.t, fmt.Sprint(p["revision"]), kept["revision"], number)
		assert.Equal(f.t, p["premium"], kept["premium"], number)
		assert.Equal(f.t, p["sumInsured"], kept["sumInsured"], number)
		assert.Equal(f.t, a.at("policy", "offer", "planCode"), kept["planCode"], number)
		assert.Equal(f.t, p["state"] == "CANCELLED", kept["state"] == "CANCELLED", number)
	}
	for number, kept := range k.claims {
		a := f.ask(key, claimDocument, map[string]any{"no": number})
		c := a.Data["claim"].(map[string]any)
		assert.Equal(f.t, c["state"], kept["state"], number)
		assert.Equal(f.t, fmt.Sprint(c["revision"]), kept["revision"], number)
		assert.Equal(f.t, c["requestNo"], kept["requestNo"], number)
		assert.Equal(f.t, a.at("claim", "policy", "number"), kept["policyNumber"], number)
		if kept["payable"] != nil || c["payable"] != nil {
			assert.Equal(f.t, c["payable"], kept["payable"], number)
		}
		if c["state"] != "WITHDRAWN" {
			assert.Equal(f.t, a.at("claim", "decision", "reason"), kept["reason"], number)
		}
	}
}
