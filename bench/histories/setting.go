// Package histories compares the product with an independent model of the rules (package model): random products, agreements and
// acts, played through insurance in one process with a clock of its own, and an answer of the model beside each.
//
//	make histories                      10,000 histories from seed 1; a run that was stopped goes on
//	make histories HISTORIES=500 SEED=7000
package histories

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"baodan/bench/histories/model"
)

// dice are the random choices of a history.
type dice struct{ *rand.Rand }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func pick[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

// decimal is a number below most with some digits after the point, and never 0.
func (d dice) decimal(most, digits int) string {
	return strconv.Itoa(d.IntN(most)) + "." + fmt.Sprintf("%0*d", digits, 1+d.IntN(pow10(digits)-1))
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// choices are what terms may say, more often what business is done by.
var choices = []struct {
	key    string
	values []string
}{
	{"sale.quote", mostly(20, "true", "false")},
	{"sale.issue", mostly(20, "true", "false")},
	{"payers", mostly(3, "CUSTOMER SELLER PLATFORM", "CUSTOMER PLATFORM", "SELLER")},
	{"quote.validity", []string{"PT15M", "PT1M", "P1D", "P30D"}},
	{"cover.waiting", []string{"PT0S", "PT0S", "PT0S", "PT30M", "PT24H", "P1D", "P7D"}},
	{"cover.length", []string{"PT30M", "PT12H", "P1D", "P7D", "P30D", "P1M", "P90D", "P6M", "P1Y", "P1Y", "P1Y", "P1Y", "P1Y", "P1Y", "P1Y", "P1Y", "P2Y", "P2Y", "P3Y", "P3Y"}},
	{"cover.mayAsk", []string{"true", "false"}},
	{"cover.maxAhead", []string{"P30D", "P30D", "P1Y", "P2Y"}},
	{"cover.maxPast", []string{"PT0S", "P1D", "P7D", "P31D"}},
	{"endorse.allowed", mostly(20, "true", "false")},
	{"endorse.by", mostly(20, "channel insurer", "channel", "insurer")},
	{"endorse.changes", mostly(20, "plan insured", "plan", "insured")},
	{"endorse.downgrade", mostly(2, "true", "false")},
	{"endorse.price", []string{"byDays", "byDays", "byDays", "byDays", "whole", "none"}},
	{"endorse.payer", []string{"policy", "policy", "CUSTOMER", "SELLER", "PLATFORM"}},
	{"endorse.maxAhead", []string{"PT0S", "P30D", "P1Y", "P2Y", "P2Y"}},
	{"endorse.maxPast", []string{"PT0S", "P30D", "P365D", "P366D", "P366D"}},
	{"renew.allowed", mostly(12, "true", "false")},
	{"renew.by", mostly(20, "channel insurer", "channel", "insurer")},
	{"renew.noticeDays", []string{"0", "1", "30", "60", "366", "366"}},
	{"renew.grace", []string{"PT0S", "P7D", "P60D", "P366D", "P366D"}},
	{"cancel.rule", mostly(20, "anytime", "beforeStart", "never")},
	{"cancel.by", mostly(20, "channel insurer", "channel", "insurer")},
	{"cancel.reasons", []string{"CUSTOMER_REQUEST CHANNEL_REQUEST DUPLICATE OTHER", "CUSTOMER_REQUEST ORDER_CLOSED_UNSHIPPED"}},
	{"cancel.notice", []string{"PT0S", "PT0S", "PT0S", "PT0S", "PT24H", "P7D", "P30D"}},
	{"cancel.refund", []string{"byDays", "byDays", "byDays", "whole", "whole", "none"}},
	{"cancel.afterPaidClaim", []string{"none", "whole", "whole", "byDays", "byDays", "refuse"}},
	{"cancel.unshippedWithin", []string{"PT0S", "P10D"}},
	{"cancel.withOpenClaim", mostly(2, "true", "false")},
	{"claim.window", []string{"P30D", "P1D", "P1Y"}},
	{"claim.evidenceWindow", []string{"P30D", "PT1H"}},
	{"claim.most", []string{"0", "0", "0", "1", "2"}},
	{"claim.limitPer", []string{"policy", "year"}},
	{"claim.eventLimit", []string{"0", "0", "0.50", "33.33", "1000"}},
	{"claim.automaticLimit", []string{"0", "0.40", "100", "1000000000000", "1000000000000", "1000000000000"}},
	{"claim.singleReviewLimit", []string{"0", "0", "10", "200"}},
	{"claim.doubleReviewLimit", []string{"0", "0", "25", "500"}},
	{"claim.reviewFromScore", []string{"60", "30"}},
	{"claim.declineAboveScore", []string{"85", "70"}},
}

// mostly is a list in which the first value stands many times.
func mostly(times int, usual string, others ...string) []string {
	return append(slices.Repeat([]string{usual}, times), others...)
}

// layer sets each term with some probability in percent.
func (d dice) layer(percent int) model.Layer {
	layer := model.Layer{}
	for _, each := range choices {
		if d.chance(percent) {
			layer[each.key] = pick(d, each.values...)
		}
	}
	return layer
}

var classes = []string{"a", "b", "c"}

// product is a random product.
func (d dice) product() *model.Product {
	zone, err := time.LoadLocation(pick(d, "Asia/Shanghai", "America/New_York"))
	if err != nil {
		panic(err)
	}
	p := &model.Product{
		Zone: zone, Terms: d.layer(100), Digits: d.IntN(3), Mode: pick(d, "halfUp", "halfUp", "halfEven", "up", "down"),
		UnitsMost: pick(d, "1", "1000", "1000000", "888000000000"), TimesUnits: d.chance(50), CommissionMost: pick(d, "0.2", "0.9"),
		SumTimesUnits: d.chance(30),
	}
	if d.chance(70) {
		d.calm(p.Terms)
	}
	if d.chance(40) {
		p.Bands = []model.Band{{From: 0, Value: d.decimal(2, 2)}, {From: 1 + d.IntN(5), Value: d.decimal(3, 1)}, {From: 10, Value: "1"}}
	}
	if d.chance(30) {
		p.Plus = d.decimal(2, 3)
	}
	if d.chance(50) {
		p.Times = d.decimal(2, 6)
	}
	if d.chance(30) {
		p.Bounds = [2]string{"0.01", pick(d, "6.00", "100", "888000000000")}
	}
	for i := range 2 + d.IntN(2) {
		plan := model.Plan{Code: fmt.Sprint("P", i+1), Terms: d.layer(8), Rates: map[string]string{}}
		plan.SumInsured = pick(d, d.decimal(100, 2), d.decimal(10000, 2), "100000", "1")
		for _, class := range classes {
			plan.Rates[class] = pick(d, d.decimal(1, 4), d.decimal(1, 2), d.decimal(5, 2), d.decimal(5, 2), d.decimal(500, 2))
		}
		p.Plans = append(p.Plans, plan)
	}
	d.file(p)
	p.Claims = model.ClaimRules{
		NoAmount: d.chance(10), Deductible: pick(d, "0", "10", "0.25"), Share: pick(d, "1", "0.8", "0.333333"),
		Mode: pick(d, "halfUp", "down", "up", "halfEven"), Most: pick(d, "", "", "50", "777.77"),
		Suspicious: pick(d, 30, 59, 60, 70), Odd: pick(d, 1, 25, 26, 30), Once: d.chance(40),
	}
	return p
}

// calm lets business be done: most products permit what their channels ask for.
func (d dice) calm(terms model.Layer) {
	for key, value := range map[string]string{
		"sale.quote": "true", "sale.issue": "true", "endorse.allowed": "true", "endorse.by": "channel", "endorse.changes": "plan", "endorse.downgrade": "true",
		"endorse.price": "byDays", "endorse.payer": pick(d, "CUSTOMER", "SELLER", "PLATFORM", "policy"), "endorse.maxPast": "P366D", "endorse.maxAhead": "P2Y",
		"cover.length": pick(d, "P90D", "P6M", "P1Y", "P1Y", "P1Y", "P2Y", "P3Y"), "cancel.rule": "anytime", "cancel.by": "channel", "cancel.reasons": "CUSTOMER_REQUEST OTHER ORDER_CLOSED_UNSHIPPED",
		"cancel.refund": pick(d, "byDays", "byDays", "byDays", "whole"), "renew.allowed": "true", "renew.by": "channel",
	} {
		terms[key] = value
	}
}

// file sets what was filed: factors that agreements may multiply by, and often just the premiums that there are without one.
func (d dice) file(p *model.Product) {
	if d.chance(70) {
		p.FactorLeast, p.FactorMost = "0.7", "1.3"
	}
	if lowest, highest := p.Corners(); lowest.Cmp(highest) == 0 {
		p.FactorLeast, p.FactorMost = "0.7", "1.3"
	} else if p.FactorLeast == "" || d.chance(40) {
		p.PremiumLeast, p.PremiumMost = lowest.FloatString(2), highest.FloatString(2)
	}
}

// agreement is a random version of an agreement from an instant on.
func (d dice) agreement(p *model.Product, version int, channel model.Layer, from time.Time) *model.Agreement {
	a := &model.Agreement{Version: version, From: from, Channel: channel, Terms: d.layer(6)}
	if d.chance(10) {
		a.Plans = []string{"P1", "P2"}[:2-d.IntN(4)/3]
	}
	if d.chance(10) {
		a.Operations = pick(d, []string{"ISSUE"}, []string{"ISSUE", "CANCEL"}, []string{"ISSUE", "ENDORSE", "RENEW"}, []string{"ENDORSE", "RENEW", "CANCEL"})
	}
	a.Rate = pick(d, "0.1", "0.15", "0.083333", "0", "0."+fmt.Sprintf("%06d", d.IntN(200000)))
	if p.FactorLeast != "" && d.chance(60) {
		a.Factor = pick(d, "0.9", "0.7", "1.3", "1.05", "1", "0.7"+fmt.Sprintf("%04d", d.IntN(10000)))
	}
	if p.PremiumLeast != "" && d.chance(30) {
		low, high := model.Rat(p.PremiumLeast), model.Rat(p.PremiumMost)
		middle := new(big.Rat).Quo(new(big.Rat).Add(low, high), big.NewRat(2, 1)).FloatString(1)
		if m := model.Rat(middle); m.Cmp(low) >= 0 && m.Cmp(high) <= 0 {
			if d.chance(50) {
				a.Least = middle
			} else {
				a.Most = middle
			}
		}
	}
	if d.chance(10) {
		until := from.Add(time.Duration(1+d.IntN(400*24)) * time.Hour)
		a.Until = &until
	}
	return a
}

// risk is a random risk.
func (d dice) risk(p *model.Product) model.Risk {
	most, err := strconv.Atoi(p.UnitsMost)
	if err != nil {
		panic(err)
	}
	units := pick(d, "0.01", p.UnitsMost, "0.5", strconv.FormatFloat(float64(d.Int64N(int64(most)*100)+1)/100, 'f', 2, 64))
	return model.Risk{Class: pick(d, classes...), Units: strings.TrimSuffix(units, ".00"), Count: d.IntN(15)}
}
