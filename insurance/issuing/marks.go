package issuing

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/personalmark"
	"baodan/insurance/catalog"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// values of a person, below a path.
func (p *PartyInput) values(path string) []privacy.Value {
	if p == nil {
		return nil
	}
	var list []privacy.Value
	say := func(class privacy.PersonalClass, field string, value *string) {
		if value != nil {
			list = append(list, privacy.Value{Class: class, Path: path + "." + field, Text: *value})
		}
	}
	say(privacy.Name, "name", p.Name)
	say(privacy.IdentityNo, "identityType", p.IdentityType)
	say(privacy.IdentityNo, "identityNo", p.IdentityNo)
	say(privacy.Phone, "phone", p.Phone)
	say(privacy.Email, "email", p.Email)
	return list
}

// said are the parts of a party that persons are found by: all but the type of his document.
func (p *PartyInput) said() []privacy.Value {
	return slices.DeleteFunc(p.values("party"), func(v privacy.Value) bool { return v.Path == "party.identityType" })
}

// marksOf are the marks of what a policy says of persons (H7): applicant, insureds, personal factors. A policy that says
// nothing of anybody has none, and so costs nothing.
func (o *Office) marksOf(row *ent.InsurancePolicy, product *catalog.Version, references []string, p *personal, chained bool) work.Insert {
	if p.empty() {
		return work.Insert{}
	}
	of := privacy.Said{ChannelID: row.ChannelID, PolicyID: row.ID}
	of.Values = append(p.Applicant.said(), privacy.ValuesOf(product.Factors(), p.Factors, "factors")...)
	said := []privacy.Said{of}
	for _, reference := range references {
		of.Reference, of.Values = reference, p.Parties[reference].said()
		if !chained { // else its covers find him
			of.Values = append(of.Values, privacy.Value{Class: privacy.Reference, Text: privacy.InsuredOf(row.ChannelID, reference)})
		}
		said = append(said, of)
	}
	return o.marks.Insert(o.store.NewKey, said...)
}

// chained tells whether a policy's insureds have covers under a duplicate rule.
func (p *Policy) chained(facts rule.Facts) (bool, error) {
	terms, err := p.office.directory.Terms(p.sold.product, p.row.PlanCode, p.sold.agreement)
	if err != nil {
		return false, err
	}
	duplicate, err := terms.String("duplicate.rule", facts)
	return duplicate != duplicateNone, err
}

// MarkParty stores the marks of an endorsement's new data of an insured, in its transaction. Those of earlier data stay:
// a policy is found by whatever was ever said of its persons, until they are erased.
func (o *Office) MarkParty(ctx context.Context, tx *work.Tx, e *ent.Endorsement) error {
	if e.Kind != endorsement.KindInsuredChange {
		return nil
	}
	party, err := o.OpenParty(e)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, o.marks.Insert(tx.NewKey, saidBy(e, party)))
}

func saidBy(e *ent.Endorsement, party *PartyInput) privacy.Said {
	return privacy.Said{ChannelID: e.ChannelID, PolicyID: e.PolicyID, Reference: e.Reference, Values: party.said()}
}

// allMarks are the marks of all that a policy and its endorsements say.
func (p *Policy) allMarks(changes []*ent.Endorsement) (work.Insert, error) {
	stored, err := recall(p.row, p.sold.product)
	if err != nil {
		return work.Insert{}, err
	}
	hidden, err := p.personal()
	if err != nil {
		return work.Insert{}, err
	}
	chained, err := p.chained(stored.Factors)
	if err != nil {
		return work.Insert{}, err
	}
	all := p.office.marksOf(p.row, p.sold.product, stored.Insureds, hidden, chained)
	for _, e := range changes {
		party, err := p.office.OpenParty(e)
		if err != nil {
			return all, err
		}
		more := p.office.marks.Insert(p.office.store.NewKey, saidBy(e, party))
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

// Index makes the marks that policies of a page lack: those that were stored before there were marks (H7). It goes on
// after a key and answers the last key it looked at, how many policies it looked at and how many marks it made; a page
// that looked at nothing is the end. Doing it again makes nothing.
func (o *Office) Index(ctx context.Context, after int64, page int) (last int64, looked, made int, err error) {
	ids, err := o.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDGT(after)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return after, 0, 0, err
	}
	speaks, err := o.speaking(ctx, ids)
	if err != nil {
		return after, 0, 0, err
	}
	for _, id := range speaks {
		if err := o.store.Do(ctx, "index policy", func(ctx context.Context, tx *work.Tx) error {
			n, err := o.index(ctx, tx, id)
			made += n
			return err
		}); err != nil {
			return after, 0, 0, err
		}
	}
	return ids[len(ids)-1], len(ids), made, nil
}

// speaking are those policies that say something of somebody.
func (o *Office) speaking(ctx context.Context, ids []int64) ([]int64, error) {
	own, err := o.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.IDIn(ids...), insurancepolicy.PersonalKeyNotNil()).IDs(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := o.store.Client.Endorsement.Query().
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

func (o *Office) index(ctx context.Context, tx *work.Tx, policyID int64) (made int, err error) {
	row, err := lock(ctx, tx, policyID)
	if err != nil {
		return 0, err
	}
	p := birth(o, row)
	if err := p.load(ctx); err != nil {
		return 0, err
	}
	changes, err := insuredChanges(ctx, tx.Client(), policyID)
	if err != nil {
		return 0, err
	}
	marks, err := p.allMarks(changes)
	if err != nil {
		return 0, err
	}
	there, err := tx.PersonalMark.Query().Where(personalmark.PolicyID(policyID), personalmark.ClaimID(0)).All(ctx)
	if err != nil {
		return 0, err
	}
	has := func(r []any) bool {
		return slices.ContainsFunc(there, func(m *ent.PersonalMark) bool {
			return string(m.Mark) == string(r[2].([]byte)) && m.Reference == r[5].(string)
		})
	}
	marks.Rows = slices.DeleteFunc(marks.Rows, has)
	return len(marks.Rows), tx.Insert(ctx, marks)
}
