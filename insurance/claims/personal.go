package claims

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/claimvelocity"
	"baodan/ent/file"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// PersonalData shows, erases and indexes what claims say of persons (H7). It is a privacy.Source.
type PersonalData struct {
	store    *work.Store
	policies *policy.Service
	sealer   *sealer
	indexes  *blindIndex
}

// PersonalKind is what this source of personal data is called.
func (s *PersonalData) PersonalKind() string { return "claim" }

// SealedColumns are the sealed columns of claims and their revisions.
func (s *PersonalData) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("claims", "personal"), work.Sealed("claim_revisions", "personal")}
}

// Personal opens what a claim says of persons as it is now (H7); nil where there is no such claim.
func (s *PersonalData) Personal(ctx context.Context, id int64) (*privacy.SubjectData, error) {
	row, err := s.store.Client.Claim.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such claim
	}
	if err != nil {
		return nil, fmt.Errorf("claim %d: %w", id, err)
	}
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	declared := policy.Product().ClaimFacts()
	facts, err := s.sealer.open(row, declared)
	if err != nil {
		return nil, err
	}
	return &privacy.SubjectData{Object: row.Number, ChannelID: row.ChannelID, Values: privacy.ValuesOf(declared, facts, "facts")}, nil
}

// Forget destroys what the claims of a policy and their revisions say of a person (H7): keys, sealed values, blind
// indexes, and the values that velocity rules count. Evidence and notes are erased too, since nobody can tell what a
// photo shows. A claim is made by one claimant: all personal data in it counts as the person's where any value of it is
// theirs, or where they are the only person of the policy. Decisions, payments and unique facts stay: they are about no
// person.
func (s *PersonalData) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	rows, err := tx.Claim.Query().Where(claim.PolicyID(policyID)).Order(ent.Asc(claim.FieldID)).All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	policy, err := s.policies.ByKey(ctx, policyID, policy.PointInTime{})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.forget(ctx, tx, row, policy.Product().ClaimFacts(), who); err != nil {
			return fmt.Errorf("claim %s: %w", row.Number, err)
		}
	}
	return nil
}

func (s *PersonalData) forget(ctx context.Context, tx *work.Tx, row *ent.Claim, declared rule.Factors, who *privacy.Subject) error {
	revisions, err := tx.ClaimRevision.Query().Where(claimrevision.ClaimID(row.ID), claimrevision.PersonalKeyNotNil()).All(ctx)
	if err != nil {
		return err
	}
	theirs := who.Alone
	if !theirs {
		if theirs, err = s.mentions(row, revisions, declared, who); err != nil || !theirs {
			return err
		}
	}
	if err := files.Forget(ctx, tx, file.ClaimID(row.ID)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE claim_notes SET text = '' WHERE claim_id = ?", row.ID); err != nil {
		return err
	}
	if err := tx.Claim.Update().Where(claim.ID(row.ID)).ClearPersonalKey().ClearPersonal().Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE claim_revisions SET personal_key = NULL, personal = NULL WHERE claim_id = ?", row.ID); err != nil {
		return err
	}
	if _, err := tx.BlindIndex.Delete().Where(blindindex.PolicyID(row.PolicyID), blindindex.ClaimID(row.ID)).Exec(ctx); err != nil {
		return err
	}
	_, err = tx.ClaimVelocity.Delete().Where(claimvelocity.ClaimID(row.ID)).Exec(ctx)
	return err
}

// mentions tells whether a claim, or any of its revisions, has a value of a person.
func (s *PersonalData) mentions(row *ent.Claim, revisions []*ent.ClaimRevision, declared rule.Factors, who *privacy.Subject) (bool, error) {
	facts, err := s.sealer.open(row, declared)
	if err != nil {
		return false, err
	}
	values := privacy.ValuesOf(declared, facts, "facts")
	for _, r := range revisions {
		text, err := s.sealer.ring.Open(r.PersonalKey, r.Personal, sealContext("claim_revisions", r.ChannelID, r.ID))
		if err != nil {
			return false, fmt.Errorf("revision %d: %w", r.Version, err)
		}
		hidden, err := declared.Recall(text)
		if err != nil {
			return false, fmt.Errorf("revision %d: %w", r.Version, err)
		}
		values = append(values, privacy.ValuesOf(declared, hidden, "facts")...)
	}
	return slices.ContainsFunc(values, func(v privacy.Value) bool { return who.Is(v.Class, v.Text) }), nil
}

// Index adds blind indexes to claims of a page that have none because they are older than the index (H7). It starts
// after a key and answers the last key it looked at, how many claims it looked at, and how many rows it made.
func (s *PersonalData) Index(ctx context.Context, after int64, page int) (last int64, looked, made int, err error) {
	rows, err := s.store.Client.Claim.Query().Where(claim.IDGT(after)).Order(ent.Asc(claim.FieldID)).Limit(page).All(ctx)
	if err != nil {
		return after, 0, 0, fmt.Errorf("index claims: %w", err)
	}
	last = after
	for _, row := range rows {
		if row.Personal != nil {
			n, err := s.index(ctx, row)
			if err != nil {
				return last, looked, made, err
			}
			made += n
		}
		last, looked = row.ID, looked+1
	}
	return last, looked, made, nil
}

// index adds the rows of a claim that has none yet, under the lock of its policy.
func (s *PersonalData) index(ctx context.Context, seen *ent.Claim) (made int, err error) {
	p, err := s.policies.ByKey(ctx, seen.PolicyID, policy.PointInTime{})
	if err != nil {
		return 0, err
	}
	declared := p.Product().ClaimFacts()
	err = s.store.Do(ctx, "index claim", func(ctx context.Context, tx *work.Tx) error {
		made = 0
		if err := policy.Lock(ctx, tx, seen.PolicyID); err != nil {
			return err
		}
		row, err := tx.Claim.Get(ctx, seen.ID)
		if err != nil {
			return err
		}
		there, err := tx.BlindIndex.Query().Where(blindindex.PolicyID(row.PolicyID), blindindex.ClaimID(row.ID)).Exist(ctx)
		if err != nil || there {
			return err
		}
		facts, err := s.sealer.open(row, declared)
		if err != nil {
			return err
		}
		_, hidden := facts.SplitPersonal(declared)
		persons := s.indexes.of(row, declared, hidden)
		made = len(persons.Rows)
		return tx.Insert(ctx, persons)
	})
	return made, err
}
