package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
)

var exampleHead = regexp.MustCompile(`^(quote|issue|endorse|renew|cancel|claim) plan (\S+?)(?: paid by ([A-Z]+))?:(.*)$`)

// circumstances is what holds for the examples that follow.
type circumstances struct {
	factors, claim, tracking       map[string]any
	now, start, occurred, reported time.Time
	payer, reason, planBefore      string

	// Of a claim: what stands around it.
	claimed   *money.Decimal
	spent     money.Decimal
	watched   map[string]int
	uncovered bool
}

// own is what holds for a single example, so far the same.
func (s *circumstances) own() circumstances {
	own := *s
	own.factors, own.claim, own.tracking, own.watched = clone(s.factors), clone(s.claim), clone(s.tracking), maps.Clone(s.watched)
	return own
}

// readExamples reads examples; lines that cannot be understood are failures.
func readExamples(p *Product, text string) (examples []*example, failures []Failure) {
	given := circumstances{
		factors: map[string]any{}, claim: map[string]any{}, tracking: map[string]any{}, watched: map[string]int{},
		now: time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC),
	}
	var last *example
	broken := false // what was given is not understood: the cases below it would fail for that alone
	for i, raw := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line := strings.TrimSpace(raw)
		fail := func(err error) {
			failures = append(failures, Failure{i + 1, line, err.Error()})
		}
		rest, isGiven := strings.CutPrefix(line, "given:")
		head := exampleHead.FindStringSubmatch(line)
		switch {
		case line == "" || line[0] == '#':
		case raw[0] == ' ' || raw[0] == '\t':
			if last == nil {
				fail(errors.New("what is expected must stand below a case"))
				continue
			}
			for _, each := range pieces(line) {
				last.expects = append(last.expects, expectation{i + 1, each})
			}
		case isGiven:
			err := given.take(p, rest)
			if err == nil {
				err = given.known(p, rest)
			}
			if err != nil {
				fail(err)
				broken = true
			}
		case head != nil:
			own := given.own()
			err := own.take(p, head[4])
			if err != nil {
				fail(err)
			}
			if head[3] != "" {
				own.payer = head[3]
			}
			last = &example{circumstances: own, line: i + 1, head: line, act: rule.Act(head[1]), plan: head[2], unread: broken || err != nil}
			examples = append(examples, last)
		default:
			fail(errors.New("must be given:, a case such as quote plan A:, or indented"))
		}
	}
	for _, e := range examples {
		if len(e.expects) == 0 {
			failures = append(failures, Failure{e.line, e.head, "expects nothing"})
		}
	}
	return examples, failures
}

// known refuses what is given for all cases below and can be in none: a name that the product has not, or a value that is
// never permitted. An example of something invalid says it in its own case.
func (s *circumstances) known(p *Product, text string) error {
	for _, piece := range pieces(text) {
		name, _, _ := strings.Cut(piece, " ")
		if understood, _ := new(circumstances).readCircumstance(p, name, ""); understood || name == "without" || name == "from" || name == "not" {
			continue
		}
		factors, into, path := s.place(p, name)
		f, there := factors.Find(path)
		if !there {
			return fmt.Errorf("there is no %s%s", name, rule.DidYouMean(name, givable(p)))
		}
		for _, step := range path[:len(path)-1] {
			into, _ = into[step].(map[string]any)
		}
		_, violations := rule.Factors{*f}.Check(map[string]any{f.Name: into[f.Name]})
		if len(violations) > 0 && violations[0].Code != rule.Required {
			v := violations[0]
			return fmt.Errorf("%s: %s%s", piece, v.Message, rule.DidYouMean(fmt.Sprint(into[f.Name]), f.Enum))
		}
	}
	return nil
}

// givable are the names that examples can give values to.
func givable(p *Product) []string {
	names := []string{"now", "start", "occurred", "reported", "payer", "reason", "claimed", "spent", "watched"}
	add := func(before string, factors rule.Factors) {
		for _, f := range factors {
			names = append(names, before+f.Name)
			for _, field := range f.Fields {
				names = append(names, before+f.Name+"."+field.Name)
			}
		}
	}
	add("", p.factors)
	add("claim.", p.claim)
	add("tracking.", rule.TrackingFields())
	return names
}

// take reads NAME VALUE, NAME VALUE, without NAME.
func (s *circumstances) take(p *Product, text string) error {
	for _, piece := range pieces(text) {
		name, value, _ := strings.Cut(piece, " ")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if err := s.set(p, name, value); err != nil {
			return fmt.Errorf("%s: %w", piece, err)
		}
	}
	return nil
}

func (s *circumstances) set(p *Product, name, value string) error {
	if understood, err := s.readCircumstance(p, name, value); understood || err != nil {
		return err
	}
	if name == "without" {
		_, into, path := s.place(p, value)
		remove(into, path)
		return nil
	}
	factors, into, path := s.place(p, name)
	f, known := factors.Find(path)
	if !known {
		f = &rule.Factor{Type: rule.StringType} // the product will say so
	}
	for _, step := range path[:len(path)-1] {
		inner, ok := into[step].(map[string]any)
		if !ok {
			inner = map[string]any{}
			into[step] = inner
		}
		into = inner
	}
	into[path[len(path)-1]] = fact(f, value)
	return nil
}

// place is where a name such as from.province, claim.weightKg or tracking.found belongs.
func (s *circumstances) place(p *Product, name string) (factors rule.Factors, into map[string]any, path []string) {
	path = strings.Split(name, ".")
	switch {
	case path[0] == "claim" && len(path) > 1:
		return p.claim, s.claim, path[1:]
	case path[0] == "tracking" && len(path) > 1:
		return rule.TrackingFields(), s.tracking, path[1:]
	}
	return p.factors, s.factors, path
}

// readCircumstance reads what is neither a factor nor a fact:
//
//	now, start, occurred, reported INSTANT    payer SELLER           reason CODE (of a cancellation)
//	claimed 10, spent 99000                   watched CODE 51        not in force
//	from plan BASIC (of an endorsement)       without tracking
//
// Left out, cover starts as it would if it were sold now, the loss occurred at the start, and the claim is reported at
// the instant from which its window counts.
func (s *circumstances) readCircumstance(p *Product, name, value string) (understood bool, err error) {
	_, isFactor := p.factors.Find([]string{name})
	instants := map[string]*time.Time{"now": &s.now, "start": &s.start, "occurred": &s.occurred, "reported": &s.reported}
	switch at := instants[name]; {
	case at != nil:
		*at, err = time.Parse(time.RFC3339Nano, value)
	case name == "payer":
		s.payer = value
	case name == "reason":
		s.reason = value
	case name == "without" && value == "tracking":
		clear(s.tracking)
	case name == "from" && strings.HasPrefix(value, "plan "):
		s.planBefore = strings.TrimSpace(value[len("plan "):])
		if _, known := p.Plan(s.planBefore); !known {
			err = fmt.Errorf("there is no plan %q", s.planBefore)
		}
	case name == "not" && value == "in force":
		s.uncovered = true
	case isFactor:
		return false, nil
	case name == "claimed":
		var most money.Decimal
		most, err = money.ParseDecimal(value)
		s.claimed = &most
	case name == "spent":
		s.spent, err = money.ParseDecimal(value)
	case name == "watched":
		err = s.readWatched(p, value)
	default:
		return false, nil
	}
	return true, err
}

func (s *circumstances) readWatched(p *Product, value string) error {
	code, often, _ := strings.Cut(value, " ")
	if !slices.ContainsFunc(p.velocities, func(w Velocity) bool { return w.Code == code }) {
		return fmt.Errorf("there is no watch %q", code)
	}
	n, err := strconv.Atoi(strings.TrimSpace(often))
	s.watched[code] = n
	return err
}

// fact gives a value the form that JSON has for the factor's type.
func fact(f *rule.Factor, text string) any {
	switch f.Type {
	case rule.IntegerType:
		return json.Number(text)
	case rule.BooleanType:
		if value, err := strconv.ParseBool(text); err == nil {
			return value
		}
	case rule.ObjectType, rule.ListType:
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) == nil {
			return value
		}
	default:
	}
	return text
}

func remove(from map[string]any, path []string) {
	for _, step := range path[:len(path)-1] {
		from, _ = from[step].(map[string]any) // nothing is removed from nil
	}
	delete(from, path[len(path)-1])
}

// pieces cuts at commas outside of quotes and brackets.
func pieces(text string) []string {
	var list []string
	quoted, depth, from := false, 0, 0
	for i, c := range text + "," {
		switch {
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 0 || i == len(text):
			if piece := strings.TrimSpace(text[from:i]); piece != "" {
				list = append(list, piece)
			}
			from = min(i+1, len(text))
		}
	}
	return list
}

// clone copies objects; values themselves are never changed.
func clone(object map[string]any) map[string]any {
	copied := maps.Clone(object)
	for name, value := range copied {
		if inner, ok := value.(map[string]any); ok {
			copied[name] = clone(inner)
		}
	}
	return copied
}
