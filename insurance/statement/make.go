package statement

import (
	"bytes"
	"context"
	"fmt"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/statement"
	"baodan/ent/statementpart"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

// MakeInput says of what a statement is made.
type MakeInput struct {
	ChannelCode   string
	AgreementCode string
	Mode          work.Mode
	Month         int // 202802
}

// Make makes the statement of an agreement for an accounting month that has ended, as it is booked now. Where there is one already and
// something was booked for the month since, it makes the next revision, which takes the place of the one before; where nothing was, it
// answers that one. Faults: INVALID_VALUE, NOT_FOUND; INVALID_STATE where the month has nothing to tell.
func (s *Service) Make(ctx context.Context, caller *access.Caller, in MakeInput) (*ent.Statement, error) {
	if !ledger.IsMonth(in.Month) {
		return nil, fault.New(fault.CodeInvalidValue, "a month as 202802", "month")
	}
	channel, err := s.distribution.ChannelByCode(in.ChannelCode, in.Mode.IsLive())
	if err != nil {
		return nil, err
	}
	if earning.DayOf(s.distribution.Now(channel.ID), workday.Zone) <= earning.MonthEnd(in.Month) {
		return nil, fault.New(fault.CodeInvalidValue, "the month has not ended", "month")
	}
	r, err := s.reading(ctx, channel, in.AgreementCode, in.Month)
	if err != nil {
		return nil, err
	}
	if len(r.versions) == 0 {
		return nil, fault.Newf(fault.CodeNotFound, "agreement %s", in.AgreementCode).At("agreementCode")
	}
	if r.through, err = ledger.Booked(ctx, s.store); err != nil {
		return nil, err
	}
	row, frozen, err := r.make(ctx)
	if err != nil {
		return nil, err
	}
	if row.Lines == 0 {
		return nil, fault.New(fault.CodeInvalidState, "nothing was booked for the month", "month")
	}
	row.ID, row.MadeBy, row.Currency = s.store.NewKey(), caller.Actor(), r.currency
	return s.freeze(ctx, caller, in, row, frozen)
}

// make reads all lines, and adds them up.
func (r *reading) make(ctx context.Context) (*ent.Statement, *freezer, error) {
	frozen, sums := newFreezer(), newTotals()
	err := r.each(ctx, func(b *booked) error {
		place, _ := ledger.PlaceOf(b.key)
		b.Commission = sums.add(place, &b.StatementLine, b.exact, r.rates[b.agreement])
		return frozen.add(&b.StatementLine)
	})
	if err == nil {
		err = frozen.end()
	}
	if err != nil {
		return nil, nil, err
	}
	sums.endAct()
	row := &ent.Statement{
		ChannelID: r.channel.ID, Month: r.month, State: statement.StateDraft, Place: r.through, Lines: frozen.lines, Hash: frozen.hash.Sum(nil),
		Totals: sums.StatementTotals, MadeAt: r.service.distribution.Now(r.channel.ID), Version: 1,
	}
	for _, a := range r.versions {
		row.AgreementCode = a.Code
	}
	return row, frozen, nil
}

// freeze stores a statement with its lines, unless the newest revision has the same.
func (s *Service) freeze(ctx context.Context, caller *access.Caller, in MakeInput, row *ent.Statement, frozen *freezer) (*ent.Statement, error) {
	var same *ent.Statement
	err := s.store.Do(ctx, "make statement", func(ctx context.Context, tx *work.Tx) error {
		same = nil
		of := statement.And(statement.ChannelID(row.ChannelID), statement.AgreementCode(row.AgreementCode), statement.Month(row.Month))
		before, err := tx.Statement.Query().Where(of).Order(ent.Desc(statement.FieldRevision)).First(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return err
		}
		row.Revision = 1
		if before != nil {
			if bytes.Equal(before.Hash, row.Hash) {
				same = before.Unwrap()
				return nil
			}
			row.Revision = before.Revision + 1
			err := tx.Statement.UpdateOneID(before.ID).SetState(statement.StateSuperseded).AddVersion(1).Exec(ctx)
			if err != nil {
				return err
			}
		}
		err = tx.Statement.Create().SetID(row.ID).SetChannelID(row.ChannelID).SetAgreementCode(row.AgreementCode).SetMonth(row.Month).
			SetRevision(row.Revision).SetCurrency(row.Currency).SetState(row.State).SetPlace(row.Place).SetLines(row.Lines).SetHash(row.Hash).
			SetTotals(row.Totals).SetMadeBy(row.MadeBy).SetMadeAt(row.MadeAt).Exec(ctx)
		if err != nil {
			return err
		}
		parts := work.Insert{Table: statementpart.Table, Columns: []string{statementpart.FieldID, statementpart.FieldStatementID, statementpart.FieldNumber, statementpart.FieldLines}}
		for i, part := range frozen.parts {
			parts.Rows = [][]any{{tx.NewKey(), row.ID, i, part}}
			if err := tx.Insert(ctx, parts); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "statement.make", ObjectKind: "statement", Object: fmt.Sprintf("%s/%s/%d", in.ChannelCode, row.AgreementCode, row.Month), ChannelID: row.ChannelID,
			After: map[string]any{"revision": row.Revision, "lines": row.Lines, "premium": row.Totals.Premium, "commission": row.Totals.Commission},
		})
	})
	if work.IsDuplicate(err) {
		return nil, fault.New(fault.CodeConflict, "another made it at the same time", "month")
	}
	if err != nil {
		return nil, err
	}
	if same != nil {
		return same, nil
	}
	return row, nil
}
