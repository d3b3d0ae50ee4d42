package catalog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

var (
	ruleInSource = regexp.MustCompile(`Rule: +(?:fmt\.Sprintf\()?"([^"]+)"`)
	chinese      = regexp.MustCompile(`\p{Han}`)
)

// Every step that the code adds to a worksheet has a title in both languages.
func TestEveryStepOfTheSystemHasATitle(t *testing.T) {
	t.Parallel()
	product := seeded(t, "rfi-01")
	var files []string
	for _, pattern := range []string{"../../engine/rating/*.go", "../*/*.go"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, found...)
	}
	count := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range ruleInSource.FindAllStringSubmatch(string(text), -1) {
			name := strings.NewReplacer("%d", "2", "%s", "halfUp").Replace(found[1])
			switch name {
			case "comes back to ":
				name += "SELLER"
			case "at most ": // the three that bound an amount
				for _, most := range []string{"claimed", "claim.eventLimit", "left"} {
					titled(t, product, name+most, file)
				}
				continue
			}
			titled(t, product, name, file)
			count++
		}
	}
	assert.Greater(t, count, 8)
	for _, name := range []string{
		"round 2 halfEven", "round 2 up", "round 0 down", "bounds 0.10..6.00", "bounds ..25", "bounds -1..", "agreement 0.9", "agreement bounds 0.10..6", "agreement bounds ..6",
		"agreement bounds 1..", "policy", "endorsement E000000000000014",
	} {
		titled(t, product, name, "")
	}
}

func titled(t *testing.T, product *catalog.Product, name, where string) {
	t.Helper()
	title := product.Explain(&rating.Worksheet{Steps: []rating.Step{{Rule: name}}}).Steps[0].Title
	assert.NotEqual(t, name, title.En, where)
	assert.Regexp(t, chinese, title.Zh, "%s %s", name, where)
	assert.NotContains(t, title.Zh+title.En, "$", name)
}

// A step of a product is called as the file says, else by what it names there.
func TestStepsOfAProductAreTitledByIt(t *testing.T) {
	t.Parallel()
	explained := func(product *catalog.Product, rules ...string) map[string]rule.Text {
		var w rating.Worksheet
		for _, name := range rules {
			w.Steps = append(w.Steps, rating.Step{Rule: name})
		}
		titles := map[string]rule.Text{}
		for _, step := range product.Explain(&w).Steps {
			titles[step.Rule] = step.Title
		}
		assert.Empty(t, w.Steps[0].Title, "the worksheet itself stays as it is")
		return titles
	}
	file := strings.Replace(seedFile(t, "rfi-01"), "- {name: actual postage, title", "- {name: first kg, title", 1)
	assert.Contains(t, faults(t, file), "claims.amount[2].title: an earlier step that worksheets name \"first kg\" has another title")
	titles := explained(seeded(t, "rfi-01"), "set base", "multiply 0.1", "bounds 0.10..6.00", "actual postage", "an old rule")
	assert.Equal(t, "基础保费", titles["set base"].Zh)
	assert.Equal(t, rule.Text{Zh: "乘以 0.1", En: "Times: 0.1"}, titles["multiply 0.1"])
	assert.Equal(t, "At least 0.10, at most 6.00", titles["bounds 0.10..6.00"].En)
	assert.Equal(t, rule.Text{Zh: "不超过实际运费", En: "At most the actual postage"}, titles["actual postage"])
	assert.Equal(t, rule.Text{Zh: "an old rule", En: "an old rule"}, titles["an old rule"])
	stored, err := json.Marshal(seeded(t, "asi-01").Explain(&rating.Worksheet{Steps: []rating.Step{{Rule: "loss less recovered"}}}))
	require.NoError(t, err)
	assert.NotContains(t, string(stored), "追回", "what is stored has no titles")
}
