package event

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Version is the form of payloads: what a property means, and which there are. An endpoint keeps the version that it was made
// with, so a payload is brought back to an older one before it is sent there.
const Version = "2026-11-30"

// changes are all that there were, the newest first.
var changes = []struct {
	version string // since when payloads have the newer form
	types   string // what the types that changed begin with
	undo    func(payload map[string]json.RawMessage)
}{
	// limit, claimed and computed are three things. Before, amount was what was claimed, or else the limit.
	{"2026-11-30", "claim.", func(payload map[string]json.RawMessage) {
		if payload["amount"] != nil {
			return // an event of that time
		}
		if payload["amount"] = payload["claimed"]; payload["amount"] == nil {
			payload["amount"] = payload["limit"]
		}
	}},
	// A change of premium has a share for each payer. Before, it named one.
	{"2026-11-30", "policy.endorsed", undoShares},
	{"2026-11-30", "policy.cancelled", undoShares},
}

func undoShares(payload map[string]json.RawMessage) {
	var shares []struct{ Payer json.RawMessage }
	if json.Unmarshal(payload["byPayer"], &shares) == nil && len(shares) > 0 {
		payload["payer"] = shares[0].Payer
	}
}

// As is a stored payload in the form of a version.
func As(version, kind, payload string) (json.RawMessage, error) {
	var parts map[string]json.RawMessage
	for _, change := range changes {
		if version >= change.version || !strings.HasPrefix(kind, change.types) {
			continue
		}
		if parts == nil {
			if err := json.Unmarshal([]byte(payload), &parts); err != nil {
				return nil, fmt.Errorf("payload of %s: %w", kind, err)
			}
		}
		change.undo(parts)
	}
	if parts == nil {
		return json.RawMessage(payload), nil
	}
	return json.Marshal(parts)
}
