package voucher

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"baodan/engine/earning"
	"baodan/ent"
	"baodan/ent/closedmonth"
	"baodan/ent/settlementaccount"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

// Service makes vouchers of live business. It is safe for concurrent use.
type Service struct {
	store        *work.Store
	catalog      *catalog.Service
	distribution *distribution.Service
}

// New opens the service.
func New(store *work.Store, catalog *catalog.Service, distribution *distribution.Service) *Service {
	return &Service{store, catalog, distribution}
}

// Month makes the vouchers of an accounting month by a mapping: one for each day, and that of its closing where it is closed. Faults as of
// OfMonth.
func (s *Service) Month(ctx context.Context, m *Mapping, month int) ([]*Voucher, error) {
	through, err := ledger.Booked(ctx, s.store)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, month, through)
	if err != nil {
		return nil, err
	}
	list, err := m.OfMonth(rows)
	if err != nil {
		return nil, err
	}
	closing, err := s.closing(ctx, m, month)
	if err == nil && closing != nil {
		list = append(list, closing)
	}
	return list, err
}

// rows are the bookings of a month, in groups, in the order of their days.
func (s *Service) rows(ctx context.Context, month int, through int64) (list []*Row, err error) {
	prepaid, err := s.prepaid(ctx)
	if err != nil {
		return nil, err
	}
	for _, channel := range append([]int64{0}, s.distribution.LiveChannels()...) { // 0: what is no channel's
		rows, err := s.ofChannel(ctx, channel, month, through)
		if err != nil {
			return nil, fmt.Errorf("bookings of %d: %w", month, err)
		}
		for _, r := range rows {
			r.Prepaid = prepaid[r.Account]
		}
		list = append(list, rows...)
	}
	slices.SortStableFunc(list, func(a, b *Row) int { return int(a.Day - b.Day) })
	return list, nil
}

func (s *Service) prepaid(ctx context.Context) (map[string]bool, error) {
	codes, err := s.store.Client.SettlementAccount.Query().Where(settlementaccount.KindEQ(settlementaccount.KindPrepaid)).
		Select(settlementaccount.FieldCode).Strings(ctx)
	all := map[string]bool{}
	for _, code := range codes {
		all[code] = true
	}
	return all, err
}

// ofChannel reads the groups of one channel.
func (s *Service) ofChannel(ctx context.Context, channel int64, month int, through int64) (list []*Row, err error) {
	rows, err := s.store.Client.QueryContext(ctx, `SELECT day, kind, account, agreement_id, product_version_id, coverage, due_day IS NOT NULL,
		SUM(premium), SUM(commission), SUM(payable), SUM(paid), SUM(recovered), SUM(cash)
		FROM bookings WHERE channel_id = ? AND month = ? AND live = ? AND id < ?
		GROUP BY day, kind, account, agreement_id, product_version_id, coverage, due_day IS NOT NULL`, channel, month, true, (through+1)*ledger.Lines)
	if err != nil {
		return nil, err
	}
	type keys struct{ agreement, product int64 }
	var of []keys
	for rows.Next() {
		r, k := &Row{}, keys{}
		err := rows.Scan(&r.Day, &r.Kind, &r.Account, &k.agreement, &k.product, &r.Coverage, &r.DueDay,
			&r.Premium, &r.Commission, &r.Payable, &r.Paid, &r.Recovered, &r.Cash)
		if err != nil {
			return nil, err
		}
		list, of = append(list, r), append(of, k)
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i, r := range list {
		if c := s.distribution.Channel(channel); c != nil {
			r.Channel = c.Code
		}
		if err := s.name(ctx, r, of[i].agreement, of[i].product); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// name fills in what follows from the versions of agreement and product.
func (s *Service) name(ctx context.Context, r *Row, agreement, product int64) error {
	if agreement != 0 {
		a, err := s.distribution.Version(ctx, agreement)
		if err != nil {
			return err
		}
		r.Agreement, r.Version, r.Unit = a.Code, strconv.Itoa(a.Version), a.Unit
		if r.CommissionAccount = a.Accounts[distribution.Commission]; r.CommissionAccount == "" {
			r.CommissionAccount = distribution.OwnAccount(s.distribution.Channel(a.ChannelID))
		}
	}
	if product != 0 {
		v, err := s.catalog.Version(ctx, product)
		if err != nil {
			return err
		}
		c := v.Coverage()
		r.TaxClass, r.Class, r.Portfolio = c.TaxClass, c.Class, c.Portfolio
	}
	return nil
}

// closing is the voucher of the closing of a month: how unearned premium, net of VAT, and outstanding claims grew since the closing before.
// Nil where the month is not closed, or another closing closed it too.
func (s *Service) closing(ctx context.Context, m *Mapping, month int) (*Voucher, error) {
	closings, err := s.store.Client.ClosedMonth.Query().Where(closedmonth.PlaceNotNil(), closedmonth.MonthLTE(month)).
		Order(ent.Desc(closedmonth.FieldMonth)).Limit(2).All(ctx)
	if err != nil || len(closings) == 0 || closings[0].Month != month {
		return nil, err
	}
	now, err := s.reserves(ctx, m, closings[0])
	if err != nil {
		return nil, err
	}
	before := map[string]*reserve{}
	if len(closings) > 1 {
		if before, err = s.reserves(ctx, m, closings[1]); err != nil {
			return nil, err
		}
	}
	day := map[lineKey]int64{}
	post := func(sides Sides, r *Row, growth int64) {
		day[m.key(r, sides.Debit, false, false)] += growth
		day[m.key(r, sides.Credit, true, false)] += growth
	}
	for coverage, r := range now {
		var unearned, outstanding int64
		if b := before[coverage]; b != nil {
			unearned, outstanding = Round(b.unearned), b.outstanding
		}
		post(m.Unearned, &r.Row, Round(r.unearned)-unearned)
		post(m.Outstanding, &r.Row, r.outstanding-outstanding)
	}
	v := &Voucher{Day: earning.MonthEnd(month), Closing: true, Lines: linesOf(day)}
	if len(v.Lines) == 0 {
		return nil, nil
	}
	return v, nil
}

// reserve is what stands aside for one coverage at a closing.
type reserve struct {
	Row
	unearned    *big.Rat // net of VAT
	outstanding int64
}

// reserves are those of all coverages at a closing, by all that was booked by then.
func (s *Service) reserves(ctx context.Context, m *Mapping, at *ent.ClosedMonth) (map[string]*reserve, error) {
	end := earning.MonthEnd(at.Month)
	rows, err := s.store.Client.QueryContext(ctx, `SELECT product_version_id, coverage, den, seg_from, seg_to, now_on,
		SUM(num), SUM(num_now), SUM(premium), SUM(reserve)
		FROM bookings WHERE live = ? AND day <= ? AND id < ? AND product_version_id <> 0
		GROUP BY product_version_id, coverage, den, seg_from, seg_to, now_on`, true, int(end), (*at.Place+1)*ledger.Lines)
	if err != nil {
		return nil, fmt.Errorf("reserves of %d: %w", at.Month, err)
	}
	type group struct {
		product              int64
		coverage             string
		den, num, numNow     *int64
		from, to, on         *int
		premium, outstanding int64
	}
	var groups []group
	for rows.Next() {
		var g group
		if err := rows.Scan(&g.product, &g.coverage, &g.den, &g.from, &g.to, &g.on, &g.num, &g.numNow, &g.premium, &g.outstanding); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	all := map[string]*reserve{}
	for _, g := range groups {
		r := all[g.coverage]
		if r == nil {
			r = &reserve{Row: Row{Coverage: g.coverage}, unearned: new(big.Rat)}
			if err := s.name(ctx, &r.Row, 0, g.product); err != nil {
				return nil, err
			}
			all[g.coverage] = r
		}
		r.outstanding += g.outstanding
		gross := new(big.Rat).SetInt64(g.premium)
		if g.den != nil {
			segment := earning.Segment{Num: *g.num, Den: *g.den, From: earning.Day(*g.from), To: earning.Day(*g.to)}
			if g.on != nil {
				segment.AtOnce, segment.On, segment.Now = true, earning.Day(*g.on), *g.numNow
			}
			gross.Sub(gross, segment.By(end))
		}
		rate := m.rates[r.TaxClass]
		if rate == nil {
			return nil, unmapped(Premium, ledger.Issue, "tax class "+r.TaxClass)
		}
		r.unearned.Add(r.unearned, gross.Quo(gross, new(big.Rat).Add(rate, big.NewRat(1, 1))))
	}
	return all, nil
}
