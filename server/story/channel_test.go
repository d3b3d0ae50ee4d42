package story

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// now is the time by a sandbox's clock.
func (f channel) now(key string) time.Time {
	f.t.Helper()
	at, err := time.Parse(time.RFC3339, f.ask(key, `{ testClock { now } }`, nil).at("testClock", "now").(string))
	require.NoError(f.t, err)
	return at
}

// pass lets time pass in a sandbox.
func (f channel) pass(key string, length time.Duration) time.Time {
	f.t.Helper()
	to := f.now(key).Add(length)
	a := f.ask(key, clockDocument, map[string]any{"in": map[string]any{"to": to.Format(time.RFC3339Nano)}})
	require.Empty(f.t, a.codes("advanceTestClock"), string(a.Body))
	return to
}

// sold takes out a policy and answers its number.
func (f channel) sold(key string, in map[string]any) string {
	f.t.Helper()
	a := f.ask(key, issueDocument, in)
	require.Empty(f.t, a.codes("issuePolicy"), string(a.Body))
	require.Empty(f.t, a.Errors, string(a.Body))
	return a.at("issuePolicy", "policy", "number").(string)
}

// returned is a claim for a return of the last days.
func (f channel) returned(requestNo, policy, trackingNo string) map[string]any {
	at := f.now(mallKey)
	return map[string]any{"in": map[string]any{
		"requestNo": requestNo, "policyNumber": policy, "occurredAt": at.Add(-48 * time.Hour).Format(time.RFC3339),
		"facts": map[string]any{
			"returnCarrier": "YTO", "returnTrackingNo": trackingNo, "shippedBackAt": at.Add(-48 * time.Hour).Format(time.RFC3339),
			"receivedAt": at.Add(-2 * time.Hour).Format(time.RFC3339), "refundedAt": at.Add(-1 * time.Hour).Format(time.RFC3339),
		},
	}}
}

// robbed is a claim for a theft of the last day.
func (f channel) robbed(requestNo, policy, loss, file string) map[string]any {
	at := f.now(payKey)
	in := map[string]any{
		"requestNo": requestNo, "policyNumber": policy, "occurredAt": at.Add(-20 * time.Hour).Format(time.RFC3339),
		"facts": map[string]any{
			"discoveredAt": at.Add(-10 * time.Hour).Format(time.RFC3339), "reportedAt": at.Add(-9 * time.Hour).Format(time.RFC3339),
			"frozenAt": at.Add(-8 * time.Hour).Format(time.RFC3339), "platformVerdict": "stolen", "sameDevice": false, "lossAmount": loss,
			"policeReceiptNo": "A-110",
			"transactions":    []any{map[string]any{"id": "T-" + requestNo, "at": at.Add(-20 * time.Hour).Format(time.RFC3339), "amount": loss, "counterparty": "6222-8888"}},
		},
	}
	if file != "" {
		in["fileIds"] = []any{file}
	}
	return map[string]any{"in": in}
}

// evidence sends a file and answers its id.
func (f channel) evidence(key, name string, content []byte) string {
	f.t.Helper()
	sum := sha256.Sum256(content)
	a := f.ask(key, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": name, "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])}})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	assert.Equal(f.t, http.StatusNoContent, f.put(a.at("createFileUpload", "url").(string), content))
	return a.at("createFileUpload", "fileId").(string)
}

func (f *door) put(address string, content []byte) int {
	f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPut, strings.Replace(address, "https://baodan.example", f.URL, 1), bytes.NewReader(content))
	require.NoError(f.t, err)
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(f.t, err)
	return response.StatusCode
}
