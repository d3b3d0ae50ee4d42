package rule

import (
	"fmt"
	"slices"
	"strings"
)

// Weighed is what one rule says of a case, also where it does not object.
type Weighed struct {
	Rule
	Acts   []Act // that it is judged in
	Act    Act   // that it was judged in here
	Holds  bool  // its condition; false with Err
	Facts  []Fact
	Absent string // the first variable that it reads and the case does not say; empty: it says all
	Err    error  // the condition could not be computed
}

// Weigh tells of every rule whether its condition holds, as Judge finds it. A rule is judged in the act where it is a rule of
// that, else in the first act that it is one of; caseOf gives the case of an act. What an act alone has, such as the reason of a
// cancellation, and the case does not say, leaves the rule without an answer.
func (r *Rules) Weigh(act Act, caseOf func(Act) *Case) []Weighed {
	list := make([]Weighed, len(r.rules))
	for i := range r.rules {
		each := &r.rules[i]
		in := act
		if !slices.Contains(each.acts, act) && len(each.acts) > 0 {
			in = each.acts[0]
		}
		list[i] = each.condition.Weigh(caseOf(in))
		list[i].Rule, list[i].Acts, list[i].Act = each.Rule, slices.Clone(each.acts), in
	}
	return list
}

// Weigh computes a condition of a case, with what it saw.
func (f *Formula) Weigh(c *Case) Weighed {
	s := c.Scope(f.env)
	w := Weighed{Facts: s.See(f.reads)}
	for _, name := range f.reads {
		if !c.says(name) {
			w.Absent, w.Err = name, fmt.Errorf("%w: %s is absent", ErrEvaluation, name)
			return w
		}
	}
	if w.Holds, w.Err = f.Bool(s); w.Err == nil {
		return w
	}
	for _, name := range f.reads {
		if !slices.ContainsFunc(w.Facts, func(seen Fact) bool { return seen.Name == name }) && s.lacks(name) {
			w.Absent = name
			break
		}
	}
	return w
}

// says tells whether a case has a variable that only its act has. Without a value it would read as empty, and be compared.
func (c *Case) says(name string) bool {
	switch root, _, _ := strings.Cut(name, "."); root {
	case claimName:
		return c.Claim != nil
	case "reason":
		return c.Reason != ""
	case "planBefore":
		return c.PlanBefore != ""
	case "sumInsured":
		return c.SumInsured.Sign() > 0
	}
	return true
}

// lacks tells whether an input of the case was left out; what is computed may fail for another reason.
func (s *Scope) lacks(name string) bool {
	reader, err := s.env.Reader(name)
	if err != nil {
		return false
	}
	root, _, _ := strings.Cut(name, ".")
	return reader.factor != nil || own[root] != ""
}
