package privacy

import (
	"fmt"
	"strconv"
	"time"

	"baodan/engine/rule"
)

// ValuesOf are the personal values among facts, in the order of their declarations.
func ValuesOf(declared rule.Factors, facts rule.Facts, path string) []Value {
	var values []Value
	for i := range declared {
		f := &declared[i]
		if value, there := facts[f.Name]; there {
			values = valuesOf(values, f, value, PersonalClass(f.Personal), path+"."+f.Name)
		}
	}
	return values
}

// valuesOf adds what a value says; the class of an object or list is that of all in it.
func valuesOf(values []Value, f *rule.Factor, value any, class PersonalClass, path string) []Value {
	if class == "" {
		class = PersonalClass(f.Personal)
	}
	switch value := value.(type) {
	case rule.Facts:
		for i := range f.Fields {
			if inner, there := value[f.Fields[i].Name]; there {
				values = valuesOf(values, &f.Fields[i], inner, class, path+"."+f.Fields[i].Name)
			}
		}
		return values
	case []any:
		for i, inner := range value {
			values = valuesOf(values, f.Items, inner, class, path+"."+strconv.Itoa(i))
		}
		return values
	case nil:
		return values
	case time.Time:
		if class != "" {
			values = append(values, Value{class, path, value.UTC().Format("2006-01-02T15:04:05.000Z")})
		}
		return values
	}
	if class != "" {
		values = append(values, Value{class, path, fmt.Sprint(value)})
	}
	return values
}
