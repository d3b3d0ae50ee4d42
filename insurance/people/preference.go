package people

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/predicate"
	"baodan/ent/preference"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

const (
	mostPreferences = 100      // of one person
	largestValue    = 64 << 10 // bytes
)

var preferenceKey = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Preferences keep how each person likes to work, for themselves alone. They are no act of business, so they are not on the audit record.
type Preferences struct{ store *work.Store }

// PreferenceInput says how the caller likes something from now on.
type PreferenceInput struct {
	Key              string
	Value            *string // nil: as if it had never been said
	ExpectedRevision int     // 0: it was not there
}

// Preferences of the caller, by their keys; of these keys, or all.
func (s *Preferences) Preferences(ctx context.Context, c *access.Caller, keys []string) ([]*ent.Preference, error) {
	query := s.store.Client.Preference.Query().Where(preference.PersonID(c.PersonID()))
	if keys != nil {
		query.Where(preference.NameIn(keys...))
	}
	rows, err := query.Order(preference.ByName()).Limit(mostPreferences).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("preferences: %w", err)
	}
	return rows, nil
}

// Preference by its key, of the caller's own; nil where there is none.
func (s *Preferences) Preference(ctx context.Context, c *access.Caller, id int64) (*ent.Preference, error) {
	row, err := s.store.Client.Preference.Query().Where(preference.ID(id), preference.PersonID(c.PersonID())).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such preference
	}
	return row, err
}

// SetPreference keeps a preference of the caller, or forgets it; nil once it is forgotten. Faults: INVALID_VALUE, CONFLICT where it has
// another revision, LIMIT_REACHED.
func (s *Preferences) SetPreference(ctx context.Context, c *access.Caller, in PreferenceInput) (kept *ent.Preference, err error) {
	switch {
	case !preferenceKey.MatchString(in.Key):
		return nil, fault.New(fault.CodeInvalidValue, "a key has 1 to 64 letters, digits, dots, underscores and hyphens", "key")
	case in.Value != nil && len(*in.Value) > largestValue:
		return nil, fault.New(fault.CodeInvalidValue, "a preference has at most 65,536 bytes", "value")
	case in.Value != nil && !utf8.ValidString(*in.Value):
		return nil, fault.New(fault.CodeInvalidValue, "a preference is text in UTF-8", "value")
	}
	err = s.store.Do(ctx, "set preference", func(ctx context.Context, tx *work.Tx) error {
		row, err := tx.Preference.Query().Where(preference.PersonID(c.PersonID()), preference.Name(in.Key)).Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return fmt.Errorf("set preference: %w", err)
		}
		kept, err = s.set(ctx, tx, c, row, in)
		return err
	})
	if errors.Is(err, errChangedElsewhere) || work.IsDuplicate(err) {
		return nil, s.changedElsewhere(ctx, c, in.Key)
	}
	return kept, err
}

var errChangedElsewhere = errors.New("the preference has another revision")

// set changes, adds or forgets a preference, whose row is nil where there is none.
func (s *Preferences) set(ctx context.Context, tx *work.Tx, c *access.Caller, row *ent.Preference, in PreferenceInput) (*ent.Preference, error) {
	switch {
	case row == nil && in.ExpectedRevision == 0 && in.Value == nil:
		return nil, nil // it was never said
	case row == nil && in.ExpectedRevision == 0:
		return s.add(ctx, tx, c, in)
	case row == nil || in.ExpectedRevision != row.Revision:
		return nil, errChangedElsewhere
	}
	this := []predicate.Preference{preference.ID(row.ID), preference.Revision(row.Revision)}
	var n int
	var err error
	if in.Value == nil {
		n, err = tx.Preference.Delete().Where(this...).Exec(ctx)
	} else {
		n, err = tx.Preference.Update().Where(this...).SetValue(*in.Value).AddRevision(1).SetChangedAt(tx.Now).Save(ctx)
	}
	if err == nil && n == 0 {
		err = errChangedElsewhere
	}
	if err != nil || in.Value == nil {
		return nil, err
	}
	after := row.Unwrap()
	after.Value, after.Revision, after.ChangedAt = *in.Value, row.Revision+1, tx.Now
	return after, nil
}

// changedElsewhere is CONFLICT with the preference as it is now.
func (s *Preferences) changedElsewhere(ctx context.Context, c *access.Caller, key string) error {
	id, err := s.store.Client.Preference.Query().Where(preference.PersonID(c.PersonID()), preference.Name(key)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return fault.New(fault.CodeConflict, "there is no such preference any more", "expectedRevision")
	}
	if err != nil {
		return fmt.Errorf("set preference: %w", err)
	}
	return fault.Changed(work.PreferenceID.Of(id), "the preference was changed elsewhere", "expectedRevision")
}

func (s *Preferences) add(ctx context.Context, tx *work.Tx, c *access.Caller, in PreferenceInput) (*ent.Preference, error) {
	n, err := tx.Preference.Query().Where(preference.PersonID(c.PersonID())).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("set preference: %w", err)
	}
	if n >= mostPreferences {
		return nil, fault.Newf(fault.CodeLimitReached, "a person has at most %d preferences", mostPreferences)
	}
	row, err := tx.Preference.Create().SetID(tx.NewKey()).SetPersonID(c.PersonID()).SetName(in.Key).SetValue(*in.Value).SetChangedAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}
