package story

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
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

// What the audit does not ask: weights, several headers, wildcards, other charsets.
func TestMediaTypeOfAnswers(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	const plain, response = "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8"
	for _, c := range []struct {
		accept []string
		status int
		media  string
	}{
		{nil, 200, plain},
		{[]string{""}, 200, plain},
		{[]string{"application/*"}, 200, plain},
		{[]string{"text/html, */*;q=0.8"}, 200, plain},
		{[]string{"application/json, application/graphql-response+json"}, 200, plain},
		{[]string{"application/graphql-response+json, application/json;q=0.9"}, 200, response},
		{[]string{"application/json;q=0.5, application/graphql-response+json;q=0.9"}, 200, response},
		{[]string{"application/json;q=0.5", "application/graphql-response+json"}, 200, response},
		{[]string{"application/graphql-response+json;q=0, application/json;q=0.1"}, 200, plain},
		{[]string{"application/graphql-response+json;q=no, application/json"}, 200, plain},
		{[]string{"application/json;q=0"}, 406, response},
		{[]string{"application/json; charset=gbk"}, 406, response},
		{[]string{"text/html", "image/png"}, 406, response},
		{[]string{"/"}, 406, response},
	} {
		header := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + mallKey}}
		if c.accept != nil {
			header["Accept"] = c.accept
		}
		a := f.send(http.MethodPost, []byte(`{"query":"{ viewer { mode } }"}`), header)
		assert.Equal(t, c.status, a.Status, "%q", c.accept)
		assert.Equal(t, c.media, a.Header.Get("Content-Type"), "%q", c.accept)
	}
}

// Anyone may read the contract of an audience, as tools take it; the sandbox's holds a little more.
func TestSchemasAreServed(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	get := func(path, tag string) (*http.Response, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+path, nil)
		require.NoError(t, err)
		r.Header.Set("If-None-Match", tag)
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response, string(body)
	}
	for _, audience := range []string{"channel", "ops", "reporting", "public"} {
		response, text := get("/schema/"+audience+".graphql", "")
		require.Equal(t, http.StatusOK, response.StatusCode, audience)
		golden, err := os.ReadFile("../../graph/testdata/views/" + strings.ToUpper(audience) + ".live.graphqls")
		require.NoError(t, err)
		assert.Equal(t, string(golden), text)
		again, _ := get("/schema/"+audience+".graphql", response.Header.Get("ETag"))
		assert.Equal(t, http.StatusNotModified, again.StatusCode)
	}
	_, sandbox := get("/schema/channel.sandbox.graphql", "")
	assert.Contains(t, sandbox, "advanceTestClock(")
	for _, none := range []string{"/schema/nobody.graphql", "/schema/channel", "/schema/"} {
		response, _ := get(none, "")
		assert.Equal(t, http.StatusNotFound, response.StatusCode, none)
	}
}
