package main // a command cannot be imported

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func post(t *testing.T, url, body string) string {
	t.Helper()
	answer, err := http.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, 2, answer.StatusCode/100)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(text)
}

func TestReceiver(t *testing.T) {
	r, err := openReceiver()
	require.NoError(t, err)
	defer r.close()
	assert.Equal(t, "abc", post(t, r.url, `{"type":"endpoint.challenge","timestamp":"2026-11-24T00:00:00.000Z","data":{"challenge":"abc"}}`))
	message := func(subject, seq string) string {
		return `{"id":"evt_1","type":"policy.issued","timestamp":"` + time.Now().Add(-time.Second).UTC().Format("2006-01-02T15:04:05.000Z") +
			`","subject":"` + subject + `","sequence":` + seq + `,"data":{"challenge":"no"}}`
	}
	for _, m := range [][2]string{{"P1", "1"}, {"P1", "2"}, {"P2", "2"}, {"P1", "1"}} {
		assert.Empty(t, post(t, r.url, message(m[0], m[1])))
	}
	delays, disorder, repeated := r.heard()
	require.Len(t, delays, 4)
	assert.Equal(t, []int{1, 1}, []int{disorder, repeated})
	for _, d := range delays {
		assert.Greater(t, d, 900*time.Millisecond)
	}
	_, wrong, figures := r.verdict(5)
	assert.Equal(t, 3, wrong, "two of five never came, one too early")
	assert.InDelta(t, 2, figures["missing"], 0)

	r.forget()
	r.slow.Store(int64(50 * time.Millisecond))
	begin := time.Now()
	post(t, r.url, message("P3", "1"))
	assert.GreaterOrEqual(t, time.Since(begin), 50*time.Millisecond)
	delays, disorder, repeated = r.heard()
	assert.Len(t, delays, 1)
	assert.Zero(t, disorder+repeated)
	assert.Less(t, delays[0], 1050*time.Millisecond, "it came when the answer began")
}
