package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// sold is a policy of the story.
type sold struct {
	number, order   string
	channel         string
	product, plan   string
	payer           policy.Payer
	reference       string
	start, end      time.Time
	premium, amount string
	claimed         bool // it has, or will have, a claim
	leaves          bool // its customer does nothing more, until they ask to be forgotten

	// By product.
	parcel  shipment
	opened  time.Time
	device  device
	serial  string
	insured *policy.PartyInput
}

// shipment is what a freight policy covers.
type shipment struct {
	carrier, trackingNo string
	from, to            place
	weight              string
}

// book is what was sold, in the order in which it was.
type book struct {
	policies   []*sold
	leavers    []*sold // whose customers ask to be forgotten
	byOrder    map[string]*sold
	references map[string]bool // what was insured
	orders     int
	requests   int
	usedReturn string         // the tracking number of a return that was paid
	refused    map[string]int // what the rules refused, by code
}

func newBook() *book {
	return &book{byOrder: map[string]*sold{}, references: map[string]bool{}, refused: map[string]int{}}
}

// orderNo is the next order of a channel.
func (b *book) orderNo(channel string, at time.Time) string {
	b.orders++
	return fmt.Sprintf("%s%s%05d", channel[:2], at.Format("0601021504"), b.orders)
}

// unused draws what is insured until it is another than all before: the same twice is duplicate cover.
func (b *book) unused(draw func() string) string {
	reference := draw()
	for b.references[reference] {
		reference = draw()
	}
	b.references[reference] = true
	return reference
}

// requestNo is the next number of a request that is no order.
func (b *book) requestNo(kind string) string {
	b.requests++
	return fmt.Sprintf("%s-%06d", kind, b.requests)
}

// seller sells, and writes down what becomes of what was sold: claims.go, life.go.
type seller struct{ *Company }

// planSales writes down every first sale: a little more each week, and fewer at night.
func (c *seller) planSales(context.Context) error {
	for _, p := range platforms {
		for _, s := range p.sells {
			for range c.scaled(s.policies) {
				day := c.saleDay()
				c.at(c.moment(day, c.dice.between(7, 21), 24), func(ctx context.Context) error {
					return c.sell(ctx, p.code, s)
				})
			}
		}
	}
	return nil
}

// saleDay is a day from the second on, the later the likelier.
func (c *seller) saleDay() int {
	day := max(c.dice.between(1, days-1), c.dice.between(1, days-1))
	if c.dice.chance(50) {
		day = c.dice.between(1, days-1)
	}
	return day
}

// sell issues a policy, and writes down what may become of it.
func (c *seller) sell(ctx context.Context, channel string, s sale) error {
	one, risk := c.riskOf(channel, s)
	issued, err := c.Issuing.Issue(ctx, c.channels[channel], &issuing.IssueInput{OrderNo: one.order, Risk: risk})
	if err != nil {
		return fmt.Errorf("issue %s %v: %w", s.agreement, risk.Factors, err)
	}
	return c.enter(ctx, one, issued)
}

// enter writes a policy into the book.
func (c *seller) enter(ctx context.Context, one *sold, issued *issuing.Issued) error {
	p := issued.Policy
	one.number, one.start, one.end = p.Number(), p.Period().Start, p.Period().End
	one.premium, one.amount = p.Premium().Text(), p.SumInsured().Text()
	c.book.policies = append(c.book.policies, one)
	c.book.byOrder[one.order] = one
	c.told.Policies++
	return c.planLife(ctx, one)
}

// riskOf makes up what is insured.
func (c *seller) riskOf(channel string, s sale) (*sold, issuing.RiskInput) {
	one := &sold{channel: channel, product: s.product, order: c.book.orderNo(channel, c.now())}
	risk := issuing.RiskInput{AgreementCode: s.agreement}
	switch s.product {
	case freight:
		c.shipment(one, &risk)
	case account:
		c.account(one, &risk, s.bought)
	default:
		c.phone(one, &risk)
	}
	risk.PlanCode, risk.Payer = one.plan, one.payer
	risk.Insureds = []*issuing.InsuredInput{{Reference: one.reference, Party: one.insured}}
	return one, risk
}

// shipment is an order of goods that may be sent back.
func (c *seller) shipment(one *sold, risk *issuing.RiskInput) {
	d := c.dice
	one.plan, one.payer = "A", policy.Seller
	if d.chance(30) {
		one.payer = policy.Customer
	}
	if d.chance(25) {
		one.plan = "B"
	}
	from, to := one2(d, cities)
	carrier := pick(d, carriers)
	one.parcel = shipment{carrier, d.trackingNo(carrier), from, to, fmt.Sprintf("%d.%d", d.between(0, 3), d.between(1, 9))}
	one.reference = c.book.unused(func() string { return "buyer-" + d.digits(8) })
	seller := d.IntN(len(shops))
	risk.Factors = map[string]any{
		"sellerId": "shop-" + strconv.Itoa(1000+seller), "sellerReturnRate": fmt.Sprintf("0.%02d", 1+(seller*7)%24), "buyerId": one.reference,
		"buyerReturns": number(d.IntN(12)), "buyerRiskScore": number(d.IntN(60)),
		"category": pick(d, []string{"clothing", "clothing", "shoes", "electronics", "cosmetics", "other"}),
		"payTime":  c.now().Add(-d.span(time.Hour, 20*time.Hour)).Format(time.RFC3339), "payAmount": fmt.Sprintf("%d.%02d", d.between(29, 899), d.IntN(100)),
		"carrier": carrier, "trackingNo": one.parcel.trackingNo, "weightKg": one.parcel.weight,
		"from": factor(from, d.address(from)), "to": factor(to, d.address(to)),
	}
	if one.payer == policy.Seller && d.chance(45) {
		risk.Applicant = d.organisation() // the shop's own company
	}
}

// account is one that may be misused.
func (c *seller) account(one *sold, risk *issuing.RiskInput, bought bool) {
	d := c.dice
	one.plan, one.payer = "BASIC", policy.Platform
	gifted := true
	if bought || d.chance(35) {
		one.payer, gifted = policy.Customer, false
	}
	if d.chance(30) {
		one.plan = "PLUS"
	}
	one.reference = c.book.unused(func() string { return "acct-" + d.digits(9) })
	one.opened = c.now().AddDate(0, 0, -d.between(40, 2600))
	if d.chance(55) {
		one.insured = d.person()
	}
	if !gifted {
		risk.Applicant = d.person()
	}
	risk.Factors = map[string]any{
		"accountId": one.reference, "openedAt": one.opened.Format(time.RFC3339), "accountLevel": pick(d, []string{"normal", "verified", "verified"}), "gifted": gifted,
	}
}

// phone is one whose screen may break.
func (c *seller) phone(one *sold, risk *issuing.RiskInput) {
	d := c.dice
	one.device, one.serial = pick(d, phones), "SN"+d.digits(10)
	one.plan, one.payer = pick(d, []string{"LITE", "CARE", "CARE", "PRO"}), policy.Customer
	if one.plan == "LITE" && one.device.price > 8000 {
		one.plan = "CARE"
	}
	one.reference = "dev-" + one.serial
	one.insured = d.person()
	risk.Applicant = one.insured
	switch {
	case d.chance(15):
		one.payer = policy.Seller
	case d.chance(18):
		risk.Applicant, one.payer = d.organisation(), policy.Customer // phones of a company
	}
	risk.Factors = map[string]any{
		"deviceNo": one.serial, "brand": one.device.brand, "model": one.device.model, "boughtAt": c.now().AddDate(0, 0, -d.between(0, 400)).Format(time.RFC3339),
		"price": strconv.Itoa(one.device.price), "refurbished": d.chance(4),
	}
}

func factor(p place, address string) map[string]any {
	return map[string]any{"province": p.province, "city": p.city, "county": p.county, "address": address}
}

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// one2 are two of a list, which may be the same.
func one2[T any](d dice, list []T) (a, b T) { return pick(d, list), pick(d, list) }
