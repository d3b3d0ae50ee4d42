package privacy

import (
	"context"
	"slices"
	"strconv"
	"time"

	"baodan/engine/workday"
	"baodan/ent/counter"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Rules are what can be set.
type Rules struct {
	RevealsPerDay int // of one person, by the insurer's day; 0: DefaultReveals
}

// DefaultReveals is how often a person may see personal data in clear a day.
const DefaultReveals = 50

// RowID is a row that holds personal data.
type RowID struct {
	Kind string // as its source names it
	Key  int64
}

// RevealInput asks for personal data in clear.
type RevealInput struct {
	ID      RowID
	Classes []PersonalClass
	Reason  string
}

// Revealed is personal data in clear.
type Revealed struct {
	Values    []Value
	Remaining int // how often the person may ask again today
}

// MayReveal tells whether a caller may see personal data in clear: one of those who serve customers. System administrators and
// auditors never may, whatever other role they have.
func MayReveal(caller *access.Caller) bool {
	return caller.PersonID() != 0 && !caller.HasRole(access.SystemAdmin, access.Audit) &&
		caller.HasRole(access.Service, access.Claims, access.Underwriting, access.Finance)
}

// reveals refuses those who may never: FORBIDDEN.
func reveals(caller *access.Caller) error {
	if MayReveal(caller) {
		return nil
	}
	return fault.New(fault.CodeForbidden, "personal data in clear is for those who serve customers")
}

// Reveal shows personal data of a row in clear (H7). Before anything is answered it is on record, in a transaction of its
// own, with the reason and how many values were shown, never with the values; and it counts against the person's bound of
// the day, on all servers. See MayReveal. Faults:
// INVALID_VALUE, NOT_FOUND, FORBIDDEN, LIMIT_REACHED, beside which the answer says that nothing remains.
func (s *Service) Reveal(ctx context.Context, caller *access.Caller, in *RevealInput) (*Revealed, error) {
	if err := reveals(caller); err != nil {
		return nil, err
	}
	classes, err := in.check()
	if err != nil {
		return nil, err
	}
	held, err := s.subjectData(ctx, in)
	if err != nil {
		return nil, err
	}
	if !caller.Sees(held.ChannelID) {
		return nil, noSubject()
	}
	out := &Revealed{}
	for _, v := range held.Values {
		if slices.Contains(classes, v.Class.Of()) {
			out.Values = append(out.Values, v)
		}
	}
	today, err := s.today(ctx, caller.PersonID())
	if err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "reveal personal data", func(ctx context.Context, tx *work.Tx) (err error) {
		if out.Remaining, err = s.count(ctx, tx, today); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "personal.reveal", ObjectKind: in.ID.Kind, Object: held.Object, ChannelID: held.ChannelID,
			After: map[string]any{"classes": classes, "values": len(out.Values)}, Reason: in.Reason,
		})
	})
	if fault.Has(err, fault.CodeLimitReached) {
		return &Revealed{}, err
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// check finds fault with a request, and gives its classes in a fixed order.
func (in *RevealInput) check() ([]PersonalClass, error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	var classes []PersonalClass
	for _, class := range []PersonalClass{Name, IdentityNo, Contact, Account} {
		if slices.Contains(in.Classes, class) {
			classes = append(classes, class)
		}
	}
	switch {
	case len(classes) == 0:
		return nil, fault.New(fault.CodeInvalidValue, "at least one class", "classes")
	case len(classes) != len(in.Classes):
		return nil, fault.New(fault.CodeInvalidValue, "each class once", "classes")
	}
	return classes, nil
}

func noSubject() error {
	return fault.New(fault.CodeNotFound, "no such policy, claim or service request", "id")
}

func (s *Service) subjectData(ctx context.Context, in *RevealInput) (*SubjectData, error) {
	missing := noSubject()
	i := slices.IndexFunc(s.sources, func(source Source) bool { return source.PersonalKind() == in.ID.Kind })
	if i < 0 {
		return nil, missing
	}
	held, err := s.sources[i].Personal(ctx, in.ID.Key)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return nil, missing
	}
	return held, nil
}

// Reveals counts how often each person saw personal data in clear today.
type Reveals struct {
	store *work.Store
	rules Rules
}

// RevealsLeft is how often a caller may still see personal data in clear today; 0 where they never may.
func (s *Reveals) RevealsLeft(ctx context.Context, caller *access.Caller) (int, error) {
	if !MayReveal(caller) {
		return 0, nil
	}
	used, _, err := s.store.FindCounter(ctx, s.counterOf(caller.PersonID()))
	return max(s.rules.RevealsPerDay-int(used), 0), err
}

func usedUp(most int) error { return fault.Newf(fault.CodeLimitReached, "%d times a day", most) }

// counterOf a person is the name of the counter of their reveals of the day.
func (s *Reveals) counterOf(personID int64) string {
	return ownCounters(personID) + s.store.Now().In(workday.Zone).Format(time.DateOnly)
}

func ownCounters(personID int64) string { return "reveals:" + strconv.FormatInt(personID, 10) + ":" }

// today is the counter of a person's reveals of the day, which is there; what they had on earlier days is forgotten with the
// first of a new one. It is opened apart from the transaction that moves it: two who insert a row at once and then change
// it lock each other out.
func (s *Reveals) today(ctx context.Context, personID int64) (string, error) {
	own, today := ownCounters(personID), s.counterOf(personID)
	_, there, err := s.store.FindCounter(ctx, today)
	if err != nil || there {
		return today, err
	}
	err = s.store.Do(ctx, "count reveals", func(ctx context.Context, tx *work.Tx) error {
		_, err := tx.Counter.Delete().Where(counter.NameGTE(own), counter.NameLT(today)).Exec(ctx)
		return err
	})
	if err != nil {
		return today, err
	}
	return today, s.store.OpenCounter(ctx, today, 0)
}

// count takes one of the person's reveals of the day, and answers how many remain. The counter is moved only while it is
// below the bound, so that requests at once share what is left. Fault: LIMIT_REACHED.
func (s *Reveals) count(ctx context.Context, tx *work.Tx, today string) (remaining int, err error) {
	most := s.rules.RevealsPerDay
	fits, err := tx.AdvanceWithin(ctx, today, 1, int64(most))
	if err != nil {
		return 0, err
	}
	if !fits {
		return 0, usedUp(most)
	}
	used, err := tx.LockCounter(ctx, today)
	return most - int(used), err
}
