package catalog_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// kase is a case of a product under its own terms.
func kase(t testing.TB, p *catalog.Product, plan string, raw map[string]any) *catalog.Case {
	t.Helper()
	facts, violations := p.CheckFactors(raw)
	require.Empty(t, violations)
	terms, err := p.Terms(plan, nil, nil)
	require.NoError(t, err)
	return &catalog.Case{
		Act: rule.Issue, Plan: plan, Payer: "CUSTOMER", Insureds: 1, Facts: facts, Terms: terms,
		Now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC),
		End: time.Date(2027, 2, 21, 2, 0, 0, 0, time.UTC),
	}
}

func TestProduct(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	assert.Equal(t, "RFI-01", p.Code())
	assert.Equal(t, rule.Text{Zh: "退货运费险", En: "Return freight insurance"}, p.Name())
	assert.Equal(t, money.CNY, p.Currency())
	assert.Equal(t, "Asia/Shanghai", p.Location().String())
	assert.Len(t, p.Digest(), 64)
	require.Len(t, p.Plans(), 2)
	assert.Equal(t, "A", p.Plans()[0].Code)
	_, known := p.Plan("C")
	assert.False(t, known)
	assert.Nil(t, p.FactorsSchema("C"))
	assert.Nil(t, p.ClaimFactsSchema("C"))
	_, err := p.Terms("C", nil, nil)
	assert.Error(t, err)
	require.Len(t, p.Documents(), 3)
	for _, d := range p.Documents() {
		assert.Len(t, d.SHA256, 64)
		assert.Equal(t, "text/markdown; charset=utf-8", d.MediaType)
		assert.Greater(t, len(d.Content), 1000, "%s is a real document", d.Kind)
	}
}

func TestTheDigestIsThatOfFileAndDocuments(t *testing.T) {
	t.Parallel()
	file, err := fs.ReadFile(catalog.Seeds(), "asi-01.yaml")
	require.NoError(t, err)
	p := seeded(t, "asi-01")
	again, err := catalog.Parse([]byte(strings.ReplaceAll(string(file), "\n", "\r\n")), catalog.Seeds())
	require.NoError(t, err)
	assert.Equal(t, p.Digest(), again.Digest(), "line ends do not matter")
	changed, err := catalog.Parse(append(file, "\n# a comment\n"...), catalog.Seeds())
	require.NoError(t, err)
	assert.NotEqual(t, p.Digest(), changed.Digest())
	documents := fstest.MapFS{}
	for _, name := range []string{"asi-01/terms.md", "asi-01/notice.md", "asi-01/claim-guide.md"} {
		documents[name] = &fstest.MapFile{Data: []byte(name)}
	}
	rewritten, err := catalog.Parse(file, documents)
	require.NoError(t, err)
	assert.NotEqual(t, p.Digest(), rewritten.Digest())
	file[0] = 'X'
	assert.Equal(t, byte('#'), rewritten.Source()[0], "the source is a copy")
}

func TestSchemasAcceptWhatIsSold(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"rfi-01", "asi-01"} {
		p := seeded(t, name)
		for _, plan := range p.Plans() {
			for _, schema := range []json.RawMessage{p.FactorsSchema(plan.Code), p.ClaimFactsSchema(plan.Code)} {
				compile(t, schema)
			}
		}
	}
	p := seeded(t, "rfi-01")
	light := freight()
	delete(light, "weightKg")
	assert.NoError(t, compile(t, p.FactorsSchema("A")).Validate(any(freight())))
	assert.NoError(t, compile(t, p.FactorsSchema("A")).Validate(any(light)))
	assert.Error(t, compile(t, p.FactorsSchema("B")).Validate(any(light)), "plan B needs the weight")
	assert.NoError(t, compile(t, p.FactorsSchema("B")).Validate(any(freight())))
}

func compile(t *testing.T, schema json.RawMessage) *jsonschema.Schema {
	t.Helper()
	var document any
	require.NoError(t, json.Unmarshal(schema, &document))
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("mem:schema", document))
	compiled, err := compiler.Compile("mem:schema")
	require.NoError(t, err)
	return compiled
}

// An optional field that failed when left out (lessons): plan A rates without the weight, plan B says that it needs it.
func TestAnOptionalFactorLeftOut(t *testing.T) {
	t.Parallel()
	p, light := seeded(t, "rfi-01"), freight()
	delete(light, "weightKg")
	a := kase(t, p, "A", light)
	assert.Empty(t, p.Judge(a))
	sum, err := p.SumInsured(a)
	require.NoError(t, err)
	assert.Equal(t, "13.00 CNY", sum.Result.String())
	b := kase(t, p, "B", light)
	assert.Equal(t, []rule.Finding{{
		Rule: catalog.PlanRequires, Effect: rule.Require, Path: []string{"factors", "weightKg"},
		Sentence: rule.Text{Zh: "该方案必须提供 weightKg", En: "this plan needs weightKg"},
	}}, p.Judge(b))
	_, err = p.SumInsured(b)
	assert.ErrorIs(t, err, rule.ErrEvaluation)
}

// Id numbers in plain text and logs (lessons): what is personal is in no worksheet and in no finding.
func TestNothingPersonalIsExplained(t *testing.T) {
	t.Parallel()
	p, raw := seeded(t, "rfi-01"), freight()
	c := kase(t, p, "A", raw)
	premium, err := p.Premium(c, &rating.Adjustment{})
	require.NoError(t, err)
	raw["category"] = "food"
	raw["to"].(map[string]any)["province"] = "81"
	findings := p.Judge(kase(t, p, "A", raw))
	require.Len(t, findings, 2)
	text, err := json.Marshal([]any{premium, findings})
	require.NoError(t, err)
	assert.NotContains(t, string(text), "文三路")
	assert.NotContains(t, string(text), "青年大街")
	plain, personal := c.Facts.SplitPersonal(p.Factors())
	assert.Equal(t, rule.Facts{"from": rule.Facts{"address": "文三路 100 号"}, "to": rule.Facts{"address": "青年大街 1 号"}}, personal)
	open := *c
	open.Facts = plain
	again, err := p.Premium(&open, &rating.Adjustment{})
	require.NoError(t, err)
	assert.Equal(t, premium, again, "a stored policy rates the same without its personal data")
}

func TestDeclinesNameTheirCode(t *testing.T) {
	t.Parallel()
	raw := freight()
	raw["sellerReturnRate"] = "0.51"
	p := seeded(t, "rfi-01")
	_, err := p.Premium(kase(t, p, "A", raw), &rating.Adjustment{})
	var decline *rating.Decline
	require.ErrorAs(t, err, &decline)
	assert.Equal(t, "SELLER_RETURN_RATE", decline.Code)
	assert.NotEmpty(t, decline.Sentence.Zh)
	assert.Equal(t, []rule.Fact{{Name: "sellerReturnRate", Value: "0.51"}}, decline.Facts)
}

// Merging one product's terms into the defaults in place: from then on every product of that process had them (lessons).
func TestProductsDoNotShareTerms(t *testing.T) {
	t.Parallel()
	rfi, asi := seeded(t, "rfi-01"), seeded(t, "asi-01")
	agreement := rule.Layer{"payers": []any{"PLATFORM"}, "quote.validity": "PT1H"}
	narrowed, err := rfi.Terms("A", rule.Layer{"payers": []any{"SELLER"}}, agreement)
	require.NoError(t, err)
	assert.Equal(t, []string{"PLATFORM"}, narrowed.Strings("payers"))
	plain, err := rfi.Terms("A", nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"CUSTOMER", "SELLER"}, plain.Strings("payers"))
	other, err := asi.Terms("BASIC", nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"PLATFORM", "CUSTOMER"}, other.Strings("payers"))
	validity, err := other.Period("quote.validity", nil)
	require.NoError(t, err)
	assert.Equal(t, "PT15M", validity.String())
	_, err = rfi.Terms("A", nil, rule.Layer{"colour": 1})
	assert.ErrorContains(t, err, "there is no such term")
	_, err = rfi.Terms("A", rule.Layer{"cover.waiting": map[string]any{"formula": "'PT0S'"}}, nil)
	assert.ErrorContains(t, err, "only the product file has formulas")
}

func TestAProductIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	first, err := p.Premium(kase(t, p, "B", freight()), &rating.Adjustment{})
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				c := kase(t, p, "B", freight())
				again, err := p.Premium(c, &rating.Adjustment{})
				assert.NoError(t, err)
				assert.Equal(t, first, again)
				assert.Empty(t, p.Judge(c))
			}
		})
	}
	group.Wait()
}

// faults are the lines of an error that Parse gave.
func faults(t *testing.T, file string) string {
	t.Helper()
	_, err := catalog.Parse([]byte(file), catalog.Seeds())
	var list *catalog.Problems
	require.True(t, errors.As(err, &list), "%v", err)
	for _, p := range list.List {
		assert.Positive(t, p.Line)
	}
	return err.Error()
}
