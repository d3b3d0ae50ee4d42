package story

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	claimFields      = `id number requestNo state revision limit { amount } claimed { amount } computed { amount } payable { amount currency } occurredAt submittedAt decision { reason sentence { zh en } path rating { result { amount } steps { rule value } } } revisions { revision kind changed facts } evidence { id mediaType size } policy { number }`
	madeFields       = `made { revision at kind facts changed } `
	submitDocument   = `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + madeFields + errorFields + ` } }`
	updateDocument   = `mutation($in: UpdateClaimInput!) { updateClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + madeFields + errorFields + ` } }`
	withdrawDocument = `mutation($in: WithdrawClaimInput!) { withdrawClaim(input: $in) { replayed claim { ` + claimFields + ` } ` + madeFields + errorFields + ` } }`
	claimDocument    = `query($no: String!) { claim(by: {number: $no}) { ` + claimFields + ` } }`
	clockDocument    = `mutation($in: AdvanceTestClockInput!) { advanceTestClock(input: $in) { clock { now advancing } ` + errorFields + ` } }`
)

// A7, D4, H4: a return-freight claim is decided, paid and told to the channel by the workers, through the queue.
func TestA7ClaimIsPaidAndTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- f.App.Run(ctx, false, true) }()
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
		doDue(t, f.App)
		c := f.ask(mallKey, claimDocument, map[string]any{"no": number})
		require.Equal(t, "CORRECTION_NEEDED", c.at("claim", "state"), string(c.Body))
		assert.Equal(t, "TRACKING_NO_UNKNOWN", c.at("claim", "decision", "reason"))
		assert.Equal(t, []any{"facts", "returnTrackingNo"}, c.at("claim", "decision", "path"))
		update := map[string]any{"in": map[string]any{"requestNo": "A8-U", "claimNumber": number, "facts": map[string]any{"returnTrackingNo": "YT0000000801"}}}
		u := f.ask(mallKey, updateDocument, update)
		require.Empty(t, u.codes("updateClaim"), string(u.Body))
		doDue(t, f.App)
		assert.Equal(t, "PAID", f.ask(mallKey, claimDocument, map[string]any{"no": number}).at("claim", "state"))
		replay := f.ask(mallKey, updateDocument, update)
		assert.Equal(t, true, replay.at("updateClaim", "replayed"), string(replay.Body))
		assert.Equal(t, u.at("updateClaim", "made"), replay.at("updateClaim", "made"), "what the request made of it")
		assert.Equal(t, "PAID", replay.at("updateClaim", "claim", "state"), "the claim as it is now: it has an id")
		replay = f.ask(mallKey, submitDocument, in)
		assert.Equal(t, "PAID", replay.at("submitClaim", "claim", "state"), string(replay.Body))
		assert.Equal(t, true, replay.at("submitClaim", "replayed"), string(replay.Body))
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
		doDue(t, f.App)
		c := f.ask(payKey, claimDocument, map[string]any{"no": small.at("submitClaim", "claim", "number")})
		assert.Equal(t, "PAID", c.at("claim", "state"), string(c.Body))
		assert.NotContains(t, string(c.Body), "6222-8888", "the counterparty is personal")
		c = f.ask(payKey, claimDocument, map[string]any{"no": large.at("submitClaim", "claim", "number")})
		assert.Equal(t, "IN_REVIEW", c.at("claim", "state"), string(c.Body))
		taken := f.ask(payKey, withdrawDocument, map[string]any{"in": map[string]any{"requestNo": "B8-W", "claimNumber": large.at("submitClaim", "claim", "number")}})
		assert.Equal(t, "WITHDRAWN", taken.at("withdrawClaim", "claim", "state"), string(taken.Body))
		assert.NotContains(t, dump(t, f.App), "6222-8888")
	})
}

const uploadDocument = `mutation($in: CreateFileUploadInput!) { createFileUpload(input: $in) { fileId url expiresAt ` + errorFields + ` } }`

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
		forged := address[:len(address)-3] + "AAA"
		if forged == address {
			forged = address[:len(address)-3] + "BBA"
		}
		assert.Equal(t, http.StatusNotFound, f.put(forged, script))
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
		assert.Zero(t, countRows(t, f.App, "claims"))
	})
}
