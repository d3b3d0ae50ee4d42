package ledger

import (
	"context"
	"fmt"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/closedmonth"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Months closes accounting months.
type Months struct {
	store *work.Store
	audit *audit.Log
}

// Close closes an accounting month (结账): it takes no booking any more, and one that belongs into it gets the first open day. Months are
// closed one after the other; the first that is closed may be any, and closes all before it. Faults: INVALID_VALUE for a month that is
// none, or has not ended; INVALID_STATE for one that is closed, or follows one that is open.
func (s *Months) Close(ctx context.Context, caller *access.Caller, month int) (row *ent.ClosedMonth, err error) {
	if !IsMonth(month) {
		return nil, fault.New(fault.CodeInvalidValue, "a month as 202802", "month")
	}
	err = s.store.Do(ctx, "close month", func(ctx context.Context, tx *work.Tx) error {
		if earning.DayOf(tx.Now, workday.Zone) <= earning.MonthEnd(month) {
			return fault.New(fault.CodeInvalidValue, "the month has not ended", "month")
		}
		newest, err := tx.ClosedMonth.Query().Order(ent.Desc(closedmonth.FieldMonth)).First(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return err
		}
		if newest != nil {
			switch next := following(newest.Month); {
			case month < next:
				return fault.New(fault.CodeInvalidState, "the month is closed", "month")
			case month > next:
				return fault.Newf(fault.CodeInvalidState, "%d is to be closed first", next).At("month")
			}
		}
		row, err = tx.ClosedMonth.Create().SetID(tx.NewKey()).SetMonth(month).SetMadeBy(caller.Actor()).SetAt(tx.Now).Save(ctx)
		if err != nil {
			return err
		}
		err = s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{Action: "month.close", ObjectKind: "accounting_month", Object: fmt.Sprint(month)})
		if err != nil {
			return err
		}
		return event.Record(ctx, tx, 0, fmt.Sprint("M", month), 1, tx.Now, event.MonthClosed{Month: month})
	})
	if work.IsDuplicate(err) {
		return nil, fault.New(fault.CodeInvalidState, "the month is closed", "month")
	}
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

// IsMonth tells whether a number names a month: 202802.
func IsMonth(month int) bool {
	return month%100 >= 1 && month%100 <= 12 && month > 200000 && month < 1000000
}

// following is the month after a month.
func following(month int) int { return (earning.MonthEnd(month) + 1).Month() }

// closedBefore is the newest month that was closed at the places that were folded so far; 0: none.
func closedBefore(ctx context.Context, tx *work.Tx) (int, error) {
	row, err := tx.ClosedMonth.Query().Where(closedmonth.PlaceNotNil()).Order(ent.Desc(closedmonth.FieldMonth)).First(ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return row.Month, nil
}

// monthClosed writes from which place on a month is closed.
func (f *folding) monthClosed(ctx context.Context) error {
	var month int
	if _, err := fmt.Sscanf(f.entry.Event.Subject, "M%d", &month); err != nil {
		return err
	}
	f.closed = max(f.closed, month)
	return f.tx.ClosedMonth.Update().Where(closedmonth.Month(month)).SetPlace(f.entry.Place).Exec(ctx)
}

// MonthsBooked are the accounting months of live business that have bookings, the oldest first.
func (s *Months) MonthsBooked(ctx context.Context) ([]int, error) {
	months, err := s.store.Client.Booking.Query().Where(booking.Live(true)).Unique(true).Order(ent.Asc(booking.FieldMonth)).Select(booking.FieldMonth).Ints(ctx)
	if err != nil {
		return nil, fmt.Errorf("months of bookings: %w", err)
	}
	return months, nil
}
