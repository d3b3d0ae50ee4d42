package reference

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed examples
var embedded embed.FS

// Example is one request with its answer.
type Example struct {
	Name      string // of its files: the operation, and after a hyphen what is shown of it
	Operation string // root field
	About     string // one sentence; empty for the plain use
	Key       string // sandbox key; empty: nobody in particular
	Session   string // one of the samples who asks in a session of theirs
	Person    string // one of the insurer's people who asks instead, one of the samples; empty: a channel
	After     string // the example that must have been answered before; empty: none
	Query     string
	Variables string // JSON; "$quote.data.quote.quote.token" stands for what an earlier example answered - a place of a list by its number - and "$….now-48h" for an earlier moment
	Answer    string // JSON, as it was answered once; empty: nobody has written it yet
	Upload    []byte // what is sent to the address that a createFileUpload answered; nil: nothing
}

// Examples are those under examples/, each after the one it needs: NAME.graphql, NAME.json for variables,
// NAME.answer.json (a new example has none yet), NAME.file for what an upload then sends. The query may begin with
// "# about: ", "# key: " (sandbox-demo-mall otherwise, and nobody for "none"), "# person: ", "# session: " and
// "# after: ", each on a line.
func Examples() ([]Example, error) {
	folder, err := fs.Sub(embedded, "examples")
	if err != nil {
		return nil, err
	}
	return examplesIn(folder)
}

func examplesIn(folder fs.FS) ([]Example, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	var list []Example
	for _, e := range entries {
		name, isQuery := strings.CutSuffix(e.Name(), ".graphql")
		if !isQuery {
			continue
		}
		one, err := read(folder, name)
		if err != nil {
			return nil, fmt.Errorf("example %s: %w", name, err)
		}
		list = append(list, one)
	}
	return inOrder(list)
}

func read(folder fs.FS, name string) (Example, error) {
	operation, _, _ := strings.Cut(name, "-")
	one := Example{Name: name, Operation: operation, Key: "sandbox-demo-mall"}
	query, err := fs.ReadFile(folder, name+".graphql")
	if err != nil {
		return one, err
	}
	one.Query = string(query)
	for strings.HasPrefix(one.Query, "# ") {
		line, rest, _ := strings.Cut(one.Query, "\n")
		word, text, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		switch word {
		case "about":
			one.About = text
		case "key":
			one.Key = strings.TrimPrefix(text, "none")
		case "session":
			one.Session, one.Key = text, ""
		case "person":
			one.Person, one.Key = text, ""
		case "after":
			one.After = text
		default:
			return one, fmt.Errorf("%q is neither about, key, person, session nor after", line)
		}
		one.Query = rest
	}
	if text, err := fs.ReadFile(folder, name+".json"); err == nil {
		one.Variables = string(text)
	}
	if content, err := fs.ReadFile(folder, name+".file"); err == nil {
		one.Upload = content
	}
	answer, err := fs.ReadFile(folder, name+".answer.json")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return one, err
	}
	one.Answer = string(answer)
	return one, nil
}

// inOrder puts each example behind the one it needs, else by their names.
func inOrder(list []Example) ([]Example, error) {
	slices.SortFunc(list, func(a, b Example) int { return strings.Compare(a.Name, b.Name) })
	var ordered []Example
	for len(ordered) < len(list) {
		before := len(ordered)
		for _, e := range list {
			if !holds(ordered, e.Name) && (e.After == "" || holds(ordered, e.After)) {
				ordered = append(ordered, e)
			}
		}
		if len(ordered) == before {
			return nil, fmt.Errorf("examples wait for each other, or for one that is not there")
		}
	}
	return ordered, nil
}

func holds(list []Example, name string) bool {
	return slices.ContainsFunc(list, func(e Example) bool { return e.Name == name })
}

var placeholder = regexp.MustCompile(`"\$([\w-]+(?:\.\w+)+)([+-]\d+h)?"`)

// Filled are the variables, as JSON, with what earlier examples answered, by their names. Empty: there are none.
func (e Example) Filled(answers map[string]string) (string, error) {
	var wrong error
	filled := placeholder.ReplaceAllStringFunc(e.Variables, func(text string) string {
		part := placeholder.FindStringSubmatch(text)
		value, err := lookUp(part[1], answers)
		if err == nil && part[2] != "" {
			value, err = moved(value, part[2])
		}
		if err != nil {
			wrong = fmt.Errorf("example %s: %w", e.Name, err)
		}
		return value
	})
	return filled, wrong
}

// lookUp finds a place in an earlier answer, "issuePolicy.data.issuePolicy.policy.id", and gives it as JSON.
func lookUp(place string, answers map[string]string) (string, error) {
	name, path, _ := strings.Cut(place, ".")
	var v any
	if err := json.Unmarshal([]byte(answers[name]), &v); err != nil {
		return "", fmt.Errorf("$%s: %w", place, err)
	}
	for _, step := range strings.Split(path, ".") {
		if v = part(v, step); v == nil {
			return "", fmt.Errorf("$%s: %s is not in the answer", place, step)
		}
	}
	text, err := json.Marshal(v)
	return string(text), err
}

// part of a value: a member by its name, or one of a list by its place from 0; nil: there is none.
func part(v any, step string) any {
	if list, ok := v.([]any); ok {
		if place, err := strconv.Atoi(step); err == nil && place >= 0 && place < len(list) {
			return list[place]
		}
		return nil
	}
	m, _ := v.(map[string]any)
	return m[step]
}

// moved is a moment, as JSON, some hours later or earlier.
func moved(moment, by string) (string, error) {
	var at time.Time
	if err := json.Unmarshal([]byte(moment), &at); err != nil {
		return "", err
	}
	length, err := time.ParseDuration(by)
	if err != nil {
		return "", err
	}
	return at.Add(length).Format(`"2006-01-02T15:04:05.000Z07:00"`), nil
}
