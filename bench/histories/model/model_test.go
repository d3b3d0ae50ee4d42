package model_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/histories/model"
)

// The model takes nothing of the product, or both could be wrong alike.
func TestTheModelStandsAlone(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range file.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			assert.NotContains(t, path, "baodan", name)
			assert.NotContains(t, path, ".", "%s: only the standard library", name)
		}
	}
}

// The figures that the definitions give: 54 fen to two payers, a year after 29 February.
func TestTheFiguresOfTheText(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	product := &model.Product{
		Zone: zone, UnitsMost: "1", Digits: 2, Mode: "halfUp", Plans: []model.Plan{
			{Code: "BASIC", Rates: map[string]string{"a": "0.12"}, SumInsured: "1"}, {Code: "PLUS", Rates: map[string]string{"a": "0.60"}, SumInsured: "2"},
		},
		Terms: model.Layer{
			"endorse.allowed": "true", "endorse.payer": "PLATFORM", "cancel.rule": "anytime", "cancel.refund": "byDays", "cancel.reasons": "OTHER",
		},
		Claims: model.ClaimRules{Deductible: "0", Share: "1", Mode: "down"},
	}
	b := model.NewBook(product)
	b.Now = time.Date(2028, 2, 29, 0, 0, 0, 0, zone)
	b.Agreements = []*model.Agreement{{Version: 1, From: b.Now, Rate: "0.083333"}}
	require.Empty(t, b.Issue("O", model.Ask{Plan: "BASIC", Payer: "CUSTOMER", Risk: model.Risk{Class: "a", Units: "1"}}, nil).Refused)
	assert.Equal(t, time.Date(2029, 2, 28, 0, 0, 0, 0, zone).UTC(), b.Policy("O").End, "of 365 days")
	b.Now = b.Now.AddDate(0, 0, 8)
	assert.Contains(t, b.Endorse("E", "O", "PLUS", nil).Facts[0], "PLATFORM layer 2 premium 47 ", "48 x 357 / 365 = 46.95")
	b.Now = b.Now.AddDate(0, 0, 32)
	assert.Contains(t, b.Cancel("X", "O", "OTHER").Facts, "effective 2028-04-08T16:00:00.000Z premium change -54", "11 + 43")
}
