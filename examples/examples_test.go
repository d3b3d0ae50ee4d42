// Package examples_test runs the clients of channels as their own processes against a server that verifies with our
// own code: two implementations that know nothing of it agree with it.
package examples_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

const success = `premium 0.73 CNY until 2026-05-28T20:41:40.000Z
policy P000000000000422 replayed false
policy P000000000000422 replayed true
`

var (
	secret  = []byte("0123456789abcdef0123456789abcdef")
	shared  = httpsig.Key{ID: "mall-1", Algorithm: httpsig.HMACSHA256, Secret: secret}
	private = ed25519.NewKeyFromSeed(secret)
	edwards = httpsig.Key{ID: "mall-2", Algorithm: httpsig.Ed25519, Public: private.Public().(ed25519.PublicKey)}
)

func TestGoClient(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "client")
	build := exec.Command("go", "build", "-o", binary, "./go")
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	testClient(t, binary)
}

func TestTypeScriptClient(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node here")
	}
	if _, err := os.Stat("typescript/node_modules/typescript"); err != nil {
		install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		install.Dir = "typescript"
		output, err := install.CombinedOutput()
		require.NoError(t, err, "%s", output)
	}
	out := t.TempDir()
	compile := exec.Command(node, "node_modules/typescript/bin/tsc", "--outDir", out)
	compile.Dir = "typescript"
	output, err := compile.CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.NoError(t, os.WriteFile(filepath.Join(out, "package.json"), []byte(`{"type":"module"}`), 0o600))
	testClient(t, node, filepath.Join(out, "client.js"))
}

func testClient(t *testing.T, command ...string) {
	for _, key := range []httpsig.Key{shared, edwards} {
		for _, path := range []string{"/graphql", "/a%2Fb?x=%20y&z", ""} {
			_, url := newStub(t, key, answers{})
			status, out, complaint := run(t, url+path, key, command)
			assert.Equal(t, 0, status, complaint)
			assert.Equal(t, success, out)
		}
	}
	for _, answer := range []answers{
		{name: "user errors", refuse: true}, {name: "no replay", forget: true}, {name: "garbage", garbage: true},
	} {
		_, url := newStub(t, shared, answer)
		status, out, complaint := run(t, url, shared, command)
		assert.Equal(t, 1, status, answer.name)
		assert.NotEqual(t, success, out)
		assert.Contains(t, complaint, "error: ", answer.name)
	}
	stub, url := newStub(t, httpsig.Key{ID: "mall-1", Algorithm: httpsig.HMACSHA256, Secret: private}, answers{})
	status, _, complaint := run(t, url, shared, command)
	assert.Equal(t, 1, status)
	assert.Contains(t, complaint, "UNAUTHENTICATED")
	assert.Equal(t, []httpsig.Reason{httpsig.SignatureInvalid}, stub.reasons, "another secret")
	status, _, complaint = run(t, url, httpsig.Key{ID: "mall-1", Algorithm: "none"}, command)
	assert.Equal(t, 1, status)
	assert.Contains(t, complaint, "BAODAN_ALGORITHM")
}

// run gives the exit status and both outputs of a client.
func run(t *testing.T, url string, key httpsig.Key, command []string) (status int, out, complaint string) {
	given := secret
	if key.Algorithm == httpsig.Ed25519 {
		var err error
		given, err = x509.MarshalPKCS8PrivateKey(private)
		require.NoError(t, err)
	}
	client := exec.CommandContext(t.Context(), command[0], command[1:]...)
	client.Env = append(os.Environ(), "BAODAN_URL="+url, "BAODAN_KEY_ID="+key.ID, "BAODAN_ALGORITHM="+string(key.Algorithm),
		"BAODAN_SECRET="+base64.StdEncoding.EncodeToString(given))
	stdout, err := client.Output()
	if failed, ok := err.(*exec.ExitError); ok {
		return failed.ExitCode(), string(stdout), string(failed.Stderr)
	}
	require.NoError(t, err)
	return 0, string(stdout), ""
}
