package story

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/server/web"
)

const (
	problemFields = `userErrors { __typename code message path ... on ProductProblem { line } }`
	draftFields   = `productVersion { id code version state revision digest file archiveUrl savedBy ` + actor + ` publishAt attachments { name sha256 } approval { id revision state } }`
	saveDocument  = `mutation($in: SaveProductInput!) { saveProduct(input: $in) { ` + draftFields + ` ` + problemFields + ` } }`
	askDocument   = `mutation($in: RequestPublicationInput!) { requestPublication(input: $in) { approval { id revision state object
		differences { path before after } } ` + problemFields + ` } }`
	sayYesDocument = `mutation($in: ApproveApprovalInput!) { approveApproval(input: $in) { approval { state } userErrors { code message } } }`
	takeDocument   = `mutation($in: WithdrawProductInput!) { withdrawProduct(input: $in) { productVersion { version state withdrawAt } ` + problemFields + ` } }`
	versionQuery   = `query($code: String!, $version: Int!) { productVersion(productCode: $code, version: $version) { state publishedAt publishAt revision file archiveUrl digest approval { state } } }`
)

// asksOf is what one of the insurer's people sends.
func (f staff) asksOf(name, document string, in map[string]any) *answer {
	f.t.Helper()
	a := f.as(f.person(name), document, map[string]any{"in": in})
	require.Empty(f.t, a.Errors, string(a.Body))
	return a
}

// versionOf is a version as the insurer's people read it.
func (f staff) versionOf(code string, version int) map[string]any {
	f.t.Helper()
	a := f.as(f.person("uma"), versionQuery, map[string]any{"code": code, "version": version})
	require.Empty(f.t, a.Errors, string(a.Body))
	v, _ := a.at("productVersion").(map[string]any)
	return v
}

// draftOf saves a changed copy of a product that is sold, and answers it.
func (f staff) draftOf(code string, change func(file string) string) map[string]any {
	f.t.Helper()
	file := f.versionOf(code, 1)["file"].(string)
	a := f.asksOf("uma", saveDocument, map[string]any{"file": change(file)})
	require.Empty(f.t, a.codes("saveProduct"), string(a.Body))
	return a.at("saveProduct", "productVersion").(map[string]any)
}

func commented(file string) string { return file + "# 已修订\n" }

// publication asks to publish a draft as uma.
func (f staff) publication(draft map[string]any, more map[string]any) *answer {
	f.t.Helper()
	in := map[string]any{"productCode": draft["code"], "version": draft["version"], "expectedRevision": draft["revision"], "reason": "new year"}
	for name, value := range more {
		in[name] = value
	}
	return f.asksOf("uma", askDocument, in)
}

func (f staff) saysYes(name string, a *answer) *answer {
	f.t.Helper()
	return f.asksOf(name, sayYesDocument, map[string]any{
		"id": a.at("requestPublication", "approval", "id"), "expectedRevision": a.at("requestPublication", "approval", "revision"),
	})
}

// sendProduct sends a file as one of the insurer's people.
func (f staff) sendProduct(name, purpose string, content []byte) string {
	f.t.Helper()
	sum := sha256.Sum256(content)
	a := f.asksOf(name, uploadDocument, map[string]any{"purpose": purpose, "name": "product.zip", "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	require.Equal(f.t, http.StatusNoContent, f.put(a.at("createFileUpload", "url").(string), content))
	return a.at("createFileUpload", "fileId").(string)
}

// keepMasters keeps masters in step, as a server that runs does.
func (f staff) keepMasters() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f.App.Cache.Run(ctx) }()
	f.t.Cleanup(func() { stop(); <-done })
}

// onSale is the version that a channel is offered.
func (f staff) onSale(code string) any {
	f.t.Helper()
	a := f.as(&access.Caller{Audience: access.Public, Credential: "nobody", Rate: 1_000_000}, `{ publishedProducts { code version } }`, nil)
	list, _ := a.Data["publishedProducts"].([]any)
	for _, p := range list {
		if one := p.(map[string]any); one["code"] == code {
			return one["version"]
		}
	}
	return nil
}

// C1, C3, E5, E7: a new product comes as an archive, is tried, previewed and published by two people, and is sold.
func TestC1ANewProductFromAnArchive(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		b, err := catalog.ReadFolder(renamed{catalog.Seeds()}, "rfi-02.yaml")
		require.NoError(t, err)
		archive, err := b.Archive("RFI-02")
		require.NoError(t, err)
		a := f.asksOf("uma", saveDocument, map[string]any{"archiveId": f.sendProduct("uma", "PRODUCT", archive)})
		require.Empty(t, a.codes("saveProduct"), string(a.Body))
		draft := a.at("saveProduct", "productVersion").(map[string]any)
		assert.Equal(t, "person:uma", by(draft["savedBy"]))
		assert.Len(t, draft["attachments"], 4)
		assert.Equal(t, archive, given(t, f.App, f.person("uma"), draft["archiveUrl"].(string)), "export is import, to the byte")

		preview := f.as(f.person("uma"), `query($in: PreviewInput!) { productPreview(input: $in) { premium { amount } premiumRating { steps { rule } } period { start end } refusals { code message } } }`,
			map[string]any{"in": map[string]any{"productCode": "RFI-02", "planCode": "A", "factors": freight("P")["factors"]}})
		require.Empty(t, preview.Errors, string(preview.Body))
		assert.Equal(t, "0.73", preview.at("productPreview", "premium", "amount"), string(preview.Body))
		assert.NotNil(t, preview.at("productPreview", "period", "end"))
		tried := f.as(f.person("ada"), `{ productExamples(productCode: "RFI-02", version: 1) { line passed message } }`, nil)
		require.Empty(t, tried.Errors, string(tried.Body))
		for _, one := range tried.Data["productExamples"].([]any) {
			assert.Equal(t, true, one.(map[string]any)["passed"], one)
		}

		waits := f.publication(draft, nil)
		require.Empty(t, waits.codes("requestPublication"), string(waits.Body))
		assert.Equal(t, []string{"FOUR_EYES"}, f.saysYes("uma", waits).codes("approveApproval"), "nobody approves their own")
		assert.Equal(t, []string{"FOUR_EYES"}, f.saysYes("sam", waits).codes("approveApproval"))
		assert.Nil(t, f.onSale("RFI-02"))
		f.keepMasters()
		require.Empty(t, f.saysYes("ulf", waits).codes("approveApproval"))
		require.Eventually(t, func() bool { return f.onSale("RFI-02") != nil }, time.Second, 10*time.Millisecond, "within a second")
		assert.Equal(t, 0, countRows(t, f.App, "policies"), "a preview stores nothing")
	})
}

// renamed shows RFI-01 as RFI-02.
type renamed struct{ fs.FS }

// Open opens what RFI-02 would be.
func (r renamed) Open(name string) (fs.File, error) {
	return r.FS.Open(strings.ReplaceAll(name, "-02", "-01"))
}

// ReadFile reads what RFI-02 would be.
func (r renamed) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(r.FS, strings.ReplaceAll(name, "-02", "-01"))
	text = []byte(strings.ReplaceAll(string(text), "RFI-01", "RFI-02"))
	return []byte(strings.ReplaceAll(string(text), "rfi-01/", "rfi-02/")), err
}

// C2, E6: two change the same draft at once, and one is told; an edit after its publication was asked for voids
// the request; a failing example stands in its way.
func TestC2ADraftIsChangedByTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		draft := f.draftOf("RFI-01", commented)
		var group sync.WaitGroup
		answers := make([]*answer, 2)
		for i, name := range []string{"uma", "ulf"} {
			in := map[string]any{"productCode": "RFI-01", "version": 2, "expectedRevision": 1, "file": draft["file"].(string) + "# " + name + "\n"}
			who := f.person(name)
			group.Go(func() { answers[i] = f.as(who, saveDocument, map[string]any{"in": in}) })
		}
		group.Wait()
		codes := append(answers[0].codes("saveProduct"), answers[1].codes("saveProduct")...)
		require.Equal(t, []string{"CONFLICT"}, codes, "%s %s", answers[0].Body, answers[1].Body)
		draft["revision"] = 2
		waits := f.publication(draft, nil)
		require.Empty(t, waits.codes("requestPublication"), string(waits.Body))
		assert.Equal(t, "REQUESTED", f.versionOf("RFI-01", 2)["approval"].(map[string]any)["state"])
		a := f.asksOf("ulf", saveDocument, map[string]any{"productCode": "RFI-01", "version": 2, "expectedRevision": 2, "file": draft["file"],
			"examples": "quote plan A:\n  premium 0.73\n"})
		require.Empty(t, a.codes("saveProduct"), string(a.Body))
		assert.Nil(t, f.versionOf("RFI-01", 2)["approval"])
		assert.Equal(t, []string{"CONFLICT"}, f.saysYes("ulf", waits).codes("approveApproval"), "it is void")
		draft["revision"] = 3
		failing := f.publication(draft, nil)
		require.NotEmpty(t, failing.codes("requestPublication"))
		first := failing.at("requestPublication", "userErrors").([]any)[0].(map[string]any)
		assert.Equal(t, "ProductProblem", first["__typename"])
		assert.Equal(t, []any{"rfi-01.example"}, first["path"])
		assert.EqualValues(t, 1, first["line"], "the case itself is invalid")

		wrong := strings.Replace(strings.Replace(draft["file"].(string), "currency: CNY", "currency: XYZ", 1), "if: buyerRiskScore >= 95", "if: score >= 95", 1)
		a = f.asksOf("uma", saveDocument, map[string]any{"file": wrong})
		list := a.at("saveProduct", "userErrors").([]any)
		require.Len(t, list, 2, string(a.Body))
		assert.EqualValues(t, strings.Count(wrong[:strings.Index(wrong, "currency: XYZ")], "\n")+1, list[0].(map[string]any)["line"])
		assert.Equal(t, []any{"rules", "2", "if"}, list[1].(map[string]any)["path"])
		assert.Equal(t, 3, countRows(t, f.App, "product_versions"), "what is wrong is not stored")
	})
}

// C3, E7: a published version is changed by no path, and another person's draft archive is not read.
func TestC3WhatIsPublishedNeverChanges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		before := f.versionOf("RFI-01", 1)
		revision := before["revision"]
		in := map[string]any{"productCode": "RFI-01", "version": 1, "expectedRevision": revision, "file": commented(before["file"].(string))}
		assert.Equal(t, []string{"INVALID_STATE"}, f.asksOf("uma", saveDocument, in).codes("saveProduct"))
		a := f.asksOf("uma", `mutation($in: DiscardDraftInput!) { discardDraft(input: $in) { userErrors { code } } }`,
			map[string]any{"productCode": "RFI-01", "version": 1, "expectedRevision": revision})
		assert.Equal(t, []string{"INVALID_STATE"}, a.codes("discardDraft"))
		again := f.publication(map[string]any{"code": "RFI-01", "version": 1, "revision": revision}, nil)
		assert.Equal(t, []string{"INVALID_STATE"}, again.codes("requestPublication"))
		after := f.versionOf("RFI-01", 1)
		delete(before, "archiveUrl")
		delete(after, "archiveUrl")
		assert.Equal(t, before, after)

		evil, err := (&catalog.Bundle{File: []byte("code: X"), Beside: map[string][]byte{"../x/terms.md": []byte("x")}}).Archive("X")
		require.NoError(t, err)
		id := f.sendProduct("uma", "PRODUCT", evil)
		assert.Equal(t, []string{"INVALID_VALUE"}, f.asksOf("uma", saveDocument, map[string]any{"archiveId": id}).codes("saveProduct"))
		assert.Equal(t, []string{"NOT_FOUND"}, f.asksOf("ulf", saveDocument, map[string]any{"archiveId": id}).codes("saveProduct"))
		assert.Equal(t, "FORBIDDEN", f.as(f.person("sam"), saveDocument, map[string]any{"in": map[string]any{"file": "x"}}).Code())
	})
}

// E7: what is to be sold from a moment on is sold then, although the server that took the request is gone by that time.
func TestE7TheCalendarOutlivesARestart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		at := time.Now().Add(2 * time.Second)
		waits := f.publication(f.draftOf("RFI-01", commented), map[string]any{"publishAt": at.UTC().Format(time.RFC3339Nano)})
		require.Empty(t, waits.codes("requestPublication"), string(waits.Body))
		require.Empty(t, f.saysYes("ulf", waits).codes("approveApproval"))
		assert.Equal(t, "DRAFT", f.versionOf("RFI-01", 2)["state"])
		assert.NotNil(t, f.versionOf("RFI-01", 2)["publishAt"])
		c := f.App.Config
		f.App.Close()

		next := open(t, c)
		next.keepMasters()
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- next.App.Run(ctx, false, true) }()
		defer func() { stop(); assert.NoError(t, <-done) }()
		require.Eventually(t, func() bool { return fmt.Sprint(next.onSale("RFI-01")) == "2" }, 10*time.Second, 10*time.Millisecond)
		late := time.Since(at)
		assert.Positive(t, late)
		assert.Less(t, late, 1500*time.Millisecond, "a second, and what a busy machine adds")
	})
}

// C4, E8: what is withdrawn is sold nowhere within a second, and the code says which it was.
func TestC4WithdrawnIsOffSaleEverywhere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		other := f.another()
		other.keepMasters()
		a := f.asksOf("uma", takeDocument, map[string]any{"expectedRevision": 2, "productCode": "RFI-01", "reason": "losses"})
		require.Empty(t, a.codes("withdrawProduct"), string(a.Body))
		assert.Equal(t, "WITHDRAWN", a.at("withdrawProduct", "productVersion", "state"))
		require.Eventually(t, func() bool {
			codes := other.ask(mallKey, quoteDocument, map[string]any{"in": map[string]any{"risk": freight("W")}}).codes("quote")
			return len(codes) == 1 && codes[0] == "PRODUCT_OFF_SALE"
		}, time.Second, 10*time.Millisecond)
		assert.Equal(t, []string{"INVALID_STATE"}, f.asksOf("uma", takeDocument, map[string]any{"expectedRevision": 1, "productCode": "RFI-01", "reason": "x"}).codes("withdrawProduct"))
		assert.Equal(t, []string{"NOT_FOUND"}, f.asksOf("uma", takeDocument, map[string]any{"expectedRevision": 1, "productCode": "RFI-99", "reason": "x"}).codes("withdrawProduct"))
		assert.Equal(t, []string{"INVALID_VALUE"}, f.asksOf("uma", takeDocument, map[string]any{"expectedRevision": 1, "productCode": "ASI-01", "reason": ""}).codes("withdrawProduct"))
		past := map[string]any{"expectedRevision": 1, "productCode": "ASI-01", "reason": "x", "at": "2020-01-01T00:00:00Z"}
		assert.Equal(t, []string{"INVALID_VALUE"}, f.asksOf("uma", takeDocument, past).codes("withdrawProduct"))
	})
}

// C2: before dearer prices are asked for, the real book is rated under them; the sandbox's is not of it.
func TestC2BackTestOnTheRealBook(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		live := liveCaller(t, f.App, "demo-mall")
		for i := range 8 {
			a := f.as(live, issueDocument, order(fmt.Sprintf("BT-%d", i)))
			require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		}
		require.Empty(t, f.ask(mallKey, issueDocument, order("BT-SANDBOX")).codes("issuePolicy"))
		draft := f.draftOf("RFI-01", func(file string) string {
			return strings.Replace(file, "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}", 1)
		})
		time.Sleep(5 * time.Millisecond) // the span ends now, by the millisecond
		a := f.asksOf("uma", `mutation($in: BackTestProductInput!) { backTestProduct(input: $in) { job { id state } userErrors { code path } } }`,
			map[string]any{"productCode": "RFI-01", "version": draft["version"], "sample": 4,
				"bound": map[string]any{"start": "2020-01-01T00:00:00Z", "end": "2099-01-01T00:00:00Z"}})
		require.Empty(t, a.codes("backTestProduct"), string(a.Body))
		job := a.at("backTestProduct", "job", "id")
		doDue(t, f.App)
		read := func(name string) *answer {
			return f.as(f.person(name), `query($id: ID!) { backTest(jobId: $id) { job { state done total } policies refused premiumBefore { amount } premiumAfter { amount }
				rows { dimension value policies premiumBefore { amount } premiumAfter { amount } } } }`, map[string]any{"id": job})
		}
		a = read("sam")
		require.Empty(t, a.Errors, string(a.Body))
		assert.Equal(t, map[string]any{"state": "SUCCEEDED", "done": "4", "total": "4"}, a.at("backTest", "job"))
		assert.Equal(t, "2.92", a.at("backTest", "premiumBefore", "amount"))
		assert.Equal(t, "3.52", a.at("backTest", "premiumAfter", "amount"))
		assert.Equal(t, map[string]any{
			"dimension": "BAND", "value": "20..50 %", "policies": "4", "premiumBefore": map[string]any{"amount": "2.92"}, "premiumAfter": map[string]any{"amount": "3.52"},
		}, a.at("backTest", "rows").([]any)[0])
		assert.Equal(t, "FORBIDDEN", read("cleo").Code())
	})
}

// C2, F5: a table of 10,000 rows is put into a draft and saved by somebody who is signed in; nobody else may send so much.
func TestC2ATableOfTenThousandRows(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	uma := f.enter("uma")
	good := func(a *answer, field string) map[string]any {
		t.Helper()
		require.Empty(t, a.Errors, "%.300s", a.Body)
		require.Empty(t, a.codes(field), "%.300s", a.Body)
		return a.at(field).(map[string]any)
	}
	stored := f.versionOf("RFI-01", 1)["file"].(string)
	draft := good(uma.ask(saveDocument, map[string]any{"in": map[string]any{"productCode": "RFI-01", "file": commented(stored), "attachmentsOf": 1}}), "saveProduct")
	draft = draft["productVersion"].(map[string]any)

	rows := []map[string]any{{"from": 0, "below": 3, "value": "0.9"}, {"from": 3, "below": 9, "value": "1.0"}, {"from": 9, "below": 21, "value": "1.4"}}
	for from := 21; len(rows) < 10_000; from++ {
		rows = append(rows, map[string]any{"from": from, "below": from + 1, "value": "2.0"})
	}
	rows[len(rows)-1] = map[string]any{"from": rows[len(rows)-1]["from"], "value": "2.0"}
	value, err := json.Marshal(rows)
	require.NoError(t, err)
	change := `query($in: ChangeProductFileInput!) { changeProductFile(input: $in) { file content { tables { name rows { value } } } mistakes { message } userErrors { code message path } } }`
	changed := good(uma.ask(change, map[string]any{"in": map[string]any{
		"productCode": "RFI-01", "file": draft["file"],
		"changes": []any{map[string]any{"operation": "REPLACE", "at": []string{"rating", "tables", "buyer", "rows"}, "value": string(value)}},
	}}), "changeProductFile")
	assert.Empty(t, changed["mistakes"])
	file := changed["file"].(string)
	assert.Greater(t, len(file), graph.MaxBody)

	again := map[string]any{"in": map[string]any{
		"productCode": "RFI-01", "version": draft["version"], "expectedRevision": draft["revision"], "file": file, "base": draft["file"],
	}}
	saved := good(uma.ask(saveDocument, again), "saveProduct")["productVersion"].(map[string]any)
	assert.Equal(t, file, saved["file"])
	again["in"].(map[string]any)["expectedRevision"], again["in"].(map[string]any)["base"] = saved["revision"], file
	again["in"].(map[string]any)["file"] = file + "# 又改\n"
	good(uma.ask(saveDocument, again), "saveProduct")

	uma.cookies[web.SessionCookie].Value += "x"
	assert.Equal(t, "BODY_TOO_LARGE", uma.ask(saveDocument, again).Code(), "who is not signed in")
}
