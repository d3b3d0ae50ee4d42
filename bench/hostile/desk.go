package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// people are the insurer's, one for each bucket of points that is needed; claims are those on their desk.
const (
	people = 300
	desk   = 20_000
)

// token of a person's session.
func token(i int) string { return fmt.Sprintf("hostile-%035d", i) }

// fillDesk writes people of many roles with a session of each, and claims in every state.
func (s *sender) fillDesk(ctx context.Context, w *world, half int64, now time.Time) error {
	key := w.claimKey + 3_000_000
	err := s.insert(ctx, "people", "id, name, display_name, email, roles, state, password_hash, must_change_password, recovery_codes, revision, created_at, totp_confirmed_at, totp_step", people, func(i int) []any {
		return []any{key + int64(i), fmt.Sprint("hostile-", i), "H", "", `["CLAIMS","SERVICE","SALES","AUDIT","UNDERWRITING"]`, "ACTIVE", "", false, "[]", 1, now, now, 0}
	})
	if err != nil {
		return err
	}
	err = s.insert(ctx, "sessions", "id, person_id, token_hash, via, second_factor, address, user_agent, created_at, last_seen_at, expires_at", people, func(i int) []any {
		hash := sha256.Sum256([]byte(token(i)))
		return []any{key + int64(i), key + int64(i), hash[:], "PASSWORD", true, "10.0.0.1", "bench", now, now.Add(time.Minute), now.Add(time.Hour)}
	})
	if err != nil {
		return err
	}
	var policy int64
	if err := s.rig.DB.QueryRowContext(ctx, "SELECT policy_id FROM claims WHERE id = ?", w.claimKey).Scan(&policy); err != nil {
		return err
	}
	states := []string{"IN_REVIEW", "PAID", "PAID", "PAID", "DECLINED", "APPROVED", "EVIDENCE_NEEDED"}
	return s.insert(ctx, "claims", "id, channel_id, policy_id, number, request_no, state, version, product_code, entered_by, assignee, score, recovered, occurred_at, submitted_at, promised_at, currency, event_limit, claimed, amount_given, reason, decision, facts, live, tries, payouts", desk, func(i int) []any {
		at := now.Add(-time.Duration(desk-i) * time.Minute)
		return []any{
			key + int64(i), half, policy, fmt.Sprint("D", i), fmt.Sprint("D", i), states[i%len(states)], 1, "RFI-01", 0, []int64{0, key, key + 1}[i%3], i % 100, 0, at, at, at.Add(72 * time.Hour),
			"CNY", 1000, i % 5000, true, fmt.Sprint("R", i%50), "{}", "{}", true, 0, 0,
		}
	})
}

// desks are what people ask for: lists by filters that no index says whole, counts, the box that finds anything, what waits, previews.
func desks(w *world) []*shape {
	const row = "{ edges { node { id number state promisedAt score assignee { id } policy { id number } allowed { act possible } } } pageInfo { endCursor } } "
	list := func(name, arguments, row string) *shape {
		return &shape{name: name, only: person, document: "{ " + arguments + row + "}"}
	}
	preview := fmt.Sprintf(`claimPreview(input: {policyNumber: %q, occurredAt: "2026-11-20T10:00:00+08:00", facts: {}}) { preview { outcome score findings { rule } } userErrors { code } } `, w.policy)
	return []*shape{
		list("100 claims that no index finds", `claims(first: 100, filter: {states: [IN_REVIEW], reasons: ["R1"], scoreTo: 90, mine: true}, orderBy: PROMISED_AT_ASC) `, row),
		list("claims by 14 names, by filters that no index says", each(14, `a#: claims(first: 5, filter: {reasons: ["R#"], scoreFrom: #, unassigned: true}, orderBy: CLAIMED_DESC) { edges { node { id number } } } `), ""),
		list("counts of claims by 14 names", each(14, `a#: claims(first: 1, filter: {reasons: ["R#"], scoreFrom: #, mine: true}) { count(max: 10000) { value exact } } `), ""),
		list("policies of 100 channels that there are not", `policies(first: 100, filter: {channelCodes: [`+each(100, `"c#" `)+`]}) { edges { node { number } } count(max: 10000) { value } } `, ""),
		list("100 states of claims", `claims(first: 100, filter: {states: [`+times(100, "IN_REVIEW ")+`]}) `, row),
		list("events of all channels of a type that is rare", `events(first: 100, types: ["claim.paid", "policy.*"]) { edges { node { id } } } `, ""),
		list("audit records by 14 names", each(14, `a#: auditRecords(first: 5, filter: {actions: ["a#"], address: "10.0.0.#"}) { edges { node { id } } count(max: 10000) { value } } `), ""),
		list("service requests, approvals, jobs, channels, agreements", `serviceRequests(first: 100) { edges { node { id } } count { value } } approvals(first: 100, filter: {mayApprove: true}) { edges { node { id } } count { value } }
			jobs(first: 100, filter: {mine: true}) { edges { node { id } } count { value } } channels(first: 100, filter: {troubled: true}) { edges { node { id } } count { value } }
			agreements(first: 100, filter: {quotaAbove: "0.5"}) { edges { node { id } } count { value } } `, ""),
		list("the box by 14 names", each(14, `a#: search(text: "SF@@#") { hits { id title } } `), ""),
		list("the box for a name by 14 names", each(14, `a#: search(text: "张@@#") { hits { id title } personal } `), ""),
		list("what waits, by 14 names", "viewer { "+each(14, "a#: inbox { kind count { value } oldest filter } ")+"} ", ""),
		list("previews of a claim by 14 names", each(14, "a#: "+preview), ""),
		{name: "a preview of a claim by 14 names", only: channel, document: "{ " + each(14, fmt.Sprintf(`a#: claimPreview(input: {policyNumber: %q, occurredAt: "2026-11-20T10:00:00+08:00", facts: {}}) { preview { inTime checks { __typename } } userErrors { code } } `, w.policy)) + "}"},
		{name: "own claims that no index finds, by 14 names", only: channel, document: "{ " + each(14, `a#: claims(first: 5, filter: {reasons: ["R#"], productCodes: ["none"]}, orderBy: CLAIMED_DESC) { edges { node { id } } count(max: 10000) { value } } `) + "}"},
	}
}
