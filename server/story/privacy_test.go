package story

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/server"
)

const (
	clearDocument  = `mutation($in: RevealPersonalDataInput!) { revealPersonalData(input: $in) { values { name value } remaining userErrors { code message path } } }`
	forgetDocument = `mutation($in: RequestErasureInput!) { requestErasure(input: $in) { policies approval { id revision kind content object } userErrors { code message path } } }`
	endorseParty   = `mutation($in: EndorsePolicyInput!) { endorsePolicy(input: $in) { endorsement { number } ` + errorFields + ` } }`
	claimAccount   = `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { claim { id number } ` + errorFields + ` } }`
	openRequest    = `mutation($in: OpenServiceRequestInput!) { openServiceRequest(input: $in) { serviceRequest { id number } userErrors { code message path } } }`
	maskedDocument = `query($by: PolicyLookup!) { policy(by: $by) { number premium { amount } insureds { reference name identityNo } } }`
)

// canaries are values that must be nowhere but where they are asked for.
var canaries = map[string]any{
	"name": "金丝雀甲", "identityNo": "CANARY7788990011", "phone": "13987650123", "email": "canary-bird@example.com",
}

// sold takes out a policy of an account in the sandbox whose insured and applicant are named.
func sold(t *testing.T, f *front, no string) (id, number string) {
	t.Helper()
	risk := account("acct-"+no, "BASIC")
	risk["insureds"] = []any{map[string]any{"reference": "acct-" + no, "party": map[string]any{"person": canaries}}}
	risk["applicant"] = map[string]any{"person": map[string]any{"name": "金丝雀乙", "phone": "13987650124"}}
	risk["factors"].(map[string]any)["accountId"] = "canary-account-" + no
	a := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": no, "risk": risk}})
	require.Empty(t, a.codes("issuePolicy"), string(a.Body))
	return a.at("issuePolicy", "policy", "id").(string), a.at("issuePolicy", "policy", "number").(string)
}

func revealOf(id string, classes ...string) map[string]any {
	return map[string]any{"in": map[string]any{"id": id, "classes": classes, "reason": "客户来电"}}
}

// H7: masked everywhere; in clear with a reason, on record, by those who serve customers, so often a day; then erased
// with another person's approval, and everything else stays.
func TestH7PersonalDataIsShownAndErased(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		id, number := sold(t, f, "P-1")
		a := f.as(f.person("serge"), maskedDocument, map[string]any{"by": map[string]any{"number": number}})
		assert.NotContains(t, string(a.Body), "金丝雀")
		assert.Contains(t, string(a.Body), "***甲")

		a = f.as(f.person("serge"), clearDocument, revealOf(id, "NAME", "CONTACT"))
		assert.Equal(t, []any{
			map[string]any{"name": "applicant.name", "value": "金丝雀乙"}, map[string]any{"name": "applicant.phone", "value": "13987650124"},
			map[string]any{"name": "insureds.0.name", "value": "金丝雀甲"}, map[string]any{"name": "insureds.0.phone", "value": "13987650123"},
			map[string]any{"name": "insureds.0.email", "value": "canary-bird@example.com"},
		}, a.at("revealPersonalData", "values"), string(a.Body))
		assert.EqualValues(t, 49, a.at("revealPersonalData", "remaining"))
		for _, who := range []string{"sys", "ada", "sec", "sam"} {
			a = f.as(f.person(who), clearDocument, revealOf(id, "NAME"))
			assert.NotContains(t, string(a.Body), "金丝雀", who)
			assert.NotEmpty(t, a.Code(), who)
		}
		a = f.as(f.person("serge"), clearDocument, revealOf("pol_0000000000000", "NAME"))
		assert.Equal(t, []string{"NOT_FOUND"}, a.codes("revealPersonalData"), string(a.Body))
		for _, none := range []string{"", "job_0000000000002", "nothing"} {
			a = f.as(f.person("serge"), clearDocument, revealOf(none, "NAME"))
			assert.Equal(t, "VARIABLE_INVALID", a.Code(), none)
		}

		asked := f.as(f.person("serge"), forgetDocument, map[string]any{"in": map[string]any{"identityNo": "canary7788990011", "reason": "他要求删除"}})
		require.Empty(t, asked.codes("requestErasure"), string(asked.Body))
		assert.EqualValues(t, 1, asked.at("requestErasure", "policies"))
		assert.NotContains(t, string(asked.Body), "7788990011")
		decide := map[string]any{"in": map[string]any{
			"id": asked.at("requestErasure", "approval", "id"), "expectedRevision": asked.at("requestErasure", "approval", "revision"),
		}}
		a = f.as(f.person("serge"), sayYesDocument, decide)
		assert.Equal(t, []string{"FOUR_EYES"}, a.codes("approveApproval"), string(a.Body))
		a = f.as(f.person("sec"), sayYesDocument, decide)
		require.Empty(t, a.codes("approveApproval"), string(a.Body))
		workPrivacy(t, f.App)

		a = f.as(f.person("serge"), clearDocument, revealOf(id, "NAME", "IDENTITY_NO", "CONTACT", "ACCOUNT"))
		assert.Equal(t, []any{
			map[string]any{"name": "applicant.name", "value": "金丝雀乙"}, map[string]any{"name": "applicant.phone", "value": "13987650124"},
			map[string]any{"name": "factors.accountId", "value": "canary-account-P-1"},
		}, a.at("revealPersonalData", "values"), "the applicant is another")
		a = f.ask(payKey, maskedDocument, map[string]any{"by": map[string]any{"number": number}})
		insured := a.at("policy", "insureds").([]any)[0].(map[string]any)
		assert.Equal(t, map[string]any{"reference": "acct-P-1", "name": nil, "identityNo": nil}, insured)
		sold(t, f, "P-1") // the same order is answered as before
		_, wrong := rerateAll(t, f.App)
		assert.Empty(t, wrong)
	})
}

// Canaries in every field that takes personal data are in no table, log, event, webhook, job, record or error; and
// after erasure not even sealed.
func TestH7CanariesAreNowhereInClear(t *testing.T) {
	var log syncBuffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	f := open(t, settings(t, dialect.SQLite))
	id, number := sold(t, f, "P-1")
	endorsed := f.ask(payKey, endorseParty, map[string]any{"in": map[string]any{
		"requestNo": "E-1", "policyNumber": number,
		"change": map[string]any{"insured": map[string]any{"reference": "acct-P-1", "party": map[string]any{"name": "金丝雀丙", "phone": "13987650125", "identityNo": "CANARY7788990011"}}},
	}})
	require.Empty(t, endorsed.codes("endorsePolicy"), string(endorsed.Body))
	now := time.Now().UTC().Format(time.RFC3339)
	claimed := f.ask(payKey, claimAccount, map[string]any{"in": map[string]any{
		"requestNo": "C-1", "policyNumber": number, "occurredAt": now,
		"facts": map[string]any{
			"discoveredAt": now, "frozenAt": now, "reportedAt": now, "platformVerdict": "unclear", "sameDevice": false, "lossAmount": "100",
			"payeeAccount": "canary-payee-6222", "transactions": []any{map[string]any{"id": "t-1", "at": now, "amount": "100", "counterparty": "canary-thief"}},
		},
	}})
	require.Empty(t, claimed.codes("submitClaim"), string(claimed.Body))
	opened := f.as(f.person("serge"), openRequest, map[string]any{"in": map[string]any{
		"requestNo": "S-1", "policyNumber": number, "kind": "POLICY_DOCUMENT", "delivery": "EMAIL",
		"recipient": map[string]any{"name": "金丝雀甲", "email": "canary-bird@example.com"},
	}})
	require.Empty(t, opened.codes("openServiceRequest"), string(opened.Body))
	shown := f.as(f.person("serge"), clearDocument, revealOf(claimed.at("submitClaim", "claim", "id").(string), "ACCOUNT"))
	assert.Contains(t, string(shown.Body), "canary-payee-6222", "a claim's account is shown to a person who may see it")
	f.as(f.person("serge"), clearDocument, revealOf(id, "NAME"))
	f.as(f.person("serge"), clearDocument, revealOf(opened.at("openServiceRequest", "serviceRequest", "id").(string), "CONTACT"))
	var answers bytes.Buffer
	for _, in := range []map[string]any{{"identityNo": "CANARY7788990011", "phone": "13987650123"}, {"phone": "canary-phone"}, {"identityNo": "CANARY7788990011"}} {
		in["reason"] = "他要求删除"
		answers.Write(f.as(f.person("serge"), forgetDocument, map[string]any{"in": in}).Body)
	}
	f.paper(f.person("serge"), "%PDF-1.4 canary-photo")
	doDue(t, f.App)
	workPrivacy(t, f.App)
	dump := dumpAll(t, f.App) + onDisk(t, filepath.Join(f.App.Config.DataDir, "files"))
	assert.Contains(t, dump, "personal.reveal")
	for _, canary := range []string{"金丝雀", "CANARY7788990011", "1398765012", "canary"} {
		assert.NotContains(t, strings.ReplaceAll(dump, "canary-phone", ""), canary)
		assert.NotContains(t, log.String(), canary)
		assert.NotContains(t, answers.String(), canary)
		assert.NotContains(t, metricsOf(t, f.App), canary)
	}
}

// onDisk is all that lies in the files below a directory; there is something.
func onDisk(t *testing.T, directory string) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, fs.WalkDir(os.DirFS(directory), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(directory, path))
		all.Write(text)
		return err
	}))
	require.NotZero(t, all.Len())
	return all.String()
}

// H7: another process of the same file knows of a new key by itself, opens what it wrapped at once, and the old key goes
// when nothing needs it.
func TestKeyringRotatesWhileServersRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := settings(t, dialect.MySQL)
	first := open(t, c)
	app, err := server.Open(ctx, c)
	require.NoError(t, err)
	defer app.Close()
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	group.Go(func() { assert.NoError(t, app.Run(ctx, false, false)) })
	_, number := sold(t, first, "P-1")
	photo := lay(t, first.App, first.person("serge"), []byte("a photo"))
	require.Error(t, first.App.RetireKey(ctx, operator, 1), "it is the current one")
	require.Error(t, first.App.UseKey(ctx, operator, 7), "there is none")

	added, err := first.App.AddKey()
	require.NoError(t, err)
	assert.EqualValues(t, 1, first.App.CurrentKey(), "it wraps nothing yet")
	require.NoError(t, first.App.UseKey(ctx, operator, added))
	assert.EqualValues(t, 2, first.App.CurrentKey())
	_, fresh := sold(t, first, "P-2")
	second := newFront(t, "", app)
	for _, no := range []string{number, fresh} {
		a := second.as(second.person("serge"), maskedDocument, map[string]any{"by": map[string]any{"number": no}})
		assert.Contains(t, string(a.Body), "***甲", "what another server wrapped opens at once")
	}
	require.Eventually(t, func() bool { return app.CurrentKey() == 2 }, 20*time.Second, 50*time.Millisecond)
	rewrap(t, first.App)
	require.ErrorContains(t, first.App.RetireKey(ctx, operator, 1), "wait a minute")
	aged(t, filepath.Join(c.DataDir, "keyring.json"))
	require.NoError(t, first.App.RetireKey(ctx, operator, 1))
	text, err := os.ReadFile(filepath.Join(c.DataDir, "keyring.json"))
	require.NoError(t, err)
	ring, err := seal.ParseKeyring(text)
	require.NoError(t, err)
	assert.EqualValues(t, 2, ring.Current())
	restarted, err := server.Open(ctx, c)
	require.NoError(t, err)
	defer restarted.Close()
	third := newFront(t, "", restarted)
	a := third.as(third.person("serge"), maskedDocument, map[string]any{"by": map[string]any{"number": number}})
	assert.Contains(t, string(a.Body), "***甲")
	content := follow(t, restarted, third.person("serge"), photo)
	defer content.Close()
	shown, err := io.ReadAll(content)
	require.NoError(t, err)
	assert.Equal(t, "a photo", string(shown), "files were sealed again, too")
}

// aged lets the last rotation lie an hour back.
func aged(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	since, err := seal.Since(text)
	require.NoError(t, err)
	require.False(t, since.IsZero(), "never rotated")
	text = bytes.ReplaceAll(text, []byte(since.Format(time.RFC3339)), []byte(since.Add(-time.Hour).Format(time.RFC3339)))
	require.NoError(t, os.WriteFile(path, text, 0o600))
}
