package claims

import (
	"fmt"
	"strconv"

	"baodan/engine/rule"
	"baodan/engine/seal"
	"baodan/ent"
)

// sealer seals and opens the personal facts of claims.
type sealer struct{ ring *seal.Keyring }

// sealed is personal data as it is stored.
type sealed struct{ key, box []byte }

// seal seals personal facts for one row of a table. It answers nothing where there are no personal facts.
func (s *sealer) seal(declared rule.Factors, hidden rule.Facts, table string, channel, row int64) sealed {
	if len(hidden) == 0 {
		return sealed{}
	}
	key, box := s.ring.Seal(declared.AppendJSON(nil, hidden), sealContext(table, channel, row))
	return sealed{key, box}
}

// open are all facts of a claim as it is now, including personal ones.
func (s *sealer) open(row *ent.Claim, declared rule.Factors) (rule.Facts, error) {
	facts, err := declared.Recall([]byte(row.Facts))
	if err != nil {
		return nil, fmt.Errorf("facts of claim %s: %w", row.Number, err)
	}
	if row.Personal == nil {
		return facts, nil
	}
	text, err := s.ring.Open(row.PersonalKey, row.Personal, sealContext("claims", row.ChannelID, row.ID))
	if err != nil {
		return nil, fmt.Errorf("personal facts of claim %s: %w", row.Number, err)
	}
	hidden, err := declared.Recall(text)
	if err != nil {
		return nil, fmt.Errorf("personal facts of claim %s: %w", row.Number, err)
	}
	return facts.Merge(hidden), nil
}

// openText is a personal fact of a claim as text; empty where the claim has none.
func (s *sealer) openText(c *ent.Claim, declared rule.Factors, name string) (string, error) {
	if name == "" || c.Personal == nil {
		return "", nil
	}
	facts, err := s.open(c, declared)
	text, _ := facts[name].(string)
	return text, err
}

// sealContext binds personal data to its table, column, channel and row.
func sealContext(table string, channel, row int64) string {
	return table + ".personal:" + strconv.FormatInt(channel, 10) + ":" + strconv.FormatInt(row, 10)
}
