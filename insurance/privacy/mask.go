package privacy

import (
	"bytes"
	"encoding/json"
	"fmt"

	"baodan/engine/rule"
	"baodan/insurance/access"
)

// MaskFacts are facts as JSON values in which what is personal is masked. A number or an instant becomes a text by that.
func MaskFacts(declared rule.Factors, facts rule.Facts) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(declared.AppendJSON(nil, facts)))
	decoder.UseNumber()
	var values map[string]any
	if err := decoder.Decode(&values); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	maskFields(declared, values, "")
	return values, nil
}

func maskFields(declared []rule.Factor, values map[string]any, class PersonalClass) {
	for i := range declared {
		if value, there := values[declared[i].Name]; there {
			values[declared[i].Name] = maskValue(&declared[i], value, class)
		}
	}
}

// maskValue masks a value; the class of an object or list is that of all in it.
func maskValue(f *rule.Factor, value any, class PersonalClass) any {
	if class == "" {
		class = PersonalClass(f.Personal)
	}
	switch value := value.(type) {
	case map[string]any:
		maskFields(f.Fields, value, class)
		return value
	case []any:
		for i := range value {
			value[i] = maskValue(f.Items, value[i], class)
		}
		return value
	case nil:
		return nil
	}
	if class == "" {
		return value
	}
	return class.mask(fmt.Sprint(value))
}

// mask of a value of a class.
func (c PersonalClass) mask(text string) string {
	if c == Contact {
		c = kindOfContact(text)
	}
	switch c {
	case Name:
		return access.MaskName(text)
	case IdentityNo:
		return access.MaskIdentityNo(text)
	case Phone:
		return access.MaskPhone(text)
	case Email:
		return access.MaskEmail(text)
	case Contact, Reference:
	case Account:
		return access.MaskAccount(text)
	}
	return access.MaskAddress(text)
}
