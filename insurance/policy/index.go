package policy

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/catalog"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// BlindIndexes are the rows by which a policy is found by its persons (H7): applicant, insureds, personal factors. Covered
// says that its insureds have covers under a duplicate rule, which find them by reference. A policy that names nobody has no
// rows, and so costs nothing.
func (s *PersonalData) BlindIndexes(row *ent.InsurancePolicy, product *catalog.Version, references []string, p *Personal, covered bool) work.Insert {
	if p.Empty() {
		return work.Insert{}
	}
	of := privacy.IndexedValues{ChannelID: row.ChannelID, PolicyID: row.ID}
	of.Values = append(p.Applicant.indexed(), privacy.ValuesOf(product.Factors(), p.Factors, "factors")...)
	said := []privacy.IndexedValues{of}
	for _, reference := range references {
		of.Reference, of.Values = reference, p.Parties[reference].indexed()
		if !covered {
			of.Values = append(of.Values, privacy.Value{Class: privacy.Reference, Text: privacy.InsuredOf(row.ChannelID, reference)})
		}
		said = append(said, of)
	}
	return s.indexes.Insert(s.store.NewKey, said...)
}

// NoDuplicateRule is the term duplicate.rule of products whose insureds may have any number of covers; see issuing.
const NoDuplicateRule = "none"

// covered tells whether the insureds have covers under a duplicate rule.
func (p *Policy) covered(facts rule.Facts) (bool, error) {
	terms, err := p.TermsOf(p.row.PlanCode)
	if err != nil {
		return false, err
	}
	duplicate, err := terms.String("duplicate.rule", facts)
	return duplicate != NoDuplicateRule, err
}

// IndexParty stores the blind indexes of an endorsement's new data of an insured, in its transaction. Those of earlier data
// stay: a policy is found by all data that its persons ever had, until they are erased.
func (s *PersonalData) IndexParty(ctx context.Context, tx *work.Tx, e *ent.Endorsement) error {
	if e.Kind != endorsement.KindInsuredChange {
		return nil
	}
	party, err := s.sealer.OpenParty(e)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, s.indexes.Insert(tx.NewKey, saidBy(e, party)))
}

func saidBy(e *ent.Endorsement, party *Party) privacy.IndexedValues {
	return privacy.IndexedValues{ChannelID: e.ChannelID, PolicyID: e.PolicyID, Reference: e.Reference, Values: party.indexed()}
}

// allIndexes are the blind indexes of all data that a policy and its endorsements hold.
func (s *PersonalData) allIndexes(p *Policy, changes []*ent.Endorsement) (work.Insert, error) {
	stored, err := p.Risk()
	if err != nil {
		return work.Insert{}, err
	}
	hidden, err := p.Personal()
	if err != nil {
		return work.Insert{}, err
	}
	covered, err := p.covered(stored.Factors)
	if err != nil {
		return work.Insert{}, err
	}
	all := s.BlindIndexes(p.row, p.product, stored.Insureds, hidden, covered)
	for _, e := range changes {
		party, err := s.sealer.OpenParty(e)
		if err != nil {
			return all, err
		}
		more := s.indexes.Insert(s.store.NewKey, saidBy(e, party))
		if all.Table == "" {
			all = more
			continue
		}
		all.Rows = append(all.Rows, more.Rows...)
	}
	return all, nil
}

// insuredChanges are the endorsements of a policy that changed data of an insured, oldest first.
func insuredChanges(ctx context.Context, client *ent.Client, policyID int64) ([]*ent.Endorsement, error) {
	rows, err := client.Endorsement.Query().
		Where(endorsement.PolicyID(policyID), endorsement.KindEQ(endorsement.KindInsuredChange)).
		Order(ent.Asc(endorsement.FieldVersion)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endorsements of policy %d: %w", policyID, err)
	}
	return rows, nil
}

// Index makes the blind indexes that policies of a page lack: those that were stored before there were blind indexes (H7). It goes on
// after a key and answers the last key it looked at, how many policies it looked at and how many blind indexes it made; a page
// that looked at nothing is the end. Doing it again makes nothing.
func (s *PersonalData) Index(ctx context.Context, after int64, page int) (last int64, looked, made int, err error) {
	ids, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDGT(after)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return after, 0, 0, err
	}
	speaks, err := s.speaking(ctx, ids)
	if err != nil {
		return after, 0, 0, err
	}
	for _, id := range speaks {
		if err := s.store.Do(ctx, "index policy", func(ctx context.Context, tx *work.Tx) error {
			n, err := s.index(ctx, tx, id)
			made += n
			return err
		}); err != nil {
			return after, 0, 0, err
		}
	}
	return ids[len(ids)-1], len(ids), made, nil
}

// speaking are those policies that say something of somebody.
func (s *PersonalData) speaking(ctx context.Context, ids []int64) ([]int64, error) {
	own, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.IDIn(ids...), insurancepolicy.PersonalKeyNotNil()).IDs(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.store.Client.Endorsement.Query().
		Where(endorsement.PolicyIDIn(ids...), endorsement.PersonalKeyNotNil()).Unique(true).
		Select(endorsement.FieldPolicyID).Ints(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range changed {
		own = append(own, int64(id))
	}
	slices.Sort(own)
	return slices.Compact(own), nil
}

func (s *PersonalData) index(ctx context.Context, tx *work.Tx, policyID int64) (made int, err error) {
	row, err := LockRow(ctx, tx, policyID)
	if err != nil {
		return 0, err
	}
	p, err := s.reader.AsBound(ctx, row)
	if err != nil {
		return 0, err
	}
	changes, err := insuredChanges(ctx, tx.Client(), policyID)
	if err != nil {
		return 0, err
	}
	indexes, err := s.allIndexes(p, changes)
	if err != nil {
		return 0, err
	}
	there, err := tx.BlindIndex.Query().Where(blindindex.PolicyID(policyID), blindindex.ClaimID(0)).All(ctx)
	if err != nil {
		return 0, err
	}
	has := func(r []any) bool {
		return slices.ContainsFunc(there, func(m *ent.BlindIndex) bool {
			return string(m.Hash) == string(r[2].([]byte)) && m.Reference == r[5].(string)
		})
	}
	indexes.Rows = slices.DeleteFunc(indexes.Rows, has)
	return len(indexes.Rows), tx.Insert(ctx, indexes)
}
