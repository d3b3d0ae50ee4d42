package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Examples say in plain text what a product must answer; publishing refuses a product whose examples fail.
//
//	# a comment
//	given: sellerId S-1, from.province 33, now 2026-11-23T10:00:00+08:00
//
//	quote plan A: sellerReturnRate 0.05, buyerReturns 1, category clothing, to.province 21
//	  premium 0.73, sum insured 13.00, zone is far
//	quote plan A: category food
//	  refused CATEGORY_EXCLUDED
//	issue plan B paid by SELLER: without weightKg
//	  requires weightKg
//
// "given" holds from there on. A case is an act (quote, issue, endorse, renew, cancel, claim), a plan, who pays, and
// facts that differ from what is given; "without NAME" takes one away, and now is when it happens. A value with commas
// stands in double quotes. What is expected stands indented below:
//
//	premium 0.73            sum insured 13.00       declined CODE
//	refused CODE            referred CODE           requires NAME (or the rule's CODE)
//	accepted                invalid from.province   NAME is VALUE
//	term cover.waiting PT24H
//
// Every finding must be expected: a case that is refused though the example does not say so has failed. Changes and
// claims have more to say; see readCircumstance and decides.
type example struct {
	circumstances
	line    int
	head    string
	act     rule.Act
	plan    string
	expects []expectation
	unread  bool // it, or what was given, is not understood, which is said already: it is not run
}

type expectation struct {
	line int
	text string
}

// Failure is an example that came out otherwise, or that cannot be understood.
type Failure struct {
	Line     int
	Example  string
	Sentence string
}

func (f Failure) String() string {
	return fmt.Sprintf("line %d: %s: %s", f.Line, f.Example, f.Sentence)
}

// RunExamples runs examples on a product and gives those that fail, each once; none is also a failure.
func RunExamples(p *Product, text []byte) []Failure {
	examples, failures := readExamples(p, string(text))
	if len(examples) == 0 && len(failures) == 0 {
		return []Failure{{1, p.Code(), "there are no examples"}}
	}
	for _, e := range examples {
		if f := e.failure(p); f != nil {
			failures = append(failures, *f)
		}
	}
	slices.SortStableFunc(failures, func(a, b Failure) int { return a.Line - b.Line })
	return failures
}

// failure is what came out otherwise, at the first line that it concerns; nil: nothing. A case that is invalid though nobody
// expected it says that and no more: nothing else can come out.
func (e *example) failure(p *Product) *Failure {
	if e.unread {
		return nil
	}
	o := e.run(p)
	var sentences []string
	line := 0
	for _, each := range e.expects {
		sentence := o.meets(each.text)
		if sentence == "" {
			continue
		}
		if line == 0 {
			line = each.line
		}
		sentences = append(sentences, sentence)
	}
	surprises := o.surprises()
	if len(o.violations) > 0 || line == 0 {
		line, sentences = e.line, surprises
	}
	if len(sentences) == 0 {
		return nil
	}
	return &Failure{line, e.head, strings.Join(sentences, "; ")}
}

// tryExamples runs examples on a product and tells of each how it came out; a line that cannot be understood is one that
// failed.
func tryExamples(p *Product, file string, text []byte) []ExampleResult {
	examples, unread := readExamples(p, string(text))
	tried := make([]ExampleResult, 0, len(examples)+len(unread))
	for _, f := range unread {
		tried = append(tried, ExampleResult{File: file, Line: f.Line, Name: f.Example, Failures: []string{f.Sentence}})
	}
	for _, e := range examples {
		if e.unread {
			continue
		}
		one := ExampleResult{File: file, Line: e.line, Name: e.head}
		if e.act == rule.Quote || e.act == rule.Issue {
			one.Risk = &ExampleRisk{PlanCode: e.plan, Payer: cmp.Or(e.payer, "CUSTOMER"), Factors: e.factors}
		}
		if f := e.failure(p); f != nil {
			one.Failures = []string{f.Sentence}
		}
		tried = append(tried, one)
	}
	slices.SortStableFunc(tried, func(a, b ExampleResult) int { return a.Line - b.Line })
	return tried
}

// outcome is what a product says of an example; what expectations name is taken off.
type outcome struct {
	product    *Product
	c          *Case
	violations []string          // paths
	sentences  map[string]string // what is wrong at a path
	findings   []string          // refused CODE, referred CODE, requires NAME
	declined   string
	failed     error
	premium    *rating.Worksheet
	sumInsured *rating.Worksheet
	decision   *Decision // of a claim
	decided    bool      // it was expected
}

func (e *example) run(p *Product) *outcome {
	o := &outcome{product: p, sentences: map[string]string{}}
	note := func(violations []rule.Violation, before string) {
		for _, v := range violations {
			path := before + strings.Join(v.Path, ".")
			o.violations, o.sentences[path] = append(o.violations, path), v.Message
			if _, there := p.factors.Find(v.Path); !there && before == "" {
				o.sentences[path] += rule.DidYouMean(path, givable(p))
			}
		}
	}
	facts, violations := p.CheckFactors(e.factors)
	note(violations, "")
	var claim, tracking rule.Facts
	if e.act == rule.Claim {
		claim, violations = p.CheckClaimFacts(e.claim)
		note(violations, "claim.")
		if len(e.tracking) > 0 {
			tracking, violations = rule.TrackingFields().Check(e.tracking)
			note(violations, "tracking.")
		}
	}
	if len(o.violations) > 0 {
		return o
	}
	terms, err := p.Terms(e.plan, nil, nil)
	if err != nil {
		o.failed = err
		return o
	}
	o.c = &Case{
		Act: e.act, Plan: e.plan, Payer: e.payer, Now: e.now, Start: e.start, Insureds: 1, Facts: facts, Terms: terms,
		Claim: claim, Tracking: tracking,
	}
	if o.failed = p.cover(o.c); o.failed != nil {
		return o
	}
	switch e.act {
	case rule.Claim:
		o.adjudicate(e)
		return o
	case rule.Cancel:
		o.c.Reason = e.reason
		if e.reason != "" && !slices.Contains(terms.Strings("cancel.reasons"), e.reason) {
			o.findings = append(o.findings, "refused reason")
		}
	case rule.Endorse:
		o.c.PlanBefore = e.planBefore
	case rule.Quote, rule.Issue, rule.Renew:
	}
	o.judge(p)
	return o
}

// cover gives a case the period of its terms; it begins as if it were sold now where no start was given.
func (p *Product) cover(c *Case) error {
	waiting, failedWaiting := c.Terms.Period("cover.waiting", c.Facts)
	length, failedLength := c.Terms.Period("cover.length", c.Facts)
	if err := errors.Join(failedWaiting, failedLength); err != nil {
		return err
	}
	if c.Start.IsZero() {
		c.Start = waiting.AddTo(c.Now, p.location)
	}
	c.End = length.AddTo(c.Start, p.location)
	return nil
}

func (o *outcome) judge(p *Product) {
	if !slices.Contains(o.c.Terms.Strings("payers"), o.c.Payer) {
		o.findings = append(o.findings, "refused payer")
	}
	for _, f := range p.Judge(o.c) {
		name := f.Rule
		if f.Rule == PlanRequires {
			name = f.Path[len(f.Path)-1]
		}
		verb := map[rule.Effect]string{rule.Refuse: "refused ", rule.Refer: "referred ", rule.Require: "requires "}[f.Effect]
		o.findings = append(o.findings, strings.TrimSpace(verb+name+" "+f.Reason))
	}
	if len(o.findings) > 0 || o.c.Act == rule.Cancel {
		return
	}
	for _, each := range []struct {
		rate func(*Case) (rating.Worksheet, error)
		to   **rating.Worksheet
	}{{p.filedPremium, &o.premium}, {p.SumInsured, &o.sumInsured}} {
		w, err := each.rate(o.c)
		var decline *rating.Decline
		switch {
		case errors.As(err, &decline):
			o.declined = decline.Code
			return
		case err != nil:
			o.failed = err
			return
		}
		*each.to = &w
	}
}

// meets is empty where the outcome is as expected, else a sentence.
func (o *outcome) meets(expected string) string {
	words := strings.Fields(expected)
	if o.decision != nil {
		if sentence, understood := o.decides(words); understood {
			return sentence
		}
	}
	switch {
	case words[0] == "premium" && len(words) == 2:
		return o.amount("premium", o.premium, words[1])
	case words[0] == "sum" && len(words) == 3:
		return o.amount("sum insured", o.sumInsured, words[2])
	case words[0] == "accepted" && len(words) == 1 && o.decision == nil:
		return ""
	case words[0] == "declined" && len(words) == 2:
		if o.declined != words[1] {
			return fmt.Sprintf("not declined by %s (%s)", words[1], o.summary())
		}
		o.declined = ""
	case words[0] == "invalid" && len(words) == 2:
		return o.strike(&o.violations, words[1], "not invalid")
	case words[0] == "refused" || words[0] == "referred" || words[0] == "requires":
		return o.strike(&o.findings, strings.Join(words, " "), "not so")
	case words[0] == "term" && len(words) == 3 && o.c != nil:
		return o.named("terms."+words[1], words[2])
	case len(words) == 3 && words[1] == "is" && o.c != nil:
		return o.named(words[0], words[2])
	default:
		return fmt.Sprintf("%q cannot be understood, or checked here (%s)", expected, o.summary())
	}
	return ""
}

func (o *outcome) strike(list *[]string, entry, complaint string) string {
	at := slices.Index(*list, entry)
	if at < 0 {
		return fmt.Sprintf("%s: %s (%s)", complaint, entry, o.summary())
	}
	*list = slices.Delete(*list, at, at+1)
	return ""
}

func (o *outcome) amount(what string, w *rating.Worksheet, expected string) string {
	value, err := money.ParseDecimal(expected)
	if err != nil {
		return fmt.Sprintf("%s: %v", expected, err)
	}
	if w == nil {
		return fmt.Sprintf("no %s (%s)", what, o.summary())
	}
	if !w.Result.Decimal().Equal(value) {
		return fmt.Sprintf("%s is %s, not %s", what, w.Result, expected)
	}
	return ""
}

func (o *outcome) named(name, expected string) string {
	seen := o.c.Scope(o.product.env).See([]string{name})
	if len(seen) == 0 {
		return fmt.Sprintf("there is no %s", name)
	}
	if seen[0].Value != expected {
		return fmt.Sprintf("%s is %s, not %s", name, seen[0].Value, expected)
	}
	return ""
}

// surprises are answers that no expectation named.
func (o *outcome) surprises() []string {
	var list []string
	for _, path := range o.violations {
		list = append(list, "invalid "+path+" ("+o.sentences[path]+")")
	}
	list = append(list, o.findings...)
	if o.decision != nil && !o.decided {
		list = append(list, o.decision.words())
	}
	if o.declined != "" {
		list = append(list, "declined "+o.declined)
	}
	if o.failed != nil {
		list = append(list, o.failed.Error())
	}
	return list
}

func (o *outcome) summary() string {
	answer := strings.Join(o.surprises(), ", ")
	if o.decision != nil {
		return o.decision.words() + ", score " + strconv.Itoa(o.decision.Score)
	}
	if o.premium != nil && o.sumInsured != nil {
		answer += "premium " + o.premium.Result.String() + ", sum insured " + o.sumInsured.Result.String()
	}
	return answer
}
