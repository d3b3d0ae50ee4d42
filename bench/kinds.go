package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"baodan/bench/load"
	"baodan/engine/number"
)

// What is asked for. The first line of each is what a platform needs to go on; explain is what an auditor reads.
const (
	issueQuery = `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { policy { number state ` +
		`premium { amount currency } sumInsured { amount currency } period { start end }%s } replayed userErrors { code message path } } }`
	quoteQuery = `mutation($in: QuoteInput!) { quote(input: $in) { quote { ` +
		`premium { amount currency } sumInsured { amount currency } token expiresAt%s } userErrors { code message path } } }`
	claimQuery = `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { claim { number state%s } replayed ` +
		`userErrors { code message path } } }`
	policyQuery = `query($by: PolicyLookup!) { policy(by: $by) { number orderNo state ` +
		`premium { amount currency } sumInsured { amount currency } period { start end }%s } }`
	explain = ` rating { result { amount currency } steps { rule inputs { name value } value } }`
)

// numberMark stands where a policy number goes.
var numberMark = strings.Repeat("#", number.Length)

// risk is return-freight cover for an order, with a person whose data are stored encrypted.
func risk() map[string]any {
	return map[string]any{
		"agreementCode": "AG-MALL-RFI", "planCode": "A",
		"applicant": map[string]any{"person": map[string]any{"name": "张三", "phone": "13800000000"}},
		"insureds":  []any{map[string]any{"reference": load.OrderMark, "party": nil}},
		"factors": map[string]any{
			"sellerId": "S-1", "sellerReturnRate": "0.05", "buyerId": "B-1", "buyerReturns": 1, "buyerRiskScore": 10,
			"category": "clothing", "payTime": time.Now().Add(-time.Hour).Format(time.RFC3339), "payAmount": "199.00",
			"carrier": "SF", "trackingNo": "SF1234567890123", "weightKg": "0.8",
			"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "文三路 100 号"},
			"to":   map[string]any{"province": "21", "city": "2101", "county": "210102", "address": "青年大街 1 号"},
		},
	}
}

// kind is a request whose body is a query with variables.
func kind(name, query string, full bool, variables map[string]any, mark string) (*load.Kind, error) {
	steps := ""
	if full {
		steps = explain
	}
	text, err := json.Marshal(map[string]any{"query": fmt.Sprintf(query, steps), "variables": variables})
	if err != nil {
		return nil, err
	}
	body, err := load.NewTemplate(string(text), mark)
	return &load.Kind{Name: name, Body: body}, err
}

// apart is risk with a seller, a buyer and an address of its own each time, so that claims of it are no burst.
func apart(agreement string) map[string]any {
	risk := risk()
	risk["agreementCode"] = agreement
	factors := risk["factors"].(map[string]any)
	factors["sellerId"], factors["buyerId"], factors["trackingNo"] = "S-"+load.OrderMark, "B-"+load.OrderMark, load.OrderMark
	factors["to"].(map[string]any)["address"] = "青年大街 " + load.OrderMark + " 号"
	return risk
}

func issueKind(full bool) (*load.Kind, error) { return issueOf(full, risk()) }

// issueOf takes out policies of a risk.
func issueOf(full bool, risk map[string]any) (*load.Kind, error) {
	in := map[string]any{"orderNo": load.OrderMark, "risk": risk}
	k, err := kind("issue", issueQuery, full, map[string]any{"in": in}, load.OrderMark)
	if err != nil {
		return nil, err
	}
	k.Check = load.Holding(`"number":"P`, `"replayed":false`, `"userErrors":[]`)
	return k, nil
}

func quoteKind(full bool) (*load.Kind, error) {
	k, err := kind("quote", quoteQuery, full, map[string]any{"in": map[string]any{"risk": risk()}}, load.OrderMark)
	if err != nil {
		return nil, err
	}
	k.Check = load.Holding(`"premium":{"amount":"`, `"token":"`, `"userErrors":[]`)
	return k, nil
}

// claimKind claims under policies, each once: what is returned was sent, received and refunded at one moment, under the
// policy's number as request number and tracking number.
func claimKind(policies *policies, at time.Time) (*load.Kind, error) {
	moment := at.UTC().Format(time.RFC3339)
	in := map[string]any{
		"requestNo": numberMark, "policyNumber": numberMark, "occurredAt": moment,
		"facts": map[string]any{
			"returnCarrier": "SF", "returnTrackingNo": numberMark, "shippedBackAt": moment, "receivedAt": moment, "refundedAt": moment,
		},
	}
	k, err := kind("claim", claimQuery, false, map[string]any{"in": in}, numberMark)
	if err != nil {
		return nil, err
	}
	k.Pick = policies.next
	k.Check = load.Holding(`"number":"C`, `"state":"SUBMITTED"`, `"replayed":false`, `"userErrors":[]`)
	return k, nil
}

// policyKind reads policies by number, any of those that were taken out.
func policyKind(full bool, policies *policies) (*load.Kind, error) {
	by := map[string]any{"by": map[string]any{"number": numberMark}}
	k, err := kind("policy", policyQuery, full, by, numberMark)
	if err != nil {
		return nil, err
	}
	k.Pick = policies.any
	k.Check = func(answer []byte, value string) error {
		if !bytes.Contains(answer, []byte(value)) {
			return fmt.Errorf("not in the answer: %s", answer)
		}
		return nil
	}
	return k, nil
}

// policies are numbers of policies that were taken out.
type policies struct {
	mu   sync.Mutex
	kept []string
	used atomic.Int64 // by next
}

// keep notes the number in an answer to an issue.
func (p *policies) keep(answer []byte) {
	_, rest, found := bytes.Cut(answer, []byte(`"number":"`))
	if !found || len(rest) < number.Length {
		return
	}
	p.mu.Lock()
	p.kept = append(p.kept, string(rest[:number.Length]))
	p.mu.Unlock()
}

// any is one of them; nothing is added any more when it is called.
func (p *policies) any() string { return p.kept[rand.IntN(len(p.kept))] }

// next is each of them once; then empty, which no request can be made of.
func (p *policies) next() string {
	if i := int(p.used.Add(1)) - 1; i < len(p.kept) {
		return p.kept[i]
	}
	return ""
}
