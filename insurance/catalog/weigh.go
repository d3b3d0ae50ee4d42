package catalog

import "baodan/engine/rule"

// Weighed is what a rule, or a score of claims, says of a case.
type Weighed struct {
	rule.Weighed
	Points int // of a score that holds
}

// Weigh tells of every rule, and of every score of claims, whether its condition holds, by the evaluation of Judge and Adjudicate.
// caseOf gives the case of an act; see rule.Rules.Weigh.
func Weigh(p *Product, act rule.Act, caseOf func(rule.Act) *Case) []Weighed {
	var list []Weighed
	for _, w := range p.rules.Weigh(act, caseOf) {
		list = append(list, Weighed{Weighed: w})
	}
	for _, s := range p.score {
		one := Weighed{s.condition.Weigh(caseOf(rule.Claim)), s.Points}
		one.Rule = rule.Rule{Code: s.Code, On: []rule.Act{rule.Claim}, If: s.If, Effect: Scored, Sentence: s.Sentence}
		one.Acts, one.Act = one.On, rule.Claim
		list = append(list, one)
	}
	return list
}
