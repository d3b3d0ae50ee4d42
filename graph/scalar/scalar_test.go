package scalar_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph/scalar"
	"baodan/insurance/fault"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// A whole number has 32 bits, whichever Go type it is bound to.
func TestWholeNumbersHave32Bits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"2147483647": 1<<31 - 1, "-2147483648": -1 << 31, "0": 0} {
		n, err := scalar.UnmarshalInt(json.Number(text))
		require.NoError(t, err)
		assert.Equal(t, want, n)
	}
	for _, text := range []string{"2147483648", "-2147483649", "1.5", "x"} {
		_, err := scalar.UnmarshalInt(json.Number(text))
		assert.Error(t, err, text)
	}
}

// An id is read as it was written, and by its own kind alone.
func TestIDsAreReadByTheirKind(t *testing.T) {
	t.Parallel()
	for kind, name := range work.Kinds {
		for other := range work.Kinds {
			key, err := scalar.Key(kind.Of(4711), other)
			if kind == other {
				require.NoError(t, err)
				assert.EqualValues(t, 4711, key)
				continue
			}
			assert.True(t, fault.Has(err, fault.CodeVariableInvalid), "%s for %s: %v", name, other, err)
		}
	}
	_, err := scalar.Key(json.Number("1"), work.JobID)
	assert.True(t, fault.Has(err, fault.CodeVariableInvalid), "a number is no id: %v", err)
}

// What holds personal data is written as it was read.
func TestRowsOfPersonalData(t *testing.T) {
	t.Parallel()
	for kind, name := range map[work.Kind]string{work.PolicyID: "policy", work.ClaimID: "claim", work.ServiceRequestID: "service_request"} {
		row, err := scalar.UnmarshalRowID(kind.Of(7))
		require.NoError(t, err)
		assert.Equal(t, privacy.RowID{Kind: name, Key: 7}, row)
		var text bytes.Buffer
		scalar.MarshalRowID(row).MarshalGQL(&text)
		assert.Equal(t, `"`+kind.Of(7)+`"`, text.String())
	}
}
