package issuing

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/personalmark"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Forget destroys what a policy and its endorsements say of a person (H7). Where others are named in the policy, their
// data is sealed again without his, under a fresh key; else keys and values go. His marks go with them. What his insured
// reference said at any time counts as his, since an endorsement corrects the data of the same insured. Personal factors
// are his where they carry a value of his, or where he is alone in the policy. Numbers, premium and steps stay.
func (o *Office) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	row, err := lock(ctx, tx, policyID)
	if err != nil {
		return err
	}
	p := birth(o, row)
	if err := p.load(ctx); err != nil {
		return err
	}
	hidden, err := p.personal()
	if err != nil {
		return err
	}
	changes, err := insuredChanges(ctx, tx.Client(), policyID)
	if err != nil {
		return err
	}
	named, err := o.named(hidden, changes)
	if err != nil {
		return err
	}
	his := named.of(who, row.ChannelID)
	who.Alone = len(his) == len(named.parties)
	before := len(hidden.Parties) + len(hidden.Factors)
	if hidden.Applicant != nil && his[applicant] {
		hidden.Applicant, before = nil, before+1
	}
	for reference := range his {
		delete(hidden.Parties, reference)
	}
	for i, f := range p.sold.product.Factors() {
		values := privacy.ValuesOf(p.sold.product.Factors()[i:i+1], hidden.Factors, "factors")
		if who.Alone || slices.ContainsFunc(values, func(v privacy.Value) bool { return who.Is(v.Class, v.Text) }) {
			delete(hidden.Factors, f.Name)
		}
	}
	gone := slices.DeleteFunc(changes, func(e *ent.Endorsement) bool { return !his[e.Reference] || e.Personal == nil })
	if len(gone) == 0 && before == len(hidden.Parties)+len(hidden.Factors) {
		return nil // nothing of his is left
	}
	return o.rewrite(ctx, tx, p, hidden, gone)
}

// lock makes other writers of a policy wait, and reads it.
func lock(ctx context.Context, tx *work.Tx, policyID int64) (*ent.InsurancePolicy, error) {
	if _, err := tx.ExecContext(ctx, "UPDATE policies SET personal_key = personal_key WHERE id = ?", policyID); err != nil {
		return nil, fmt.Errorf("lock policy %d: %w", policyID, err)
	}
	row, err := tx.InsurancePolicy.Get(ctx, policyID)
	if err != nil {
		return nil, fmt.Errorf("policy %d: %w", policyID, err)
	}
	return row, nil
}

// applicant stands for him among the references of insureds; no reference has a space.
const applicant = "the applicant"

// named is who is named in a policy, by reference of the insured: every version of his data.
type named struct{ parties map[string][]*PartyInput }

func (o *Office) named(hidden *personal, changes []*ent.Endorsement) (named, error) {
	n := named{map[string][]*PartyInput{}}
	say := func(reference string, party *PartyInput) {
		if len(party.said()) > 0 {
			n.parties[reference] = append(n.parties[reference], party)
		}
	}
	say(applicant, hidden.Applicant)
	for reference, party := range hidden.Parties {
		say(reference, party)
	}
	for _, e := range changes {
		party, err := o.OpenParty(e)
		if err != nil {
			return n, err
		}
		say(e.Reference, party)
	}
	return n, nil
}

// of finds a person among those who are named: by the mark or reference that he is known by, and then, under another
// reference or as the applicant, by his identity number, or by his name with a contact. Whatever is said of him is
// learned, so that claims and service requests find the rest.
func (n named) of(who *privacy.Subject, channelID int64) map[string]bool {
	his := map[string]bool{}
	take := func(is func(*PartyInput) bool) (found bool) {
		for reference, versions := range n.parties {
			if his[reference] || !slices.ContainsFunc(versions, is) {
				continue
			}
			his[reference], found = true, true
			for _, party := range versions {
				for _, v := range party.said() {
					who.Learn(v.Class, v.Text)
				}
			}
		}
		return found
	}
	asked := who.Asked()
	take(func(party *PartyInput) bool {
		return slices.ContainsFunc(party.said(), func(v privacy.Value) bool { return asked.Is(v.Class, v.Text) })
	})
	if versions := n.parties[who.Reference]; versions != nil && who.ChannelID == channelID {
		take(func(party *PartyInput) bool { return slices.Contains(versions, party) })
	}
	for take(func(party *PartyInput) bool { return party.same(who) }) {
		continue
	}
	return his
}

// same tells whether a party is a person of whom more is known by now.
func (p *PartyInput) same(who *privacy.Subject) bool {
	is := map[privacy.PersonalClass]bool{}
	for _, v := range p.said() {
		is[v.Class] = who.Is(v.Class, v.Text)
	}
	return is[privacy.IdentityNo] || is[privacy.Name] && (is[privacy.Phone] || is[privacy.Email])
}

// rewrite stores what is left of a policy's personal data, and the marks of that alone.
func (o *Office) rewrite(ctx context.Context, tx *work.Tx, p *Policy, left *personal, gone []*ent.Endorsement) error {
	update := tx.InsurancePolicy.Update().Where(insurancepolicy.ID(p.row.ID))
	if left.empty() {
		update.ClearPersonalKey().ClearPersonal()
		p.row.PersonalKey, p.row.Personal = nil, nil
	} else {
		text, err := left.append(nil, p.sold.product.Factors())
		if err != nil {
			return err
		}
		p.row.PersonalKey, p.row.Personal = o.ring.Seal(text, sealContext(p.row))
		update.SetPersonalKey(p.row.PersonalKey).SetPersonal(p.row.Personal)
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	for _, e := range gone {
		if _, err := tx.ExecContext(ctx, "UPDATE endorsements SET personal_key = NULL, personal = NULL WHERE id = ?", e.ID); err != nil {
			return err
		}
	}
	_, err := tx.PersonalMark.Delete().Where(personalmark.PolicyID(p.row.ID), personalmark.ClaimID(0)).Exec(ctx)
	if err != nil {
		return err
	}
	changes, err := insuredChanges(ctx, tx.Client(), p.row.ID)
	if err != nil {
		return err
	}
	marks, err := p.allMarks(changes)
	if err != nil {
		return err
	}
	if err := tx.Insert(ctx, marks); err != nil {
		return err
	}
	return tx.PersonalMark.Create().SetID(tx.NewKey()).SetChannelID(p.row.ChannelID).SetMark(o.marks.Erased()).
		SetPolicyID(p.row.ID).Exec(ctx)
}

// erased tells whether somebody was erased of a policy.
func (o *Office) erased(ctx context.Context, policyID int64) (bool, error) {
	there, err := o.store.Client.PersonalMark.Query().
		Where(personalmark.Mark(o.marks.Erased()), personalmark.PolicyID(policyID)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("policy %d: %w", policyID, err)
	}
	return there, nil
}
