package catalog

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"

	"baodan/engine/rule"
)

var exampleHead = regexp.MustCompile(`^(quote|issue|endorse|renew|cancel|claim) plan (\S+?)(?: paid by ([A-Z]+))?:(.*)$`)

// settled is what holds for the examples that follow.
type settled struct {
	factors, claim map[string]any
	now            time.Time
	payer          string
}

// readExamples reads examples; lines that cannot be understood are failures.
func readExamples(p *Product, text string) (examples []*example, failures []Failure) {
	given := settled{map[string]any{}, map[string]any{}, time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC), ""}
	var last *example
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
			if err := given.take(p, rest); err != nil {
				fail(err)
			}
		case head != nil:
			own := settled{clone(given.factors), clone(given.claim), given.now, given.payer}
			if err := own.take(p, head[4]); err != nil {
				fail(err)
			}
			if head[3] != "" {
				own.payer = head[3]
			}
			last = &example{
				line: i + 1, head: line, act: rule.Act(head[1]), plan: head[2], payer: own.payer, now: own.now,
				factors: own.factors, claim: own.claim,
			}
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

// take reads NAME VALUE, NAME VALUE, without NAME.
func (s *settled) take(p *Product, text string) error {
	for _, piece := range pieces(text) {
		name, value, _ := strings.Cut(piece, " ")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if err := s.set(p, name, value); err != nil {
			return fmt.Errorf("%s: %w", piece, err)
		}
	}
	return nil
}

func (s *settled) set(p *Product, name, value string) (err error) {
	factors, into, path := p.factors, s.factors, strings.Split(name, ".")
	switch {
	case name == "now":
		s.now, err = time.Parse(time.RFC3339Nano, value)
		return err
	case name == "payer":
		s.payer = value
		return nil
	case name == "without":
		path = strings.Split(value, ".")
		if path[0] == "claim" && len(path) > 1 {
			into, path = s.claim, path[1:]
		}
		remove(into, path)
		return nil
	case path[0] == "claim" && len(path) > 1:
		factors, into, path = p.claim, s.claim, path[1:]
	}
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
