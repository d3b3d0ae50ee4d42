package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claimrevision"
	"baodan/insurance/catalog"
)

// factsByHand are the facts of the channel alone that one of the insurer's people stated last: who enters a claim by phone does not
// also state the platform's verdict.
func (s *Adjudication) factsByHand(ctx context.Context, row *ent.Claim, product *catalog.Version, facts rule.Facts) (byHand []string, err error) {
	var stated []string
	for _, name := range catalog.FactsByChannel(product) {
		if facts[name] != nil {
			stated = append(stated, name)
		}
	}
	if len(stated) == 0 || row.EnteredBy == 0 && row.Version == 1 {
		return nil, nil // only the channel said something so far
	}
	revisions, err := s.store.Client.ClaimRevision.Query().Where(claimrevision.ClaimID(row.ID)).
		Order(ent.Asc(claimrevision.FieldVersion)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("revisions of claim %s: %w", row.Number, err)
	}
	for _, name := range stated {
		by := ""
		for i, r := range revisions {
			if i == 0 || slices.Contains(r.Changed, name) {
				by = r.MadeBy
			}
		}
		if !strings.HasPrefix(by, "channel:") {
			byHand = append(byHand, name)
		}
	}
	return byHand, nil
}
