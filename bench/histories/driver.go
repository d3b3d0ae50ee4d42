package histories

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"baodan/bench/histories/model"
	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// driver plays acts on the product, as the resolvers of the API call them, and writes answers in the words of the model.
type driver struct {
	w         *Lab
	ctx       context.Context
	product   string
	channel   string
	caller    *access.Caller
	orders    map[string]string // policy number by order
	tokens    []string          // of quotes
	claims    map[string]string // claim number by request
	versions  map[string]int    // of claims, as last seen
	approvals map[string]*ent.Approval
	approvers map[string]int // how many approved
}

const agreementCode = "AG-1"

// newDriver adds a channel with its own terms.
func newDriver(w *Lab, product, channel string, terms model.Layer) *driver {
	d := &driver{
		w: w, ctx: context.Background(), product: product, channel: channel, orders: map[string]string{}, claims: map[string]string{},
		versions: map[string]int{}, approvals: map[string]*ent.Approval{}, approvers: map[string]int{},
	}
	_, err := w.Distribution.AddChannel(d.ctx, insurancetest.Command, distribution.ChannelInput{Code: channel, Name: channel, Terms: layerOf(terms)})
	if err != nil {
		panic(err)
	}
	return d
}

// agree adds a version of the agreement.
func (d *driver) agree(a *model.Agreement) {
	in := distribution.AgreementInput{
		ChannelCode: d.channel, Code: agreementCode, ProductCode: d.product, Plans: a.Plans, CommissionRate: a.Rate, Terms: layerOf(a.Terms),
		ValidFrom: a.From, ValidUntil: a.Until,
	}
	for _, o := range a.Operations {
		in.Operations = append(in.Operations, distribution.Operation(o))
	}
	if a.Factor != "" || a.Least != "" || a.Most != "" {
		in.Premium = &distribution.PremiumTerms{Factor: orNil(a.Factor), Least: orNil(a.Least), Most: orNil(a.Most)}
	}
	if err := d.w.Distribution.AddAgreement(d.ctx, insurancetest.Command, in); err != nil {
		panic(fmt.Sprintf("agreement %+v: %v", a, err))
	}
	if err := d.w.Cache.Refresh(d.ctx); err != nil {
		panic(err)
	}
	if d.caller == nil {
		d.caller = d.w.Caller(d.channel)
	}
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// refused are the codes of an error; nil where it is none. Anything that is no fault is a finding by itself.
func refused(err error) (codes []string) {
	if err == nil {
		return nil
	}
	list := fault.All(err)
	if list == nil {
		return []string{"INTERNAL " + err.Error()}
	}
	for _, f := range list {
		code := string(f.Base().Code)
		var by fault.RuleRefused
		if errors.As(f, &by) {
			code += " " + by.Rule
		}
		codes = append(codes, code)
	}
	return codes
}

func (d *driver) riskOf(in model.Ask) issuing.RiskInput {
	risk := issuing.RiskInput{
		AgreementCode: agreementCode, PlanCode: in.Plan, Payer: policy.Payer(in.Payer), Insureds: []*issuing.InsuredInput{{Reference: "R-1"}},
		Factors: map[string]any{"class": in.Risk.Class, "units": in.Risk.Units, "count": jsonNumber(in.Risk.Count)},
	}
	if in.Cover != nil {
		risk.Period = &policy.Period{Start: in.Cover.Start, End: in.Cover.End}
	}
	return risk
}

func (d *driver) quote(in model.Ask) (answer model.Answer) {
	q, err := d.w.Issuing.Quote(d.ctx, d.caller, &issuing.QuoteInput{Risk: d.riskOf(in)})
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	d.tokens = append(d.tokens, q.Token)
	answer.Facts = []string{fmt.Sprintf("quoted premium %d sum insured %d until %s", q.Premium.Minor, q.SumInsured.Minor, model.Instant(q.ExpiresAt))}
	return answer
}

func (d *driver) issue(order string, in model.Ask, token int) model.Answer {
	ask := &issuing.IssueInput{OrderNo: order, Risk: d.riskOf(in)}
	if token >= 0 {
		ask.QuoteToken = &d.tokens[token]
	}
	issued, err := d.w.Issuing.Issue(d.ctx, d.caller, ask)
	return d.issued(order, issued, err)
}

func (d *driver) renew(order, old string) model.Answer {
	issued, err := d.w.Servicing.Renew(d.ctx, d.caller, &servicing.RenewInput{OrderNo: order, PolicyNumber: d.orders[old]})
	return d.issued(order, issued, err)
}

func (d *driver) issued(order string, issued *issuing.Issued, err error) (answer model.Answer) {
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	if issued.Replayed {
		answer.Facts = append(answer.Facts, "replayed")
	}
	d.orders[order] = issued.Policy.Number()
	answer.Facts = append(append(answer.Facts, factsOf(issued.Policy)...), linesOf(issued.Policy)...)
	return answer
}

func (d *driver) endorse(request, order, plan string, at *time.Time) model.Answer {
	in := &servicing.EndorseInput{RequestNo: request, PolicyNumber: d.orders[order], Change: servicing.ChangeInput{PlanCode: &plan}, EffectiveAt: at}
	done, err := d.w.Servicing.Endorse(d.ctx, d.caller, in)
	return d.endorsed(done, err)
}

func (d *driver) cancel(request, order, reason string) model.Answer {
	done, err := d.w.Servicing.Cancel(d.ctx, d.caller, &servicing.CancelInput{RequestNo: request, PolicyNumber: d.orders[order], Reason: reason})
	return d.endorsed(done, err)
}

func (d *driver) endorsed(done *servicing.Endorsed, err error) (answer model.Answer) {
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	if done.Replayed {
		answer.Facts = append(answer.Facts, "replayed")
	}
	e := done.Endorsement
	var shares int64
	for _, line := range e.Lines() {
		answer.Facts = append(answer.Facts, lineText(line))
	}
	for _, share := range e.ByPayer() {
		shares += share.Premium.Minor
	}
	if total := e.PremiumChange().Minor; total != shares {
		answer.Facts = append(answer.Facts, fmt.Sprintf("the payers' shares are %d, the total is %d", shares, total))
	}
	if w, err := e.Rating(); err != nil || w.Result.Minor != e.PremiumChange().Minor {
		answer.Facts = append(answer.Facts, fmt.Sprintf("the worksheet says %v %v", w.Result, err))
	}
	answer.Facts = append(answer.Facts, fmt.Sprintf("effective %s premium change %d", model.Instant(e.EffectiveAt()), e.PremiumChange().Minor))
	after, err := d.w.Servicing.PoliciesAfter(d.ctx, []*servicing.Endorsement{e})
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	answer.Facts = append(answer.Facts, factsOf(after[e.Key()])...)
	return answer
}

func (d *driver) view(order string, asOf, knownAt time.Time) model.Answer {
	p, err := d.w.Policies.ByNumber(d.ctx, d.caller, d.orders[order], policy.PointInTime{AsOf: &asOf, KnownAt: &knownAt})
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	if p == nil {
		return model.Answer{Facts: []string{"nothing"}}
	}
	return model.Answer{Facts: append(factsOf(p), linesOf(p)...)}
}

func factsOf(p *policy.Policy) []string {
	period := p.Period()
	return []string{
		fmt.Sprintf("policy %s %s version %d plan %s payer %s", p.OrderNo(), p.State(), p.Revision(), p.PlanCode(), p.Payer()),
		fmt.Sprintf("period %s %s agreement %d", model.Instant(period.Start), model.Instant(period.End), p.Agreement().Version),
		fmt.Sprintf("premium %d sum insured %d commission %d", p.Premium().Minor, p.SumInsured().Minor, p.Commission().Minor),
	}
}

func linesOf(p *policy.Policy) (list []string) {
	for version := 1; version <= p.Revision(); version++ {
		for _, line := range p.Lines(version) {
			list = append(list, fmt.Sprintf("%d: %s", version, lineText(line)))
		}
	}
	return list
}

func lineText(l policy.Line) string {
	return fmt.Sprintf("%s layer %d premium %d sum %d commission %s from %s to %s", l.Payer, l.Layer, l.Premium.Minor, l.SumInsured.Minor,
		plain(l.Commission.String()), model.Instant(l.From), model.Instant(l.To))
}

// plain is a decimal without zeros at its end.
func plain(decimal string) string {
	if strings.Contains(decimal, ".") {
		decimal = strings.TrimSuffix(strings.TrimRight(decimal, "0"), ".")
	}
	return decimal
}
