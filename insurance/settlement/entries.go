package settlement

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/cashentry"
	"baodan/ent/predicate"
	"baodan/ent/settlementaccount"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

// Input is what finance does with an account.
type Input struct {
	Account   string
	Mode      work.Mode
	Reference string       // of the bank, or the number of the request: with it the act is done once
	Month     *int         // the accounting month that it settles: 202802; nil: where it may be left out, the oldest that is open
	Amount    *money.Input // of a receipt, and of what is paid back out of a balance
	Reason    string       // of a write-off: a code
}

// Recorded is the answer to an act.
type Recorded struct {
	Entry    *ent.CashEntry
	Replayed bool
}

// Receive records money that came in (收款). It fills the month that it names, else the oldest due day that is open; the rest is received
// ahead. Of an account that pays ahead it is added to the balance. Faults: INVALID_VALUE, NOT_FOUND, REQUEST_MISMATCH.
func (s *Service) Receive(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindReceipt, in, func(t *till, amount int64) error {
		if t.account.Kind == settlementaccount.KindPrepaid {
			t.line(ledger.PremiumReceived, 0, amount)
			t.paid += amount
			return nil
		}
		days := t.owing()
		if in.Month != nil {
			days = []int{t.dueDay(*in.Month)}
		}
		if left := t.fill(ledger.PremiumReceived, amount, days); left > 0 {
			t.line(ledger.PremiumReceived, 0, left)
			t.paid += left
		}
		return nil
	})
}

// Apply settles what is open, the oldest first or that of a month, with what was received ahead (预收核销). Faults: NOTHING_OPEN, and as of
// Receive.
func (s *Service) Apply(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindApplication, in, func(t *till, _ int64) error {
		days := t.owing()
		if in.Month != nil {
			days = []int{t.dueDay(*in.Month)}
		}
		var open int64
		for _, day := range days {
			open += max(t.openPremium(day), 0)
		}
		amount := min(t.advance, open)
		if amount <= 0 {
			return nothingOpen("nothing was received ahead, or nothing is open")
		}
		t.line(ledger.AdvanceApplied, 0, -amount)
		t.fill(ledger.AdvanceApplied, amount, days)
		t.paid -= amount // it was paid when it was received
		return nil
	})
}

// PayRefund records that premium of a month that came out negative was given back (退费), or that a balance was. Faults: NOTHING_OPEN,
// BALANCE_TOO_LOW, and as of Receive.
func (s *Service) PayRefund(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindRefund, in, func(t *till, amount int64) error {
		if t.account.Kind == settlementaccount.KindPrepaid {
			left, err := distribution.Balance(ctx, t.tx, t.account, t.live)
			if err != nil {
				return err
			}
			switch {
			case left <= 0:
				return nothingOpen("the balance is used up")
			case amount > left:
				return fault.New(fault.CodeBalanceTooLow, "less is left", "amount")
			case amount == 0:
				amount = left
			}
			t.line(ledger.PremiumRefunded, 0, -amount)
			t.paid -= amount
			return nil
		}
		day, err := t.monthOf(in)
		if err != nil {
			return err
		}
		if t.openPremium(day) >= 0 {
			return nothingOpen("no refund of the month is due")
		}
		t.settle(ledger.PremiumRefunded, day, t.openPremium(day))
		return nil
	})
}

// PayCommission records that the commission of a month was paid (手续费支付): what its statements say, and was not paid or set off. Faults:
// NOTHING_OPEN, and as of Receive.
func (s *Service) PayCommission(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindCommission, in, func(t *till, _ int64) error {
		day, err := t.monthOf(in)
		if err != nil {
			return err
		}
		amount := t.openCommission(day)
		if amount <= 0 {
			return nothingOpen("no commission of the month is due")
		}
		t.line(ledger.CommissionPaid, day, -amount)
		return nil
	})
}

// SetOff sets commission of a month off against its premium (抵扣), as much as both have open. Faults: NOTHING_OPEN, and as of Receive.
func (s *Service) SetOff(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindOffset, in, func(t *till, _ int64) error {
		day, err := t.monthOf(in)
		if err != nil {
			return err
		}
		amount := min(t.openPremium(day), t.openCommission(day))
		if amount <= 0 {
			return nothingOpen("premium and commission of the month are not both open")
		}
		t.settle(ledger.PremiumOffset, day, amount)
		t.line(ledger.CommissionOffset, day, -amount)
		return nil
	})
}

// WriteOff gives up premium of a month (坏账核销). People ask for it, and another approves; the command line is trusted. Faults: NOTHING_OPEN,
// and as of Receive.
func (s *Service) WriteOff(ctx context.Context, caller *access.Caller, in Input) (*Recorded, error) {
	return s.record(ctx, caller, cashentry.KindWriteOff, in, func(t *till, _ int64) error {
		day, err := t.monthOf(in)
		if err != nil {
			return err
		}
		amount := t.openPremium(day)
		if amount <= 0 {
			return nothingOpen("no premium of the month is open")
		}
		t.settle(ledger.WrittenOff, day, amount)
		t.line(ledger.BadDebt, 0, -amount)
		return nil
	})
}

// monthOf is the due day of the month that an act must name. Fault: REQUIRED.
func (t *till) monthOf(in Input) (int, error) {
	if in.Month == nil {
		return 0, fault.New(fault.CodeRequired, "which month", "month")
	}
	return t.dueDay(*in.Month), nil
}

var (
	referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
	reasonPattern    = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,47}$`)
)

// validate answers the amount in minor units; 0: none.
func (in *Input) validate(kind cashentry.Kind, currency string) (amount int64, err error) {
	var faults fault.List
	if !referencePattern.MatchString(in.Reference) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "1 to 64 visible ASCII characters", "reference"))
	}
	if in.Month != nil && !ledger.IsMonth(*in.Month) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a month as 202802", "month"))
	}
	if kind == cashentry.KindWriteOff && !reasonPattern.MatchString(in.Reason) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a code of capitals, digits and _", "reason"))
	}
	switch {
	case in.Amount == nil && kind == cashentry.KindReceipt:
		faults = append(faults, fault.New(fault.CodeRequired, "", "amount"))
	case in.Amount == nil:
	case !slices.Contains([]cashentry.Kind{cashentry.KindReceipt, cashentry.KindRefund}, kind):
		faults = append(faults, fault.New(fault.CodeInvalidValue, "all that is open is settled", "amount"))
	case in.Amount.Currency != currency:
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, "the account is in %s", currency).At("amount", "currency"))
	default:
		minor, err := in.Amount.Amount.In(money.Currency(currency))
		if amount = minor.Minor; err != nil || amount <= 0 {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "an amount above zero, without fractions of the smallest unit", "amount", "amount"))
		}
	}
	if len(faults) > 0 {
		return 0, faults
	}
	return amount, nil
}

// record does an act of finance, once under its reference.
func (s *Service) record(ctx context.Context, caller *access.Caller, kind cashentry.Kind, in Input, settle func(*till, int64) error) (*Recorded, error) {
	account, channel, err := s.account(ctx, in.Account, in.Mode)
	if err != nil {
		return nil, err
	}
	amount, err := in.validate(kind, account.Currency)
	if err != nil {
		return nil, err
	}
	row := &ent.CashEntry{
		ID: s.store.NewKey(), ChannelID: channel.ID, Account: account.Code, Live: channel.Live, Kind: kind, Currency: account.Currency, Month: in.Month,
		Reference: in.Reference, Reason: in.Reason, MadeBy: caller.Actor(), At: s.distribution.Now(channel.ID),
	}
	err = s.store.Do(ctx, "settle account", func(ctx context.Context, tx *work.Tx) error {
		t, err := open(ctx, tx, account, channel.Live)
		if err != nil {
			return err
		}
		if taken, err := tx.CashEntry.Query().Where(same(row)).Exist(ctx); err != nil || taken {
			if err == nil {
				err = errTaken
			}
			return err
		}
		if err := settle(t, amount); err != nil {
			return err
		}
		row.Lines, row.Amount = t.lines, max(amount, abs(t.lines[len(t.lines)-1].Cash))
		if err := t.store(ctx); err != nil {
			return err
		}
		return s.insert(ctx, tx, caller, row)
	})
	if errors.Is(err, errTaken) || work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		return s.replay(ctx, row, in, amount, err)
	}
	if err != nil {
		return nil, err
	}
	return &Recorded{Entry: row}, nil
}

var errTaken = errors.New("another entry has the reference")

// insert stores an entry with its event and its record.
func (s *Service) insert(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.CashEntry) error {
	err := tx.CashEntry.Create().SetID(row.ID).SetChannelID(row.ChannelID).SetAccount(row.Account).SetLive(row.Live).SetKind(row.Kind).
		SetCurrency(row.Currency).SetAmount(row.Amount).SetNillableMonth(row.Month).SetReference(row.Reference).SetReason(row.Reason).
		SetLines(row.Lines).SetMadeBy(row.MadeBy).SetAt(row.At).Exec(ctx)
	if err != nil {
		return err
	}
	amount := money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}
	err = s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "account.settle", ObjectKind: "account", Object: row.Account, ChannelID: row.ChannelID,
		After: map[string]any{"kind": row.Kind, "amount": amount.Text(), "month": row.Month, "reference": row.Reference},
	})
	if err != nil {
		return err
	}
	subject := work.CashEntryID.Of(row.ID)
	return event.Record(ctx, tx, 0, subject, 1, row.At, event.CashRecorded{
		EntryID: subject, Account: row.Account, Kind: string(row.Kind), Amount: event.MoneyOf(amount),
	})
}

// replay answers an act that was done under its reference: with what it made, if it was the same, else REQUEST_MISMATCH.
func (s *Service) replay(ctx context.Context, asked *ent.CashEntry, in Input, amount int64, cause error) (*Recorded, error) {
	row, err := s.store.Client.CashEntry.Query().Where(same(asked)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, cause
	}
	if err != nil {
		return nil, fmt.Errorf("look up entry: %w", err)
	}
	var differs []string
	if amount != 0 && row.Amount != amount {
		differs = append(differs, "amount")
	}
	if (row.Month == nil) != (in.Month == nil) || row.Month != nil && *row.Month != *in.Month {
		differs = append(differs, "month")
	}
	if row.Reason != in.Reason {
		differs = append(differs, "reason")
	}
	if len(differs) > 0 {
		return nil, fault.RequestMismatch{Fault: fault.New(fault.CodeRequestMismatch, "", "reference"), FirstSeenAt: row.At, Differs: differs}
	}
	return &Recorded{Entry: row, Replayed: row.ID != asked.ID}, nil
}

// same finds the entry of a reference.
func same(row *ent.CashEntry) predicate.CashEntry {
	return cashentry.And(cashentry.Account(row.Account), cashentry.Live(row.Live), cashentry.KindEQ(row.Kind), cashentry.Reference(row.Reference))
}
