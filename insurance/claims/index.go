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

// of are the marks of what a claim says of persons (H7): accounts, names, contacts, as the product declares them. A
// claim that says nothing of anybody has none.
func (s *blindIndex) of(c *ent.Claim, declared rule.Factors, hidden rule.Facts) work.Insert {
	return s.index.Insert(s.store.NewKey, indexedValues(c, declared, hidden))
}

// changed are the marks of those facts that a correction set anew. Those of earlier facts stay, as the revisions do.
func (s *blindIndex) changed(c *ent.Claim, declared rule.Factors, hidden rule.Facts, changed []string) work.Insert {
	fresh := rule.Facts{}
	for _, name := range changed {
		if value, there := hidden[name]; there {
			fresh[name] = value
		}
	}
	return s.of(c, declared, fresh)
}

// indexedValues is what facts of a claim say of persons.
func indexedValues(c *ent.Claim, declared rule.Factors, facts rule.Facts) privacy.IndexedValues {
	return privacy.IndexedValues{
		ChannelID: c.ChannelID, PolicyID: c.PolicyID, ClaimID: c.ID, Values: privacy.ValuesOf(declared, facts, "facts"),
	}
}
