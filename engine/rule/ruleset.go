package rule

import (
	"regexp"
	"slices"
	"strings"
)

// Effect is what a rule does when its condition holds.
type Effect string

// Effects.
const (
	Refuse  Effect = "refuse"  // it must not happen
	Refer   Effect = "refer"   // a person must decide
	Require Effect = "require" // something is missing
	Correct Effect = "correct" // of a claim: something is wrong that the claimant can correct
)

// EvaluationFailed is the reason of a finding whose condition could not be computed. Such a rule never passes.
const EvaluationFailed = "EVALUATION_FAILED"

// Rule declares when something must not happen.
type Rule struct {
	Code     string
	On       []Act // quote and issue, or "sale", mean both: what may be quoted may be issued
	If       string
	Effect   Effect
	Sentence Text
	Path     string // the input it blames, from the risk on: factors.category
}

// Acts are the acts that a rule is judged in; what is none of them is left out.
func (r Rule) Acts() []Act { return actsOf(&Problems{}, "", r.On) }

// Known tells whether there is such an effect.
func (e Effect) Known() bool { return slices.Contains([]Effect{Refuse, Refer, Require, Correct}, e) }

// Finding is a rule that objects, and what it saw.
type Finding struct {
	Rule     string
	Effect   Effect
	Sentence Text
	Path     []string
	Facts    []Fact
	Reason   string // EVALUATION_FAILED, or empty
}

// Rules are compiled rules. They are safe for concurrent use.
type Rules struct {
	env   *Environment
	rules []compiledRule
}

type compiledRule struct {
	Rule
	condition *Formula
	path      []string
	acts      []Act
}

const sale Act = "sale"

var (
	acts        = []Act{Quote, Issue, Endorse, Renew, Cancel, Claim}
	effects     = []Effect{Refuse, Refer, Require, Correct}
	codePattern = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,47}$`)
	// blamable are the inputs besides factors that a rule may blame.
	blamable = []string{"planCode", "payer", "period", "insureds", "applicant", "facts", "reason"}
)

// ValidCode tells whether a text can be the code of a rule or a decline: capitals, digits and _, at most 48.
func ValidCode(code string) bool { return codePattern.MatchString(code) }

// NewRules compiles rules in the environment. All mistakes are named, by paths like [2].if.
func (e *Environment) NewRules(declared []Rule) (*Rules, []Problem) {
	var problems Problems
	compiled := &Rules{env: e}
	for i, r := range declared {
		at := index(i)
		if !ValidCode(r.Code) {
			problems.Add(at+".code", "%q is no code: capitals, digits and _", r.Code)
		}
		if slices.ContainsFunc(declared[:i], func(other Rule) bool { return other.Code == r.Code }) {
			problems.Add(at+".code", "%s is there twice", r.Code)
		}
		if !slices.Contains(effects, r.Effect) {
			problems.Add(at+".effect", "%q is none of refuse, refer, require, correct", r.Effect)
		}
		if r.Sentence.Zh == "" || r.Sentence.En == "" {
			problems.Add(at+".sentence", "a sentence in zh and en is needed")
		}
		c := compiledRule{Rule: r}
		c.acts = actsOf(&problems, at+".on", r.On)
		c.path = e.blamed(&problems, at+".path", r.Path)
		var err error
		if c.condition, err = e.Condition(r.If); err != nil {
			problems.Add(at+".if", "%v", err)
		} else if name, act := foreign(c.condition.reads, c.acts); name != "" {
			problems.Add(at+".on", "only %s has %s", actWords[act], name)
		}
		if r.Effect == Correct && !slices.Equal(c.acts, []Act{Claim}) {
			problems.Add(at+".effect", "only a claim is corrected")
		}
		compiled.rules = append(compiled.rules, c)
	}
	return compiled, problems.List
}

// foreign is the first variable that some of the acts do not have.
func foreign(names []string, acts []Act) (string, Act) {
	for _, name := range names {
		if act := ActOf(name); act != "" && !slices.Equal(acts, []Act{act}) {
			return name, act
		}
	}
	return "", ""
}

func actsOf(problems *Problems, at string, declared []Act) []Act {
	var all []Act
	for i, act := range declared {
		switch {
		case act == sale || act == Quote || act == Issue:
			all = append(all, Quote, Issue)
		case slices.Contains(acts, act):
			all = append(all, act)
		default:
			problems.Add(at+index(i), "%q is none of sale, quote, issue, endorse, renew, cancel, claim", act)
		}
	}
	if len(declared) == 0 {
		problems.Add(at, "an act is needed")
	}
	return slices.Compact(all)
}

func (e *Environment) blamed(problems *Problems, at, path string) []string {
	if path == "" {
		return nil
	}
	names := strings.Split(path, ".")
	known := slices.Contains(blamable, names[0])
	if names[0] == factorsName && len(names) > 1 {
		known = e.factor(names) != nil
	}
	if !known {
		problems.Add(at, "there is no input %q", path)
	}
	return names
}

// Judge gives a finding for each rule of the case's act that objects or that cannot be computed, in the order of the
// declarations.
func (r *Rules) Judge(c *Case) []Finding {
	var findings []Finding
	s := c.Scope(r.env)
	for i := range r.rules {
		each := &r.rules[i]
		if !slices.Contains(each.acts, c.Act) {
			continue
		}
		objects, err := each.condition.Bool(s)
		if err == nil && !objects {
			continue
		}
		f := Finding{
			Rule: each.Code, Effect: each.Effect, Sentence: each.Sentence, Path: slices.Clone(each.path),
			Facts: s.See(each.condition.reads),
		}
		if err != nil {
			f.Effect, f.Reason = Refuse, EvaluationFailed
		}
		findings = append(findings, f)
	}
	return findings
}

// Cost is what judging one case costs at most, in operations, derived factors included.
func (r *Rules) Cost() uint64 {
	total := r.env.cost
	for i := range r.rules {
		total += r.rules[i].condition.Cost()
	}
	return total
}
