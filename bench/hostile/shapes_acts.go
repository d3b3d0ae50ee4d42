package main

import (
	"fmt"
	"strings"
)

// factorsOf a risk, some thousands of which the product does not know.
func factorsOf(unknown int) map[string]any {
	factors := map[string]any{}
	for i := range unknown {
		factors[fmt.Sprintf("x%d", i)] = 1
	}
	return factors
}

// with changes a value of a risk.
func with(name string, value any) map[string]any {
	changed := risk()
	changed[name] = value
	return map[string]any{"in": map[string]any{"risk": changed}}
}

func insureds(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = map[string]any{"reference": fmt.Sprint("ORDER-", i)}
	}
	return list
}

// inputs are acts with input that is large, wrong or both.
func inputs(w *world) []*shape {
	const quote = "mutation($in: QuoteInput!) { quote(input: $in) { quote { premium { amount } rating { steps { rule inputs { name value } value } } } "
	errors := each(15, "a#: userErrors { code message path } ") + "} }"
	large := strings.Repeat("很", 60_000)
	odd := make([]any, 20_000)
	for i := range odd {
		odd[i] = i
	}
	deep := any("x")
	for range 4000 {
		deep = map[string]any{"a": deep}
	}
	explained := each(12, "b#: rating { steps { rule inputs { name value } value } } ")
	list := []*shape{
		{name: "12,000 unknown factors, errors by 15 names", document: quote + errors, variables: with("factors", factorsOf(12_000))},
		{name: "100 unknown factors, errors by 15 names", document: quote + errors, variables: with("factors", factorsOf(100))},
		{name: "an honest quote", document: quote + "userErrors { code } } }", variables: with("payer", "CUSTOMER")},
		{name: "a quote explained by 12 names", document: "mutation($in: QuoteInput!) { quote(input: $in) { quote { " + explained + "} userErrors { code } } }", variables: with("payer", "CUSTOMER")},
		{name: "15 previews of a cancellation", document: "query($in: CancellationPreviewInput!) { " + each(15, "p#: cancellationPreview(input: $in) { preview { rating { steps { rule } } } userErrors { code } } ") + "}",
			variables: map[string]any{"in": map[string]any{"policyNumber": w.policy, "reason": "CUSTOMER_REQUEST"}}},
		{name: "6,000 insureds", document: quote + errors, variables: with("insureds", insureds(6000))},
		{name: "100 insureds", document: quote + errors, variables: with("insureds", insureds(100))},
		{name: "a list of 20,000 numbers for insureds", document: quote + errors, variables: with("insureds", odd)},
		{name: "a factor of 180 KB", document: quote + errors, variables: with("factors", map[string]any{"sellerId": large})},
		{name: "a factor nested 4,000 deep", document: quote + errors, variables: with("factors", map[string]any{"from": deep})},
		{name: "an agreement of 180 KB", document: quote + errors, variables: with("agreementCode", large)},
		{name: "a payer of 180 KB", document: quote + errors, variables: with("payer", large)},
		{name: "a field of 180 KB that the input has not", document: quote + errors, variables: with(large, 1)},
		{name: "12,000 fields that the input has not", document: quote + errors, variables: map[string]any{"in": map[string]any{"risk": factorsOf(12_000)}}},
		{name: "corrections of 12,000 unknown facts", document: "mutation($in: UpdateClaimInput!) { updateClaim(input: $in) { " + errors,
			variables: map[string]any{"in": map[string]any{"requestNo": "U-@@", "claimNumber": w.claim, "facts": factorsOf(12_000)}}},
		{name: "an event replayed 6,000 times", document: "mutation($in: ReplayWebhooksInput!) { replayWebhooks(input: $in) { " + errors,
			variables: map[string]any{"in": map[string]any{"requestNo": "R-@@", "id": w.endpoint, "eventIds": repeatedID(6000)}}},
		{name: "6,000 event types for an endpoint", document: "mutation($in: AddWebhookEndpointInput!) { addWebhookEndpoint(input: $in) { " + errors,
			variables: map[string]any{"in": map[string]any{"requestNo": "E-@@", "url": "https://example.com/", "eventTypes": repeatedID(6000)}}},
	}
	for _, one := range list {
		one.only = channel
	}
	const login = "mutation($in: LoginInput!) { login(input: $in) { userErrors { code message path } } }"
	return append(list,
		&shape{name: "a login", only: nobody, document: login, variables: map[string]any{"in": map[string]any{"name": "nobody-@@", "password": "wrong horse battery"}}},
		&shape{name: "a login with a password of 200 KB", only: nobody, document: login, variables: map[string]any{"in": map[string]any{"name": "nobody-@@", "password": large}}},
	)
}

func repeatedID(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = "evt_0000000000000"
	}
	return list
}

// lists are long ones that a channel has.
func lists(w *world) []*shape {
	const event = "{ edges { node { id type at subject sequence data } } } "
	claim := fmt.Sprintf("claim(by: {number: %q}) ", w.claim)
	policy := fmt.Sprintf("policy(by: {number: %q}) ", w.policy)
	all := []*shape{
		{name: "revisions by 14 names", document: "{ " + claim + "{ " + each(14, "a#: revisions { revision at kind facts changed } ") + "} }"},
		{name: "evidence by 14 names", document: "{ " + claim + "{ " + each(14, "a#: evidence { id name mediaType size sha256 removed } ") + "} }"},
		{name: "a claim by 15 names, with all revisions", document: "{ " + each(15, "a#: "+claim+"{ revisions { facts } evidence { name } } ") + "}"},
		{name: "15 types that no event has", document: "{ " + each(15, `a#: events(first: 1, types: ["claim.paid#"]) `+event) + "}"},
		{name: "a page of a type that no event has", document: `{ events(first: 100, types: ["claim.paid"]) ` + event + "}"},
		{name: "2,000 types of events", document: `{ events(first: 100, types: [` + each(2000, `"claim.a#" `) + `]) ` + event + "}"},
		{name: "the last 100 events by 15 names", document: "{ " + each(15, "a#: events(last: 100) "+event) + "}"},
		{name: "deliveries that there are not, by 14 names", document: "{ webhookEndpoints { " + each(14, `a#: deliveries(first: 1, filter: {eventTypes: ["claim.paid#"]}) { edges { node { id } } } `) + "} }"},
		{name: "deliveries with all attempts", document: "{ webhookEndpoints { deliveries(first: 20) { edges { node { id state attempts { at status responseExcerpt } event { data } } } } } }"},
		{name: "attempts by 14 names", document: "{ webhookEndpoints { deliveries(first: 1) { edges { node { " + each(14, "a#: attempts { responseExcerpt } ") + "} } } } }"},
		{name: "health by 15 names", document: "{ webhookEndpoints { " + each(15, "a#: health { successRate p95Ms oldestPendingSeconds } ") + "} }"},
		{name: "endpoints by 15 names", document: "{ " + each(15, "a#: webhookEndpoints { id url eventTypes state keys { keyId } } ") + "}"},
		{name: "offers by 15 names", document: "{ " + each(15, "a#: offers { factorsSchema claimFactsSchema documents { url } } ") + "}"},
		{name: "a policy by 15 names", document: "{ " + each(15, "a#: "+policy+"{ number offer { factorsSchema } rating { steps { rule inputs { name value } value } } insureds { name } } ") + "}"},
		{name: "claims of a policy of claims of a policy", document: "{ " + policy + "{ claims { edges { node { policy { claims { edges { node { policy { claims { edges { node { number } } } } } } } } } } } } }"},
		{name: "the most rows of a policy's claims' policies", document: "{ " + policy + "{ claims(first: 48) { edges { node { policy { endorsements(first: 100) { edges { node { number lines { coverage } rating { steps { rule inputs { name value } value } } policy { number offer { factorsSchema } } } } } } } } } } }"},
		{name: "100 endorsements and the policies after them", document: "{ " + policy + "{ endorsements(first: 100) { edges { node { policy { number rating { steps { rule inputs { name value } value } } offer { factorsSchema claimFactsSchema } } } } } } }"},
		{name: "100 events with their data", document: "{ events(first: 100) " + event + "}"},
		{name: "a search value by 15 names", document: "{ " + each(15, `a#: policiesBySearchValue(value: "SF@@#") { number offer { factorsSchema } claims { edges { node { number } } } } `) + "}"},
		{name: "a search value of 200 KB", document: `{ policiesBySearchValue(value: "` + strings.Repeat("S", 200_000) + `") { number } }`},
		{name: "a preview of a change by 15 names", document: "{ " + each(15, fmt.Sprintf(`a#: endorsementPreview(input: {policyNumber: %q, change: {planCode: "PLUS"}}) { preview { token lines { coverage } rating { steps { rule inputs { name value } value } } } userErrors { code message path } } `, w.policy)) + "}"},
		{name: "a preview of a cancellation by 15 names", document: "{ " + each(15, fmt.Sprintf(`a#: cancellationPreview(input: {policyNumber: %q, reason: "CUSTOMER_REQUEST"}) { preview { token lines { coverage } rating { steps { rule inputs { name value } value } } } userErrors { code message path } } `, w.policy)) + "}"},
		{name: "a reason of a cancellation of 200 KB", document: fmt.Sprintf(`{ cancellationPreview(input: {policyNumber: %q, reason: "`, w.policy) + strings.Repeat("R", 200_000) + `"}) { userErrors { code message } } }`},
		{name: "15 ids that there are not", document: "{ " + each(15, `a#: node(id: "pol_000000000000#") { id } `) + "}"},
		{name: "an id of 200 KB", document: `{ node(id: "pol_` + strings.Repeat("0", 200_000) + `") { id } }`},
		{name: "a cursor of 200 KB", document: `{ events(after: "` + strings.Repeat("0", 200_000) + `") { edges { cursor } } }`},
		{name: "a page of two thousand million", document: `{ events(first: 2000000000) { edges { cursor } } }`},
		{name: "a number of a policy of 200 KB", document: `{ policy(by: {number: "` + strings.Repeat("P", 200_000) + `"}) { number } }`},
		{name: "the test clock of a live key", document: "{ testClock { now } }"},
	}
	for _, one := range all {
		one.only = channel
	}
	return all
}
