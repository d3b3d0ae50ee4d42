package story

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The clients under examples/ sign, quote and issue against the running server, with both algorithms.
func TestExampleClientsIssue(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	secret := bytes.Repeat([]byte("s"), 32)
	addKeys(t, f.App, "demo-mall", secret, public)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	keys := []string{
		"BAODAN_KEY_ID=test-hmac BAODAN_ALGORITHM=hmac-sha256 BAODAN_SECRET=" + base64.StdEncoding.EncodeToString(secret),
		"BAODAN_KEY_ID=test-ed25519 BAODAN_ALGORITHM=ed25519 BAODAN_SECRET=" + base64.StdEncoding.EncodeToString(pkcs8),
	}
	folder := t.TempDir()
	clients := map[string][]string{"go": {filepath.Join(folder, "client")}, "typescript": {"node", filepath.Join(folder, "client.js")}}
	run(t, "../../examples/go", "go", "build", "-o", clients["go"][0], ".")
	if _, err := os.Stat("../../examples/typescript/node_modules/typescript"); err != nil {
		run(t, "../../examples/typescript", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	}
	run(t, "../../examples/typescript", "node", "node_modules/typescript/bin/tsc", "--outDir", folder)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "package.json"), []byte(`{"type":"module"}`), 0o600))
	for name, command := range clients {
		for _, key := range keys {
			c := exec.Command(command[0], command[1:]...)
			c.Env = append(append(os.Environ(), strings.Fields(key)...), "BAODAN_URL="+f.URL+"/graphql")
			output, err := c.CombinedOutput()
			require.NoError(t, err, "%s, %s: %s", name, key[:40], output)
			assert.Contains(t, string(output), "0.73", name)
		}
	}
	assert.Equal(t, 4, countRows(t, f.App, "policies"))
}

func run(t *testing.T, folder, program string, arguments ...string) {
	t.Helper()
	c := exec.Command(program, arguments...)
	c.Dir = folder
	output, err := c.CombinedOutput()
	require.NoError(t, err, string(output))
}
