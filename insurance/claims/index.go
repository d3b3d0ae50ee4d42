package claims

import (
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// blindIndex makes the rows by which claims are found by what they say of persons.
type blindIndex struct {
	store *work.Store
	index *privacy.BlindIndex
}

// of are the rows that index what a claim says of persons (H7): accounts, names, contacts, as the product declares
// them. There are none for a claim that says nothing of a person.
func (s *blindIndex) of(c *ent.Claim, declared rule.Factors, hidden rule.Facts) work.Insert {
	return s.index.Insert(s.store.NewKey, indexedValues(c, declared, hidden))
}

// changed are the rows for facts that a correction changed. Rows of earlier facts stay, as revisions do.
func (s *blindIndex) changed(c *ent.Claim, declared rule.Factors, hidden rule.Facts, changed []string) work.Insert {
	fresh := rule.Facts{}
	for _, name := range changed {
		if value, there := hidden[name]; there {
			fresh[name] = value
		}
	}
	return s.of(c, declared, fresh)
}

// indexedValues is what the facts of a claim say of persons.
func indexedValues(c *ent.Claim, declared rule.Factors, facts rule.Facts) privacy.IndexedValues {
	return privacy.IndexedValues{
		ChannelID: c.ChannelID, PolicyID: c.PolicyID, ClaimID: c.ID, Values: privacy.ValuesOf(declared, facts, "facts"),
	}
}
