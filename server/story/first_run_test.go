package story

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
)

const (
	firstRunDocument      = `{ firstRun { leads steps { task done finding about said checkedAt } } }`
	checkFirstRunDocument = `mutation($in: CheckFirstRunInput!) { checkFirstRun(input: $in) { step { task done finding about said checkedAt } ` + errorFields + ` } }`
)

// administers is one of the first people, who was added at the command line and did what a first login asks for.
func (f *front) administers(name string, roles ...access.Role) *browser {
	f.t.Helper()
	temporary, b := firstPerson(f.t, f.App, name, roles...), f.browser()
	b.login(name, temporary, "")
	changed := b.ask(`mutation($in: ChangePasswordInput!) { changePassword(input: $in) { userErrors { code message } } }`,
		map[string]any{"in": map[string]any{"current": temporary, "new": "a sentence of my own"}})
	require.Empty(f.t, changed.codes("changePassword"), string(changed.Body))
	secret, _ := b.ask(`mutation { enrolSecondFactor { secret userErrors { code } } }`, nil).at("enrolSecondFactor", "secret").(string)
	confirmed := b.ask(`mutation($in: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $in) { userErrors { code } } }`,
		map[string]any{"in": map[string]any{"code": codeOf(f.t, secret, time.Now())}})
	require.Empty(f.t, confirmed.codes("confirmSecondFactor"), string(confirmed.Body))
	return b
}

// firstRun is what is found of each task, as a person sees it.
func (b *browser) firstRun() (found map[any]any, leads any) {
	b.f.t.Helper()
	a := b.ask(firstRunDocument, nil)
	require.Empty(b.f.t, a.Errors, string(a.Body))
	found = map[any]any{}
	for _, one := range a.at("firstRun", "steps").([]any) {
		step := one.(map[string]any)
		found[step["task"]] = step["finding"]
		assert.Equal(b.f.t, step["finding"] == "DONE", step["done"])
	}
	return found, a.at("firstRun", "leads")
}

// checks a task, and answers the step.
func (b *browser) checks(task string) map[string]any {
	b.f.t.Helper()
	a := b.ask(checkFirstRunDocument, map[string]any{"in": map[string]any{"task": task}})
	require.Empty(b.f.t, a.codes("checkFirstRun"), string(a.Body))
	step, _ := a.at("checkFirstRun", "step").(map[string]any)
	require.NotNil(b.f.t, step, string(a.Body))
	return step
}

// An empty database leads the first administrator: each step is undone until it is really done, one that fails says so in the words of what
// failed, and after the last one nothing leads.
func TestFirstRunLeadsFromAnEmptyDatabaseToBusiness(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			wrong := settings(t, kind)
			wrong.FirstRun, wrong.LoginSecondFactor, wrong.BehindTLSProxy = "show", "required", true
			refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, `{"code":"unknown_key"}`, http.StatusUnauthorized)
			}))
			t.Cleanup(refusing.Close)
			wrong.PayoutURL, wrong.SMTPAddr, wrong.SMTPTLS = refusing.URL, closedPort(t), "none"
			f := openEmpty(t, wrong, time.Now)
			wang := f.administers("wang", access.SecurityAdmin, access.SystemAdmin)
			found, leads := wang.firstRun()
			assert.Equal(t, true, leads)
			assert.Equal(t, map[any]any{
				"SECOND_ADMIN": "TOO_FEW", "SECOND_FACTOR": "DONE", "KEYS": "NOT_SIGNED", "STORAGE": "NOT_CHECKED", "MAIL": "NOT_CHECKED",
				"PAYMENTS": "NOT_CHECKED", "PRODUCT": "NOTHING_ON_SALE", "CHANNEL": "NO_CHANNEL",
			}, found)

			shi := f.administers("shi", access.SecurityAdmin)
			sealAudit(t, f.App)
			found, _ = shi.firstRun()
			assert.Equal(t, "DONE", found["SECOND_ADMIN"])
			assert.Equal(t, "DONE", found["KEYS"], "a worker signed")

			mail := wang.checks("MAIL")
			assert.Equal(t, "REFUSED", mail["finding"])
			assert.Contains(t, mail["said"], "refused", "in the words of what failed")
			assert.Equal(t, []any{wrong.SMTPAddr}, mail["about"])
			payments := wang.checks("PAYMENTS")
			assert.Equal(t, "REFUSED", payments["finding"])
			assert.Contains(t, payments["said"], "unknown_key")
			assert.Equal(t, "DONE", wang.checks("STORAGE")["finding"])
			found, _ = shi.firstRun()
			assert.Equal(t, "REFUSED", found["MAIL"], "whoever comes back later sees where it stands")

			mended := f.App.Config
			mended.PayoutURL, mended.SMTPAddr = "", ""
			f2 := openEmpty(t, mended, time.Now)
			wang.f = f2
			found, _ = wang.firstRun()
			assert.Equal(t, "NOT_CHECKED", found["MAIL"], "as it is configured now")
			assert.Equal(t, "DONE", wang.checks("MAIL")["finding"])
			mails, err := filepath.Glob(filepath.Join(mended.DataDir, "mails", "test.*.eml"))
			require.NoError(t, err)
			require.Len(t, mails, 1)
			text, err := os.ReadFile(mails[0])
			require.NoError(t, err)
			assert.Contains(t, string(text), "wang@insurer.example")
			assert.Equal(t, "DONE", wang.checks("PAYMENTS")["finding"])

			f2.goesOnSale()
			found, leads = wang.firstRun()
			for task, finding := range found {
				assert.Equal(t, "DONE", finding, task)
			}
			assert.Equal(t, false, leads)
			assert.Equal(t, "FORBIDDEN", f2.as(f2.person("cleo"), firstRunDocument, nil).Code())
			assert.Equal(t, "FORBIDDEN", f2.as(f2.person("cleo"), checkFirstRunDocument, map[string]any{"in": map[string]any{"task": "MAIL"}}).Code())
		})
	}
}

// goesOnSale sells the first product by the first channel.
func (f *front) goesOnSale() {
	f.t.Helper()
	ctx, who := context.Background(), access.CommandLine("test")
	bundle, err := catalog.ReadFolder(catalog.Seeds(), "rfi-01.yaml")
	require.NoError(f.t, err)
	draft, err := f.App.Catalog.Save(ctx, who, bundle)
	require.NoError(f.t, err)
	require.NoError(f.t, f.App.Catalog.Publish(ctx, who, draft.Code, draft.Version, draft.Revision))
	_, err = f.App.Distribution.AddChannel(ctx, who, distribution.ChannelInput{Code: "first", Name: "第一个渠道"})
	require.NoError(f.t, err)
	require.NoError(f.t, f.App.Distribution.AddAgreement(ctx, who, distribution.AgreementInput{
		ChannelCode: "first", Code: "AG-FIRST", ProductCode: "RFI-01", CommissionRate: "0.10", ValidFrom: f.App.Store.Now(),
	}))
	_, err = f.App.Access.AddCredential(ctx, who, access.CredentialInput{ChannelCode: "first", Live: true, KeyID: "first-1", Algorithm: credential.AlgorithmHMAC})
	require.NoError(f.t, err)
	require.NoError(f.t, f.App.Cache.Refresh(ctx))
}

// closedPort is an address where nobody listens.
func closedPort(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// Where it is not wanted, as in development, nothing leads; the steps are told all the same.
func TestFirstRunLeadsNobodyInDevelopment(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.as(f.person("sys"), firstRunDocument, nil)
		require.Empty(t, a.Errors, string(a.Body))
		assert.Equal(t, false, a.at("firstRun", "leads"))
		assert.Len(t, a.at("firstRun", "steps"), 8)
		cost := a.Extensions.Cost
		home := f.as(f.person("sys"), `{ firstRun { leads } }`, nil)
		assert.Less(t, home.Extensions.Cost.Requested, cost.Requested)
		assert.NotContains(t, strings.ToLower(string(a.Body)), insurancetest.Password)
	})
}
