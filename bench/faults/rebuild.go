package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// keeper is a channel that knows only what events told it.
type keeper map[string]map[string]any

// hear takes an event in: whatever it names is so from then on.
func (k keeper) hear(kind, subject string, sequence int, body json.RawMessage) {
	kept := k[subject]
	if kept == nil {
		kept = map[string]any{"revision": 0}
		k[subject] = kept
	}
	if before, _ := kept["revision"].(int); sequence <= before {
		return // heard before
	}
	var fields map[string]any
	_ = json.Unmarshal(body, &fields) // what is no JSON tells nothing, and that will show
	if subject[0] == 'C' {
		delete(kept, "payable") // an event of a claim tells all of it
	}
	maps.Copy(kept, fields)
	kept["revision"] = sequence
	if kind == "policy.cancelled" {
		kept["cancelled"] = true
	}
}

// rebuild makes each channel's policies and claims from webhooks alone, and from the log alone, and compares both with
// what the API says.
func (v *verifier) rebuild(ctx context.Context, d *data, messages []heard) {
	var group sync.WaitGroup
	for _, c := range v.channels {
		told, read := keeper{}, keeper{}
		for _, m := range messages {
			if m.Channel == c.code && m.Status == 200 {
				told.hear(m.Type, m.Subject, m.Sequence, m.Data)
			}
		}
		for _, e := range c.log {
			read.hear(e.Type, e.Subject, e.Sequence, e.Data)
		}
		subjects := make(chan string, len(d.bySubject))
		for _, p := range d.policies {
			if d.codes[p.channel] == c.code {
				subjects <- p.number
			}
		}
		for _, one := range d.claims {
			if d.codes[one.channel] == c.code {
				subjects <- one.number
			}
		}
		close(subjects)
		for range 4 {
			group.Go(func() {
				for subject := range subjects {
					v.compare(ctx, c, subject, told[subject], read[subject])
				}
			})
		}
	}
	group.Wait()
}

const (
	policyQuery = `query($by: PolicyLookup!) { policy(by: $by) { number orderNo state revision payer premium { amount currency } sumInsured { amount currency } offer { planCode } } }`
	claimQuery  = `query($no: String!) { claim(by: {number: $no}) { number requestNo state revision limit { amount currency } claimed { amount currency } computed { amount currency } payable { amount currency } policy { number } } }`
)

// compare holds what two keepers know of a policy or claim against the API.
func (v *verifier) compare(ctx context.Context, c *channel, subject string, told, read map[string]any) {
	query, name, variables := policyQuery, "policy", map[string]any{"by": map[string]any{"number": subject}}
	if subject[0] == 'C' {
		query, name, variables = claimQuery, "claim", map[string]any{"no": subject}
	}
	answer, err := c.insist(ctx, query, variables)
	if err != nil {
		v.found.add("PROTOCOL", subject, "%v", err)
		return
	}
	var now map[string]any
	if err := json.Unmarshal(answer[name], &now); err != nil || now == nil {
		v.found.add("I1", subject, "the API says %s", answer[name])
		return
	}
	for who, kept := range map[string]map[string]any{"webhooks": told, "the log": read} {
		if kept == nil {
			v.found.add("REBUILD", subject, "%s told nothing of it; the API says %s", who, text(now))
			continue
		}
		for _, field := range differing(name, now, kept) {
			v.found.add("REBUILD", subject, "%s by %s is %s, by the API %s", field, who, text(kept), text(now))
		}
	}
}

// differing names what differs.
func differing(name string, now, kept map[string]any) []string {
	var fields []string
	same := func(field string, a, b any) {
		if fmt.Sprint(a) != fmt.Sprint(b) {
			fields = append(fields, field)
		}
	}
	same("revision", now["revision"], kept["revision"])
	if name == "policy" {
		offer, _ := now["offer"].(map[string]any)
		same("orderNo", now["orderNo"], kept["orderNo"])
		same("premium", now["premium"], kept["premium"])
		same("sumInsured", now["sumInsured"], kept["sumInsured"])
		same("planCode", offer["planCode"], kept["planCode"])
		same("cancelled", now["state"] == "CANCELLED", kept["cancelled"] == true)
		return fields
	}
	policy, _ := now["policy"].(map[string]any)
	same("state", now["state"], kept["state"])
	same("requestNo", now["requestNo"], kept["requestNo"])
	same("limit", now["limit"], kept["limit"])
	same("claimed", now["claimed"], kept["claimed"])
	same("computed", now["computed"], kept["computed"])
	same("payable", now["payable"], kept["payable"])
	same("policyNumber", policy["number"], kept["policyNumber"])
	return fields
}

// repeat sends what was acknowledged once more: I1 says that it is answered with the same bytes, as a replay.
func (v *verifier) repeat(ctx context.Context) {
	list := v.book.all()
	slices.SortFunc(list, func(a, b *request) int { return len(a.Number) - len(b.Number) })
	work := make(chan *request, len(list))
	for _, r := range list {
		if r.answered() {
			work <- r
		}
	}
	close(work)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for r := range work {
				for ctx.Err() == nil && v.channelOf(r.Channel).attempt(ctx, anyServer(), r) == silence {
					continue
				}
			}
		})
	}
	group.Wait()
}
