package rule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// sample is a case with plain facts.
func sample(t testing.TB) *rule.Case {
	t.Helper()
	return &rule.Case{
		Act: rule.Quote, Plan: "A", Payer: "PLATFORM", Insureds: 2, Terms: rule.Defaults(nil),
		Now:   time.Date(2026, 11, 23, 15, 59, 59, 0, time.UTC), // 23:59:59 in Shanghai
		Start: time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC),   // the day after
		End:   time.Date(2027, 11, 23, 16, 0, 0, 0, time.UTC),
		Facts: facts(t, whole), Claim: rule.Facts{"loss": money.MustDecimal("0.3")},
	}
}

func TestFormulas(t *testing.T) {
	t.Parallel()
	e := environment(t, rule.Derived{Name: "double", Type: rule.DecimalType, Title: title("double"), Formula: "rate * 2"})
	for source, want := range map[string]any{
		"decimal('0.1') + decimal('0.2') == decimal('0.3')": true,
		"decimal('0.1') * 3": money.MustDecimal("0.3"),
		"1 - decimal('0.9')": money.MustDecimal("0.1"),
		"2 * rate":           money.FromInt(1),
		"-rate":              money.MustDecimal("-0.5"),
		"count + 1":          money.FromInt(4),
		"double":             money.FromInt(1),
		"1 > rate && rate < 1 && rate >= decimal('0.5') && decimal('0.50') == rate": true,
		"0 < rate && 1 >= rate && rate <= 1 && !(rate > 1)":                         true,
		"min(rate, 1)":                     money.MustDecimal("0.5"),
		"max(2, rate)":                     money.FromInt(2),
		"max(2, 3) == 3 && min(2, 3) == 2": true,
		"sum(items.map(i, i.price)) == decimal('3.1') && sum([rate, rate]) == decimal(1) && sum(items.filter(i, i.price > 9).map(i, i.price)) == decimal(0)": true,
		"ceil(decimal('1.2')) == 2 && ceil(decimal('-1.2')) == -1 && floor(decimal('-1.2')) == -2 && ceil(decimal('2')) == 2":                                true,
		"round(decimal('0.125'), 2)":                               money.MustDecimal("0.13"),
		"divide(decimal('1'), decimal('3'), 4)":                    money.MustDecimal("0.3333"),
		"divide(decimal(48 * 182), decimal(365), 2)":               money.MustDecimal("23.93"),
		"string(rate) == '0.5'":                                    true,
		"category in ['a', 'b'] && !(category in ['c'])":           true,
		"home.city == '杭州' && has(factors.home) && has(home.city)": true,
		"items.filter(i, i.price > 1).size() == 2":                 true, "has(items[0].price) && (flag ? items : [])[0].price > 1": true,
		"factors.items.exists(i, i.price > 1) && factors.home.city == '杭州'": true,
		"items.all(i, i.price > 1)":                                             true,
		"items.exists(i, i.price == decimal('2'))":                              true,
		"items.map(i, i.price).size() == 2 && items[1].price == decimal('2')":   true,
		"tags.filter(x, x != 'p') == ['q']":                                     true,
		"'p' in tags":                                                           true,
		"plan == 'A' && payer == 'PLATFORM' && act == 'quote' && insureds == 2": true,
		"now < start && end - start == duration('8760h')":                       true,
		"days(now, start)":                                                      money.FromInt(1),
		"days(start, end) == 365 && days(end, start) == -365":                   true,
		"now.getHours('Asia/Shanghai') == 23 && now.getDate('+08:00') == 23":    true,
		"at == timestamp('2026-11-23T08:00:00.123+08:00')":                      true,
		"terms.cover.length == 'P1Y' && !terms.cover.mayAsk && 'SELLER' in terms.payers && terms.insureds.max == 1": true,
		"claim.loss < decimal('0.31') && has(claim.loss)":                                                           true,
		"flag ? rate : decimal('1')":                   money.MustDecimal("0.5"),
		"code.matches('^[0-9]+$') && note.size() == 1": true,
	} {
		kind := rule.BooleanType
		if _, number := want.(money.Decimal); number {
			kind = rule.DecimalType
		}
		f, err := e.Compile(source, kind)
		if !assert.NoError(t, err, source) {
			continue
		}
		got, err := f.Value(sample(t).Scope(e))
		if assert.NoError(t, err, source) {
			assert.Equal(t, want, got, source)
		}
	}
}

func TestRefusedFormulas(t *testing.T) {
	t.Parallel()
	e := environment(t)
	for source, want := range map[string]string{
		"rate > 0.5":                           "decimal('0.5')",
		"1.5 > 1.0":                            "decimal('1.5')",
		"double('1') > double('0')":            "there is no",
		"dyn(rate) == 1":                       "there is no",
		"1u == 1u":                             "",
		"colour == 'red'":                      "there is no",
		"home.zip == '1'":                      "there is no",
		"factors.zip == 'x'":                   "there is no",
		"factors.items.exists(i, i.to == 'x')": "factors.items.to is personal",
		"category == 1":                        "does not take",
		"rate == '0.5'":                        "does not take",
		"rate == 1":                            "does not take",
		"rate / 2 > 1":                         "does not take",
		"decimal('half') > 1":                  "not a decimal",
		"decimal('0.1234567') > 1":             "not a decimal",
		"divide(decimal('1'), decimal('0'), 2) > 0": "division by zero",
		"name == '张三'":                              "name is personal",
		"has(factors.name)":                         "name is personal",
		"home.street == 'x'":                        "home.street is personal",
		"home == home":                              "home is personal",
		"items == items":                            "items is personal", "items[0] in items": "is personal", "items.filter(i, i.price > 1) == items": "is personal",
		"items[0].to == 'x'": "items.to is personal", "factors == factors": "is personal",
		"items.exists(i, i.to == 'x')": "items.to is personal",
		"phones.size() > 1":            "phones is personal",
		"now.getHours() == 1":          "does not take",
		"category":                     "gives a text where yes or no is needed",
		"rate":                         "gives a decimal where yes or no is needed",
		"terms.cover.colour == 'x'":    "there is no",
		"category ==":                  "ends too early",
		"":                             "ends too early",
		"tags.all(a, tags.all(b, tags.all(c, tags.all(d, tags.all(e, (a + b + c + d + e).matches('x*x*x*y'))))))": "may cost",
		strings.Repeat("true && ", 1000) + "true":                    "",
		"true" + strings.Repeat(" || !(category == 'a')", 250):       "",
		strings.Repeat("(", 200) + "true" + strings.Repeat(")", 200): "",
	} {
		_, err := e.Compile(source, rule.BooleanType)
		if assert.Error(t, err, "%.80s", source) {
			assert.Contains(t, err.Error(), want, "%.80s", source)
		}
	}
	_, err := e.Compile("decimal('1')", rule.IntegerType)
	assert.ErrorContains(t, err, "gives a decimal where a whole number")
}

func TestDerivedFactors(t *testing.T) {
	t.Parallel()
	e := environment(t)
	for want, d := range map[string]rule.Derived{
		"taken":             {Name: "category", Type: rule.StringType, Formula: "'x'"},
		"cannot name":       {Name: "Zone", Type: rule.StringType, Formula: "'x'"},
		"is none of":        {Name: "zone", Type: rule.ObjectType, Formula: "home"},
		"where a text":      {Name: "zone", Type: rule.StringType, Formula: "1"},
		"there is no":       {Name: "zone", Type: rule.StringType, Formula: "zone"},
		"only a string has": {Name: "zone", Type: rule.IntegerType, Enum: []string{"1"}, Formula: "1"},
	} {
		assert.Contains(t, sentences(e.Derive(d)), want)
	}
}

func TestDerivedFactorsKeepToTheirEnum(t *testing.T) {
	t.Parallel()
	e := environment(t, rule.Derived{Name: "zone", Type: rule.StringType, Enum: []string{"a", "b"}, Formula: "category"})
	f, err := e.Compile("zone == 'a'", rule.BooleanType)
	require.NoError(t, err)
	ok, err := f.Bool(sample(t).Scope(e))
	require.NoError(t, err)
	assert.True(t, ok)
	c := sample(t)
	c.Facts = rule.Facts{"category": "c"}
	_, err = f.Bool(c.Scope(e))
	assert.ErrorIs(t, err, rule.ErrEvaluation)
}

func TestAbsentFactsFail(t *testing.T) {
	t.Parallel()
	e := environment(t)
	c := &rule.Case{Facts: facts(t, `{"category": "a", "rate": "0"}`)}
	for _, source := range []string{"note == 'x'", "home.city == 'x'", "tags.size() == 0", "claim.loss > 1", "items[5].price > 1", "terms.insureds.max > 1"} {
		f, err := e.Compile(source, rule.BooleanType)
		require.NoError(t, err, source)
		_, err = f.Bool(c.Scope(e))
		assert.ErrorIs(t, err, rule.ErrEvaluation, source)
	}
	for _, source := range []string{"!has(factors.note)", "!has(factors.home)", "!has(claim.loss)", "count == 1 || note == 'x'"} {
		f, err := e.Compile(source, rule.BooleanType)
		require.NoError(t, err, source)
		yes, err := f.Bool(c.Scope(e))
		assert.NoError(t, err, source)
		assert.True(t, yes, source)
	}
}

func TestPrecisionIsNeverLostQuietly(t *testing.T) {
	t.Parallel()
	e := environment(t)
	f, err := e.Compile("rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate * rate", rule.DecimalType)
	require.NoError(t, err)
	c := &rule.Case{Facts: rule.Facts{"rate": money.MustDecimal("0.999999")}}
	_, err = f.Decimal(c.Scope(e))
	assert.ErrorIs(t, err, money.ErrPrecision)
	assert.ErrorIs(t, err, rule.ErrEvaluation)
	divided, err := e.Compile("divide(decimal('1'), rate, 2)", rule.DecimalType)
	require.NoError(t, err)
	_, err = divided.Decimal((&rule.Case{Facts: rule.Facts{"rate": money.Decimal{}}}).Scope(e))
	assert.ErrorIs(t, err, money.ErrPrecision)
}

// Whatever two decimals and a whole number are, CEL computes what money does.
func TestCELComputesAsMoneyDoes(t *testing.T) {
	t.Parallel()
	fs, problems := rule.NewFactors([]rule.Factor{
		{Name: "a", Title: title("a"), Type: rule.DecimalType}, {Name: "b", Title: title("b"), Type: rule.DecimalType},
		{Name: "n", Title: title("n"), Type: rule.IntegerType},
	})
	require.Empty(t, problems)
	e, err := rule.NewEnvironment(fs, nil, time.UTC)
	require.NoError(t, err)
	compute, err := e.Compile("(a + b) * n - a * (n - b) + -b", rule.DecimalType)
	require.NoError(t, err)
	compare, err := e.Compile("(a < b) == (b > a) && (a <= n) == (n >= a) && (a == b) == !(a < b || a > b)", rule.BooleanType)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,6})?`)
		a, b := money.MustDecimal(number.Draw(t, "a")), money.MustDecimal(number.Draw(t, "b"))
		n := rapid.Int64Range(-1<<53, 1<<53).Draw(t, "n")
		c := &rule.Case{Facts: rule.Facts{"a": a, "b": b, "n": n}}
		got, err := compute.Decimal(c.Scope(e))
		whole := money.FromInt(n)
		want := a.Add(b).Mul(whole).Sub(a.Mul(whole.Sub(b))).Sub(b)
		if err != nil || !got.Equal(want) {
			t.Fatalf("got %s, want %s, %v", got, want, err)
		}
		if same, err := compare.Bool(c.Scope(e)); err != nil || !same {
			t.Fatalf("compares otherwise: %v", err)
		}
	})
}

func TestReaders(t *testing.T) {
	t.Parallel()
	e := environment(t, rule.Derived{Name: "zone", Type: rule.StringType, Enum: []string{"near", "far"}, Formula: "rate > decimal('0.3') ? 'near' : 'far'"})
	s := sample(t).Scope(e)
	for name, want := range map[string]any{
		"category": "a", "count": int64(3), "rate": money.MustDecimal("0.5"), "flag": true, "home.city": "杭州", "zone": "near", "plan": "A",
		"insureds": int64(2), "claim.loss": money.MustDecimal("0.3"), "terms.duplicate.rule": "none", "terms.claim.automaticLimit": money.Decimal{},
		"end": time.Date(2027, 11, 23, 16, 0, 0, 0, time.UTC), "factors.home.city": nil,
	} {
		r, err := e.Reader(name)
		if want == nil {
			continue
		}
		require.NoError(t, err, name)
		got, err := r.Value(s)
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{"colour", "name", "home", "home.street", "home.zip", "tags.x", "items.price", "", "."} {
		_, err := e.Reader(name)
		assert.Error(t, err, name)
	}
	r, err := e.Reader("home.city")
	require.NoError(t, err)
	_, err = r.Value((&rule.Case{Facts: rule.Facts{}}).Scope(e))
	assert.ErrorIs(t, err, rule.ErrEvaluation)
}

func TestACopiedCaseIsANewCase(t *testing.T) {
	t.Parallel()
	e := environment(t)
	f, err := e.Compile("plan == 'A'", rule.BooleanType)
	require.NoError(t, err)
	first := *sample(t)
	yes, err := f.Bool(first.Scope(e))
	require.NoError(t, errors.Join(err))
	assert.True(t, yes)
	second := first
	second.Plan = "B"
	no, err := f.Bool(second.Scope(e))
	require.NoError(t, err)
	assert.False(t, no)
}
