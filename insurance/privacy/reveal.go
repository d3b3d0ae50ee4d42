package privacy

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"baodan/ent"
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

// zone is where the insurer's day begins.
var zone = time.FixedZone("Asia/Shanghai", 8*3600)

// RevealInput asks for personal data in clear.
type RevealInput struct {
	Kind    string // of the row, as its holder names it; empty: none
	ID      int64
	Classes []PersonalClass
	Reason  string
}

// Revealed is personal data in clear.
type Revealed struct {
	Values    []Value
	Remaining int // how often the person may ask again today
}

// Reveal shows personal data of a row in clear (H7). Before anything is answered it is on record, in a transaction of its
// own, with the reason and how many values were shown, never with the values; and it counts against the person's bound of
// the day, on all servers. Whoever keeps the systems or audits them never sees any, whatever other role he has. Faults:
// INVALID_VALUE, NOT_FOUND, FORBIDDEN, LIMIT_REACHED, beside which the answer says that nothing remains.
func (o *Office) Reveal(ctx context.Context, caller *access.Caller, in *RevealInput) (*Revealed, error) {
	if caller.PersonID() == 0 || caller.Has(access.SystemAdmin, access.Audit) {
		return nil, fault.New(fault.Forbidden, "personal data in clear is for those who serve customers")
	}
	classes, err := in.check()
	if err != nil {
		return nil, err
	}
	held, err := o.held(ctx, in)
	if err != nil {
		return nil, err
	}
	out := &Revealed{}
	for _, v := range held.Values {
		if slices.Contains(classes, v.Class.Of()) {
			out.Values = append(out.Values, v)
		}
	}
	err = o.store.Do(ctx, "reveal personal data", func(ctx context.Context, tx *work.Tx) (err error) {
		if out.Remaining, err = o.count(ctx, tx, caller.PersonID()); err != nil {
			return err
		}
		return o.book.Record(ctx, tx, caller.Who(), audit.Entry{
			Action: "personal.reveal", ObjectKind: in.Kind, Object: held.Object, ChannelID: held.ChannelID,
			After: map[string]any{"classes": classes, "values": len(out.Values)}, Reason: in.Reason,
		})
	})
	if fault.Has(err, fault.LimitReached) {
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
	if len(classes) == 0 {
		return nil, fault.New(fault.InvalidValue, "at least one class", "classes")
	}
	return classes, nil
}

func (o *Office) held(ctx context.Context, in *RevealInput) (*Holding, error) {
	missing := fault.New(fault.NotFound, "no such policy, claim or service request", "id")
	i := slices.IndexFunc(o.holders, func(h Holder) bool { return h.PersonalKind() == in.Kind })
	if i < 0 {
		return nil, missing
	}
	held, err := o.holders[i].Personal(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return nil, missing
	}
	return held, nil
}

// count takes one of the person's reveals of the day, and answers how many remain. The row of the day is moved only while
// it is below the bound, so that requests at once share what is left. Fault: LIMIT_REACHED.
func (o *Office) count(ctx context.Context, tx *work.Tx, personID int64) (remaining int, err error) {
	own := "reveals:" + strconv.FormatInt(personID, 10) + ":"
	today := own + tx.Now.In(zone).Format(time.DateOnly)
	for range 3 {
		n, err := tx.Counter.Update().Where(counter.Name(today), counter.ValueLT(int64(o.rules.RevealsPerDay))).AddValue(1).Save(ctx)
		if err != nil {
			return 0, fmt.Errorf("count reveals: %w", err)
		}
		row, err := tx.Counter.Query().Where(counter.Name(today)).Only(ctx)
		switch {
		case n == 1 && err == nil:
			return o.rules.RevealsPerDay - int(row.Value), nil
		case err == nil:
			return 0, fault.Newf(fault.LimitReached, "%d times a day", o.rules.RevealsPerDay)
		case !ent.IsNotFound(err):
			return 0, fmt.Errorf("count reveals: %w", err)
		}
		err = tx.Counter.Create().SetID(tx.NewKey()).SetName(today).SetValue(1).Exec(ctx)
		if work.IsDuplicate(err) {
			continue // he asked twice at once, for the first time today
		}
		if err != nil {
			return 0, fmt.Errorf("count reveals: %w", err)
		}
		return o.rules.RevealsPerDay - 1, forgetDays(ctx, tx, own, today)
	}
	return 0, fault.New(fault.Unavailable, "too many requests of one person at once")
}

// forgetDays drops the counts of a person's earlier days.
func forgetDays(ctx context.Context, tx *work.Tx, own, today string) error {
	_, err := tx.Counter.Delete().Where(counter.NameGTE(own), counter.NameLT(today)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count reveals: %w", err)
	}
	return nil
}
