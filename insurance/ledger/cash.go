package ledger

import (
	"context"

	"baodan/ent/cashentry"
	"baodan/ent/receivedpremium"
	"baodan/ent/schema"
	"baodan/insurance/work"
)

// cashRecorded books the lines of an entry of finance.
func (f *folding) cashRecorded(ctx context.Context) error {
	key, err := work.CashEntryID.Key(f.entry.Event.Subject)
	if err != nil {
		return err
	}
	row, err := f.tx.CashEntry.Query().Where(cashentry.ID(key)).Only(ctx)
	if err != nil {
		return err
	}
	for _, line := range row.Lines {
		b, err := f.addOf(Kind(line.Kind), row.ChannelID)
		if err != nil {
			return err
		}
		b.Currency, b.Account, b.Document, b.Reason, b.Cash = row.Currency, row.Account, row.Reference, row.Reason, line.Cash
		if line.DueDay != 0 {
			b.DueDay = &line.DueDay
		}
		if b.Kind == string(BadDebt) { // a loss is nobody's account
			b.Account, b.ChannelID = "", 0
		}
		if b.Kind != string(WrittenOff) { // what is given up was not received
			b.received = line.Groups
		}
	}
	return nil
}

var receivedColumns = []string{receivedpremium.FieldID, receivedpremium.FieldPortfolio, receivedpremium.FieldYear, receivedpremium.FieldPremium}

// receivedRows are what a booking brought of premium, for groups of contracts.
func receivedRows(key int64, groups []schema.CashGroup) (rows [][]any) {
	for i, g := range groups {
		rows = append(rows, []any{key*mostPieces + int64(i) + 1, g.Portfolio, g.Year, g.Premium})
	}
	return rows
}
