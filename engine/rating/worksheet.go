// Package rating decides what a risk costs and pays (F2): premium, sum insured, refund, claim amount. It computes them
// from tables and formulas of the product, exactly, and says step by step how. Whether the risk is taken at all is
// left to rule.
package rating

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Worksheet is a computation that explains itself. The same facts give the same worksheet, byte for byte. Its JSON is
// compact, since it is stored with each policy: [currency, minor units, [[rule, [name, value, ...], value], ...]].
type Worksheet struct {
	Result money.Amount
	Steps  []Step
}

// Step is one step: what was done, what it looked at, and the value after it, in major units.
type Step struct {
	Rule   string
	Title  rule.Text // the rule as people read it; not stored, since it may be worded better later
	Inputs []rule.Fact
	Value  money.Decimal
}

// Decline says that a table answers no price for a case.
type Decline struct {
	Code     string
	Sentence rule.Text
	Facts    []rule.Fact
}

func (d *Decline) Error() string { return "declined: " + d.Code + ": " + d.Sentence.En }

// MarshalJSON writes the compact form.
func (w Worksheet) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 64+96*len(w.Steps))
	out = append(out, '[')
	out = rule.AppendText(out, string(w.Result.Currency))
	out = append(out, ',')
	out = strconv.AppendInt(out, w.Result.Minor, 10)
	out = append(out, ",["...)
	for i, step := range w.Steps {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[')
		out = rule.AppendText(out, step.Rule)
		out = append(out, ",["...)
		for j, fact := range step.Inputs {
			if j > 0 {
				out = append(out, ',')
			}
			out = rule.AppendText(out, fact.Name)
			out = append(out, ',')
			out = rule.AppendText(out, fact.Value)
		}
		if err := step.Value.Err(); err != nil {
			return nil, err
		}
		out = append(out, `],"`...)
		out = append(out, step.Value.String()...)
		out = append(out, `"]`...)
	}
	return append(out, "]]"...), nil
}

var errForm = errors.New("not a worksheet")

// UnmarshalJSON reads the compact form.
func (w *Worksheet) UnmarshalJSON(text []byte) error {
	var parts []json.RawMessage
	var steps [][]json.RawMessage
	var read Worksheet
	if err := json.Unmarshal(text, &parts); err != nil || len(parts) != 3 {
		return errForm
	}
	err := errors.Join(json.Unmarshal(parts[0], &read.Result.Currency), json.Unmarshal(parts[1], &read.Result.Minor),
		json.Unmarshal(parts[2], &steps))
	if err != nil {
		return fmt.Errorf("%w: %w", errForm, err)
	}
	for _, s := range steps {
		var step Step
		var inputs []string
		if len(s) != 3 {
			return errForm
		}
		err := errors.Join(json.Unmarshal(s[0], &step.Rule), json.Unmarshal(s[1], &inputs), json.Unmarshal(s[2], &step.Value))
		if err != nil || len(inputs)%2 != 0 {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		for i := 0; i < len(inputs); i += 2 {
			step.Inputs = append(step.Inputs, rule.Fact{Name: inputs[i], Value: inputs[i+1]})
		}
		read.Steps = append(read.Steps, step)
	}
	*w = read
	return nil
}
