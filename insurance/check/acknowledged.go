package check

import (
	"time"

	"baodan/engine/money"
	"baodan/engine/number"
	"baodan/ent"
	"baodan/insurance/event"
)

// I1: what was answered is what policy.issued tells, which was stored with the policy. Rows are one an order and one a number;
// the database holds that by unique keys, and here it shows where it was restored without them.
func (r policyWalk) acknowledged(p *policies, row *ent.InsurancePolicy) {
	of := func(what string, expected, found any) { r.wrong(Acknowledged, row.Number, what, expected, found) }
	of("rows of order "+row.OrderNo, 1, p.orders[order{row.ChannelID, row.OrderNo}])
	of("rows of its number", 1, p.numbers[row.Number])
	if kind, _, err := number.Parse(row.Number); err != nil || kind != number.Policy {
		r.broken(Acknowledged, row.Number, "it is no number of a policy")
	}
	events := p.events[row.Number]
	if len(events) == 0 {
		return // I8 tells that
	}
	told, err := read[event.PolicyIssued](events[0])
	if err != nil || events[0].Type != told.Type() {
		return // I8 tells that, too
	}
	of("number", told.PolicyNumber, row.Number)
	of("order", told.OrderNo, row.OrderNo)
	of("product", told.ProductCode, row.ProductCode)
	of("plan", told.PlanCode, row.PlanCode)
	of("payer", told.Payer, row.Payer)
	of("premium", told.Premium, moneyOf(row.Premium, row.Currency))
	of("sum insured", told.SumInsured, moneyOf(row.SumInsured, row.Currency))
	of("bound at", time.Time(told.BoundAt), row.BoundAt)
	of("start", time.Time(told.Start), row.StartAt)
	of("end", time.Time(told.End), row.EndAt)
}

func moneyOf(minor int64, currency string) event.Money {
	return event.MoneyOf(money.Amount{Minor: minor, Currency: money.Currency(currency)})
}
