package settlement

import (
	"context"
	"maps"
	"slices"

	"baodan/engine/earning"
	"baodan/ent"
	"baodan/ent/openitem"
	"baodan/ent/schema"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

// till is an account in the hands of one act: nobody else settles anything of it until the act's transaction ends. What was not booked yet is
// not open yet.
type till struct {
	tx      *work.Tx
	account *ent.SettlementAccount
	live    bool
	days    map[int][]group // open premium by due day
	advance int64           // received ahead
	settled map[int]int64   // commission, by due day
	owed    map[int]int64   // commission, by due day: as statements round it

	lines []schema.CashLine
	paid  int64 // premium that the account owes less of; negative: more
}

// open locks an account and reads what is open of it.
func open(ctx context.Context, tx *work.Tx, account *ent.SettlementAccount, live bool) (*till, error) {
	if err := tx.SettlementAccount.UpdateOneID(account.ID).AddRevision(0).Exec(ctx); err != nil {
		return nil, err
	}
	t := &till{tx: tx, account: account, live: live, days: map[int][]group{}, settled: map[int]int64{}, owed: map[int]int64{}}
	rows, err := tx.OpenItem.Query().Where(openitem.Account(account.Code), openitem.Live(live)).
		Order(ent.Asc(openitem.FieldDueDay), ent.Asc(openitem.FieldPortfolio), ent.Asc(openitem.FieldYear)).All(ctx)
	for _, row := range rows {
		switch {
		case row.Side == openitem.SideCommission && row.AgreementID == 0:
			t.settled[row.DueDay] += row.Settled
		case row.Side == openitem.SideCommission:
			t.owed[row.DueDay] += ledger.WholeCommission(row.Due)
		case row.DueDay == 0:
			t.advance += row.Settled
		default:
			t.days[row.DueDay] = append(t.days[row.DueDay], group{row.ID, row.Portfolio, row.Year, row.Due - row.Settled})
		}
	}
	return t, err
}

// openPremium of a due day.
func (t *till) openPremium(day int) (sum int64) {
	for _, g := range t.days[day] {
		sum += g.open
	}
	return sum
}

// openCommission of a due day.
func (t *till) openCommission(day int) int64 { return t.owed[day] - t.settled[day] }

// dueDay of an accounting month.
func (t *till) dueDay(month int) int { return int(earning.MonthEnd(month)) + t.account.CreditDays }

// owing are the due days on which premium is owed, the oldest first.
func (t *till) owing() (days []int) {
	for _, day := range slices.Sorted(maps.Keys(t.days)) {
		if t.openPremium(day) > 0 {
			days = append(days, day)
		}
	}
	return days
}

// settle books premium of a due day: a line, which is shared by the groups that have something open. Negative: it is given back.
func (t *till) settle(kind ledger.Kind, day int, amount int64) {
	groups := share(amount, t.days[day])
	for _, s := range groups {
		for i := range t.days[day] {
			if g := &t.days[day][i]; g.portfolio == s.Portfolio && g.year == s.Year {
				g.open -= s.Premium
			}
		}
	}
	t.lines = append(t.lines, schema.CashLine{Kind: string(kind), DueDay: day, Cash: amount, Groups: groups})
	t.paid += amount
}

// fill settles premium with an amount, of some due days in their order, and answers what is left of it.
func (t *till) fill(kind ledger.Kind, amount int64, days []int) (left int64) {
	for _, day := range days {
		if part := min(amount, t.openPremium(day)); part > 0 {
			t.settle(kind, day, part)
			amount -= part
		}
	}
	return amount
}

// line books an amount that settles no premium.
func (t *till) line(kind ledger.Kind, day int, amount int64) {
	t.lines = append(t.lines, schema.CashLine{Kind: string(kind), DueDay: day, Cash: amount})
}

// store writes what the lines settle into the open items.
func (t *till) store(ctx context.Context) error {
	for _, line := range t.lines {
		for _, g := range line.Groups {
			for _, item := range t.days[line.DueDay] {
				if item.portfolio != g.Portfolio || item.year != g.Year {
					continue
				}
				if err := t.tx.OpenItem.UpdateOneID(item.key).AddSettled(g.Premium).Exec(ctx); err != nil {
					return err
				}
			}
		}
		side, amount := openitem.SidePremium, line.Cash
		switch ledger.Kind(line.Kind) {
		case ledger.CommissionPaid, ledger.CommissionOffset:
			side, amount = openitem.SideCommission, -amount
		case ledger.PremiumReceived, ledger.AdvanceApplied:
			if line.DueDay != 0 {
				continue
			}
		default:
			continue
		}
		if err := t.addSettled(ctx, side, line.DueDay, amount); err != nil {
			return err
		}
	}
	return distribution.Received(ctx, t.tx, t.account, t.live, t.paid)
}

// addSettled adds to an item that no booking made: of what was received ahead, and of commission.
func (t *till) addSettled(ctx context.Context, side openitem.Side, day int, amount int64) error {
	if t.account.Kind == "PREPAID" {
		return nil // its balance is what it owes
	}
	n, err := t.tx.OpenItem.Update().Where(
		openitem.SideEQ(side), openitem.Account(t.account.Code), openitem.Live(t.live), openitem.DueDay(day), openitem.AgreementID(0), openitem.Portfolio(""), openitem.Year(0),
	).AddSettled(amount).Save(ctx)
	if err != nil || n > 0 {
		return err
	}
	return t.tx.OpenItem.Create().SetID(t.tx.NewKey()).SetSide(side).SetAccount(t.account.Code).SetLive(t.live).SetCurrency(t.account.Currency).
		SetDueDay(day).SetSettled(amount).Exec(ctx)
}

// nothingOpen refuses an act that would settle nothing.
func nothingOpen(what string) error { return fault.New(fault.CodeNothingOpen, what, "account") }
