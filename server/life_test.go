package server_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The whole life of both products through the front door, one story per requirement row. Time is the sandbox's own.

const (
	claimFields      = `id number requestNo state version amount { amount } payable { amount currency } occurredAt submittedAt decision { reason sentence path rating { result { amount } steps { rule value } } } revisions { version kind changed facts } evidence { fileId mediaType size } policy { number }`
	submitDocument   = `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + errorFields + ` } }`
	updateDocument   = `mutation($in: UpdateClaimInput!) { updateClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + errorFields + ` } }`
	withdrawDocument = `mutation($in: WithdrawClaimInput!) { withdrawClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + errorFields + ` } }`
	claimDocument    = `query($no: String!) { claim(number: $no) { ` + claimFields + ` } }`

	endorsementFields = `id number kind effectiveAt recordedAt reason premiumChange { amount currency } payer
		rating { result { amount } steps { rule inputs { name value } value } } policy { number state premium { amount } sumInsured { amount } offer { planCode } insureds { reference name identityNo } version }`
	endorseDocument = `mutation($in: EndorsePolicyInput!) { endorsePolicy(input: $in) { replayed endorsement { ` + endorsementFields + ` } ` + errorFields + ` } }`
	cancelDocument  = `mutation($in: CancelPolicyInput!) { cancelPolicy(input: $in) { replayed endorsement { ` + endorsementFields + ` } ` + errorFields + ` } }`
	renewDocument   = `mutation($in: RenewPolicyInput!) { renewPolicy(input: $in) { replayed policy { ` + policyFields + ` renews } ` + errorFields + ` } }`
	clockDocument   = `mutation($in: AdvanceTestClockInput!) { advanceTestClock(input: $in) { clock { now advancing } ` + errorFields + ` } }`
)

// now is the time by a sandbox's clock.
func (f *front) now(key string) time.Time {
	f.t.Helper()
	at, err := time.Parse(time.RFC3339, f.ask(key, `{ testClock { now } }`, nil).at("testClock", "now").(string))
	require.NoError(f.t, err)
	return at
}

// pass lets time pass in a sandbox.
func (f *front) pass(key string, length time.Duration) time.Time {
	f.t.Helper()
	to := f.now(key).Add(length)
	a := f.ask(key, clockDocument, map[string]any{"in": map[string]any{"to": to.Format(time.RFC3339Nano)}})
	require.Empty(f.t, a.codes("advanceTestClock"), string(a.Body))
	return to
}

// sold takes out a policy and answers its number.
func (f *front) sold(key string, in map[string]any) string {
	f.t.Helper()
	a := f.ask(key, issueDocument, in)
	require.Empty(f.t, a.codes("issuePolicy"), string(a.Body))
	return a.at("issuePolicy", "policy", "number").(string)
}

// returned is a claim for a return of the last days.
func (f *front) returned(requestNo, policy, trackingNo string) map[string]any {
	at := f.now(mallKey)
	return map[string]any{"in": map[string]any{
		"requestNo": requestNo, "policyNumber": policy, "occurredAt": at.Add(-48 * time.Hour).Format(time.RFC3339),
		"facts": map[string]any{
			"returnCarrier": "YTO", "returnTrackingNo": trackingNo, "shippedBackAt": at.Add(-48 * time.Hour).Format(time.RFC3339),
			"receivedAt": at.Add(-2 * time.Hour).Format(time.RFC3339), "refundedAt": at.Add(-1 * time.Hour).Format(time.RFC3339),
		},
	}}
}

// A7, D4, H4: a return-freight claim is decided, paid and told to the channel by the workers, through the queue.
func TestA7ClaimIsPaidAndTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- f.App.Jobs(ctx) }()
		t.Cleanup(func() { stop(); assert.NoError(t, <-ended) })
		hook := newReceiver(t)
		hook.subscribe(f, mallKey, "*")
		policy := f.sold(mallKey, order("A7-1"))
		f.pass(mallKey, 5*24*time.Hour)
		a := f.ask(mallKey, submitDocument, f.returned("A7-C", policy, "YT0000000701"))
		require.Empty(t, a.codes("submitClaim"), string(a.Body))
		assert.Equal(t, "SUBMITTED", a.at("submitClaim", "claim", "state"))
		number := a.at("submitClaim", "claim", "number")
		require.Eventually(t, func() bool { return len(hook.heard(number)) == 3 }, 20*time.Second, 20*time.Millisecond)
		assert.Equal(t, []string{"claim.submitted", "claim.approved", "claim.paid"}, hook.heard(number))
		assert.Equal(t, []string{"policy.issued"}, hook.heard(policy))
		c := f.ask(mallKey, claimDocument, map[string]any{"no": number})
		assert.Equal(t, "PAID", c.at("claim", "state"), string(c.Body))
		assert.Equal(t, map[string]any{"amount": "13.00", "currency": "CNY"}, c.at("claim", "payable"))
		f.pass(mallKey, time.Hour)
		again := f.ask(mallKey, submitDocument, f.returned("A7-C", policy, "YT0000000701"))
		assert.Equal(t, []string{"REQUEST_MISMATCH"}, again.codes("submitClaim"), "its times are others by now")
	})
}

// A8, D5: a wrong tracking number is named by its code, corrected, and paid.
func TestA8CorrectedClaimIsPaid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(mallKey, order("A8-1"))
		f.pass(mallKey, 5*24*time.Hour)
		in := f.returned("A8-C", policy, "NOTFOUND00801")
		number := f.ask(mallKey, submitDocument, in).at("submitClaim", "claim", "number")
		f.App.Work(context.Background(), t)
		c := f.ask(mallKey, claimDocument, map[string]any{"no": number})
		require.Equal(t, "CORRECTION_NEEDED", c.at("claim", "state"), string(c.Body))
		assert.Equal(t, "TRACKING_NO_UNKNOWN", c.at("claim", "decision", "reason"))
		assert.Equal(t, []any{"facts", "returnTrackingNo"}, c.at("claim", "decision", "path"))
		update := map[string]any{"in": map[string]any{"requestNo": "A8-U", "claimNumber": number, "facts": map[string]any{"returnTrackingNo": "YT0000000801"}}}
		u := f.ask(mallKey, updateDocument, update)
		require.Empty(t, u.codes("updateClaim"), string(u.Body))
		f.App.Work(context.Background(), t)
		assert.Equal(t, "PAID", f.ask(mallKey, claimDocument, map[string]any{"no": number}).at("claim", "state"))
		replay := f.ask(mallKey, updateDocument, update)
		assert.Equal(t, strings.Replace(string(u.Body), `"replayed":false`, `"replayed":true`, 1), string(replay.Body))
		replay = f.ask(mallKey, submitDocument, in)
		assert.Equal(t, true, replay.at("submitClaim", "replayed"), string(replay.Body))
	})
}

// B3, D6: the owner upgrades their plan; the difference is the platform's to pay, and any moment can be read back.
func TestB3UpgradeAndLookBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		before := f.now(payKey)
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B3-1", "risk": account("acct-b3", "BASIC")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		upgrade := map[string]any{"in": map[string]any{"requestNo": "B3-E", "policyNumber": policy, "change": map[string]any{"planCode": "PLUS"}}}
		a := f.ask(payKey, endorseDocument, upgrade)
		require.Empty(t, a.codes("endorsePolicy"), string(a.Body))
		assert.Equal(t, "0.24", a.at("endorsePolicy", "endorsement", "premiumChange", "amount"), "48 x 182 / 365 = 23.93 fen")
		assert.Equal(t, "PLATFORM", a.at("endorsePolicy", "endorsement", "payer"))
		assert.Equal(t, "0.36", a.at("endorsePolicy", "endorsement", "policy", "premium", "amount"))
		assert.Equal(t, "1000000.00", a.at("endorsePolicy", "endorsement", "policy", "sumInsured", "amount"))
		replay := f.ask(payKey, endorseDocument, upgrade)
		assert.Equal(t, strings.Replace(string(a.Body), `"replayed":false`, `"replayed":true`, 1), string(replay.Body))
		past := `query($by: PolicyLookup!, $at: DateTime) { policy(by: $by, asOf: $at) { offer { planCode } premium { amount } } known: policy(by: $by, knownAt: $at) { version } }`
		then := f.ask(payKey, past, map[string]any{"by": map[string]any{"number": policy}, "at": before.Add(24 * time.Hour).Format(time.RFC3339)})
		assert.Equal(t, "BASIC", then.at("policy", "offer", "planCode"), string(then.Body))
		assert.EqualValues(t, 1, then.at("known", "version"))
		unknown := f.ask(payKey, past, map[string]any{"by": map[string]any{"number": policy}, "at": before.Add(-24 * time.Hour).Format(time.RFC3339)})
		assert.Nil(t, unknown.Data["known"], string(unknown.Body))
	})
}

// B4, D7: a policy announces its end, is renewed once, and its renewal goes on without a gap.
func TestB4AnnouncedAndRenewed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		ctx := context.Background()
		hook := newReceiver(t)
		hook.subscribe(f, payKey, "policy.*")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B4-1", "risk": account("acct-b4", "BASIC")}})
		early := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-2", "policyNumber": policy}})
		assert.Equal(t, []string{"INVALID_STATE"}, early.codes("renewPolicy"), string(early.Body))
		f.pass(payKey, 340*24*time.Hour)
		f.App.Work(ctx, t)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, hook.heard(policy))
		a := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-2", "policyNumber": policy}})
		require.Empty(t, a.codes("renewPolicy"), string(a.Body))
		assert.Equal(t, policy, a.at("renewPolicy", "policy", "renews"))
		old := f.ask(payKey, `query($by: PolicyLookup!) { policy(by: $by) { renewedBy period { end } } }`, map[string]any{"by": map[string]any{"number": policy}})
		assert.Equal(t, a.at("renewPolicy", "policy", "number"), old.at("policy", "renewedBy"))
		assert.Equal(t, old.at("policy", "period", "end"), a.at("renewPolicy", "policy", "period", "start"))
		twice := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-3", "policyNumber": policy}})
		assert.Equal(t, []string{"INVALID_STATE"}, twice.codes("renewPolicy"), string(twice.Body))
		f.pass(payKey, 60*24*time.Hour)
		f.App.Work(ctx, t)
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.renewed"}, hook.heard(policy), "a renewed policy does not tell that it expired")
	})
}

// B5, D8: the owner cancels; the premium of the whole days left comes back.
func TestB5CancelledWithRefund(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B5-1", "risk": account("acct-b5", "PLUS")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		a := f.ask(payKey, cancelDocument, map[string]any{"in": map[string]any{"requestNo": "B5-X", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"}})
		require.Empty(t, a.codes("cancelPolicy"), string(a.Body))
		assert.Equal(t, "-0.30", a.at("cancelPolicy", "endorsement", "premiumChange", "amount"), "60 x 182 / 365 = 29.92 fen")
		assert.Equal(t, "CANCELLED", f.ask(payKey, policyDocument, map[string]any{"by": map[string]any{"number": policy}}).at("policy", "state"))
		for document, in := range map[string]map[string]any{
			cancelDocument:  {"requestNo": "B5-Y", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"},
			endorseDocument: {"requestNo": "B5-Z", "policyNumber": policy, "change": map[string]any{"planCode": "BASIC"}},
			renewDocument:   {"orderNo": "B5-2", "policyNumber": policy},
		} {
			refused := f.ask(payKey, document, map[string]any{"in": in})
			assert.Contains(t, string(refused.Body), "INVALID_STATE")
		}
	})
}

// B8: a robbed account: small losses are paid by themselves, large ones wait for a person; with evidence.
func TestB8RobbedAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B8-1", "risk": account("acct-b8", "BASIC")}})
		f.pass(payKey, 10*24*time.Hour)
		file := f.evidence(payKey, "freeze.pdf", []byte("%PDF-1.7 freeze record"))
		small := f.ask(payKey, submitDocument, f.robbed("B8-C", policy, "1500", file))
		require.Empty(t, small.codes("submitClaim"), string(small.Body))
		assert.Equal(t, "application/pdf", small.at("submitClaim", "claim", "evidence").([]any)[0].(map[string]any)["mediaType"])
		large := f.ask(payKey, submitDocument, f.robbed("B8-D", policy, "5000", ""))
		require.Empty(t, large.codes("submitClaim"), string(large.Body))
		f.App.Work(context.Background(), t)
		c := f.ask(payKey, claimDocument, map[string]any{"no": small.at("submitClaim", "claim", "number")})
		assert.Equal(t, "PAID", c.at("claim", "state"), string(c.Body))
		assert.NotContains(t, string(c.Body), "6222-8888", "the counterparty is personal")
		c = f.ask(payKey, claimDocument, map[string]any{"no": large.at("submitClaim", "claim", "number")})
		assert.Equal(t, "IN_REVIEW", c.at("claim", "state"), string(c.Body))
		taken := f.ask(payKey, withdrawDocument, map[string]any{"in": map[string]any{"requestNo": "B8-W", "claimNumber": large.at("submitClaim", "claim", "number")}})
		assert.Equal(t, "WITHDRAWN", taken.at("withdrawClaim", "claim", "state"), string(taken.Body))
		assert.NotContains(t, f.App.Dump(context.Background(), t), "6222-8888")
	})
}

// robbed is a claim for a theft of the last day.
func (f *front) robbed(requestNo, policy, loss, file string) map[string]any {
	at := f.now(payKey)
	in := map[string]any{
		"requestNo": requestNo, "policyNumber": policy, "occurredAt": at.Add(-20 * time.Hour).Format(time.RFC3339),
		"facts": map[string]any{
			"discoveredAt": at.Add(-10 * time.Hour).Format(time.RFC3339), "reportedAt": at.Add(-9 * time.Hour).Format(time.RFC3339),
			"frozenAt": at.Add(-8 * time.Hour).Format(time.RFC3339), "platformVerdict": "stolen", "sameDevice": false, "lossAmount": loss,
			"policeReceiptNo": "A-110",
			"transactions":    []any{map[string]any{"id": "T-" + requestNo, "at": at.Add(-20 * time.Hour).Format(time.RFC3339), "amount": loss, "counterparty": "6222-8888"}},
		},
	}
	if file != "" {
		in["fileIds"] = []any{file}
	}
	return map[string]any{"in": in}
}

const uploadDocument = `mutation($in: CreateFileUploadInput!) { createFileUpload(input: $in) { fileId url expiresAt ` + errorFields + ` } }`

// evidence sends a file and answers its id.
func (f *front) evidence(key, name string, content []byte) string {
	f.t.Helper()
	sum := sha256.Sum256(content)
	a := f.ask(key, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": name, "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])}})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	assert.Equal(f.t, http.StatusNoContent, f.put(a.at("createFileUpload", "url").(string), content))
	return a.at("createFileUpload", "fileId").(string)
}

func (f *front) put(address string, content []byte) int {
	f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPut, strings.Replace(address, "https://baodan.example", f.URL, 1), bytes.NewReader(content))
	require.NoError(f.t, err)
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(f.t, err)
	return response.StatusCode
}

// Evidence that lies - about its type, its size, its digest, its address - is refused and leaves nothing.
func TestEvidenceThatLies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		script := []byte("<html>not a pdf</html>")
		sum := sha256.Sum256(script)
		digest := hex.EncodeToString(sum[:])
		ask := func(name string, size int, digest string) *answer {
			return f.ask(payKey, uploadDocument, map[string]any{"in": map[string]any{"purpose": "CLAIM_EVIDENCE", "name": name, "size": fmt.Sprint(size), "sha256": digest}})
		}
		lying := ask("evidence.pdf", len(script), digest)
		address := lying.at("createFileUpload", "url").(string)
		assert.Equal(t, http.StatusUnprocessableEntity, f.put(address, script))
		pdf := []byte("%PDF-1.7")
		other := ask("evidence.pdf", len(pdf), digest).at("createFileUpload", "url").(string)
		assert.Equal(t, http.StatusUnprocessableEntity, f.put(other, pdf), "other bytes than announced")
		assert.Equal(t, http.StatusUnprocessableEntity, f.put(other, append(pdf, pdf...)), "more bytes than announced")
		assert.Equal(t, http.StatusNotFound, f.put(address[:len(address)-3]+"AAA", script))
		for _, a := range []*answer{ask("", 10, digest), ask("x", 0, digest), ask("x", 21<<20, digest), ask("x", 10, "abc"), ask(strings.Repeat("名", 101), 10, digest)} {
			assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("createFileUpload"), string(a.Body))
		}
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "EV-1", "risk": account("acct-ev", "BASIC")}})
		f.pass(payKey, 10*24*time.Hour)
		for _, file := range []any{lying.at("createFileUpload", "fileId"), "fil_0000000000000"} {
			a := f.ask(payKey, submitDocument, f.robbed("EV-C", policy, "100", file.(string)))
			assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("submitClaim"), string(a.Body))
		}
		assert.Equal(t, "VARIABLE_INVALID", f.ask(payKey, submitDocument, f.robbed("EV-C", policy, "100", "x")).Code())
		assert.Zero(t, f.App.CountRows(context.Background(), t, "claims"))
	})
}
