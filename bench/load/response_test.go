package load_test

import (
	"bufio"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/load"
)

func TestReadResponse(t *testing.T) {
	two := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\nX: y\r\n\r\nfirst" +
		"HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n"
	// One byte at a time: an answer may come in any pieces.
	r := bufio.NewReader(iotest.OneByteReader(strings.NewReader(two)))
	status, body, err := load.ReadResponse(r, nil)
	require.NoError(t, err)
	assert.Equal(t, 200, status)
	assert.Equal(t, "first", string(body))

	status, body, err = load.ReadResponse(r, body)
	require.NoError(t, err)
	assert.Equal(t, 503, status)
	assert.Empty(t, body)
	_, _, err = load.ReadResponse(r, body)
	require.Error(t, err, "the connection ended")
}

func TestReadResponseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"other protocol":     "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
		"no status":          "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
		"short status line":  "HTTP/1.1 20\r\n\r\n",
		"no length":          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"length no number":   "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n1",
		"negative length":    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n1",
		"enormous length":    "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n1",
		"header, no colon":   "HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n",
		"ends in the header": "HTTP/1.1 200 OK\r\nContent-Le",
		"ends in the body":   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := load.ReadResponse(bufio.NewReader(strings.NewReader(text)), nil)
			require.Error(t, err)
		})
	}
}
