package httpsig_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server/httpsig"
)

const signature = "sig1=:AAAA:"

func TestHeadersThatAreNotThere(t *testing.T) {
	t.Parallel()
	for _, h := range []http.Header{
		nil,
		{},
		{"Signature": {signature}},
		{"Signature-Input": {"sig1=" + covering + complete}},
		{"signature-input": {"sig1=" + covering + complete}, "signature": {signature}},
		{"Signature-Input": {}, "Signature": {}},
	} {
		_, err := httpsig.Parse(h)
		assert.Equal(t, httpsig.SignatureMissing, httpsig.ReasonOf(err), "%v", h)
	}
}

func TestParametersThatAreNotThere(t *testing.T) {
	t.Parallel()
	for _, part := range strings.Split(complete[1:], ";") {
		_, err := httpsig.Parse(http.Header{
			"Signature-Input": {"sig1=" + covering + strings.Replace(complete, ";"+part, "", 1)}, "Signature": {signature},
		})
		assert.Equal(t, httpsig.ParameterMissing, httpsig.ReasonOf(err), part)
		assert.ErrorContains(t, err, part[:strings.Index(part, "=")])
	}
}

func TestWeirdSignatureInputs(t *testing.T) {
	t.Parallel()
	_, err := httpsig.Parse(http.Header{"Signature-Input": {"sig1=" + covering + complete}, "Signature": {signature}})
	require.NoError(t, err)
	for _, input := range []string{
		"", " ", "sig1", "sig1=", "sig1=(", "=()" + complete, "Sig1=()" + complete, "1sig=()" + complete,
		"sig1=" + covering + complete + " ", " sig1=" + covering + complete, "sig1 =" + covering + complete,
		"sig1=" + covering + complete + ",", "sig1=" + covering + complete + ", sig2=" + covering + complete,
		"sig2=" + covering + complete + ", sig1=" + covering + complete,
		"sig1=" + strings.Replace(covering, " ", "  ", 1) + complete, "sig1=" + strings.Replace(covering, " ", "\t", 1) + complete,
		"sig1=( " + covering[1:] + complete, "sig1=" + strings.Replace(covering, ")", " )", 1) + complete,
		"sig1=" + strings.Replace(covering, `" "`, `""`, 1) + complete,
		`sig1=("@method" "@method")` + complete, `sig1=("@METHOD")` + complete, `sig1=("Content-Type")` + complete,
		`sig1=("@")` + complete, `sig1=("")` + complete, `sig1=("a b")` + complete, `sig1=("a\"b")` + complete, `sig1=("a` + "\n" + `b")` + complete,
		`sig1=(@method)` + complete, `sig1=(method)` + complete, `sig1=("@method";req)` + complete, `sig1=("content-digest";sf)` + complete,
		`sig1=("x";key="a")` + complete, `sig1=("@method` + complete, `sig1="@method"` + complete,
		`sig1=("a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q")` + complete,
		"sig1=" + covering + " " + complete, "sig1=" + covering + strings.Replace(complete, ";", "; ", 1),
		"sig1=" + covering + complete + ";", "sig1=" + covering + complete + ";tag=\"x\"", "sig1=" + covering + complete + ";x",
		"sig1=" + covering + complete + ";created=1780000000", "sig1=" + covering + complete + `;nonce="0123456789abcdef"`,
		"sig1=" + covering + complete + `;keyid="demo-mall-1"`, "sig1=" + covering + complete + `;alg="a";alg="a"`,
		"sig1=" + covering + complete + ";expires=1;expires=1",
		"sig1=" + covering + complete + `;expires="1"`, "sig1=" + covering + complete + ";alg=hmac-sha256", "sig1=" + covering + complete + `;alg=""`,
		strings.Repeat("a", 2049),
	} {
		_, err := httpsig.Parse(http.Header{"Signature-Input": {input}, "Signature": {signature}})
		assert.Equal(t, httpsig.SignatureMalformed, httpsig.ReasonOf(err), input)
	}
}

func TestWeirdParameters(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]string{
		"created=1780000000": {
			"created", "created=", "created=-1", "created=+1", "created=01", "created=1.0", "created=1e3", "created=\"1\"", "created=@1",
			"created=1000000000000000", "created=?1", "created=１", "Created=1",
		},
		`nonce="0123456789abcdef"`: {
			"nonce=0123456789abcdef", `nonce=""`, `nonce="0123456789abcde"`, `nonce="` + strings.Repeat("a", 65) + `"`,
			`nonce="0123456789abcde="`, `nonce="0123456789abcde/"`, `nonce="0123456789abcde+"`, `nonce="0123456789 abcdef"`,
			`nonce="0123456789abcdef`, `nonce="0123456789abcd\"f"`, `nonce=:AAAAAAAAAAAAAAAAAAAAAA==:`, "nonce=1234567890123456",
		},
		`keyid="demo-mall-1"`: {
			"keyid=demo", "keyid=5", `keyid=""`, `keyid="a b"`, `keyid="a\\b"`, `keyid="ä"`, `keyid="` + strings.Repeat("a", 129) + `"`,
			"keyid=\"a\x00\"", "keyid=\"a\x7f\"", "keyid=:AAAA:",
		},
	} {
		for _, value := range values {
			_, err := httpsig.Parse(http.Header{
				"Signature-Input": {"sig1=" + covering + strings.Replace(complete, name, value, 1)}, "Signature": {signature},
			})
			assert.Equal(t, httpsig.SignatureMalformed, httpsig.ReasonOf(err), value)
		}
	}
}

func TestWeirdSignatures(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"", " ", "sig1", "sig1=", "sig1=:", "sig1=:AAAA", "sig1=AAAA", `sig1="AAAA"`, "sig1=:AAAA: ", " sig1=:AAAA:", "sig1= :AAAA:",
		"sig2=:AAAA:", "SIG1=:AAAA:", "sig1=:AAA:", "sig1=:AAAAA:", "sig1=:AB==:", "sig1=:AA=A:", "sig1=:AA-_:", "sig1=:AA\nAA:",
		"sig1=:AAAA\r\n:", "sig1=:AAAA:;a=1", "sig1=:AAAA:,", "sig1=:AAAA:, sig2=:AAAA:", "sig2=:AAAA:, sig1=:AAAA:", "sig1=:AAAA:AAAA:",
		"sig1=:" + strings.Repeat("A", 88) + ":", "sig1=:" + strings.Repeat("A", 4000) + ":", "sig1=(:AAAA:)",
	} {
		_, err := httpsig.Parse(http.Header{"Signature-Input": {"sig1=" + covering + complete}, "Signature": {value}})
		assert.Equal(t, httpsig.SignatureMalformed, httpsig.ReasonOf(err), value)
	}
}

func TestHeadersThatComeTwice(t *testing.T) {
	t.Parallel()
	input := "sig1=" + covering + complete
	for _, h := range []http.Header{
		{"Signature-Input": {input, input}, "Signature": {signature}},
		{"Signature-Input": {input}, "Signature": {signature, signature}},
		{"Signature-Input": {input, strings.Replace(input, "sig1", "sig2", 1)}, "Signature": {signature, "sig2=:AAAA:"}},
		{"Signature-Input": {input, ""}, "Signature": {signature}},
	} {
		_, err := httpsig.Parse(h)
		assert.Equal(t, httpsig.SignatureMalformed, httpsig.ReasonOf(err), "%v", h)
	}
}

// Whatever is taken, a general library of structured fields reads as one member too, and would write as the same text.
func FuzzParse(f *testing.F) {
	f.Add("sig1="+covering+complete, signature)
	f.Add(`a-b.c_d*=("@query" "x-y");alg="ed25519";keyid="k/1@x";nonce="________________";expires=0;created=999999999999999`, "a-b.c_d*=::")
	f.Add("sig1=()"+complete+`, sig2=()`, "sig1=:AAAA:, sig2=:AAAA:")
	f.Fuzz(func(t *testing.T, input, signature string) {
		m, err := httpsig.Parse(http.Header{"Signature-Input": {input}, "Signature": {signature}})
		if err != nil {
			require.NotEmpty(t, httpsig.ReasonOf(err))
			return
		}
		require.GreaterOrEqual(t, len(m.Params().Nonce), 16)
		for _, text := range []string{input, signature} {
			dictionary, err := httpsfv.UnmarshalDictionary([]string{text})
			require.NoError(t, err, text)
			require.Len(t, dictionary.Names(), 1, text)
			again, err := httpsfv.Marshal(dictionary)
			require.NoError(t, err, text)
			require.Equal(t, text, again)
		}
	})
}

// Of all requests near a signed one, only that one is taken.
func FuzzVerify(f *testing.F) {
	all := `("@method" "@authority" "@path" "@query" "content-type" "content-digest")`
	right := forge(all, complete)
	add := func(c call) {
		f.Add(c.method, c.authority, c.path, c.query, c.header.Get("Content-Type"), c.header.Get("Content-Digest"),
			c.header.Get("Signature-Input"), c.header.Get("Signature"), c.body)
	}
	add(right)
	fewer := forge(covering, complete)
	add(fewer)
	add(call{"GET", "API.example.com:443", "/", "a=b", right.header, "", right.key, now})
	f.Fuzz(func(t *testing.T, method, authority, path, query, contentType, digest, input, signature, body string) {
		c := call{method, authority, path, query, http.Header{
			"Content-Type": {contentType}, "Content-Digest": {digest}, "Signature-Input": {input}, "Signature": {signature},
		}, body, right.key, now}
		if err := c.verify(); err != nil {
			require.NotEmpty(t, httpsig.ReasonOf(err))
			return
		}
		require.Equal(t, right.method, method)
		authority = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(authority), ":443"), ":80")
		require.Equal(t, right.authority, authority)
		require.Equal(t, right.path, path)
		require.Equal(t, right.query, query)
		require.Equal(t, right.body, body)
		require.Equal(t, right.header.Get("Content-Digest"), digest)
	})
}
