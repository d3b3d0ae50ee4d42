package settlement

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/openitem"
	"baodan/ent/settlementaccount"
	"baodan/insurance/distribution"
	"baodan/insurance/ledger"
)

// Compared is what an account owes by its bookings, and as it stands: both are the same.
type Compared struct {
	Account        string
	What           string
	Booked, Stands int64 // minor units
}

// Compare what every account owes with the bookings.
func (s *Service) Compare(ctx context.Context) (list []Compared, err error) {
	rows, err := s.store.Client.SettlementAccount.Query().Order(ent.Asc(settlementaccount.FieldCode)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	for _, account := range rows {
		for _, live := range []bool{true, false} {
			of, err := s.compare(ctx, account, live)
			if err != nil {
				return nil, fmt.Errorf("account %s: %w", account.Code, err)
			}
			list = append(list, of...)
		}
	}
	return list, nil
}

// booked are the sums of an account's bookings.
type booked struct{ premium, settled, ahead int64 }

func (s *Service) compare(ctx context.Context, account *ent.SettlementAccount, live bool) ([]Compared, error) {
	channel, err := s.distribution.ChannelByCode(account.ChannelCode, live)
	if err != nil {
		return nil, err
	}
	sums, err := s.booked(ctx, account, channel)
	if err != nil {
		return nil, err
	}
	name := account.Code
	if !live {
		name += " (sandbox)"
	}
	if account.Kind == settlementaccount.KindPrepaid {
		counter, _, err := s.store.FindCounter(ctx, distribution.OwingCounter(account.Code, live))
		return []Compared{{name, "balance", sums.settled + sums.ahead - sums.premium, -counter}}, err
	}
	rows, err := s.store.Client.OpenItem.Query().Where(openitem.Account(account.Code), openitem.Live(live), openitem.SideEQ(openitem.SidePremium)).All(ctx)
	if err != nil {
		return nil, err
	}
	var stands booked
	for _, row := range rows {
		stands.premium += row.Due
		if row.DueDay == 0 {
			stands.ahead += row.Settled
		} else {
			stands.settled += row.Settled
		}
	}
	return []Compared{
		{name, "premium due", sums.premium, stands.premium}, {name, "premium settled", sums.settled, stands.settled},
		{name, "received ahead", sums.ahead, stands.ahead},
	}, nil
}

func (s *Service) booked(ctx context.Context, account *ent.SettlementAccount, channel *ent.Channel) (sums booked, err error) {
	rows, err := s.store.Client.QueryContext(ctx, `SELECT kind, due_day IS NOT NULL, SUM(premium), SUM(cash) FROM bookings
		WHERE channel_id = ? AND account = ? GROUP BY kind, due_day IS NOT NULL`, channel.ID, account.Code)
	if err != nil {
		return sums, err
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var kind ledger.Kind
		var due bool
		var premium, cash int64
		if err := rows.Scan(&kind, &due, &premium, &cash); err != nil {
			return sums, err
		}
		sums.premium += premium
		switch {
		case kind == ledger.CommissionPaid || kind == ledger.CommissionOffset:
		case due:
			sums.settled += cash
		default:
			sums.ahead += cash
		}
	}
	return sums, rows.Err()
}
