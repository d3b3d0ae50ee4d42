package claims

import (
	"context"
	"fmt"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/personalmark"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// saidIn is what facts of a claim say of persons.
func saidIn(c *ent.Claim, declared rule.Factors, facts rule.Facts) privacy.IndexedValues {
	return privacy.IndexedValues{
		ChannelID: c.ChannelID, PolicyID: c.PolicyID, ClaimID: c.ID, Values: privacy.ValuesOf(declared, facts, "facts"),
	}
}

// personsIn are the marks of what a claim says of persons (H7): accounts, names, contacts, as the product declares them. A
// claim that says nothing of anybody has none.
func (o *Service) personsIn(c *ent.Claim, declared rule.Factors, hidden rule.Facts) work.Insert {
	return o.persons.Insert(o.store.NewKey, saidIn(c, declared, hidden))
}

// changedIn are the marks of those facts that a correction set anew. Those of earlier facts stay, as the revisions do.
func (o *Service) changedIn(c *ent.Claim, declared rule.Factors, hidden rule.Facts, changed []string) work.Insert {
	fresh := rule.Facts{}
	for _, name := range changed {
		if value, there := hidden[name]; there {
			fresh[name] = value
		}
	}
	return o.personsIn(c, declared, fresh)
}

// Index makes the marks that claims of a page lack: those that were stored before there were marks (H7). It goes on after
// a key and answers the last key it looked at, how many claims it looked at and how many marks it made.
func (o *Service) Index(ctx context.Context, after int64, page int) (last int64, looked, made int, err error) {
	rows, err := o.store.Client.Claim.Query().Where(claim.IDGT(after)).Order(ent.Asc(claim.FieldID)).Limit(page).All(ctx)
	if err != nil {
		return after, 0, 0, fmt.Errorf("index claims: %w", err)
	}
	last = after
	for _, row := range rows {
		if row.Personal != nil {
			n, err := o.index(ctx, row)
			if err != nil {
				return last, looked, made, err
			}
			made += n
		}
		last, looked = row.ID, looked+1
	}
	return last, looked, made, nil
}

// index makes the marks of a claim that has none yet, as it stands by then.
func (o *Service) index(ctx context.Context, seen *ent.Claim) (made int, err error) {
	p, err := o.policies.ByKey(ctx, seen.PolicyID, policy.PointInTime{})
	if err != nil {
		return 0, err
	}
	declared := p.Product().ClaimFacts()
	err = o.store.Do(ctx, "index claim", func(ctx context.Context, tx *work.Tx) error {
		made = 0
		if err := policy.Lock(ctx, tx, seen.PolicyID); err != nil {
			return err
		}
		row, err := tx.Claim.Get(ctx, seen.ID)
		if err != nil {
			return err
		}
		there, err := tx.PersonalMark.Query().Where(personalmark.PolicyID(row.PolicyID), personalmark.ClaimID(row.ID)).Exist(ctx)
		if err != nil || there {
			return err
		}
		facts, err := o.factsOf(row, declared)
		if err != nil {
			return err
		}
		_, hidden := facts.SplitPersonal(declared)
		persons := o.personsIn(row, declared, hidden)
		made = len(persons.Rows)
		return tx.Insert(ctx, persons)
	})
	return made, err
}
