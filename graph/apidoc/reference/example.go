// Package reference makes the API reference: what the schema says, with an example of every operation. The examples
// are run against a real server by a test, so what they answer is what one gets.
package reference

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed examples
var files embed.FS

// Example is one request with its answer.
type Example struct {
	Operation string // root field
	Key       string // sandbox key; empty: nobody in particular
	Query     string
	Variables map[string]any
	Answer    string // JSON, as it was answered once
}

// Examples are those under examples/: NAME.graphql, NAME.json for variables, NAME.answer.json. The first line of the
// query may name the key: "# key: sandbox-demo-pay"; it is sandbox-demo-mall otherwise, and nobody for "none".
func Examples() ([]Example, error) {
	entries, err := files.ReadDir("examples")
	if err != nil {
		return nil, err
	}
	var list []Example
	for _, e := range entries {
		name, isQuery := strings.CutSuffix(e.Name(), ".graphql")
		if !isQuery {
			continue
		}
		one := Example{Operation: name, Key: "sandbox-demo-mall"}
		query, err := files.ReadFile("examples/" + e.Name())
		if err != nil {
			return nil, err
		}
		one.Query = string(query)
		if key, rest, found := strings.Cut(strings.TrimPrefix(one.Query, "# key: "), "\n"); found && strings.HasPrefix(one.Query, "# key: ") {
			one.Key, one.Query = strings.TrimPrefix(key, "none"), rest
		}
		if text, err := files.ReadFile("examples/" + name + ".json"); err == nil {
			if err := json.Unmarshal(text, &one.Variables); err != nil {
				return nil, fmt.Errorf("%s.json: %w", name, err)
			}
		}
		answer, err := files.ReadFile("examples/" + name + ".answer.json")
		if err != nil {
			return nil, err
		}
		one.Answer = string(answer)
		list = append(list, one)
	}
	return list, nil
}

// volatile are the names whose values differ from run to run.
var volatile = map[string]bool{
	"id": true, "number": true, "boundAt": true, "start": true, "end": true, "token": true, "expiresAt": true,
	"resetAt": true, "remaining": true, "url": true, "sha256": true, "requestId": true, "factorsSchema": true, "claimFactsSchema": true,
}

// Masked is an answer without what differs from run to run, for comparison.
func Masked(answer []byte) (string, error) {
	var v any
	if err := json.Unmarshal(answer, &v); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(mask(v), "", "  ")
	return string(text), err
}

func mask(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if volatile[name] && value != nil {
				v[name] = "…"
				continue
			}
			v[name] = mask(value)
		}
	case []any:
		for i := range v {
			v[i] = mask(v[i])
		}
	}
	return v
}
