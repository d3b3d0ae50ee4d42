package yamlparts_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/engine/yamlparts"
)

var rules = yamlparts.Rules{
	Names: []string{"code", "name"},
	Keys:  []string{"code", "name", "currency", "filing", "plans", "keys", "from", "below", "value", "zh", "en"},
	Short: []string{"name"},
}

// TestExamples reads testdata/examples: a text, then changes as OPERATION PATH VALUE, then what becomes of it.
func TestExamples(t *testing.T) {
	file, err := os.ReadFile("testdata/examples")
	require.NoError(t, err)
	for _, one := range strings.Split("\n"+string(file), "\n==== ")[1:] {
		title, rest, _ := strings.Cut(one, "\n")
		parts := strings.Split(rest, "----\n")
		require.Len(t, parts, 3, title)
		t.Run(title, func(t *testing.T) {
			var changes []yamlparts.Change
			for line := range strings.Lines(parts[1]) {
				words := strings.SplitN(strings.TrimSpace(line), " ", 3)
				change := yamlparts.Change{Path: strings.Split(words[1], "/")}
				switch words[0] {
				case "add":
					change.Operation = yamlparts.Add
				case "replace":
					change.Operation = yamlparts.Replace
				case "remove":
					change.Operation = yamlparts.Remove
				case "move":
					change.Operation = yamlparts.Move
				}
				if len(words) == 3 {
					change.Value = words[2]
				}
				changes = append(changes, change)
			}
			got, err := rules.Apply(parts[0], changes)
			if err != nil {
				got = fmt.Sprintf("error: %v\n", err)
			}
			require.Equal(t, strings.TrimRight(parts[2], "\n"), strings.TrimRight(got, "\n"))
		})
	}
}

// FuzzApply: whatever the text, a change either is refused or gives a text that can be changed on, and the change taken out again gives
// what the text said before.
func FuzzApply(f *testing.F) {
	f.Add("a: 1\nb: [x]\n", "c", `{"d": 1}`)
	f.Add("- a\n- b\n", "0", `"x"`)
	f.Add("a: |\n  x\n  y\n# end", "a", `"one\ntwo"`)
	f.Fuzz(func(t *testing.T, text, step, value string) {
		if len(text) > 2000 {
			return
		}
		after, err := rules.Apply(text, []yamlparts.Change{{Operation: yamlparts.Add, Path: []string{step}, Value: value}})
		if err != nil || after == text {
			return
		}
		_, err = rules.Apply(after, []yamlparts.Change{{Operation: yamlparts.Add, Path: []string{"zz"}, Value: "1"}})
		if err != nil && !strings.Contains(err.Error(), "no such part") { // a list has no keys
			t.Fatalf("%q became %q: %v", text, after, err)
		}
	})
}
