package people

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"baodan/engine/seal"
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
// Values are sealed, since a saved search may hold a name. A person is never deleted, so neither are these; each is bounded, and so is
// their number.
type Preferences struct {
	store *work.Store
	ring  *seal.Keyring
	forms *seal.Mac
}

// Preference is how a person likes something.
type Preference struct {
	ID        int64
	Key       string
	Value     string
	Revision  int
	ChangedAt time.Time
}

func preferenceContext(id int64, personID string) string {
	return "preferences.sealed:" + personID + ":" + strconv.FormatInt(id, 10)
}

// preferenceColumn holds the keys of what is sealed.
var preferenceColumn = work.SealedColumn{Table: preference.Table, Column: preference.FieldSealedKey, Also: preference.FieldPersonID, Context: preferenceContext}

// open unseals a preference.
func (s *Preferences) open(row *ent.Preference) (*Preference, error) {
	plain, err := s.ring.Open(row.SealedKey, row.Sealed, preferenceContext(row.ID, strconv.FormatInt(row.PersonID, 10)))
	if err != nil {
		return nil, fmt.Errorf("preference %d: %w", row.ID, err)
	}
	return &Preference{ID: row.ID, Key: row.Name, Value: string(plain), Revision: row.Revision, ChangedAt: row.ChangedAt}, nil
}

func (s *Preferences) seal(id, personID int64, value string) (key, box []byte) {
	return s.ring.Seal([]byte(value), preferenceContext(id, strconv.FormatInt(personID, 10)))
}

// FormKey seals, on a person's machine, what they typed and have not sent: it is theirs alone and the same in each of their sessions,
// so that what they typed outlives one; nil: nobody in particular calls.
func (s *Preferences) FormKey(c *access.Caller) *string {
	if c.PersonID() == 0 {
		return nil
	}
	key := base64.StdEncoding.EncodeToString(s.forms.Sum([]byte(strconv.FormatInt(c.PersonID(), 10))))
	return &key
}

// PreferenceInput says how the caller likes something from now on.
type PreferenceInput struct {
	Key              string
	Value            *string // nil: as if it had never been said
	ExpectedRevision int     // 0: it was not there
}

// Preferences of the caller, by their keys; of these keys, or all.
func (s *Preferences) Preferences(ctx context.Context, c *access.Caller, keys []string) ([]*Preference, error) {
	query := s.store.Client.Preference.Query().Where(preference.PersonID(c.PersonID()))
	if keys != nil {
		query.Where(preference.NameIn(keys...))
	}
	rows, err := query.Order(preference.ByName()).Limit(mostPreferences).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("preferences: %w", err)
	}
	list := make([]*Preference, len(rows))
	for i, row := range rows {
		if list[i], err = s.open(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Preference by its key, of the caller's own; nil where there is none.
func (s *Preferences) Preference(ctx context.Context, c *access.Caller, id int64) (*Preference, error) {
	row, err := s.store.Client.Preference.Query().Where(preference.ID(id), preference.PersonID(c.PersonID())).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such preference
	}
	if err != nil {
		return nil, fmt.Errorf("preference %d: %w", id, err)
	}
	return s.open(row)
}

// SetPreference keeps a preference of the caller, or forgets it; nil once it is forgotten. Faults: INVALID_VALUE, CONFLICT where it has
// another revision, LIMIT_REACHED.
func (s *Preferences) SetPreference(ctx context.Context, c *access.Caller, in PreferenceInput) (kept *Preference, err error) {
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
func (s *Preferences) set(ctx context.Context, tx *work.Tx, c *access.Caller, row *ent.Preference, in PreferenceInput) (*Preference, error) {
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
		key, box := s.seal(row.ID, row.PersonID, *in.Value)
		n, err = tx.Preference.Update().Where(this...).SetSealedKey(key).SetSealed(box).AddRevision(1).SetChangedAt(tx.Now).Save(ctx)
	}
	if err == nil && n == 0 {
		err = errChangedElsewhere
	}
	if err != nil || in.Value == nil {
		return nil, err
	}
	return &Preference{ID: row.ID, Key: row.Name, Value: *in.Value, Revision: row.Revision + 1, ChangedAt: tx.Now}, nil
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

func (s *Preferences) add(ctx context.Context, tx *work.Tx, c *access.Caller, in PreferenceInput) (*Preference, error) {
	n, err := tx.Preference.Query().Where(preference.PersonID(c.PersonID())).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("set preference: %w", err)
	}
	if n >= mostPreferences {
		return nil, fault.Newf(fault.CodeLimitReached, "a person has at most %d preferences", mostPreferences)
	}
	id := tx.NewKey()
	key, box := s.seal(id, c.PersonID(), *in.Value)
	row, err := tx.Preference.Create().SetID(id).SetPersonID(c.PersonID()).SetName(in.Key).SetSealedKey(key).SetSealed(box).SetChangedAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, err
	}
	return &Preference{ID: id, Key: in.Key, Value: *in.Value, Revision: row.Revision, ChangedAt: tx.Now}, nil
}
