package files

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

const (
	// Keep is how long files are kept that have done their work: rows of bulk issues, products, results of jobs; and
	// those that nobody did anything with. Evidence and what service requests send stay with the claim or request.
	Keep = 30 * 24 * time.Hour
	// minimumAge is how old a content must be to be removed: its writer has said by then what it is for.
	minimumAge = 24 * time.Hour

	purgePage = 1000
)

// User is who else needs contents than the files of callers do.
type User interface {
	// ReleaseFiles gives up contents whose work ended before an instant.
	ReleaseFiles(ctx context.Context, before time.Time) error
	// InUse are the digests of contents that it needs.
	InUse(ctx context.Context) ([]string, error)
}

// Forget gives files up for good, in the transaction: their names at once, their contents with the next Purge.
func Forget(ctx context.Context, tx *work.Tx, which ...predicate.File) error {
	err := tx.File.Update().Where(which...).Where(file.StateNEQ(file.StateRemoved)).SetState(file.StateRemoved).SetName("").Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget files: %w", err)
	}
	return nil
}

// Purge forgets files that never arrived or are not kept any more, and removes all contents that nothing needs. Run it
// once a day; it may be broken off anywhere. It answers how many contents it removed.
func (s *Service) Purge(ctx context.Context) (removed int, err error) {
	now := s.store.Now()
	old := now.Add(-Keep)
	err = errors.Join(
		s.inPages(ctx, file.StateExpected, now.Add(-minimumAge), nil, func(ctx context.Context, tx *work.Tx, which predicate.File) error {
			_, err := tx.File.Delete().Where(which, file.StateEQ(file.StateExpected)).Exec(ctx)
			return err
		}),
		s.inPages(ctx, file.StateStored, old, []predicate.File{file.ClaimIDIsNil(), file.RequestIDIsNil()}, func(ctx context.Context, tx *work.Tx, which predicate.File) error {
			return Forget(ctx, tx, which, file.ClaimIDIsNil(), file.RequestIDIsNil())
		}),
	)
	inUse := map[string]bool{}
	for _, user := range s.users {
		digests, used := []string(nil), user.ReleaseFiles(ctx, old)
		if used == nil {
			digests, used = user.InUse(ctx)
		}
		err = errors.Join(err, used)
		for _, digest := range digests {
			inUse[digest] = true
		}
	}
	if err != nil {
		return 0, err // who is in doubt removes nothing
	}
	return s.storage.Sweep(ctx, now.Add(-minimumAge), func(ctx context.Context, contents []Content) (map[string]bool, error) {
		return s.useless(ctx, contents, inUse, old)
	})
}

// inPages does something to files of a state that were announced before an instant; keys are real time.
func (s *Service) inPages(ctx context.Context, state file.State, before time.Time, narrow []predicate.File, do func(context.Context, *work.Tx, predicate.File) error) error {
	for after := int64(0); ; {
		ids, err := s.store.Client.File.Query().
			Where(file.IDGT(after), file.IDLT(work.KeyAt(before)), file.StateEQ(state)).Where(narrow...).
			Order(ent.Asc(file.FieldID)).Limit(purgePage).IDs(ctx)
		if err != nil {
			return fmt.Errorf("purge files: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		err = s.store.Do(ctx, "purge files", func(ctx context.Context, tx *work.Tx) error { return do(ctx, tx, file.IDIn(ids...)) })
		if err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// useless are contents whose files were all given up, and such as nothing ever referred to, once they are old: a
// database that was restored to yesterday does not know what arrived today.
func (s *Service) useless(ctx context.Context, contents []Content, inUse map[string]bool, old time.Time) (map[string]bool, error) {
	digests := make([]string, len(contents))
	for i, c := range contents {
		digests[i] = c.Digest
	}
	rows, err := s.store.Client.File.Query().Where(file.Sha256In(digests...)).Select(file.FieldSha256, file.FieldState).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("sweep files: %w", err)
	}
	known, needed := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		known[row.Sha256] = true
		if row.State != file.StateRemoved {
			needed[row.Sha256] = true
		}
	}
	gone := map[string]bool{}
	for _, c := range contents {
		gone[c.Digest] = !inUse[c.Digest] && !needed[c.Digest] && (known[c.Digest] || c.Written.Before(old))
	}
	return gone, nil
}
