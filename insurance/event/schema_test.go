package event_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/event"
)

var update = flag.Bool("update", false, "write the golden schemas again")

// Every type has a published schema, and what was published changes only where somebody sees it change.
func TestSchemasAreGolden(t *testing.T) {
	t.Parallel()
	names := []string{event.MessageSchema}
	for _, payload := range event.Types() {
		names = append(names, payload.Type())
	}
	for _, name := range names {
		golden := filepath.Join("..", "..", "docs", "events", name+".json")
		got, ok := event.Schema(name)
		require.True(t, ok, name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
			require.NoError(t, os.WriteFile(golden, got, 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "%s: look at the difference, then go test ./insurance/event -update", name)
	}
	files, err := filepath.Glob("../../docs/events/*.json")
	require.NoError(t, err)
	assert.Len(t, files, len(names), "docs/events has a schema of no type")
	_, ok := event.Schema("policy.unheard_of")
	assert.False(t, ok)
}

// Every struct that is an event is in the list of types.
func TestTypesAreAll(t *testing.T) {
	t.Parallel()
	var listed, written []string
	for _, payload := range event.Types() {
		assert.False(t, slices.Contains(listed, payload.Type()), payload.Type())
		listed = append(listed, payload.Type())
		assert.FileExists(t, "testdata/"+payload.Type()+".json", "add a payload to a test of golden payloads, then go test ./insurance/event -update")
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == "Type" {
				literal := fn.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit)
				if kind := strings.Trim(literal.Value, `"`); !strings.HasPrefix(kind, "ledger.") { // what no channel hears of
					written = append(written, kind)
				}
			}
		}
	}
	assert.ElementsMatch(t, written, listed, "add the type to the list in schema.go")
}

// Every property says what it is.
func TestSchemasDescribe(t *testing.T) {
	t.Parallel()
	var look func(at string, s map[string]any)
	look = func(at string, s map[string]any) {
		assert.NotEmpty(t, s["description"], "%s: add a sentence to schema.go", at)
		properties, _ := s["properties"].(map[string]any)
		for name, p := range properties {
			look(at+"."+name, p.(map[string]any))
		}
	}
	for _, payload := range event.Types() {
		var s map[string]any
		text, _ := event.Schema(payload.Type())
		require.NoError(t, json.Unmarshal(text, &s))
		look(payload.Type(), s)
	}
}

// The golden payloads are what their schemas say, and nothing that they do not say; so is a message with each.
func TestGoldenPayloadsFitTheirSchemas(t *testing.T) {
	t.Parallel()
	message := compiled(t, event.MessageSchema)
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		data, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		schema := compiled(t, name)
		assert.NoError(t, schema.Validate(data), name)
		for property := range data.(map[string]any) {
			assert.Contains(t, schema.Properties, property, name)
		}
		body, err := json.Marshal(event.Message{
			ID: "evt_0000000000000", Type: name, Timestamp: "2026-11-23T02:00:00.000Z", APIVersion: event.Version,
			Subject: "P000000000000012", Sequence: 1, Live: true, Data: text,
		})
		require.NoError(t, err)
		whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		require.NoError(t, err)
		assert.NoError(t, message.Validate(whole), name)
		for _, required := range schema.Required {
			less := map[string]any{}
			for k, v := range data.(map[string]any) {
				if k != required {
					less[k] = v
				}
			}
			assert.Error(t, schema.Validate(less), "%s without %s", name, required)
		}
	}
}

func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, ok := event.Schema(name)
	require.True(t, ok, name)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource(name+".json", document))
	schema, err := c.Compile(name + ".json")
	require.NoError(t, err)
	return schema
}

// Every payload is read back into the type of its event.
func TestPayloadsAreDecoded(t *testing.T) {
	t.Parallel()
	for _, payload := range event.Types() {
		text, err := json.Marshal(payload)
		require.NoError(t, err)
		read, err := event.Decode(payload.Type(), string(text))
		require.NoError(t, err)
		assert.Equal(t, reflect.TypeOf(payload), reflect.TypeOf(read))
		_, err = event.Decode(payload.Type(), "[]")
		require.Error(t, err, payload.Type())
	}
	_, err := event.Decode("policy.unheard_of", "{}")
	require.Error(t, err)
}
