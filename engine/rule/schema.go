package rule

import (
	"bytes"
	"encoding/json"
	"slices"

	"baodan/engine/money"
)

const (
	decimalPattern = `^-?[0-9]{1,18}(\.[0-9]{1,6})?$`
	instantPattern = `^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`
)

// Schema is the JSON Schema (draft 2020-12) of factors: what Check accepts, as far as JSON Schema can say it. Factors
// named in needed are required although they are declared optional. Limits of decimals are said as x-minimum,
// x-maximum and x-below, since decimals are strings.
func (fs Factors) Schema(title Text, needed ...string) json.RawMessage {
	schema := objectSchema(fs, needed)
	head := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title.Zh}, {"description", title.En}}
	text, err := json.Marshal(append(head, schema...))
	if err != nil {
		panic("rule: a schema that is no JSON: " + err.Error()) // strings, numbers and lists only
	}
	return text
}

func objectSchema(factors []Factor, needed []string) object {
	var properties object
	required := []string{}
	for i := range factors {
		f := &factors[i]
		optional := f.Optional && !slices.Contains(needed, f.Name)
		if !optional {
			required = append(required, f.Name)
		}
		properties = append(properties, member{f.Name, f.schema(optional)})
	}
	if properties == nil {
		properties = object{}
	}
	return object{{"type", "object"}, {"additionalProperties", false}, {"required", required}, {"properties", properties}}
}

func (f *Factor) schema(optional bool) object {
	var o object
	put := func(name string, value any) { o = append(o, member{name, value}) }
	if f.Title.Zh != "" {
		put("title", f.Title.Zh)
		put("description", f.Title.En)
	}
	switch f.Type {
	case StringType:
		o = append(o, f.stringSchema()...)
	case IntegerType:
		put("type", "integer")
		f.limits(&o, "minimum", "maximum", "exclusiveMaximum", true)
	case DecimalType:
		put("type", "string")
		put("pattern", decimalPattern)
		f.limits(&o, "x-minimum", "x-maximum", "x-below", false)
	case BooleanType:
		put("type", "boolean")
	case InstantType:
		put("type", "string")
		put("format", "date-time")
		put("pattern", instantPattern)
	case ObjectType:
		o = append(o, objectSchema(f.Fields, nil)...)
	case ListType:
		put("type", "array")
		put("maxItems", f.MaxItems)
		put("items", f.Items.schema(false))
	default: // NewFactors lets no other type through
	}
	if f.Unit != "" {
		put("x-unit", f.Unit)
	}
	if f.Personal != "" {
		put("x-personal", f.Personal)
	}
	if f.Default != nil {
		put("default", f.Default)
	}
	if optional { // null is the same as leaving it out
		o = nullable(o)
	}
	return o
}

func (f *Factor) stringSchema() object {
	o := object{{"type", "string"}}
	if f.Enum != nil {
		return append(o, member{"enum", f.Enum})
	}
	o = append(o, member{"minLength", 1}, member{"maxLength", f.MaxLength})
	if f.Pattern != "" {
		o = append(o, member{"pattern", `^(?:` + f.Pattern + `)$`})
	}
	return o
}

func (f *Factor) limits(o *object, least, most, below string, number bool) {
	put := func(name string, limit *money.Decimal) {
		switch {
		case limit == nil:
		case number:
			*o = append(*o, member{name, json.Number(limit.String())})
		default:
			*o = append(*o, member{name, limit.String()})
		}
	}
	put(least, f.min)
	put(most, f.max)
	put(below, f.below)
}

func nullable(o object) object {
	var out object
	for _, m := range o {
		switch m.name {
		case "type":
			m.value = []any{m.value, "null"}
		case "enum":
			var values []any
			for _, v := range m.value.([]string) {
				values = append(values, v)
			}
			values = append(values, nil)
			m.value = values
		}
		out = append(out, m)
	}
	return out
}

// object is a JSON object whose members keep their order, so that people read factors as they were declared.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
