package rating_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

func title(name string) rule.Text { return rule.Text{Zh: name, En: name} }

// tester is what testing and rapid have in common.
type tester interface {
	require.TestingT
	Helper()
}

func environment(t tester) *rule.Environment {
	t.Helper()
	factors, problems := rule.NewFactors([]rule.Factor{
		{Name: "category", Title: title("category"), Type: rule.StringType, Enum: []string{"a", "b", "c"}},
		{Name: "city", Title: title("city"), Type: rule.StringType, Optional: true},
		{Name: "flag", Title: title("flag"), Type: rule.BooleanType, Default: false},
		{Name: "rate", Title: title("rate"), Type: rule.DecimalType, Min: "0", Max: "1"},
		{Name: "price", Title: title("price"), Type: rule.DecimalType, Optional: true},
		{Name: "count", Title: title("count"), Type: rule.IntegerType, Min: "0", Below: "10", Default: json.Number("1")},
		{Name: "owner", Title: title("owner"), Type: rule.StringType, Personal: "NAME", Optional: true},
	})
	require.Empty(t, problems)
	e, err := rule.NewEnvironment(factors, nil, time.UTC)
	require.NoError(t, err)
	require.NoError(t, e.WithCase(nil, []string{"A", "B"}))
	return e
}

func sentences(problems []rule.Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func kase(facts rule.Facts) *rule.Case {
	all := rule.Facts{"category": "a", "flag": false, "rate": money.MustDecimal("0.5"), "count": int64(1)}
	return &rule.Case{Act: rule.Quote, Plan: "A", Facts: all.Merge(facts)}
}

func row(key, value string) rating.Row {
	return rating.Row{Key: rule.Literal(key), Value: rule.Literal(value)}
}

func band(from, below, value string) rating.Row {
	return rating.Row{From: rule.Literal(from), Below: rule.Literal(below), Value: rule.Literal(value)}
}

// Renewal priced by a table that covered no adult: free renewals. A gap in a table refuses at publication (lessons).
func TestGapsAndOverlapsAreRefusedByRow(t *testing.T) {
	t.Parallel()
	keys := func(names ...string) []string { return names }
	decline := rating.Row{From: "0.5", Decline: "TOO_MUCH", Sentence: title("no")}
	for want, table := range map[string]rating.Table{
		"": {Band: "rate", Rows: []rating.Row{band("0", "0.5", "1"), decline}},
		"rows[1]: row 2: gap: nothing for rate from 0.4 to below 0.5, after row 1": {Band: "rate", Rows: []rating.Row{band("", "0.4", "1"), band("0.5", "", "2")}},
		"rows[1]: row 2: overlaps row 1":                                           {Band: "rate", Rows: []rating.Row{band("0", "0.5", "1"), band("0.4", "", "2")}},
		"rows[0]: row 1: gap: nothing for rate below 0.1":                          {Band: "rate", Rows: []rating.Row{band("0.1", "", "1")}},
		"rows[0]: row 1: gap: nothing for rate from 1 on":                          {Band: "rate", Rows: []rating.Row{band("0", "1", "1")}},
		"row 2: overlaps row 1":                                                    {Band: "rate", Rows: []rating.Row{band("", "", "1"), band("", "", "2")}},
		"row 1: gap: nothing for count below 1":                                    {Band: "count", Rows: []rating.Row{band("1", "10", "1")}},
		"row 1: gap: nothing for count from 9 on":                                  {Band: "count", Rows: []rating.Row{band("0", "9", "1")}},
		"row 1: gap: nothing for price below 0":                                    {Band: "price", Rows: []rating.Row{band("0", "", "1")}},
		"row 1: gap: nothing for price from 5 on":                                  {Band: "price", Rows: []rating.Row{band("", "5", "1")}},
		"row 1: nothing lies from 2 to below 1":                                    {Band: "rate", Rows: []rating.Row{band("2", "1", "1")}},
		"rows[1]: row 2: a is there already, in row 1":                             {Keys: keys("category"), Rows: []rating.Row{row("a", "1"), row("a", "2"), row("else", "3")}},
		"rows: no row for c, and no else row":                                      {Keys: keys("category"), Rows: []rating.Row{row("a", "1"), row("b", "2")}},
		"rows[0]: row 1: category is never \"d\"":                                  {Keys: keys("category"), Rows: []rating.Row{row("d", "1"), row("else", "3")}},
		"row 2: else is there already, in row 1":                                   {Keys: keys("category"), Rows: []rating.Row{row("else", "1"), row("else", "3")}},
		"rows: city can be anything: the table needs an else row":                  {Keys: keys("city"), Rows: []rating.Row{row("x", "1")}},
		"rows: no row for true, and no else row":                                   {Keys: keys("flag"), Rows: []rating.Row{row("false", "1")}},
		"rows: no row for B, and no else row":                                      {Keys: keys("plan"), Rows: []rating.Row{row("A", "1")}},
		"row 1: 1 keys, the table has 2":                                           {Keys: keys("plan", "flag"), Rows: []rating.Row{row("A", "1"), row("else", "1")}},
		"no row for B, true, and no else row":                                      {Keys: keys("plan", "flag"), Rows: []rating.Row{{Keys: []rule.Literal{"A", "true"}, Value: "1"}, {Keys: []rule.Literal{"A", "false"}, Value: "1"}, {Keys: []rule.Literal{"B", "false"}, Value: "1"}}},
		"row 1: either a value or a decline":                                       {Keys: keys("category"), Rows: []rating.Row{{Key: "else"}}},
		"row 1: a decline needs a code and a sentence":                             {Keys: keys("category"), Rows: []rating.Row{{Key: "else", Decline: "NO"}}},
		"row 1: not a decimal":                                                     {Keys: keys("category"), Rows: []rating.Row{row("else", "1e3")}},
		"rows[0].from: the table has no band":                                      {Keys: keys("category"), Rows: []rating.Row{{Key: "else", From: "1", Value: "1"}}},
		"owner is personal":                                                        {Keys: keys("owner"), Rows: []rating.Row{row("else", "1")}},
		"keys[0]: there is no \"colour\"":                                          {Keys: keys("colour"), Rows: []rating.Row{row("else", "1")}},
		"keys[0]: rate is a decimal":                                               {Keys: keys("rate"), Rows: []rating.Row{row("else", "1")}},
		"band: category is a string":                                               {Band: "category", Rows: []rating.Row{band("", "", "1")}},
		"keys: a table needs keys or a band":                                       {Rows: []rating.Row{{Value: "1"}}},
		"rows: the table is empty":                                                 {Band: "rate"},
		"rows[0]: row 1: gap: nothing for rate from 0.9 on":                        {Keys: keys("flag"), Band: "rate", Rows: []rating.Row{{Key: "true", Below: "0.9", Value: "1"}, {Key: "else", Value: "1"}}},
	} {
		table.Name = "t"
		_, problems := rating.NewBook(environment(t), []rating.Table{table})
		if want == "" {
			assert.Empty(t, sentences(problems))
		} else {
			assert.Contains(t, sentences(problems), want)
		}
	}
	_, problems := rating.NewBook(environment(t), []rating.Table{{Name: "T"}})
	assert.Contains(t, sentences(problems), `[0].name: "T" cannot name a table`)
}

func sheet(t tester, tables []rating.Table, lines ...rating.Line) *rating.Sheet {
	t.Helper()
	book, problems := rating.NewBook(environment(t), tables)
	require.Empty(t, sentences(problems))
	s, problems := book.Sheet(lines, money.CNY)
	require.Empty(t, sentences(problems))
	return s
}

var tables = []rating.Table{
	{Name: "base", Band: "rate", Rows: []rating.Row{
		band("0.3", "0.8", "0.5"), band("", "0.3", "0.25"), {From: "0.8", Decline: "TOO_MUCH", Sentence: rule.Text{Zh: "太多", En: "too much"}},
	}},
	{Name: "goods", Keys: []string{"category", "flag"}, Rows: []rating.Row{
		{Keys: []rule.Literal{"a", "true"}, Value: "1.25"}, {Keys: []rule.Literal{"a", "false"}, Value: "1.5"}, row("else", "3"),
	}},
}

func TestAWorksheetExplainsItself(t *testing.T) {
	t.Parallel()
	s := sheet(t, tables,
		rating.Line{Set: &rating.Operand{Table: "base"}},
		rating.Line{Multiply: &rating.Operand{Table: "goods"}},
		rating.Line{If: "flag && value > 0", Add: &rating.Operand{Decimal: "0.005"}},
		rating.Line{Multiply: &rating.Operand{Factor: "count"}},
		rating.Line{Name: "twice", Formula: "value * 2 + rate + table.goods"},
		rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "halfUp"}},
		rating.Line{Bounds: &rating.Bounds{Min: "0.10", Max: "4"}},
	)
	w, err := s.Rate(kase(rule.Facts{"flag": true, "count": int64(3)}))
	require.NoError(t, err)
	assert.Equal(t, money.Amount{Minor: 400, Currency: money.CNY}, w.Result)
	text, err := json.Marshal(w)
	require.NoError(t, err)
	assert.Equal(t, `["CNY",400,[["set base",["rate","0.5","base","0.5"],"0.5"],`+
		`["multiply goods",["category","a","flag","true","goods","1.25"],"0.625"],["add 0.005",[],"0.63"],`+
		`["multiply count",["count","3"],"1.89"],["twice",["value","1.89","rate","0.5","table.goods","1.25"],"5.53"],`+
		`["round 2 halfUp",[],"5.53"],["bounds 0.10..4",[],"4"]]]`, string(text))
	w, err = s.Rate(kase(rule.Facts{"rate": money.MustDecimal("0.1"), "category": "b", "count": int64(0)}))
	require.NoError(t, err)
	assert.Len(t, w.Steps, 6, "the guarded step is left out")
	assert.Equal(t, "3.1", w.Result.Decimal().String())
}

func TestASheetTellsWhatItReads(t *testing.T) {
	t.Parallel()
	s := sheet(t, tables, rating.Line{Set: &rating.Operand{Table: "goods"}}, rating.Line{Multiply: &rating.Operand{Factor: "count"}},
		rating.Line{If: "plan == 'A'", Formula: "value + table.base"}, rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "up"}})
	assert.Equal(t, []string{"category", "flag", "count", "plan", "value", "table.base", "rate"}, s.Reads(), "through tables, too")
}

func TestTablesDecline(t *testing.T) {
	t.Parallel()
	direct := sheet(t, tables, rating.Line{Set: &rating.Operand{Table: "goods"}}, rating.Line{Multiply: &rating.Operand{Table: "base"}},
		rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "up"}})
	byFormula := sheet(t, tables, rating.Line{Formula: "table.base * 2"}, rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "up"}})
	for _, s := range []*rating.Sheet{direct, byFormula} {
		_, err := s.Rate(kase(rule.Facts{"rate": money.MustDecimal("0.8")}))
		var decline *rating.Decline
		require.ErrorAs(t, err, &decline)
		assert.Equal(t, &rating.Decline{
			Code: "TOO_MUCH", Sentence: rule.Text{Zh: "太多", En: "too much"}, Facts: []rule.Fact{{Name: "rate", Value: "0.8"}},
		}, decline)
	}
}

func TestWhatIsAbsentFails(t *testing.T) {
	t.Parallel()
	s := sheet(t, nil, rating.Line{Set: &rating.Operand{Factor: "price"}}, rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "up"}})
	_, err := s.Rate(kase(nil))
	assert.ErrorIs(t, err, rule.ErrEvaluation)
	_, err = s.Rate(kase(rule.Facts{"price": money.MustDecimal("-1")}))
	assert.ErrorIs(t, err, rating.ErrResult, "less than nothing")
	_, err = s.Rate(kase(rule.Facts{"price": money.MustDecimal("999999999999999999")}))
	assert.ErrorIs(t, err, rating.ErrResult, "more than an amount holds")
}

func TestFaultySheetsAreNamed(t *testing.T) {
	t.Parallel()
	book, problems := rating.NewBook(environment(t), tables)
	require.Empty(t, sentences(problems))
	one := rating.Line{Set: &rating.Operand{Decimal: "1"}}
	for want, lines := range map[string][]rating.Line{
		": a sheet needs steps":           {},
		"[0]: the first step sets":        {{Add: &rating.Operand{Decimal: "1"}}},
		"[1]: a step is exactly one of":   {one, {}},
		"[1].multiply.table: there is no": {one, {Multiply: &rating.Operand{Table: "x"}}},
		"[1].add.factor: category is a":   {one, {Add: &rating.Operand{Factor: "category"}}},
		"[1].add: takes exactly one":      {one, {Add: &rating.Operand{Factor: "count", Decimal: "1"}}},
		"[1].add.decimal: not a decimal":  {one, {Add: &rating.Operand{Decimal: "x"}}},
		"[1].if: there is no":             {one, {If: "colour", Add: &rating.Operand{Decimal: "1"}}},
		"[1].formula: ":                   {one, {Formula: "value * 0.5"}},
		"owner is personal":               {one, {If: "owner == 'x'", Add: &rating.Operand{Decimal: "1"}}},
		"[1].bounds: nothing lies":        {one, {Bounds: &rating.Bounds{Min: "2", Max: "1"}}},
		"[1].round.mode: ":                {one, {Round: &rating.Rounding{Digits: 2}}},
		"[1].round.digits: ":              {one, {Round: &rating.Rounding{Digits: 7, Mode: "up"}}},
		"[0]: may leave fractions":        {{Set: &rating.Operand{Decimal: "0.001"}}},
		"[1]: may leave fractions":        {one, {Multiply: &rating.Operand{Factor: "rate"}}},
		"[2]: may leave fractions":        {one, {Round: &rating.Rounding{Digits: 2, Mode: "up"}}, {Formula: "value"}},
	} {
		_, problems := book.Sheet(lines, money.CNY)
		assert.Contains(t, sentences(problems), want)
	}
	_, problems = book.Sheet([]rating.Line{one, {If: "flag", Add: &rating.Operand{Decimal: "0.01"}}}, money.CNY)
	assert.Empty(t, problems)
	_, problems = book.Sheet([]rating.Line{{Set: &rating.Operand{Decimal: "0.5"}}}, "JPY")
	assert.Contains(t, sentences(problems), "round to 0 digits")
}

// The same facts give the same worksheet, byte for byte, and it comes back from storage the same.
func TestWorksheetsAreDeterministicAndComeBack(t *testing.T) {
	t.Parallel()
	s := sheet(t, tables, rating.Line{Set: &rating.Operand{Table: "base"}}, rating.Line{Multiply: &rating.Operand{Table: "goods"}},
		rating.Line{Multiply: &rating.Operand{Factor: "rate"}}, rating.Line{Round: &rating.Rounding{Digits: 2, Mode: "halfEven"}})
	rapid.Check(t, func(t *rapid.T) {
		facts := rule.Facts{
			"rate":     money.MustDecimal(rapid.StringMatching(`0\.[0-7][0-9]{0,5}`).Draw(t, "rate")),
			"category": rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "category"),
			"flag":     rapid.Bool().Draw(t, "flag"),
		}
		first, err := s.Rate(kase(facts))
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Rate(kase(facts))
		if err != nil {
			t.Fatal(err)
		}
		left, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		right, _ := json.Marshal(again)
		var stored rating.Worksheet
		if string(left) != string(right) || json.Unmarshal(left, &stored) != nil {
			t.Fatalf("%s, then %s", left, right)
		}
		assert.Equal(t, first, stored)
		if !json.Valid(left) {
			t.Fatalf("%s is no JSON", left)
		}
	})
}

func TestWorksheetTextsAreEscaped(t *testing.T) {
	t.Parallel()
	w := rating.Worksheet{
		Result: money.Amount{Minor: 1, Currency: money.CNY},
		Steps:  []rating.Step{{Rule: "value \"x\" \\ <b> 元\n", Inputs: []rule.Fact{{Name: "名", Value: "\x00"}}, Value: money.MustDecimal("0.01")}},
	}
	text, err := json.Marshal(w)
	require.NoError(t, err)
	var back rating.Worksheet
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, w, back)
	for _, refused := range []string{`{}`, `[]`, `["CNY",1]`, `["CNY","1",[]]`, `["CNY",1,[["x",[],1]]]`, `["CNY",1,[["x",["a"],"1"]]]`, `["CNY",1,[["x"]]]`} {
		assert.Error(t, json.Unmarshal([]byte(refused), &back), refused)
	}
}

// Bands include their lower bound and exclude their upper one, whatever the bounds are.
func TestEveryNumberFallsIntoItsBand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cuts := rapid.SliceOfNDistinct(rapid.Int64Range(1, 99), 1, 6, rapid.ID[int64]).Draw(t, "cuts")
		slices.Sort(cuts)
		hundredth := func(n int64) string { return money.FromInt(n).Mul(money.MustDecimal("0.01")).String() }
		table, from := rating.Table{Name: "t", Band: "rate"}, ""
		for i, cut := range cuts {
			table.Rows = append(table.Rows, band(from, hundredth(cut), strconv.Itoa(i)))
			from = hundredth(cut)
		}
		table.Rows = append(table.Rows, band(from, "", strconv.Itoa(len(cuts))))
		table.Rows = rapid.Permutation(table.Rows).Draw(t, "rows")
		s := sheet(t, []rating.Table{table}, rating.Line{Set: &rating.Operand{Table: "t"}})
		for n := range int64(101) {
			want := 0
			for _, cut := range cuts {
				if n >= cut {
					want++
				}
			}
			w, err := s.Rate(kase(rule.Facts{"rate": money.MustDecimal(hundredth(n))}))
			require.NoError(t, err)
			require.EqualValues(t, 100*want, w.Result.Minor)
		}
	})
}
