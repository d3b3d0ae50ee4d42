package catalog

import (
	"context"
	"fmt"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Content is a product file by its parts, each with its line, from 1; 0: the file does not say it.
type Content struct {
	Filing      *ContentFiling // nil: nothing was filed
	Coverages   []*ContentCoverage
	Factors     []*ContentFactor // what derives from others last
	ClaimFacts  []*ContentFactor
	Plans       []*ContentPlan
	Rules       []*ContentRule // scores of claims last
	Comparisons []*ContentComparison
	Tables      []*ContentTable
}

// ContentFiling is what was filed of prices and commissions.
type ContentFiling struct {
	PremiumLeast, PremiumMost, FactorLeast, FactorMost *money.Decimal // nil: no bound
	CommissionMost, ExpenseLoading                     *money.Decimal
	Line                                               int
}

// ContentCoverage is a peril that is covered.
type ContentCoverage struct {
	Coverage
	Line int
}

// ContentPlan is a plan, with its terms by layer.
type ContentPlan struct {
	Code                    string
	Name                    rule.Text
	Requires, ClaimRequires []string
	Terms                   []*rule.Explained
	Line                    int
}

// ContentFactor is an input of the product, or what derives from inputs. What lies in an object or a list stands below it.
type ContentFactor struct {
	Name               string // from.province, items[].price
	Type               rule.Type
	Title              rule.Text
	Optional, Personal bool
	Unit               *string
	Values             []string
	Least, Most, Below *money.Decimal
	Formula            *string // of what derives
	Line               int
}

// ContentRule is a rule, or a score of claims.
type ContentRule struct {
	rule.Rule
	Path   *string
	Acts   []rule.Act
	Points int // of a score
	Line   int
}

// ContentComparison compares a claim with other claims: a fact that pays once, or a value that is counted.
type ContentComparison struct {
	Code, Of     string
	Sentence     rule.Text
	Within       *string // nil: it pays once
	More, Points int
	Refer        bool
	Line         int
}

// ContentTable is a table of rates.
type ContentTable struct {
	Name  string
	Title rule.Text
	Keys  []string
	Band  *string
	Rows  []*ContentRow
	Line  int
}

// ContentRow is a row of a table: a value, or a decline.
type ContentRow struct {
	Keys               []string
	From, Below, Value *money.Decimal
	Decline            *string
	Sentence           *rule.Text
	Line               int
}

// ContentInput is a product file to be read by its parts.
type ContentInput struct {
	ProductCode string
	Version     *int    // nil: the newest
	File        *string // instead of the version's own
}

// ContentOf is a version, or a file in hand, by its parts. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) ContentOf(ctx context.Context, in ContentInput) (*Content, error) {
	product, err := s.CompileDraft(ctx, in.ProductCode, in.Version, in.File)
	if err != nil {
		return nil, err
	}
	return PartsOf(product.Product), nil
}

// PartsOf a product are what its file says. It is read anew each time, and its terms are those that are compiled.
func PartsOf(p *Product) *Content {
	var again definition
	at, _ := decode(p.source, &again)
	d, line := &p.definition, func(format string, arguments ...any) int { return at.position(fmt.Sprintf(format, arguments...)).Line }
	c := &Content{Factors: factorsOf(d.Factors, "", "factors", line), ClaimFacts: factorsOf(d.Claims.Facts, "", "claims.facts", line)}
	for i, f := range d.Derived {
		c.Factors = append(c.Factors, &ContentFactor{Name: f.Name, Type: f.Type, Title: f.Title, Values: f.Enum, Formula: &f.Formula, Line: line("derived[%d]", i)})
	}
	if f := d.Filing; f != nil {
		c.Filing = &ContentFiling{
			PremiumLeast: number(f.Premium.Least), PremiumMost: number(f.Premium.Most), CommissionMost: number(f.CommissionMost),
			ExpenseLoading: number(f.ExpenseLoading), Line: line("filing"),
		}
		if b := f.Premium.Factor; b != nil {
			c.Filing.FactorLeast, c.Filing.FactorMost = number(b.Least), number(b.Most)
		}
	}
	for i, one := range d.Coverages {
		c.Coverages = append(c.Coverages, &ContentCoverage{Coverage(one), line("coverages[%d]", i)})
	}
	for i, one := range d.Plans {
		plan := &ContentPlan{Code: one.Code, Name: one.Name, Requires: one.Requires, ClaimRequires: one.ClaimRequires, Line: line("plans[%d]", i)}
		for _, term := range p.plans[i].terms.Explain() {
			plan.Terms = append(plan.Terms, &term)
		}
		c.Plans = append(c.Plans, plan)
	}
	c.Rules = rulesOf(p, line)
	for i, o := range d.Claims.Once {
		c.Comparisons = append(c.Comparisons, &ContentComparison{Code: o.Code, Of: "claim." + o.Fact, Sentence: o.Sentence, Line: line("claims.once[%d]", i)})
	}
	for i, w := range d.Claims.Watch {
		c.Comparisons = append(c.Comparisons, &ContentComparison{w.Code, w.Of, w.Sentence, said(w.Within), w.More, w.Points, w.Refer, line("claims.watch[%d]", i)})
	}
	for i, t := range d.Rating.Tables {
		c.Tables = append(c.Tables, tableOf(t, fmt.Sprintf("rating.tables[%d]", i), line))
	}
	return c
}

func rulesOf(p *Product, line func(string, ...any) int) (list []*ContentRule) {
	acts := p.rules.Acts()
	for i, r := range p.definition.Rules {
		list = append(list, &ContentRule{Rule: r, Path: said(r.Path), Acts: acts[i], Line: line("rules[%d]", i)})
	}
	for i, s := range p.definition.Claims.Score {
		r := rule.Rule{Code: s.Code, If: s.If, Effect: Scored, Sentence: s.Sentence}
		list = append(list, &ContentRule{r, nil, []rule.Act{rule.Claim}, s.Points, line("claims.score[%d]", i)})
	}
	return list
}

// factorsOf are declared inputs with what lies in them.
func factorsOf(declared []rule.Factor, below, at string, line func(string, ...any) int) (list []*ContentFactor) {
	for i, f := range declared {
		here := fmt.Sprintf("%s[%d]", at, i)
		one := &ContentFactor{
			Name: below + f.Name, Type: f.Type, Title: f.Title, Optional: f.Optional || f.Default != nil, Unit: said(f.Unit), Values: f.Enum,
			Personal: f.Personal != "", Least: number(f.Min), Most: number(f.Max), Below: number(f.Below), Line: line("%s", here),
		}
		if one.Title.En == "" {
			one.Title = rule.Text{Zh: f.Name, En: f.Name}
		}
		list = append(list, one)
		if f.Items != nil {
			one.Values = f.Items.Enum
			list = append(list, factorsOf(f.Items.Fields, one.Name+"[].", here+".items.fields", line)...)
		}
		list = append(list, factorsOf(f.Fields, one.Name+".", here+".fields", line)...)
	}
	return list
}

func tableOf(t rating.Table, at string, line func(string, ...any) int) *ContentTable {
	table := &ContentTable{Name: t.Name, Title: t.Title, Keys: t.Keys, Band: said(t.Band), Line: line("%s", at)}
	for i, r := range t.Rows {
		row := &ContentRow{From: number(r.From), Below: number(r.Below), Value: number(r.Value), Decline: said(r.Decline), Line: line("%s.rows[%d]", at, i)}
		if r.Decline != "" {
			row.Sentence = &r.Sentence
		}
		if r.Key != "" {
			row.Keys = append(row.Keys, string(r.Key))
		}
		for _, key := range r.Keys {
			row.Keys = append(row.Keys, string(key))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// number is one as it was written; nil where there is none.
func number(text rule.Literal) *money.Decimal {
	value, err := money.ParseDecimal(string(text))
	if err != nil {
		return nil
	}
	return &value
}
