package catalog

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Content is a product file by its parts, each with its path, as a change of the file takes it, and its line, from 1; 0: the file does
// not say it.
type Content struct {
	Filing      *ContentFiling // nil: nothing was filed
	Coverages   []*ContentCoverage
	Factors     []*ContentFactor // what derives from others last
	ClaimFacts  []*ContentFactor
	Plans       []*ContentPlan
	Rules       []*ContentRule // scores of claims last
	Comparisons []*ContentComparison
	Tables      []*ContentTable
	Steps       []*ContentStep
	Documents   []*ContentDocument
}

// ContentDocument is a document that the file names.
type ContentDocument struct {
	Kind  *string // nil: there is no such kind
	Title rule.Text
	File  string
	At    []string
	Line  int
}

// ContentStep is a step of a computation.
type ContentStep struct {
	Sheet                  Sheet
	Kind                   StepKind
	Title                  *rule.Text
	Condition              *string
	Table, Factor, Formula *string
	Decimal, Least, Most   *money.Decimal
	Digits                 *int
	Mode                   *string
	At                     []string
	Line                   int
}

// Sheet is what a product computes by steps.
type Sheet string

// StepKind is what a step does.
type StepKind string

// ContentFiling is what was filed of prices and commissions.
type ContentFiling struct {
	PremiumLeast, PremiumMost, FactorLeast, FactorMost *money.Decimal // nil: no bound
	CommissionMost, ExpenseLoading                     *money.Decimal
	Line                                               int
}

// ContentCoverage is a peril that is covered.
type ContentCoverage struct {
	Coverage
	At   []string
	Line int
}

// ContentPlan is a plan, with its terms by layer.
type ContentPlan struct {
	Code                    string
	Name                    rule.Text
	Requires, ClaimRequires []string
	Terms                   []*rule.Explained
	At                      []string
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
	At                 []string
	Line               int
}

// ContentRule is a rule, or a score of claims.
type ContentRule struct {
	rule.Rule
	Path   *string
	Acts   []rule.Act
	Points int // of a score
	At     []string
	Line   int
}

// ContentComparison compares a claim with other claims: a fact that pays once, or a value that is counted.
type ContentComparison struct {
	Code, Of     string
	Sentence     rule.Text
	Within       *string // nil: it pays once
	More, Points int
	Refer        bool
	At           []string
	Line         int
}

// ContentTable is a table of rates.
type ContentTable struct {
	Name  string
	Title rule.Text
	Keys  []string
	Band  *string
	Rows  []*ContentRow
	At    []string
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

// ContentOf is a version, or a file in hand, by its parts. A file with mistakes that can be read nevertheless has parts, too, without
// the terms of its plans, which hold only together; its mistakes come with it. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) ContentOf(ctx context.Context, in ContentInput) (*Content, error) {
	product, err := s.CompileDraft(ctx, in.ProductCode, in.Version, in.File)
	if err != nil && in.File != nil {
		return partsOfDraft([]byte(*in.File)), err
	}
	if err != nil {
		return nil, err
	}
	return PartsOf(product.Product), nil
}

// PartsOf a product are what its file says. It is read anew each time, and its terms are those that are compiled.
func PartsOf(p *Product) *Content {
	var again definition
	at, _ := decode(p.source, &again)
	c := partsOf(&p.definition, at)
	for i := range c.Plans {
		for _, term := range p.plans[i].terms.Explain() {
			c.Plans[i].Terms = append(c.Plans[i].Terms, &term)
		}
	}
	return c
}

// partsOfDraft are the parts of a file that may have mistakes; nil where it cannot be told what they are.
func partsOfDraft(file []byte) *Content {
	var d definition
	at, list := decode(file, &d)
	if len(list.List) > 0 || !d.parted() {
		return nil
	}
	return partsOf(&d, at)
}

// parted tells whether each part is of a kind that there is.
func (d *definition) parted() bool {
	return rule.KindsKnown(d.Factors) && rule.KindsKnown(d.Claims.Facts) &&
		!slices.ContainsFunc(d.Derived, func(each rule.Derived) bool { return !each.Type.Known() }) &&
		!slices.ContainsFunc(d.Rules, func(each rule.Rule) bool { return !each.Effect.Known() })
}

func partsOf(d *definition, at *decoder) *Content {
	line := func(format string, arguments ...any) int { return at.position(fmt.Sprintf(format, arguments...)).Line }
	c := &Content{Factors: factorsOf(d.Factors, "", "factors", line), ClaimFacts: factorsOf(d.Claims.Facts, "", "claims.facts", line)}
	for i, f := range d.Derived {
		c.Factors = append(c.Factors, &ContentFactor{
			Name: f.Name, Type: f.Type, Title: f.Title, Values: f.Enum, Formula: &f.Formula, At: named("derived", f.Name, i), Line: line("derived[%d]", i),
		})
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
		c.Coverages = append(c.Coverages, &ContentCoverage{Coverage(one), named("coverages", one.Code, i), line("coverages[%d]", i)})
	}
	for i, one := range d.Plans {
		c.Plans = append(c.Plans, &ContentPlan{
			Code: one.Code, Name: one.Name, Requires: one.Requires, ClaimRequires: one.ClaimRequires, At: named("plans", one.Code, i), Line: line("plans[%d]", i),
		})
	}
	c.Rules = rulesOf(d, line)
	for i, o := range d.Claims.Once {
		c.Comparisons = append(c.Comparisons, &ContentComparison{
			Code: o.Code, Of: "claim." + o.Fact, Sentence: o.Sentence, At: named("claims.once", o.Code, i), Line: line("claims.once[%d]", i),
		})
	}
	for i, w := range d.Claims.Watch {
		c.Comparisons = append(c.Comparisons, &ContentComparison{
			w.Code, w.Of, w.Sentence, said(w.Within), w.More, w.Points, w.Refer, named("claims.watch", w.Code, i), line("claims.watch[%d]", i),
		})
	}
	for i, t := range d.Rating.Tables {
		c.Tables = append(c.Tables, tableOf(t, i, line))
	}
	for i, one := range d.Documents {
		document := &ContentDocument{Title: one.Title, File: one.File, At: named("documents", "", i), Line: line("documents[%d]", i)}
		if slices.Contains(documentKinds, one.Kind) {
			document.Kind = &one.Kind
		}
		c.Documents = append(c.Documents, document)
	}
	c.Steps = slices.Concat(
		stepsOf("PREMIUM", "rating.premium", d.Rating.Premium, line),
		stepsOf("SUM_INSURED", "rating.sumInsured", d.Rating.SumInsured, line),
		stepsOf("CLAIM_AMOUNT", "claims.amount", d.Claims.Amount, line),
	)
	return c
}

// named is the path of an item of a list, as a change of the file takes it: by its name, else by its place.
func named(list, name string, place int) []string {
	if name == "" {
		name = strconv.Itoa(place)
	}
	return append(strings.Split(list, "."), name)
}

func rulesOf(d *definition, line func(string, ...any) int) (list []*ContentRule) {
	for i, r := range d.Rules {
		list = append(list, &ContentRule{Rule: r, Path: said(r.Path), Acts: r.Acts(), At: named("rules", r.Code, i), Line: line("rules[%d]", i)})
	}
	for i, s := range d.Claims.Score {
		r := rule.Rule{Code: s.Code, If: s.If, Effect: Scored, Sentence: s.Sentence}
		list = append(list, &ContentRule{r, nil, []rule.Act{rule.Claim}, s.Points, named("claims.score", s.Code, i), line("claims.score[%d]", i)})
	}
	return list
}

// factorsOf are declared inputs with what lies in them.
func factorsOf(declared []rule.Factor, below, at string, line func(string, ...any) int) (list []*ContentFactor) {
	path := strings.NewReplacer("[", ".", "]", "").Replace(at)
	for i, f := range declared {
		here := fmt.Sprintf("%s[%d]", at, i)
		one := &ContentFactor{
			Name: below + f.Name, Type: f.Type, Title: f.Title, Optional: f.Optional || f.Default != nil, Unit: said(f.Unit), Values: f.Enum,
			Personal: f.Personal != "", Least: number(f.Min), Most: number(f.Max), Below: number(f.Below), At: named(path, f.Name, i), Line: line("%s", here),
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

func tableOf(t rating.Table, place int, line func(string, ...any) int) *ContentTable {
	at := fmt.Sprintf("rating.tables[%d]", place)
	table := &ContentTable{Name: t.Name, Title: t.Title, Keys: t.Keys, Band: said(t.Band), At: named("rating.tables", t.Name, place), Line: line("%s", at)}
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

func stepsOf(sheet Sheet, at string, lines []rating.Line, line func(string, ...any) int) (list []*ContentStep) {
	for i, l := range lines {
		step := &ContentStep{Sheet: sheet, Condition: said(l.If), At: named(at, l.Name, i), Line: line("%s[%d]", at, i)}
		if l.Title.Zh != "" || l.Title.En != "" {
			step.Title = &l.Title
		}
		take := func(kind StepKind, o *rating.Operand) {
			if o != nil {
				step.Kind, step.Table, step.Factor, step.Decimal = kind, said(o.Table), said(o.Factor), number(o.Decimal)
			}
		}
		take("SET", l.Set)
		take("MULTIPLY", l.Multiply)
		take("ADD", l.Add)
		switch {
		case l.Formula != "":
			step.Kind, step.Formula = "FORMULA", &l.Formula
		case l.Bounds != nil:
			step.Kind, step.Least, step.Most = "BOUNDS", number(l.Bounds.Min), number(l.Bounds.Max)
		case l.Round != nil:
			step.Kind, step.Digits, step.Mode = "ROUND", &l.Round.Digits, said(l.Round.Mode)
		}
		if step.Kind != "" { // of none it is told as a mistake
			list = append(list, step)
		}
	}
	return list
}

// number is one as it was written; nil where there is none.
func number(text rule.Literal) *money.Decimal {
	value, err := money.ParseDecimal(string(text))
	if err != nil {
		return nil
	}
	return &value
}
