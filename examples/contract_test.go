package examples_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
)

var contract = sync.OnceValues(func() (*ast.Schema, error) {
	files, err := filepath.Glob("../schema/*.graphqls")
	if err != nil {
		return nil, err
	}
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	return gqlparser.LoadSchema(sources...)
})

// assertValid holds a request against the contract: the stub would answer anything.
func assertValid(t *testing.T, body []byte) {
	schema, err := contract()
	if !assert.NoError(t, err) {
		return
	}
	var request struct {
		Query     string
		Variables map[string]any
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	assert.NoError(t, decoder.Decode(&request))
	document, list := gqlparser.LoadQueryWithRules(schema, request.Query, nil)
	if !assert.Empty(t, list) {
		return
	}
	_, err = validator.VariableValues(schema, document.Operations[0], request.Variables)
	assert.NoError(t, err)
}
