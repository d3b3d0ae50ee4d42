package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baodan/insurance/work"
)

// world is what a channel has that shapes ask for.
type world struct {
	policy, claim string // numbers
	claimKey      int64
	endpoint      string // id
}

// How much there is of what lists tell.
const (
	revisions  = 3000
	evidence   = 3000
	logged     = 6000
	endpoints  = 10
	deliveries = 6000 // of each endpoint
	attempts   = 500  // at each of the newest deliveries
)

// fill makes a policy and a claim as a channel does, then long histories of them straight in the database.
func (s *sender) fill(ctx context.Context) (*world, error) {
	w := &world{}
	var issued struct {
		IssuePolicy struct {
			Policy     struct{ Number string }
			UserErrors []any
		}
	}
	err := s.ask(ctx, `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { policy { number } userErrors { code message } } }`,
		map[string]any{"in": map[string]any{"orderNo": "ORDER-1", "risk": risk()}}, &issued)
	if err != nil || issued.IssuePolicy.Policy.Number == "" {
		return nil, fmt.Errorf("no policy: %v %w", issued.IssuePolicy.UserErrors, err)
	}
	w.policy = issued.IssuePolicy.Policy.Number
	now := time.Now().UTC().Truncate(time.Millisecond)
	var claimed struct {
		SubmitClaim struct {
			Claim      struct{ Number string }
			UserErrors []any
		}
	}
	at := now.Format(time.RFC3339)
	err = s.ask(ctx, `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { claim { number } userErrors { code message path } } }`,
		map[string]any{"in": map[string]any{
			"requestNo": "CLAIM-1", "policyNumber": w.policy, "occurredAt": at,
			"facts": map[string]any{"returnCarrier": "YTO", "returnTrackingNo": "YT0000000001", "shippedBackAt": at, "receivedAt": at, "refundedAt": at},
		}}, &claimed)
	if err != nil || claimed.SubmitClaim.Claim.Number == "" {
		return nil, fmt.Errorf("no claim: %v %w", claimed.SubmitClaim.UserErrors, err)
	}
	w.claim = claimed.SubmitClaim.Claim.Number
	var half int64
	if err := s.rig.DB.QueryRowContext(ctx, "SELECT id, channel_id FROM claims WHERE number = ?", w.claim).Scan(&w.claimKey, &half); err != nil {
		return nil, err
	}
	if err := s.fillClaim(ctx, w, half, now); err != nil {
		return nil, err
	}
	if err := s.fillDesk(ctx, w, half, now); err != nil {
		return nil, err
	}
	return w, s.fillWebhooks(ctx, w, half, now)
}

func (s *sender) fillClaim(ctx context.Context, w *world, half int64, now time.Time) error {
	key := w.claimKey + 1_000_000
	err := s.insert(ctx, "claim_revisions", "id, channel_id, claim_id, request_no, request_hash, kind, version, state, at, facts, changed, made_by", revisions, func(i int) []any {
		return []any{key + int64(i), half, w.claimKey, fmt.Sprint("U", i), make([]byte, 32), "UPDATE", i + 2, "SUBMITTED", now,
			`{"returnCarrier":"YTO","returnTrackingNo":"YT0000000001"}`, `["returnTrackingNo"]`, "channel:bench-key"}
	})
	if err != nil {
		return err
	}
	err = s.insert(ctx, "files", "id, channel_id, purpose, name, size, sha256, media_type, state, claim_id, created_at, expires_at, person_id", evidence, func(i int) []any {
		return []any{key + int64(i), half, "CLAIM_EVIDENCE", fmt.Sprintf("evidence-%d.pdf", i), 1000, strings.Repeat("0", 64), "application/pdf", "STORED", w.claimKey, now, now, 0}
	})
	if err != nil {
		return err
	}
	_, err = s.rig.DB.ExecContext(ctx, "UPDATE claims SET version = ? WHERE id = ?", revisions+1, w.claimKey)
	return err
}

func (s *sender) fillWebhooks(ctx context.Context, w *world, half int64, now time.Time) error {
	key := w.claimKey + 2_000_000
	w.endpoint = work.EndpointID.Of(key)
	payload := `{"claim":{"number":"` + w.claim + `"},"note":"` + strings.Repeat("x", 600) + `"}`
	err := s.insert(ctx, "events", "id, channel_id, subject, seq, type, payload, occurred_at", logged, func(i int) []any {
		return []any{key + int64(i), half, fmt.Sprint("X", i), 1, "claim.updated", payload, now}
	})
	if err != nil {
		return err
	}
	err = s.insert(ctx, "log_entries", "id, channel_id, event_id, type", logged, func(i int) []any { return []any{i + 1, half, key + int64(i), "claim.updated"} })
	if err != nil {
		return err
	}
	err = s.insert(ctx, "webhook_endpoints", "id, channel_id, url, event_types, ordering, state, api_version, challenge, failures, revision, created_at", endpoints, func(i int) []any {
		return []any{key + int64(i), half, fmt.Sprintf("https://example.com/%d", i), `["*"]`, "NONE", "DISABLED", "2026-11-01", "", 0, 1, now}
	})
	if err != nil {
		return err
	}
	for e := range endpoints {
		first := key + int64(e*deliveries)
		err := s.insert(ctx, "deliveries", "id, channel_id, endpoint_id, event_id, subject, seq, type, state, attempts, created_at, give_up_at", deliveries, func(i int) []any {
			return []any{first + int64(i), half, key + int64(e), key + int64(i), fmt.Sprint("X", i), 1, "claim.updated", "DELIVERED", attempts, now, now}
		})
		if err != nil {
			return err
		}
		for d := range 20 { // of the newest deliveries
			err := s.insert(ctx, "delivery_attempts", "id, channel_id, endpoint_id, delivery_id, at, status, failure, duration_ms, excerpt, trace_id", attempts, func(i int) []any {
				return []any{first*10 + int64(d*attempts+i), half, key + int64(e), first + deliveries - 1 - int64(d), now, 500, "", 10, strings.Repeat("e", 1000), "t"}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// insert adds rows to a table, a thousand a statement.
func (s *sender) insert(ctx context.Context, table, columns string, n int, row func(i int) []any) error {
	const most = 1000
	for from := 0; from < n; from += most {
		var values []any
		var marks []string
		for i := from; i < min(from+most, n); i++ {
			one := row(i)
			values = append(values, one...)
			marks = append(marks, "(?"+strings.Repeat(",?", len(one)-1)+")")
		}
		statement := "INSERT INTO " + table + " (" + columns + ") VALUES " + strings.Join(marks, ",") //nolint:gosec // names of our own
		if _, err := s.rig.DB.ExecContext(ctx, statement, values...); err != nil {
			return fmt.Errorf("fill %s: %w", table, err)
		}
	}
	return nil
}

// risk is return-freight cover for an order.
func risk() map[string]any {
	return map[string]any{
		"agreementCode": "AG-MALL-RFI", "planCode": "A", "insureds": []any{map[string]any{"reference": "ORDER-1"}},
		"factors": map[string]any{
			"sellerId": "S-1", "sellerReturnRate": "0.05", "buyerId": "B-1", "buyerReturns": 1, "buyerRiskScore": 10,
			"category": "clothing", "payTime": time.Now().Add(-time.Hour).Format(time.RFC3339), "payAmount": "199.00",
			"carrier": "SF", "trackingNo": "SF1234567890123", "weightKg": "0.8",
			"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "文三路 100 号"},
			"to":   map[string]any{"province": "21", "city": "2101", "county": "210102", "address": "青年大街 1 号"},
		},
	}
}
