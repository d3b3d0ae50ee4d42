package server_test

import (
	"os"
	"os/exec"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"
)

// The audit of graphql-http finds no error and no warning in the CHANNEL view.
func TestGraphQLOverHTTPAudit(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	if _, err := os.Stat("httpaudit/node_modules/graphql-http"); err != nil {
		run(t, "httpaudit", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	}
	c := exec.Command("node", "audit.mjs")
	c.Dir = "httpaudit"
	c.Env = append(os.Environ(), "BAODAN_URL="+f.URL+"/graphql", "BAODAN_KEY="+mallKey)
	output, err := c.CombinedOutput()
	require.NoError(t, err, string(output))
}
