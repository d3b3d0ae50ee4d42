package command

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/insurance/catalog"
	"baodan/insurance/fault"
)

// Mistakes are told one a line, with where they stand as far as that is known.
func TestMistakesLineByLine(t *testing.T) {
	t.Parallel()
	line := 19
	assert.EqualError(t, lineByLine(fault.List{
		catalog.FileProblem{Fault: fault.New(fault.CodeInvalidValue, "there is no such key here", "rules", "2", "iff"), Line: &line},
		catalog.FileProblem{Fault: fault.New(fault.CodeInvalidValue, "value is not allowed"), Line: &line},
		fault.New(fault.CodeInvalidValue, "there are no examples"),
	}), "line 19: rules[2].iff: there is no such key here\nline 19: value is not allowed\nthere are no examples")
	assert.NoError(t, lineByLine(nil))
}
