package rule_test

import (
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
)

func TestFaultyDeclarationsAreNamed(t *testing.T) {
	t.Parallel()
	text := title("x")
	for want, f := range map[string]rule.Factor{
		"[0].name: ":           {Name: "Upper", Title: text, Type: rule.StringType},
		"[0].name: \"plan\"":   {Name: "plan", Title: text, Type: rule.StringType},
		"[0].type: ":           {Name: "x", Title: text, Type: "double"},
		"[0].title: ":          {Name: "x", Type: rule.StringType},
		"[0].min: only a":      {Name: "x", Title: text, Type: rule.StringType, Min: "1"},
		"[0].enum: only a":     {Name: "x", Title: text, Type: rule.IntegerType, Enum: []string{"a"}},
		"[0].min: \"0.5\"":     {Name: "x", Title: text, Type: rule.IntegerType, Min: "0.5"},
		"[0].max: \"1e3\"":     {Name: "x", Title: text, Type: rule.DecimalType, Max: "1e3"},
		"[0].min: nothing":     {Name: "x", Title: text, Type: rule.DecimalType, Min: "2", Max: "1"},
		"[0].below: max and":   {Name: "x", Title: text, Type: rule.DecimalType, Below: "2", Max: "1"},
		"[0].pattern: ":        {Name: "x", Title: text, Type: rule.StringType, Pattern: "("},
		"[0].enum[1]: ":        {Name: "x", Title: text, Type: rule.StringType, Enum: []string{"a", "a"}},
		"[0].personal: ":       {Name: "x", Title: text, Type: rule.StringType, Personal: "SECRET"},
		"[0].fields: ":         {Name: "x", Title: text, Type: rule.ObjectType},
		"[0].items: ":          {Name: "x", Title: text, Type: rule.ListType, MaxItems: 1},
		"[0].maxItems: ":       {Name: "x", Title: text, Type: rule.ListType, Items: &rule.Factor{Type: rule.StringType}},
		"[0].default: ":        {Name: "x", Title: text, Type: rule.DecimalType, Default: json.Number("1")},
		"[0].fields[0].name: ": {Name: "x", Title: text, Type: rule.ObjectType, Fields: []rule.Factor{{Name: "", Type: rule.StringType}}},
		"[0].maxLength: ":      {Name: "x", Title: text, Type: rule.StringType, MaxLength: -1},
		"[0].unit: ":           {Name: "x", Title: text, Type: rule.DecimalType, Unit: "<b>"},
	} {
		_, problems := rule.NewFactors([]rule.Factor{f})
		assert.Contains(t, sentences(problems), want)
	}
	_, problems := rule.NewFactors([]rule.Factor{{Name: "x", Title: text, Type: rule.StringType}, {Name: "x", Title: text, Type: rule.StringType}})
	assert.Contains(t, sentences(problems), `[1].name: "x" is declared twice`)
}

func TestDeclarationsAreNotChanged(t *testing.T) {
	t.Parallel()
	mine := declared()
	_, problems := rule.NewFactors(mine)
	require.Empty(t, problems)
	assert.Equal(t, declared(), mine)
}

// What the document says and what the server does is the same: whatever Check accepts, the published schema accepts,
// and what the schema can say is refused by both.
func TestSchemaSaysWhatCheckDoes(t *testing.T) {
	t.Parallel()
	schema := factors(t).Schema(title("all"))
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	var document any
	require.NoError(t, json.Unmarshal(schema, &document))
	require.NoError(t, compiler.AddResource("mem:factors", document))
	compiled, err := compiler.Compile("mem:factors")
	require.NoError(t, err)
	for text, want := range map[string]bool{
		whole:                            true,
		`{"category": "a", "rate": "0"}`: true,
		`{"category": "a", "rate": "0", "note": null, "count": null, "flag": null, "items": null, "at": null}`: true,
		`{"category": "d", "rate": "0"}`:                            false,
		`{"category": null, "rate": "0"}`:                           false,
		`{"rate": "0"}`:                                             false,
		`{"category": "a", "rate": 0}`:                              false,
		`{"category": "a", "rate": "0.1234567"}`:                    false,
		`{"category": "a", "rate": "0", "colour": "red"}`:           false,
		`{"category": "a", "rate": "0", "count": 11}`:               false,
		`{"category": "a", "rate": "0", "count": 1.5}`:              false,
		`{"category": "a", "rate": "0", "note": "123456"}`:          false,
		`{"category": "a", "rate": "0", "code": "12"}`:              false,
		`{"category": "a", "rate": "0", "at": "2026-11-23"}`:        false,
		`{"category": "a", "rate": "0", "home": {}}`:                false,
		`{"category": "a", "rate": "0", "tags": ["1","2","3","4"]}`: false,
		`{"category": "a", "rate": "0", "items": [{"price": 1}]}`:   false,
	} {
		raw := decode(t, text)
		_, violations := factors(t).Check(raw)
		assert.Equal(t, want, len(violations) == 0, "check %s", text)
		assert.Equal(t, want, compiled.Validate(any(raw)) == nil, "schema %s", text)
	}
}

func TestSchemaIsForPeopleInBothLanguages(t *testing.T) {
	t.Parallel()
	fs, problems := rule.NewFactors([]rule.Factor{
		{Name: "weight", Title: rule.Text{Zh: "重量", En: "Weight"}, Type: rule.DecimalType, Min: "0.50", Max: "10", Unit: "kg", Optional: true},
		{Name: "id", Title: rule.Text{Zh: "证件", En: "Identity"}, Type: rule.StringType, Personal: "IDENTITY_NO"},
	})
	require.Empty(t, problems)
	assert.JSONEq(t, `{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"要素","description":"Factors","type":"object",
		"additionalProperties":false,"required":["weight","id"],"properties":{
		"weight":{"title":"重量","description":"Weight","type":"string","pattern":"^-?[0-9]{1,18}(\\.[0-9]{1,6})?$","x-minimum":"0.5","x-maximum":"10","x-unit":"kg"},
		"id":{"title":"证件","description":"Identity","type":"string","minLength":1,"maxLength":200,"x-personal":"IDENTITY_NO"}}}`,
		string(fs.Schema(rule.Text{Zh: "要素", En: "Factors"}, "weight")))
}
