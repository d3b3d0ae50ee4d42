package catalog_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// E4, console "Claim by phone": the schema of the facts tells which of them say when and how much, and which the channel alone states.
func TestE4TheSchemaTellsWhatFactsMean(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		plan, occurred, reported, loss string
		byChannel                      []string
	}{
		"asi-01": {"PLUS", "transactions[].at", "reportedAt", "lossAmount", []string{"platformVerdict"}},
		"rfi-01": {"B", "shippedBackAt", "", "actualPostage", nil},
	} {
		var schema struct {
			Schema    string   `json:"$schema"`
			Occurred  string   `json:"x-occurred"`
			Reported  string   `json:"x-reported"`
			Loss      string   `json:"x-loss"`
			ByChannel []string `json:"x-byChannel"`
		}
		require.NoError(t, json.Unmarshal(seeded(t, name).ClaimFactsSchema(want.plan), &schema), name)
		assert.NotEmpty(t, schema.Schema, name)
		assert.Equal(t, want.occurred, schema.Occurred, name)
		assert.Equal(t, want.reported, schema.Reported, name)
		assert.Equal(t, want.loss, schema.Loss, name)
		assert.Equal(t, want.byChannel, schema.ByChannel, name)
	}
}
