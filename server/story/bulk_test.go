package story

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

const (
	bulkDocument = `mutation($in: BulkIssuePoliciesInput!) { bulkIssuePolicies(input: $in) { job { id kind state } ` + errorFields + ` } }`
	jobDocument  = `query($id: ID!) { job(id: $id) { id kind state done total failed problem madeBy ` + actor + ` resultUrl failuresUrl } }`
	stopDocument = `mutation($in: StopJobInput!) { stopJob(input: $in) { job { state } ` + errorFields + ` } }`
	goOnDocument = `mutation($in: ResumeJobInput!) { resumeJob(input: $in) { job { state } ` + errorFields + ` } }`
	bulkHeader   = "orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted\r\n"
)

func bulkRow(no, plan string) string {
	return no + "," + plan + ",PLATFORM,acct-" + no + ",acct-" + no + ",2020-01-01T00:00:00+08:00,normal,true\r\n"
}

// rows sends a file through the front door and answers its id.
func (b *browser) rows(text string) string {
	b.f.t.Helper()
	sum := sha256.Sum256([]byte(text))
	a := b.ask(uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "BULK_ISSUE", "name": "accounts.csv", "size": fmt.Sprint(len(text)), "sha256": hex.EncodeToString(sum[:])}})
	require.Empty(b.f.t, a.codes("createFileUpload"), string(a.Body))
	require.Equal(b.f.t, http.StatusNoContent, b.f.put(a.at("createFileUpload", "url").(string), []byte(text)))
	return a.at("createFileUpload", "fileId").(string)
}

// bulk starts a bulk issue for the sandbox of demo-pay and answers its job.
func (b *browser) bulk(file string, check bool) string {
	b.f.t.Helper()
	a := b.ask(bulkDocument, map[string]any{"in": map[string]any{
		"fileId": file, "channelCode": "demo-pay", "mode": "SANDBOX", "agreementCode": "AG-PAY-ASI", "dryRun": check}})
	require.Empty(b.f.t, a.codes("bulkIssuePolicies"), string(a.Body))
	return a.at("bulkIssuePolicies", "job", "id").(string)
}

// get follows an address of a file.
func (b *browser) get(address any) (status int, header http.Header, text string) {
	b.f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, strings.Replace(address.(string), "https://baodan.example", b.f.URL, 1), nil)
	require.NoError(b.f.t, err)
	r.Header.Set("X-Forwarded-For", b.from)
	response := b.do(r)
	content, err := io.ReadAll(response.Body)
	require.NoError(b.f.t, err)
	return response.StatusCode, response.Header, string(content)
}

// B1: the basic plan for all accounts, from a file: checked, issued, with progress, and with a file of the rows that
// failed and why, which only who is logged in may have.
func TestB1BulkIssue(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		ctx := context.Background()
		sam := f.enter("sam")
		text := "\xef\xbb\xbf" + bulkHeader
		for i := range 1200 {
			plan := "BASIC"
			if i == 7 || i == 1100 {
				plan = "GOLD"
			}
			text += bulkRow(fmt.Sprintf("B1-%04d", i), plan)
		}
		file := sam.rows(text)
		check := sam.bulk(file, true)
		_, err := workBulk(ctx, f.App, time.Minute)
		require.NoError(t, err)
		checked := sam.ask(jobDocument, map[string]any{"id": check})
		assert.Equal(t, []any{"bulk.check", "SUCCEEDED", "1198", "1200", "2"}, fields(checked.at("job"), "kind", "state", "done", "total", "failed"))
		assert.Equal(t, "person:sam", by(checked.at("job", "madeBy")))
		assert.Zero(t, countRows(t, f.App, "policies"))

		id := sam.bulk(file, false)
		_, err = workBulk(ctx, f.App, time.Minute)
		require.NoError(t, err)
		done := sam.ask(jobDocument, map[string]any{"id": id})
		assert.Equal(t, []any{"bulk.issue", "SUCCEEDED", "1198", "1200", "2"}, fields(done.at("job"), "kind", "state", "done", "total", "failed"))
		assert.Equal(t, 1198, countRows(t, f.App, "policies"))
		status, header, failures := sam.get(done.at("job", "failuresUrl"))
		require.Equal(t, http.StatusOK, status)
		assert.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
		assert.Contains(t, header.Get("Content-Disposition"), "attachment")
		assert.Contains(t, header.Get("Cache-Control"), "no-store")
		lines := strings.Split(strings.TrimSpace(failures), "\r\n")
		require.Len(t, lines, 3, failures)
		assert.True(t, strings.HasPrefix(lines[1], "8,NOT_AGREED,planCode,") && strings.HasSuffix(lines[1], strings.TrimSpace(bulkRow("B1-0007", "GOLD"))), lines[1])
		assert.True(t, strings.HasPrefix(lines[2], "1101,NOT_AGREED,planCode,"), lines[2])

		// The link is sam's: a colleague has one of her own, and a person who is not logged in has none.
		for name, other := range map[string]*browser{"a colleague": f.enter("sue"), "another role": f.enter("fay"), "nobody": f.browser()} {
			status, _, text := other.get(done.at("job", "failuresUrl"))
			assert.Equal(t, http.StatusNotFound, status, name)
			assert.NotContains(t, text, "B1-")
		}
		assert.NotNil(t, f.enter("sue").ask(jobDocument, map[string]any{"id": id}).at("job", "failuresUrl"))
		assert.Nil(t, f.enter("fay").ask(jobDocument, map[string]any{"id": id}).at("job", "failuresUrl"))

		// A row is a policy like any other; the channel asks for the same order and gets it.
		order := map[string]any{"in": map[string]any{"orderNo": "B1-0000", "risk": account("acct-B1-0000", "BASIC")}}
		again := f.ask(payKey, issueDocument, order)
		assert.Equal(t, true, again.at("issuePolicy", "replayed"), string(again.Body))
		seen := f.ask(payKey, `query($id: ID!) { job(id: $id) { state done failed } }`, map[string]any{"id": id})
		assert.Equal(t, "1198", seen.at("job", "done"))
		assert.Nil(t, f.ask(mallKey, `query($id: ID!) { job(id: $id) { state } }`, map[string]any{"id": id}).at("job"))
	})
}

func fields(v any, names ...string) []any {
	m, _ := v.(map[string]any)
	list := make([]any, len(names))
	for i, name := range names {
		list[i] = m[name]
	}
	return list
}

// Jobs are found, stopped and let go on; what does not fit is refused and starts nothing.
func TestB1StopAndRefusals(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		ctx := context.Background()
		sam := f.enter("sam")
		file := sam.rows(bulkHeader + bulkRow("S-1", "BASIC"))
		id := sam.bulk(file, false)
		in := map[string]any{"in": map[string]any{"id": id, "expectedRevision": 1}}
		assert.Equal(t, "STOPPED", sam.ask(stopDocument, in).at("stopJob", "job", "state"))
		assert.Equal(t, []string{"CONFLICT"}, sam.ask(stopDocument, in).codes("stopJob"), "P7: it was stopped by this very request")
		in["in"].(map[string]any)["expectedRevision"] = 2
		assert.Equal(t, []string{"INVALID_STATE"}, sam.ask(stopDocument, in).codes("stopJob"))
		_, err := workBulk(ctx, f.App, time.Minute)
		require.NoError(t, err)
		assert.Zero(t, countRows(t, f.App, "policies"))
		listed := sam.ask(`query { jobs(filter: { kinds: ["bulk.issue"], states: [STOPPED] }) { edges { node { id } } pageInfo { hasNextPage } } }`, nil)
		assert.Len(t, listed.at("jobs", "edges"), 1)
		assert.Equal(t, "QUEUED", sam.ask(goOnDocument, in).at("resumeJob", "job", "state"))
		_, err = workBulk(ctx, f.App, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, 1, countRows(t, f.App, "policies"))
		in["in"].(map[string]any)["expectedRevision"] = 3
		assert.Equal(t, []string{"INVALID_STATE"}, sam.ask(goOnDocument, in).codes("resumeJob"))

		jobs := countRows(t, f.App, "jobs")
		start := func(change map[string]any) *answer {
			in := map[string]any{"fileId": file, "channelCode": "demo-pay", "mode": "SANDBOX", "agreementCode": "AG-PAY-ASI"}
			for name, value := range change {
				in[name] = value
			}
			return sam.ask(bulkDocument, map[string]any{"in": in})
		}
		for code, change := range map[string]map[string]any{
			"NOT_FOUND":     {"channelCode": "none"},
			"NOT_AGREED":    {"agreementCode": "AG-MALL-RFI"},
			"INVALID_VALUE": {"fileId": sam.rows(strings.Replace(bulkHeader, "planCode", "colour", 1))},
		} {
			a := start(change)
			assert.Contains(t, a.codes("bulkIssuePolicies"), code, string(a.Body))
		}
		unsent := sam.ask(uploadDocument, map[string]any{"in": map[string]any{"purpose": "BULK_ISSUE", "name": "x", "size": "3", "sha256": strings.Repeat("0", 64)}})
		for _, id := range []any{unsent.at("createFileUpload", "fileId"), f.enter("sue").rows("orderNo\n"), "fil_0000000000000"} {
			assert.Equal(t, []string{"NOT_FOUND"}, start(map[string]any{"fileId": id}).codes("bulkIssuePolicies"))
		}
		assert.Equal(t, "VARIABLE_INVALID", start(map[string]any{"fileId": "x"}).Code())
		fay := f.enter("fay").ask(bulkDocument, map[string]any{"in": map[string]any{"fileId": file, "channelCode": "demo-pay", "agreementCode": "AG-PAY-ASI"}})
		assert.Equal(t, "FORBIDDEN", fay.Code(), string(fay.Body))
		assert.Equal(t, jobs, countRows(t, f.App, "jobs"))
	})
}

// childVariable holds the settings of a worker that the test runs as a process of its own.
const childVariable = "BAODAN_BULK_CHILD"

const childHold = time.Second

// TestB1Child is that worker.
func TestB1Child(t *testing.T) {
	text := os.Getenv(childVariable)
	if text == "" {
		t.Skip("it is a part of another test")
	}
	var c server.Config
	require.NoError(t, json.Unmarshal([]byte(text), &c))
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { <-signals; stop() }()
	app, err := server.Open(ctx, c)
	require.NoError(t, err)
	defer app.Close()
	for ctx.Err() == nil {
		worked, err := workBulk(ctx, app, childHold)
		if ctx.Err() == nil {
			require.NoError(t, err)
		}
		if worked == 0 {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// B1: a worker that is killed in the middle, again and again, leaves its job to the next: in the end every row is a policy,
// once. One that is told to end does so within seconds, and its job goes on at once.
func TestB1KilledWorkers(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			f := behindProxy(t, kind, nil)
			sam := f.enter("sam")
			const rows = 30_000
			var text strings.Builder
			text.WriteString(bulkHeader)
			wrong := map[int]bool{}
			for i := range rows {
				plan := "BASIC"
				if rand.IntN(500) == 0 {
					plan, wrong[i] = "GOLD", true
				}
				text.WriteString(bulkRow(fmt.Sprintf("K-%05d", i), plan))
			}
			id := sam.bulk(sam.rows(text.String()), false)
			c := f.App.Config
			state := func() any { return sam.ask(jobDocument, map[string]any{"id": id}).at("job", "state") }
			midway := 0 // lives that ended while some rows were issued and others not
			for life := 0; state() != "SUCCEEDED"; life++ {
				require.Less(t, life, 60, "it does not come to its end")
				worker := child(t, c)
				stored := countRows(t, f.App, "policies")
				deadline := time.Now().Add(time.Duration(rand.IntN(1500)) * time.Millisecond)
				for countRows(t, f.App, "policies") == stored && state() != "SUCCEEDED" {
					time.Sleep(10 * time.Millisecond) // it has begun
				}
				for time.Now().Before(deadline) && life < 6 && state() != "SUCCEEDED" {
					time.Sleep(10 * time.Millisecond)
				}
				if life >= 6 { // enough: the last one works to the end
					require.Eventually(t, func() bool { return state() == "SUCCEEDED" }, 5*time.Minute, 50*time.Millisecond)
				}
				if life%3 == 2 {
					require.NoError(t, worker.Process.Signal(syscall.SIGTERM))
					began := time.Now()
					_ = worker.Wait()
					assert.Less(t, time.Since(began), 15*time.Second)
				} else {
					require.NoError(t, worker.Process.Kill())
					_ = worker.Wait()
				}
				if n := countRows(t, f.App, "policies"); n > 0 && n < rows-len(wrong) {
					midway++
				}
			}
			assert.GreaterOrEqual(t, midway, 2)
			bad := len(wrong)
			done := sam.ask(jobDocument, map[string]any{"id": id})
			assert.Equal(t, []any{fmt.Sprint(rows - bad), fmt.Sprint(rows), fmt.Sprint(bad)}, fields(done.at("job"), "done", "total", "failed"))
			for table, want := range map[string]int{"policies": rows - bad, "covers": rows - bad, "events": rows - bad, "outbox": rows - bad, "job_failures": bad} {
				assert.Equal(t, want, countRows(t, f.App, table), table)
			}
			if bad > 0 {
				_, _, failures := sam.get(done.at("job", "failuresUrl"))
				assert.Equal(t, bad+1, strings.Count(failures, "\r\n"))
			}
		})
	}
}

// child starts a worker on the same database and files.
func child(t *testing.T, c server.Config) *exec.Cmd {
	t.Helper()
	settings, err := json.Marshal(c)
	require.NoError(t, err)
	worker := exec.Command(os.Args[0], "-test.run", "^TestB1Child$")
	worker.Env = append(os.Environ(), childVariable+"="+string(settings))
	worker.Stderr = os.Stderr
	require.NoError(t, worker.Start())
	t.Cleanup(func() { _ = worker.Process.Kill() })
	return worker
}
