package histories

import (
	"fmt"
	"strings"
	"time"

	"baodan/bench/histories/model"
	"baodan/engine/money"
	"baodan/insurance/policy"
)

// sums are those that a reader of the product's lines and claims comes to.
func (d *driver) sums() model.Answer {
	byPayer, commission := map[policy.Payer]int64{}, money.FromInt(0)
	var policies int
	var premium, paid, recovered int64
	later := d.w.Clock.Now().Add(100 * 366 * 24 * time.Hour)
	for _, order := range d.orders {
		p, err := d.w.Policies.ByNumber(d.ctx, d.caller, order, policy.PointInTime{AsOf: &later})
		if err != nil {
			return model.Answer{Refused: refused(err)}
		}
		policies++
		premium += p.Premium().Minor
		for version := 1; version <= p.Revision(); version++ {
			for _, line := range p.Lines(version) {
				byPayer[line.Payer] += line.Premium.Minor
				commission = commission.Add(line.Commission)
			}
		}
	}
	for _, number := range d.claims {
		c, err := d.w.Claims.ByNumber(d.ctx, d.caller, number)
		if err != nil {
			return model.Answer{Refused: refused(err)}
		}
		if c.State() == "PAID" {
			paid += c.Payable().Minor
		}
		recovered += c.Recovered().Minor
	}
	var shares []string
	for _, payer := range []policy.Payer{policy.Customer, policy.Seller, policy.Platform} {
		shares = append(shares, fmt.Sprintf("%s %d", payer, byPayer[payer]))
	}
	return model.Answer{Facts: []string{
		fmt.Sprintf("policies %d premium %d commission %s", policies, premium, plain(commission.String())),
		strings.Join(shares, " "),
		fmt.Sprintf("claims paid %d recovered %d", paid, recovered),
	}}
}
