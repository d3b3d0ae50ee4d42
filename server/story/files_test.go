package story

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/server/web"
)

// Files over slow lines. The server's times are twenty times shorter: a request must be sent within 0.75 s, a file may
// stand still for 1.5 s; so two seconds here are forty in life.
const (
	faster  = 20
	allowed = 15 * time.Second / faster // for a request that is no file
	silence = 30 * time.Second / faster
)

// line is a connection to the server in a hurry.
type line struct {
	t *testing.T
	net.Conn
}

// hurried serves the API on a port of its own.
func (f *door) hurried(transfer time.Duration) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(f.t, err)
	s := f.site(func(o *web.Options) {
		o.Timeouts = web.DefaultTimeouts
		for _, one := range []*time.Duration{&o.Timeouts.Header, &o.Timeouts.Read, &o.Timeouts.Write, &o.Timeouts.Idle, &o.Timeouts.Silence} {
			*one /= faster
		}
		o.Timeouts.Transfer = transfer
	}).Server("")
	go s.Serve(listener) // it ends with the test
	f.t.Cleanup(func() { s.Close() })
	return listener.Addr().String()
}

func dial(t *testing.T, address string) *line {
	t.Helper()
	c, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(time.Minute)))
	return &line{t, c}
}

func (l *line) say(format string, values ...any) {
	l.t.Helper()
	_, err := fmt.Fprintf(l.Conn, format, values...)
	require.NoError(l.t, err)
}

// status of the answer that comes.
func (l *line) status() int {
	l.t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(l.Conn), nil)
	require.NoError(l.t, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(l.t, err)
	return response.StatusCode
}

// announced is the path where a content may be sent.
func (f channel) announced(content []byte) (path, fileID string) {
	f.t.Helper()
	sum := sha256.Sum256(content)
	a := f.ask(payKey, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": "slow.pdf", "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])}})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	return strings.TrimPrefix(a.at("createFileUpload", "url").(string), "https://baodan.example"), a.at("createFileUpload", "fileId").(string)
}

func putHead(path string, content []byte) string {
	return fmt.Sprintf("PUT %s HTTP/1.1\r\nHost: baodan.example\r\nContent-Length: %d\r\n\r\n", path, len(content))
}

var slowFile = append([]byte("%PDF-1.7 "), bytes.Repeat([]byte("slow and steady "), 4096)...)

// Each attempt at sending a file is paid for by who announced it, a point for each MiB; who is in debt has to wait.
func TestUploadsArePaidFor(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	ctx := context.Background()
	key, err := f.App.Access.AddCredential(ctx, access.CommandLine("test"), access.CredentialInput{
		KeyID: "slow", ChannelCode: "demo-pay", Algorithm: credential.AlgorithmBearer, Rate: 3, // a bucket of 6 points
	})
	require.NoError(t, err)
	require.NoError(t, f.App.Cache.Refresh(ctx))
	a := f.ask(key, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": "large.pdf", "size": fmt.Sprint(20 << 20), "sha256": strings.Repeat("0", 64)}})
	require.Empty(t, a.codes("createFileUpload"), string(a.Body))
	path := strings.TrimPrefix(a.at("createFileUpload", "url").(string), "https://baodan.example")
	assert.Equal(t, http.StatusUnprocessableEntity, f.put(f.URL+path, slowFile), "it is another file")
	assert.Equal(t, http.StatusTooManyRequests, f.put(f.URL+path, slowFile), "20 points were taken")
	assert.Equal(t, "THROTTLED", f.ask(key, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": "small.pdf", "size": "1", "sha256": strings.Repeat("0", 64)}}).Code())
}

// Who sends a large file of a wrong type hears so, also while they still send.
func TestALargeWrongFileIsAnswered(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	wide := append([]byte{0xff, 0xfe}, bytes.Repeat([]byte{'a', 0}, 2<<20)...) // UTF-16
	path, _ := f.announced(wide)
	l := dial(t, f.hurried(time.Hour))
	l.say("%s", putHead(path, wide))
	for part := range slices.Chunk(wide, 1<<20) {
		l.say("%s", part)
		time.Sleep(allowed / 20)
	}
	assert.Equal(t, http.StatusUnprocessableEntity, l.status())
}

// A file that takes far longer than any other request may arrives, as long as bytes keep coming; its connection goes on.
func TestSlowUploadsArrive(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	path, _ := f.announced(slowFile)
	l := dial(t, f.hurried(time.Hour))
	began := time.Now()
	l.say("%s", putHead(path, slowFile))
	for part := range slices.Chunk(slowFile, len(slowFile)/8) {
		time.Sleep(allowed / 3)
		l.say("%s", part)
	}
	assert.Equal(t, http.StatusNoContent, l.status())
	assert.Greater(t, time.Since(began), 2*allowed)
	l.say("GET /healthz HTTP/1.1\r\nHost: baodan.example\r\n\r\n")
	assert.Equal(t, http.StatusOK, l.status())
}

// A sender that stands still is cut off, before the first byte or amid; one that never ends, too. What was announced can
// be sent again.
func TestUploadsThatStandStillAreCutOff(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	for name, sent := range map[string]int{"nothing": 0, "too little to know its type": 5, "half": len(slowFile) / 2} {
		path, _ := f.announced(slowFile)
		l := dial(t, f.hurried(time.Hour))
		l.say("%s%s", putHead(path, slowFile), slowFile[:sent])
		began := time.Now()
		assert.Equal(t, http.StatusUnprocessableEntity, l.status(), name)
		assert.Greater(t, time.Since(began), silence*9/10, name)
		assert.Less(t, time.Since(began), 4*silence, name)
		_, err := l.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF, "%s: the connection is closed", name)
		assert.Equal(t, http.StatusNoContent, f.put(f.URL+path, slowFile), name)
	}
}

// All that is no file has the time of a request and no more, and a file has its longest time.
func TestWhatTakesTooLongIsCutOff(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	address := f.hurried(silence)
	l := dial(t, address)
	began := time.Now()
	l.say("POST /graphql HTTP/1.1\r\nHost: baodan.example\r\nContent-Length: 100\r\n\r\n{")
	assert.Equal(t, http.StatusBadRequest, l.status())
	assert.Less(t, time.Since(began), 8*allowed, "it is %s, and what a busy machine adds", allowed)

	path, _ := f.announced(slowFile)
	l = dial(t, address)
	l.say("%s", putHead(path, slowFile))
	ended := make(chan int, 1)
	go func() { ended <- l.status() }()
	for _, b := range slowFile {
		if _, err := l.Write([]byte{b}); err != nil {
			break
		}
		select {
		case status := <-ended:
			assert.Equal(t, http.StatusUnprocessableEntity, status)
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Error("it goes on for ever")
}

// Who reads a file slowly gets all of it, however long that takes.
func TestSlowDownloadsArrive(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	sam := f.enter("sam")
	content := bytes.Repeat([]byte("0123456789abcdef"), 2<<20) // far more than the buffers of a connection hold
	token := lay(t, f.App, f.person("sam"), content)
	l := dial(t, f.hurried(time.Hour))
	require.NoError(t, l.Conn.(*net.TCPConn).SetReadBuffer(64<<10))
	began := time.Now()
	l.say("GET /files/%s HTTP/1.1\r\nHost: baodan.example\r\nCookie: %s=%s\r\n\r\n", token, web.SessionCookie, sam.cookies[web.SessionCookie].Value)
	response, err := http.ReadResponse(bufio.NewReader(l.Conn), nil)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	digest := sha256.New()
	for copied := int64(0); ; {
		n, err := io.CopyN(digest, response.Body, int64(len(content))/16)
		if copied += n; err == io.EOF {
			assert.EqualValues(t, len(content), copied)
			break
		}
		require.NoError(t, err, "after %d bytes", copied)
		time.Sleep(90 * time.Second / faster / 12) // all of it takes longer than any other answer may
	}
	assert.Greater(t, time.Since(began), 90*time.Second/faster)
	sum := sha256.Sum256(content)
	assert.Equal(t, sum[:], digest.Sum(nil))
}
