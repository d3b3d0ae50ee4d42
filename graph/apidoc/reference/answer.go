package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// volatile are the names whose values differ from run to run.
var volatile = map[string]bool{
	"id": true, "nodeId": true, "number": true, "boundAt": true, "start": true, "end": true, "token": true, "expiresAt": true,
	"resetAt": true, "remaining": true, "left": true, "resetMs": true, "firstSeenAt": true, "url": true, "sha256": true, "requestId": true,
	"resultUrl": true, "idleUntil": true, "failuresUrl": true,
	"factorsSchema": true, "claimFactsSchema": true,
	"fileId": true, "key": true, "keyId": true, "secret": true, "publicKey": true, "payoutReference": true,
	"temporaryPassword": true, "recoveryCodes": true, "uri": true, // of people, shown once
	"cursor": true, "startCursor": true, "endCursor": true, "durationMs": true, "traceId": true, "oldestPendingSeconds": true,
	"sequence": true, "hash": true, "checkpoint": true, "pending": true, // of the audit record
}

// varying are moments and numbers of policies, claims and endorsements, wherever they stand in a text.
var varying = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|\b[A-Z]\d{15}\b`)

// Masked is an answer without what differs from run to run, for comparison.
func Masked(answer string) (string, error) {
	var v any
	if err := json.Unmarshal([]byte(answer), &v); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(mask(v), "", "  ")
	return string(text), err
}

// Updated is what to keep as the answer of an example that is answered so now: what was kept, if it differs only in what
// differs from run to run; else the new answer.
func (e Example) Updated(answer []byte) (string, error) {
	now, err := Masked(string(answer))
	if err != nil {
		return "", fmt.Errorf("example %s: %w", e.Name, err)
	}
	if before, err := Masked(e.Answer); err == nil && before == now {
		return e.Answer, nil
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, answer, "", "  "); err != nil {
		return "", fmt.Errorf("example %s: %w", e.Name, err)
	}
	return pretty.String() + "\n", nil
}

func mask(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if volatile[name] && value != nil {
				v[name] = "…"
				continue
			}
			v[name] = mask(value)
		}
	case []any:
		for i := range v {
			v[i] = mask(v[i])
		}
	case string:
		return varying.ReplaceAllString(v, "…")
	}
	return v
}
