// Package story tells what people and channels do, through the front door of a whole server: a file per activity, with a
// test per requirement row.
package story

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/server"
	"baodan/server/command"
	"baodan/server/web"
)

// front is the front door of a running server, as those see it who come to it.
type front struct {
	*door
	staff   // the insurer's people
	channel // platforms and shops
}

// door is where a server answers, with a window to what is behind it.
type door struct {
	t      testing.TB
	URL    string
	App    *server.App
	before func(context.Context) context.Context // of each request; nil: as it is
}

// contextOf a request.
func (f *door) contextOf(ctx context.Context) context.Context {
	if f.before != nil {
		return f.before(ctx)
	}
	return ctx
}

// staff are the insurer's people.
type staff struct{ *door }

// channel is what sells policies, by its key.
type channel struct{ *door }

func newFront(t testing.TB, url string, app *server.App) *front {
	d := &door{t: t, URL: url, App: app}
	return &front{door: d, staff: staff{d}, channel: channel{d}}
}

// each runs a story on the embedded parts and on a real MySQL and Redis.
func each(t *testing.T, story func(t *testing.T, f *front)) {
	t.Helper()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			story(t, open(t, settings(t, kind)))
		})
	}
}

// settings of a server with a database of its own.
func settings(t testing.TB, kind string) server.Config {
	t.Helper()
	c := server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 16, LogLevel: "error", MetricsAddr: "off",
	}
	if kind == dialect.MySQL {
		c.MySQLDSN, c.RedisAddr = insurancetest.MySQL(t), os.Getenv("REDIS_ADDR")
	}
	return c
}

// open starts a seeded server.
func open(t testing.TB, c server.Config) *front { return openAt(t, c, time.Now) }

// openAt starts a seeded server that goes by a clock.
func openAt(t testing.TB, c server.Config, clock func() time.Time) *front {
	t.Helper()
	f := openEmpty(t, c, clock)
	require.NoError(t, command.Seed(context.Background(), f.App))
	return f
}

// openEmpty starts a server that has no samples.
func openEmpty(t testing.TB, c server.Config, clock func() time.Time) *front {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	app, err := server.Open(ctx, c)
	require.NoError(t, err)
	app.Store.Clock = clock
	f := newFront(t, "", app)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app.Site.Handler().ServeHTTP(w, r.WithContext(f.contextOf(r.Context())))
	}))
	t.Cleanup(func() { s.Close(); app.Close(); cancel() })
	f.URL = s.URL
	return f
}

// site is another front door of the same app, with other settings.
func (f *door) site(change func(o *web.Options)) *web.Site {
	f.t.Helper()
	o := f.App.SiteOptions()
	o.Metrics = nil // the names are taken
	change(&o)
	s, err := web.New(o)
	require.NoError(f.t, err)
	f.t.Cleanup(s.Close)
	return s
}

// answer is what came back over HTTP.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, Category, RequestID string
			Retryable                 bool
			RetryAfterMs              int
		}
	}
	Extensions struct {
		Cost struct{ Requested, Actual, Left, Limit, ResetMs int }
	}
}

// Code of the first top-level error.
func (a *answer) Code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// at walks into the data: at("issuePolicy", "policy", "number").
func (a *answer) at(path ...string) any {
	var v any = a.Data
	for _, p := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[p]
	}
	return v
}

// codes of the user errors of a mutation.
func (a *answer) codes(mutation string) []string {
	list, _ := a.at(mutation, "userErrors").([]any)
	codes := []string{}
	for _, one := range list {
		codes = append(codes, one.(map[string]any)["code"].(string))
	}
	return codes
}

// data is what was answered, to the byte, without what it cost.
func (a *answer) data() string {
	data, _, _ := strings.Cut(string(a.Body), `,"extensions":`)
	return data
}

// ask sends a document with a sandbox key; "" sends none.
func (f *door) ask(key, document string, variables map[string]any) *answer {
	f.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": numbered(document, variables)})
	require.NoError(f.t, err)
	header := http.Header{"Content-Type": {"application/json"}}
	if key != "" {
		header.Set("Authorization", "Bearer "+key)
	}
	return f.send(http.MethodPost, body, header)
}

// send sends a body as it is.
func (f *door) send(method string, body []byte, header http.Header) *answer {
	f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, f.URL+"/graphql", bytes.NewReader(body))
	require.NoError(f.t, err)
	r.Header = header
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	defer response.Body.Close()
	a, err := read(response)
	require.NoError(f.t, err)
	return a
}

// read takes an answer from the wire.
func read(response *http.Response) (*answer, error) {
	a := &answer{Status: response.StatusCode, Header: response.Header}
	var err error
	if a.Body, err = io.ReadAll(response.Body); err != nil {
		return nil, err
	}
	if len(a.Body) > 0 && strings.Contains(a.Header.Get("Content-Type"), "json") {
		err = json.Unmarshal(a.Body, a)
	}
	return a, err
}

func mustJSON(v any) io.Reader {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // what a test writes down always marshals
	}
	return bytes.NewReader(body)
}

const (
	mallKey, payKey = "sandbox-demo-mall", "sandbox-demo-pay"

	policyFields = `id number orderNo mode state offer { agreementCode productCode productVersion planCode name { zh en } }
		period { start end } boundAt payer premium { amount currency } sumInsured { amount currency }
		insureds { reference name identityNo } rating { result { amount } steps { rule inputs { name value } value } } revision`
	errorFields = `userErrors { __typename code message path
		... on RuleRefusedError { rule facts { name value } } ... on PremiumMismatchError { expected { amount currency } }
		... on RequestMismatchError { firstSeenAt differs } ... on ConflictError { revision present { __typename id } } ... on ProductOffSaleError { alternatives { planCode } } }`
	quoteDocument = `mutation($in: QuoteInput!) { quote(input: $in) { quote { premium { amount currency } sumInsured { amount }
		token expiresAt rating { steps { rule value } } } ` + errorFields + ` } }`
	boundFields    = `bound { number revision state premium { amount } sumInsured { amount } offer { planCode } insureds { reference name } }`
	issueDocument  = `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { replayed policy { ` + policyFields + ` } ` + boundFields + errorFields + ` } }`
	policyDocument = `query($by: PolicyLookup!) { policy(by: $by) { ` + policyFields + ` } }`
)

// freight is a risk of RFI-01 that costs 0.73 CNY, as a channel sends it.
func freight(reference string) map[string]any {
	factors := insurancetest.FreightFactors()
	return map[string]any{
		"agreementCode": "AG-MALL-RFI", "planCode": "A", "insureds": []any{map[string]any{"reference": reference}},
		"factors": factors,
	}
}

// order asks for a policy on freight.
func order(no string) map[string]any {
	return map[string]any{"in": map[string]any{"orderNo": no, "risk": freight(no)}}
}

// account is a risk of ASI-01, given by the platform.
func account(reference, plan string) map[string]any {
	return map[string]any{
		"agreementCode": "AG-PAY-ASI", "planCode": plan, "payer": "PLATFORM",
		"insureds": []any{map[string]any{"reference": reference}},
		"factors":  insurancetest.Account(reference, plan).Factors,
	}
}

// takesNumber holds for the mutations that a caller numbers and whose number most stories have nothing to say about.
var takesNumber = regexp.MustCompile(`\b(noteClaim|requestClaimAuthority|addChannel|requestCredential|exportList|createFileUpload|bulkIssuePolicies|` +
	`backTestProduct|addPerson|requestReportingToken|requestErasure|replayWebhooks|commentApproval|saveProduct|addWebhookEndpoint)\(input: \$(\w+)\)`)

var storyNumbers atomic.Int64

// numbered gives a request a number of its own, where the story did not give it one.
func numbered(document string, variables map[string]any) map[string]any {
	part := takesNumber.FindStringSubmatch(document)
	if part == nil {
		return variables
	}
	in, ok := variables[part[2]].(map[string]any)
	if _, has := in["requestNo"]; !ok || has {
		return variables
	}
	with, all := maps.Clone(in), maps.Clone(variables)
	with["requestNo"] = fmt.Sprint("STORY-", storyNumbers.Add(1))
	all[part[2]] = with
	return all
}

// actor asks who did something; by reads the answer.
const actor = `{ __typename ... on Colleague { name } ... on ChannelKey { keyId } ... on CommandLine { user } ... on System { name } }`

func by(answered any) string {
	who, ok := answered.(map[string]any)
	if !ok {
		return ""
	}
	switch who["__typename"] {
	case "Colleague":
		return "person:" + who["name"].(string)
	case "ChannelKey":
		return "channel:" + who["keyId"].(string)
	case "CommandLine":
		return "cli:" + who["user"].(string)
	}
	return who["name"].(string)
}
