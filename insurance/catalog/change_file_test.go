package catalog_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

func change(operation catalog.FileOperation, value string, at ...string) catalog.FileChange {
	one := catalog.FileChange{Operation: operation, At: at}
	if operation != catalog.RemovePart {
		one.Value = &value
	}
	return one
}

// changed is a file after changes, which must all be possible.
func changed(t testing.TB, w *insurancetest.World, file string, changes ...catalog.FileChange) *catalog.ChangedFile {
	t.Helper()
	after, _, err := w.Catalog.ChangeFile(ctx, catalog.ChangeFileInput{File: file, Changes: changes})
	require.NoError(t, err)
	return after
}

// E6: a part of a product is changed by its structure, and all other bytes of its file stay.
func TestE6APartOfAProductIsChangedByItsStructure(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		file, err := os.ReadFile("seed/rfi-01.yaml")
		require.NoError(t, err)
		t.Run("a rate", func(t *testing.T) {
			after := changed(t, w, string(file), change(catalog.ReplacePart, `"0.35"`, "rating", "tables", "base", "rows", "2", "value"))
			assert.Equal(t, string(replaced(t, file, "{from: 0.01, below: 0.03, value: 0.30}", "{from: 0.01, below: 0.03, value: 0.35}")), after.File)
			for _, table := range after.Content.Tables {
				if table.Name == "base" {
					assert.Equal(t, "0.35", table.Rows[2].Value.String())
					assert.Equal(t, []string{"rating", "tables", "base"}, table.At)
				}
			}
		})
		t.Run("the order of rules", func(t *testing.T) {
			before := changed(t, w, string(file)).Content.Rules
			after := changed(t, w, string(file), change(catalog.MovePart, "0", "rules", before[2].Code))
			rules := after.Content.Rules
			assert.Equal(t, []string{before[2].Code, before[0].Code, before[1].Code}, []string{rules[0].Code, rules[1].Code, rules[2].Code})
			assert.Len(t, after.File, len(file))
			for _, one := range []catalog.FileChange{
				change(catalog.MovePart, "99", "rules", before[0].Code), change(catalog.MovePart, "x", "rules", before[0].Code),
				change(catalog.MovePart, "1", "code"),
			} {
				_, _, err := w.Catalog.ChangeFile(ctx, catalog.ChangeFileInput{File: string(file), Changes: []catalog.FileChange{one}})
				assert.True(t, fault.Has(err, fault.CodeInvalidValue), err)
			}
		})
		t.Run("each part says its path", func(t *testing.T) {
			content := changed(t, w, string(file)).Content
			for _, rule := range content.Rules {
				after := changed(t, w, string(file), change(catalog.ReplacePart, `"Other"`, append(rule.At, "sentence", "en")...))
				assert.Contains(t, after.File, "en: Other", rule.At)
			}
			for _, factor := range content.Factors {
				after := changed(t, w, string(file), change(catalog.AddPart, `{"zh": "别的", "en": "Other"}`, append(factor.At, "title")...))
				assert.Contains(t, after.File, "{zh: 别的, en: Other}", factor.At)
			}
			for _, one := range content.Comparisons {
				changed(t, w, string(file), change(catalog.ReplacePart, `"OTHER_CODE"`, append(one.At, "code")...))
			}
		})
		t.Run("a file with mistakes has parts, and its mistakes are told", func(t *testing.T) {
			after, mistakes, err := w.Catalog.ChangeFile(ctx, catalog.ChangeFileInput{File: string(file), Changes: []catalog.FileChange{
				change(catalog.RemovePart, "", "rating", "tables", "base", "rows", "3"),
			}})
			require.NoError(t, err)
			require.NotNil(t, after.Content)
			assert.True(t, fault.Has(mistakes, fault.CodeInvalidValue), "a gap")
			assert.Empty(t, after.Content.Plans[0].Terms)
		})
		t.Run("what cannot be", func(t *testing.T) {
			for want, one := range map[string]catalog.FileChange{
				"INVALID_VALUE at changes.0.at":        change(catalog.ReplacePart, "1", "rating", "tables", "bse"),
				"INVALID_VALUE at changes.0.value":     change(catalog.ReplacePart, "{", "code"),
				"INVALID_VALUE at changes.0.operation": change("COPY", "1", "code"),
			} {
				_, _, err := w.Catalog.ChangeFile(ctx, catalog.ChangeFileInput{File: string(file), Changes: []catalog.FileChange{one}})
				assert.ErrorContains(t, err, want)
			}
			_, _, err := w.Catalog.ChangeFile(ctx, catalog.ChangeFileInput{File: "a: &x 1\nb: *x\n", Changes: []catalog.FileChange{change(catalog.ReplacePart, "1", "b")}})
			assert.ErrorContains(t, err, "INVALID_VALUE at file")
		})
	})
}

// E5, C1: BIKE-01 of docs/products.md comes from nothing by its structure, and can be quoted before its documents are there.
func TestE5AProductComesFromNothingByItsStructure(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		after := changed(t, w, "",
			change(catalog.AddPart, `"BIKE-01"`, "code"),
			change(catalog.AddPart, `{"zh": "骑行意外险", "en": "Cycling cover"}`, "name"),
			change(catalog.AddPart, `"CNY"`, "currency"),
			change(catalog.AddPart, `"Asia/Shanghai"`, "timeZone"),
			change(catalog.AddPart, `[{"name": "minutes", "title": {"zh": "时长", "en": "Length"}, "type": "integer", "min": 1, "max": 240}]`, "factors"),
			change(catalog.AddPart, `"PT4H"`, "terms", "cover.length"),
			change(catalog.AddPart, `[{"code": "RIDE", "name": {"zh": "单次", "en": "One ride"}}]`, "plans"),
			change(catalog.AddPart, `[{"name": "base", "title": {"zh": "基础", "en": "Base"}, "band": "minutes", "rows": [{"from": 1, "below": 31, "value": "0.10"}, {"from": 31, "below": 241, "value": "0.25"}]}]`, "rating", "tables"),
			change(catalog.AddPart, `[{"set": {"table": "base"}}, {"round": {"digits": 2, "mode": "halfUp"}}]`, "rating", "premium"),
			change(catalog.AddPart, `[{"set": {"decimal": 20000}}]`, "rating", "sumInsured"),
			change(catalog.AddPart, `[{"name": "happenedAt", "title": {"zh": "出险时间", "en": "Happened at"}, "type": "instant"}]`, "claims", "facts"),
		)
		t.Log(after.File)
		require.NotNil(t, after.Content)
		product, err := catalog.Sketch([]byte(after.File))
		require.NoError(t, err)
		assert.Equal(t, "BIKE-01", product.Code())
		assert.Equal(t, "BIKE-01", strings.TrimPrefix(strings.SplitN(after.File, "\n", 2)[0], "code: "))
	})
}

// Two people who edit different parts both keep their work; the same part is a CONFLICT that says what each made of it.
func TestC2TwoPeopleEditOneDraft(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		uma, ulf := w.Person("uma"), w.Person("ulf")
		draft, err := w.Catalog.SaveDraft(ctx, uma, archived(t, "rfi-01"))
		require.NoError(t, err)
		base := string(draft.File)
		own := func(draft *ent.ProductVersion, old, fresh string) catalog.SaveInput {
			in := edited(t, draft, old, fresh)
			in.Base = &base
			return in
		}
		_, err = w.Catalog.SaveDraft(ctx, uma, own(draft, "below: 0.03, value: 0.30}", "below: 0.03, value: 0.31}"))
		require.NoError(t, err)

		both, err := w.Catalog.SaveDraft(ctx, ulf, own(draft, "below: 0.06, value: 0.50}", "below: 0.06, value: 0.52}"))
		require.NoError(t, err, "the row below is another part")
		assert.Contains(t, string(both.File), "below: 0.03, value: 0.31}")
		assert.Contains(t, string(both.File), "below: 0.06, value: 0.52}")
		assert.Equal(t, draft.Revision+2, both.Revision)

		_, err = w.Catalog.SaveDraft(ctx, ulf, own(draft, "below: 0.03, value: 0.30}", "below: 0.03, value: 0.33}"))
		var conflict catalog.ConflictingFile
		require.ErrorAs(t, err, &conflict)
		assert.Equal(t, fault.CodeConflict, conflict.Code)
		assert.Equal(t, both.Revision, conflict.Revision)
		require.Len(t, conflict.Conflicts, 1)
		one := conflict.Conflicts[0]
		assert.Equal(t, "rating.tables.base.rows.2.value", strings.ReplaceAll(one.Path, "0.01", "2"))
		assert.Equal(t, []string{"0.30", "0.31", "0.33"}, []string{*one.Before, *one.Stored, *one.Mine})

		rule := "  - {code: SAME, on: [sale], if: buyerReturns > 90, effect: refuse, sentence: {zh: 退货过多, en: Too many returns}}\n"
		_, err = w.Catalog.SaveDraft(ctx, uma, own(draft, "\nrules:\n", "\nrules:\n"+rule))
		require.NoError(t, err)
		_, err = w.Catalog.SaveDraft(ctx, ulf, own(draft, "\nrating:\n", rule+"\nrating:\n"))
		require.ErrorAs(t, err, &conflict, "each is right, and both together have a rule twice")
		assert.Contains(t, conflict.Detail, "does not go together")
	})
}
