package claims

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/fault"
)

// sealed is personal data as a row keeps it.
type sealed struct{ key, box []byte }

// seal seals the personal facts for a row of a table; nothing where there are none.
func (s *Service) seal(declared rule.Factors, hidden rule.Facts, table string, channel, row int64) sealed {
	if len(hidden) == 0 {
		return sealed{}
	}
	key, box := s.ring.Seal(declared.AppendJSON(nil, hidden), sealContext(table, channel, row))
	return sealed{key, box}
}

// factsOf are all facts of a claim as it stands, personal ones too.
func (s *Service) factsOf(row *ent.Claim, declared rule.Factors) (rule.Facts, error) {
	facts, err := declared.Recall([]byte(row.Facts))
	if err != nil {
		return nil, fmt.Errorf("facts of claim %s: %w", row.Number, err)
	}
	if row.Personal == nil {
		return facts, nil
	}
	text, err := s.ring.Open(row.PersonalKey, row.Personal, sealContext("claims", row.ChannelID, row.ID))
	if err != nil {
		return nil, fmt.Errorf("personal facts of claim %s: %w", row.Number, err)
	}
	hidden, err := declared.Recall(text)
	if err != nil {
		return nil, fmt.Errorf("personal facts of claim %s: %w", row.Number, err)
	}
	return facts.Merge(hidden), nil
}

// sealContext binds personal data to its table, column, channel and row.
func sealContext(table string, channel, row int64) string {
	return table + ".personal:" + strconv.FormatInt(channel, 10) + ":" + strconv.FormatInt(row, 10)
}

// correction is what an update says of the facts: those it sets, checked, and those it takes away.
type correction struct {
	set     rule.Facts
	removed []string
}

// correctionOf checks the facts of an update, each by itself. Faults: INVALID_VALUE.
func correctionOf(declared rule.Factors, raw map[string]any) (*correction, error) {
	c := &correction{}
	given := map[string]any{}
	var named rule.Factors
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if raw[name] == nil {
			c.removed = append(c.removed, name)
			continue
		}
		given[name] = raw[name]
		if i := slices.IndexFunc(declared, func(f rule.Factor) bool { return f.Name == name }); i >= 0 {
			named = append(named, declared[i])
		}
	}
	var violations []rule.Violation
	if c.set, violations = named.Check(given); len(violations) > 0 {
		return nil, violated(violations)
	}
	return c, nil
}

// canonical writes a correction so that the same content gives the same bytes.
func (c *correction) canonical(declared rule.Factors) []byte {
	text := declared.AppendJSON(nil, c.set)
	for _, name := range c.removed {
		text = append(append(text, '-'), name...)
	}
	return text
}

// applyTo lays a correction over facts, and names what it changes. Faults: REQUIRED for one that may not be taken away,
// INVALID_VALUE where the facts do not fit together any more.
func (c *correction) applyTo(declared rule.Factors, facts rule.Facts) (merged rule.Facts, changed []string, err error) {
	merged = maps.Clone(facts)
	for name, value := range c.set {
		if !same(merged[name], value) {
			changed = append(changed, name)
		}
		merged[name] = value
	}
	for _, name := range c.removed {
		if _, there := merged[name]; there {
			changed = append(changed, name)
		}
		delete(merged, name)
	}
	slices.Sort(changed)
	decoder := json.NewDecoder(bytes.NewReader(declared.AppendJSON(nil, merged)))
	decoder.UseNumber()
	var raw map[string]any
	if err := decoder.Decode(&raw); err != nil {
		return nil, nil, fmt.Errorf("corrected facts: %w", err)
	}
	checked, violations := declared.Check(raw)
	if len(violations) > 0 {
		return nil, nil, violated(violations)
	}
	return checked, changed, nil
}

// same compares two canonical values.
func same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	left, err := json.Marshal(a)
	if err != nil {
		return reflect.DeepEqual(a, b)
	}
	right, err := json.Marshal(b)
	return err == nil && bytes.Equal(left, right)
}

func violated(violations []rule.Violation) fault.List {
	var faults fault.List
	for _, v := range violations {
		faults = append(faults, fault.New(fault.Code(v.Code), v.Message, v.Path...).At("facts"))
	}
	return faults
}
