package event_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/event"
)

// An endpoint keeps the version that it was made with: what is said now is brought back to the form of that time.
func TestOldVersionsKeepTheirForm(t *testing.T) {
	t.Parallel()
	schemas, err := filepath.Glob("../../docs/events/2026-11-24/*.json")
	require.NoError(t, err)
	require.Len(t, schemas, 13)
	for _, path := range schemas {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		payload, err := os.ReadFile("testdata/" + name + ".json")
		require.NoError(t, err)
		old, err := event.As("2026-11-24", name, string(payload))
		require.NoError(t, err)
		document, err := os.ReadFile(path)
		require.NoError(t, err)
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		require.NoError(t, err)
		c := jsonschema.NewCompiler()
		require.NoError(t, c.AddResource("old.json", schema))
		compiled, err := c.Compile("old.json")
		require.NoError(t, err)
		data, err := jsonschema.UnmarshalJSON(bytes.NewReader(old))
		require.NoError(t, err)
		assert.NoError(t, compiled.Validate(data), name)
		now, err := event.As(event.Version, name, string(payload))
		require.NoError(t, err)
		assert.Equal(t, string(payload), string(now), "%s: the newest form is the stored one, to the byte", name)
	}
}

func TestAmountOfAnOldVersion(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]string{
		`{"limit":"L","claimed":"C","computed":"D"}`: `{"amount":"C","claimed":"C","computed":"D","limit":"L"}`,
		`{"limit":"L"}`:  `{"amount":"L","limit":"L"}`,
		`{"amount":"A"}`: `{"amount":"A"}`, // an event of that time
	} {
		got, err := event.As("2026-11-24", "claim.paid", payload)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	got, err := event.As("2026-11-24", "policy.issued", `{"limit":"L"}`)
	require.NoError(t, err)
	assert.Equal(t, `{"limit":"L"}`, string(got), "only claims changed")
	_, err = event.As("2026-11-24", "claim.paid", `{`)
	assert.Error(t, err)
}
