package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// MarshalRuleAct writes an act that rules are judged in, in capitals as all enums.
func MarshalRuleAct(a rule.Act) graphql.Marshaler { return text(wire(string(a))) }

// UnmarshalRuleAct reads an act that rules are judged in.
func UnmarshalRuleAct(v any) (rule.Act, error) {
	name, err := read(v, "QUOTE", "ISSUE", "ENDORSE", "RENEW", "CANCEL", "CLAIM")
	return rule.Act(stored(name)), err
}

// MarshalRuleEffect writes what follows from a rule.
func MarshalRuleEffect(e rule.Effect) graphql.Marshaler { return text(wire(string(e))) }

// UnmarshalRuleEffect reads what follows from a rule.
func UnmarshalRuleEffect(v any) (rule.Effect, error) {
	name, err := read(v, wire(string(rule.Refuse)), wire(string(rule.Refer)), wire(string(rule.Require)), wire(string(rule.Correct)), wire(string(catalog.Scored)))
	return rule.Effect(stored(name)), err
}

// MarshalFactorType writes a type of a product file.
func MarshalFactorType(t rule.Type) graphql.Marshaler { return text(wire(string(t))) }

// UnmarshalFactorType reads a type of a product file.
func UnmarshalFactorType(v any) (rule.Type, error) {
	name, err := read(v, "STRING", "INTEGER", "DECIMAL", "BOOLEAN", "INSTANT", "OBJECT", "LIST")
	return rule.Type(stored(name)), err
}
