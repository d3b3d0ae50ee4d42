package insurancetest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// HoldsTo does an act, with an input that nothing is wrong with, and holds its answer against what was said of it: what is possible
// succeeds, and what is not is refused by the same code and sentence.
func HoldsTo(t testing.TB, said []*access.Act, name string, try func() error, at ...any) {
	t.Helper()
	var act *access.Act
	for _, one := range said {
		if one.Name == name {
			act = one
		}
	}
	require.NotNil(t, act, "nothing is said of %s", name)
	err := try()
	if act.Possible() {
		require.NoError(t, err, "%s, which is said to be possible: %v", name, at)
		return
	}
	require.Error(t, err, "%s, which is said to be refused: %v", name, at)
	assert.Equal(t, act.Reason.Error(), fault.All(err)[0].Error(), "%s: %v", name, at)
}

// ActNames are the names of acts.
func ActNames(acts []*access.Act) []string {
	names := make([]string, len(acts))
	for i, a := range acts {
		names[i] = a.Name
	}
	return names
}
