package catalog_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/productversion"
	asked "baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// edited is the next content of a draft: its file with a text replaced.
func edited(t testing.TB, draft *ent.ProductVersion, old, replacement string) catalog.SaveInput {
	t.Helper()
	file := string(replaced(t, draft.File, old, replacement))
	return catalog.SaveInput{ProductCode: &draft.Code, Version: &draft.Version, ExpectedRevision: &draft.Revision, File: &file}
}

func archived(t testing.TB, name string) catalog.SaveInput {
	t.Helper()
	archive, err := bundle(t, name).Archive(strings.ToUpper(name))
	require.NoError(t, err)
	return catalog.SaveInput{Archive: archive}
}

// request asks to publish a draft as uma.
func request(w *insurancetest.World, draft *ent.ProductVersion) (*ent.Approval, error) {
	return w.Catalog.RequestPublication(ctx, w.Person("uma"), catalog.Publication{
		ProductCode: draft.Code, Version: draft.Version, ExpectedRevision: draft.Revision, Reason: "new prices",
	})
}

func approve(w *insurancetest.World, name string, r *ent.Approval) error {
	_, err := w.Approvals.Approve(ctx, w.Person(name), asked.Decision{ID: work.ApprovalKey(r.ID), ExpectedRevision: r.Revision})
	return err
}

// C1, C2, C3: a draft comes from an archive, is changed beside what is sold, and goes on sale by two people's will.
func TestADraftIsEditedAndPublishedByFourEyes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		uma := w.Person("uma")
		draft, err := w.Catalog.SaveDraft(ctx, uma, archived(t, "rfi-01"))
		require.NoError(t, err)
		assert.Equal(t, 2, draft.Version)
		assert.Equal(t, "person:uma", draft.SavedBy)
		sold, err := w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, sold.Digest(), draft.Digest, "the same bytes are the same product")

		in := edited(t, draft, "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}")
		examples := strings.ReplaceAll(string(bundle(t, "rfi-01").Beside["rfi-01.example"]), "premium 0.73", "premium 0.88")
		in.Examples = &examples
		draft, err = w.Catalog.SaveDraft(ctx, uma, in)
		require.NoError(t, err)
		assert.Equal(t, 2, draft.Revision)
		tried, err := w.Catalog.TryExamples(ctx, "RFI-01", 2)
		require.NoError(t, err)
		failing := 0
		for _, one := range tried {
			if len(one.Failures) > 0 {
				failing++
			}
		}
		assert.Positive(t, failing, "other examples are of clothing too")
		_, err = request(w, draft)
		require.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))

		draft, err = w.Catalog.SaveDraft(ctx, uma, edited(t, draft, "{key: clothing, value: 1.50}", "{key: clothing, value: 1.25}"))
		require.NoError(t, err)
		back := string(bundle(t, "rfi-01").Beside["rfi-01.example"])
		in = edited(t, draft, "# 条款参数", "# 参数")
		in.Examples = &back
		draft, err = w.Catalog.SaveDraft(ctx, uma, in)
		require.NoError(t, err)
		waits, err := request(w, draft)
		require.NoError(t, err)
		assert.Equal(t, "RFI-01/2", waits.Object)
		assert.Contains(t, waits.Content, draft.Digest)
		require.NotNil(t, waits.InForce)
		_, err = request(w, draft)
		assert.True(t, fault.Has(err, fault.CodeConflict), "one waits already: %v", err)
		assert.True(t, fault.Has(approve(w, "uma", waits), fault.CodeFourEyes), "nobody approves their own")
		assert.True(t, fault.Has(approve(w, "sam", waits), fault.CodeFourEyes), "sales has no say")
		require.NoError(t, approve(w, "ulf", waits))
		require.NoError(t, w.Cache.Refresh(ctx))
		sold, err = w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 2, sold.Number)
	})
}

// An edit after publication was asked voids the request, and so does throwing the draft away.
func TestAnEditVoidsTheRequest(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		waits, err := request(w, draft)
		require.NoError(t, err)
		draft, err = w.Catalog.SaveDraft(ctx, w.Person("ulf"), edited(t, draft, "# 条款参数", "# 参数"))
		require.NoError(t, err)
		assert.Equal(t, approval.StateVoid, w.Store.Client.Approval.GetX(ctx, waits.ID).State)
		assert.Error(t, approve(w, "ulf", waits))
		waits, err = request(w, draft)
		require.NoError(t, err)
		require.NoError(t, w.Catalog.Discard(ctx, w.Person("ulf"), catalog.DiscardInput{ProductCode: draft.Code, Version: draft.Version, ExpectedRevision: draft.Revision}))
		assert.Equal(t, approval.StateVoid, w.Store.Client.Approval.GetX(ctx, waits.ID).State)
		_, err = w.Catalog.Row(ctx, draft.Code, draft.Version)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
	})
}

// Two people save the same draft at once: one is told CONFLICT.
func TestTwoEditTheSameDraftAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		other := w.AddServer()
		callers := []string{"uma", "ulf"}
		people := []*catalog.Service{w.Catalog, other.Catalog}
		errs := make([]error, 2)
		var group sync.WaitGroup
		for i, name := range callers {
			in, who := edited(t, draft, "# 条款参数", "# "+name), w.Person(name)
			group.Go(func() { _, errs[i] = people[i].SaveDraft(ctx, who, in) })
		}
		group.Wait()
		conflicts := 0
		for _, err := range errs {
			if err != nil {
				assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
				conflicts++
			}
		}
		assert.Equal(t, 1, conflicts)
		assert.Equal(t, 2, w.Store.Client.ProductVersion.GetX(ctx, draft.ID).Revision)
	})
}

// What is published never changes, by no path.
func TestWhatIsPublishedNeverChanges(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		uma := w.Person("uma")
		row, err := w.Catalog.Row(ctx, "RFI-01", 1)
		require.NoError(t, err)
		in := edited(t, row, "# 条款参数", "# 参数")
		for revision := range row.Revision + 2 {
			in.ExpectedRevision = &revision
			_, err = w.Catalog.SaveDraft(ctx, uma, in)
			assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
			err = w.Catalog.Discard(ctx, uma, catalog.DiscardInput{ProductCode: "RFI-01", Version: 1, ExpectedRevision: revision})
			assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
			_, err = w.Catalog.RequestPublication(ctx, uma, catalog.Publication{ProductCode: "RFI-01", Version: 1, ExpectedRevision: revision, Reason: "x"})
			assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		}
		archive := archived(t, "rfi-01")
		archive.ProductCode, archive.Version, archive.ExpectedRevision = &row.Code, &row.Version, &row.Revision
		_, err = w.Catalog.SaveDraft(ctx, uma, archive)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		n, err := w.Catalog.ApplySchedules(ctx, 10)
		require.NoError(t, err)
		assert.Zero(t, n)
		after, err := w.Catalog.Row(ctx, "RFI-01", 1)
		require.NoError(t, err)
		assert.Equal(t, row.String(), after.String())
		assert.True(t, bytes.Equal(row.File, after.File) && bytes.Equal(row.Documents, after.Documents))
	})
}

func TestWhatIsNotSaved(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		uma := w.Person("uma")
		draft, err := w.Catalog.SaveDraft(ctx, uma, archived(t, "rfi-01"))
		require.NoError(t, err)
		other, err := w.Catalog.SaveDraft(ctx, uma, archived(t, "asi-01"))
		require.NoError(t, err)
		file, no := string(draft.File), 9
		for name, c := range map[string]struct {
			in   catalog.SaveInput
			code fault.Code
		}{
			"nothing":                {catalog.SaveInput{}, fault.CodeInvalidValue},
			"both":                   {catalog.SaveInput{File: &file, Archive: []byte("x")}, fault.CodeInvalidValue},
			"no revision":            {catalog.SaveInput{File: &file, Version: &draft.Version, ProductCode: &draft.Code}, fault.CodeInvalidValue},
			"no product":             {catalog.SaveInput{File: &file, Version: &draft.Version, ExpectedRevision: &draft.Revision}, fault.CodeInvalidValue},
			"another product's file": {catalog.SaveInput{File: &file, Version: &other.Version, ExpectedRevision: &other.Revision, ProductCode: &other.Code}, fault.CodeConflict},
			"a draft there is not":   {catalog.SaveInput{File: &file, Version: &no, ExpectedRevision: &no, ProductCode: &draft.Code}, fault.CodeNotFound},
			"attachments of none":    {catalog.SaveInput{File: &file, AttachmentsOf: &no}, fault.CodeNotFound},
			"another revision":       {catalog.SaveInput{File: &file, Version: &draft.Version, ExpectedRevision: &no, ProductCode: &draft.Code}, fault.CodeConflict},
		} {
			_, err := w.Catalog.SaveDraft(ctx, uma, c.in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
		}
		assert.Equal(t, 2, w.Store.Client.ProductVersion.Query().CountX(ctx))
		assert.Equal(t, 1, w.Store.Client.ProductVersion.GetX(ctx, draft.ID).Revision)
		assert.Len(t, records(w), 2)
	})
}

// Every mistake is told, each with its path and line.
func TestEveryMistakeHasItsLine(t *testing.T) {
	t.Parallel()
	b := bundle(t, "rfi-01")
	b.File = replaced(t, b.File, "currency: CNY", "currency: XYZ")
	b.File = replaced(t, b.File, "from: 0.03, below: 0.06", "from: 0.04, below: 0.06")
	b.File = replaced(t, b.File, "if: buyerRiskScore >= 95", "if: buyerScore >= 95")
	_, err := b.Check()
	list := fault.All(err)
	require.Len(t, list, 3)
	for i, want := range []struct{ path, text string }{
		{"currency", "currency: XYZ"}, {"rules.2.if", "if: buyerScore"}, {"rating.tables.0.rows.3", "from: 0.04"},
	} {
		p, ok := list[i].(catalog.FileProblem)
		require.True(t, ok)
		assert.Equal(t, want.path, strings.Join(p.Path, "."))
		assert.Equal(t, lineOf(string(b.File), want.text), *p.Line, want.path)
		assert.Equal(t, fault.CodeInvalidValue, p.Code)
		line := []rune(strings.Split(string(b.File), "\n")[*p.Line-1])
		require.NotNil(t, p.Column, want.path)
		assert.Less(t, *p.Column, *p.End, want.path)
		assert.LessOrEqual(t, *p.End, len(line)+1, want.path)
	}
}

// A version that would never be sold, since a later one was published, is not published.
func TestALaterVersionStandsInTheWay(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		early, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		waits, err := request(w, early)
		require.NoError(t, err)
		w.Publish(catalog.Seeds(), "rfi-01")
		assert.Error(t, approve(w, "ulf", waits))
		_, err = w.Catalog.RequestPublication(ctx, w.Person("uma"), catalog.Publication{ProductCode: "RFI-01", Version: 1, ExpectedRevision: 1, Reason: "x"})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		row, err := w.Catalog.Row(ctx, "RFI-01", 1)
		require.NoError(t, err)
		assert.Equal(t, productversion.StateDRAFT, row.State)
	})
}

// Who approves sees what a version would replace. Where another one went on sale since, what that one changed would be undone
// unseen: the request is void.
func TestWhatItWouldReplaceIsWhatWasShown(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		save := func() *ent.ProductVersion {
			t.Helper()
			draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
			require.NoError(t, err)
			return draft
		}
		second, third := save(), save()
		waits, err := request(w, third)
		require.NoError(t, err)
		other, err := request(w, second)
		require.NoError(t, err)
		require.NoError(t, approve(w, "ulf", other))
		assert.True(t, fault.Has(approve(w, "ulf", waits), fault.CodeConflict))
		assert.Equal(t, approval.StateVoid, w.Store.Client.Approval.GetX(ctx, waits.ID).State)
		row, err := w.Catalog.Row(ctx, "RFI-01", 3)
		require.NoError(t, err)
		assert.Equal(t, productversion.StateDRAFT, row.State)
		waits, err = request(w, third)
		require.NoError(t, err)
		require.NoError(t, approve(w, "ulf", waits))
	})
}

// Differences are told value by value; an item that is put in between changes no other, and the order of rules counts.
func TestDifferencesOfVersions(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		b := bundle(t, "rfi-01")
		b.File = replaced(t, b.File, "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}")
		b.File = replaced(t, b.File, "claim.most: 1", "claim.most: 2")
		b.File = replaced(t, b.File, "plans:\n", "plans:\n  - code: Z\n    name: {zh: 新, en: New}\n")
		b.Beside["rfi-01/notice.md"] = append(b.Beside["rfi-01/notice.md"], "more\n"...)
		_, err := w.Catalog.Save(ctx, tool, b)
		require.NoError(t, err)
		list, err := w.Catalog.Differences(ctx, "RFI-01", 1, 2)
		require.NoError(t, err)
		got := map[string][2]string{}
		for _, d := range list {
			got[d.Path] = [2]string{text(d.Before), text(d.After)}
		}
		notice := got["attachments.rfi-01/notice.md"]
		assert.NotEqual(t, notice[0], notice[1])
		delete(got, "attachments.rfi-01/notice.md")
		assert.Equal(t, map[string][2]string{
			"plans.Z.code": {"-", "Z"}, "plans.Z.name.en": {"-", "New"}, "plans.Z.name.zh": {"-", "新"},
			"terms.claim.most": {"1", "2"}, "rating.tables.goods.rows.clothing.value": {"1.25", "1.50"},
		}, got)
		same, err := w.Catalog.Differences(ctx, "RFI-01", 2, 2)
		require.NoError(t, err)
		assert.Empty(t, same)
		_, err = w.Catalog.Differences(ctx, "RFI-01", 1, 9)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		lines, err := w.Catalog.Summaries(ctx)
		require.NoError(t, err)
		require.Len(t, lines, 2)
		assert.Equal(t, 1, lines[1].OnSale.Version)
		assert.Len(t, lines[1].Versions, 2)
	})
}

func text(value *string) string {
	if value == nil {
		return "-"
	}
	return *value
}
