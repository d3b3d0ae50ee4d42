package policy

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Forget destroys what a policy and its endorsements say of a person (H7). Where others are named in the policy, their
// data is sealed again without theirs, under a fresh key; else keys and values go. Their blind indexes go with them. What their insured
// reference said at any time counts as theirs, since an endorsement corrects the data of the same insured. Personal factors
// are theirs where they carry a value of theirs, or where they are alone in the policy. Numbers, premium and steps stay.
func (s *PersonalData) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	row, err := LockRow(ctx, tx, policyID)
	if err != nil {
		return err
	}
	p, err := s.reader.AsBound(ctx, row)
	if err != nil {
		return err
	}
	hidden, err := p.Personal()
	if err != nil {
		return err
	}
	changes, err := insuredChanges(ctx, tx.Client(), policyID)
	if err != nil {
		return err
	}
	named, err := s.named(hidden, changes)
	if err != nil {
		return err
	}
	theirs := named.of(who, row.ChannelID)
	who.Alone = len(theirs) == len(named.parties)
	before := len(hidden.Parties) + len(hidden.Factors)
	if hidden.Applicant != nil && theirs[applicant] {
		hidden.Applicant, before = nil, before+1
	}
	for reference := range theirs {
		delete(hidden.Parties, reference)
	}
	for i, f := range p.product.Factors() {
		values := privacy.ValuesOf(p.product.Factors()[i:i+1], hidden.Factors, "factors")
		if who.Alone || slices.ContainsFunc(values, func(v privacy.Value) bool { return who.Is(v.Class, v.Text) }) {
			delete(hidden.Factors, f.Name)
		}
	}
	gone := slices.DeleteFunc(changes, func(e *ent.Endorsement) bool { return !theirs[e.Reference] || e.Personal == nil })
	if len(gone) == 0 && before == len(hidden.Parties)+len(hidden.Factors) {
		return nil // nothing of theirs is left
	}
	return s.rewrite(ctx, tx, p, hidden, gone)
}

// applicant stands for them among the references of insureds; no reference has a space.
const applicant = "the applicant"

// named is who is named in a policy, by reference of the insured: every version of their data.
type named struct{ parties map[string][]*Party }

func (s *PersonalData) named(hidden *Personal, changes []*ent.Endorsement) (named, error) {
	n := named{map[string][]*Party{}}
	say := func(reference string, party *Party) {
		if len(party.indexed()) > 0 {
			n.parties[reference] = append(n.parties[reference], party)
		}
	}
	say(applicant, hidden.Applicant)
	for reference, party := range hidden.Parties {
		say(reference, party)
	}
	for _, e := range changes {
		party, err := s.sealer.OpenParty(e)
		if err != nil {
			return n, err
		}
		say(e.Reference, party)
	}
	return n, nil
}

// of finds a person among those who are named: by the mark or reference that they are known by, and then, under another
// reference or as the applicant, by their identity number, or by their name with a contact. Whatever is said of them is
// learned, so that claims and service requests find the rest.
func (n named) of(who *privacy.Subject, channelID int64) map[string]bool {
	theirs := map[string]bool{}
	take := func(is func(*Party) bool) (found bool) {
		for reference, versions := range n.parties {
			if theirs[reference] || !slices.ContainsFunc(versions, is) {
				continue
			}
			theirs[reference], found = true, true
			for _, party := range versions {
				for _, v := range party.indexed() {
					who.Learn(v.Class, v.Text)
				}
			}
		}
		return found
	}
	asked := who.Asked()
	take(func(party *Party) bool {
		return slices.ContainsFunc(party.indexed(), func(v privacy.Value) bool { return asked.Is(v.Class, v.Text) })
	})
	if versions := n.parties[who.Reference]; versions != nil && who.ChannelID == channelID {
		take(func(party *Party) bool { return slices.Contains(versions, party) })
	}
	for take(func(party *Party) bool { return party.same(who) }) {
		continue
	}
	return theirs
}

// rewrite stores what is left of a policy's personal data, and the blind indexes of that alone.
func (s *PersonalData) rewrite(ctx context.Context, tx *work.Tx, p *Policy, left *Personal, gone []*ent.Endorsement) error {
	update := tx.InsurancePolicy.Update().Where(insurancepolicy.ID(p.row.ID))
	if left.Empty() {
		update.ClearPersonalKey().ClearPersonal()
		p.row.PersonalKey, p.row.Personal = nil, nil
	} else {
		text, err := left.Append(nil, p.product.Factors())
		if err != nil {
			return err
		}
		s.sealer.Seal(p.row, text)
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
	_, err := tx.BlindIndex.Delete().Where(blindindex.PolicyID(p.row.ID), blindindex.ClaimID(0)).Exec(ctx)
	if err != nil {
		return err
	}
	changes, err := insuredChanges(ctx, tx.Client(), p.row.ID)
	if err != nil {
		return err
	}
	indexes, err := s.allIndexes(p, changes)
	if err != nil {
		return err
	}
	if err := tx.Insert(ctx, indexes); err != nil {
		return err
	}
	return tx.BlindIndex.Create().SetID(tx.NewKey()).SetChannelID(p.row.ChannelID).SetHash(s.indexes.Erased()).
		SetPolicyID(p.row.ID).Exec(ctx)
}

// Erased tells whether somebody was erased from a policy.
func (s *PersonalData) Erased(ctx context.Context, policyID int64) (bool, error) {
	there, err := s.store.Client.BlindIndex.Query().
		Where(blindindex.Hash(s.indexes.Erased()), blindindex.PolicyID(policyID)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("policy %d: %w", policyID, err)
	}
	return there, nil
}
