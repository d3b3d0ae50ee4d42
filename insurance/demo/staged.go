package demo

import (
	"context"
	"time"

	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// staged are claims that wait now: each was sent so long ago, and stops before a step that somebody who looks at the company may do.
type staged struct {
	least, most time.Duration // ago
	fate        fate
	halt        step2
	each        int // of each product
	only        string
}

// What waits now. The promise is 72 hours.
var waiting = []staged{
	{time.Hour, 8 * hour, reviewed, takes, 2, ""},
	{66 * hour, 71 * hour, reviewed, takes, 2, ""},  // near their promise
	{76 * hour, 98 * hour, reviewed, takes, 1, ""},  // past it
	{62 * hour, 70 * hour, reviewed, judges, 2, ""}, // in somebody's hands
	{80 * hour, 100 * hour, reviewed, judges, 1, ""},
	{64 * hour, 90 * hour, big, approves, 2, account},
	{64 * hour, 90 * hour, big, approves, 3, screen},
	{66 * hour, 96 * hour, noEvidence, proves, 2, ""},
	{66 * hour, 96 * hour, evidence, returned, 2, ""}, // evidence came back a moment ago
	{2 * hour, 40 * hour, uncorrected, corrects, 2, ""},
	{3 * hour, 60 * hour, closedBank, retries, 2, ""},
	{3 * hour, 60 * hour, shortBank, resolves, 2, ""},
	{5 * time.Minute, 50 * time.Minute, silentBank, "", 2, ""},
	{20 * time.Minute, 9 * hour, carrierDown, "", 6, freight},
	{100 * hour, 200 * hour, withdrawn, "", 1, ""},
	{180 * hour, 230 * hour, reopened, approves, 1, ""}, // somebody must approve that it is reopened
}

// planNow writes down what waits at the end of the story.
func (c *claimsDesk) planNow(context.Context) error {
	for _, s := range waiting {
		for _, product := range products {
			if s.only != "" && s.only != product {
				continue
			}
			for range s.each {
				c.stage(s, product)
			}
		}
	}
	c.planCertainSales()
	return nil
}

// planCertainSales writes down sales that there are at any size of the company: cover that was bought and has not begun, and a day on which
// a platform sold while its receiver of events was down.
func (c *claimsDesk) planCertainSales() {
	bought := sale{product: account, agreement: "AG-HF-ASI", bought: true}
	for range 5 {
		c.at(c.until.Add(-c.dice.span(30*time.Minute, 21*hour)), func(ctx context.Context) error { return c.seller.sell(ctx, "hefu", bought) })
	}
	for range 3 {
		c.at(c.moment(45, 12, 20), func(ctx context.Context) error {
			one, err := c.sellFor(ctx, staged{}, screen)
			if err == nil {
				one.leaves = true
				c.book.leavers = append(c.book.leavers, one)
			}
			return err
		})
	}
	for range 4 {
		c.at(c.moment(88, 12, 20), func(ctx context.Context) error {
			one, err := c.sellFor(ctx, staged{}, screen)
			if err == nil {
				c.seller.planCorrection(one, 100)
			}
			return err
		})
	}
	for i := range 9 {
		c.at(c.moment(90+i/6*3, 12, 20), func(ctx context.Context) error {
			return c.seller.sell(ctx, "shuli", sale{product: screen, agreement: "AG-SL-SCR"})
		})
	}
}

// stage sells a policy that nothing else happens to, and has a claim under it wait.
func (c *claimsDesk) stage(s staged, product string) {
	var one *sold
	c.at(c.until.Add(-c.dice.span(daysOf(14), daysOf(22))), func(ctx context.Context) (err error) {
		one, err = c.sellFor(ctx, s, product)
		return err
	})
	c.at(c.until.Add(-c.dice.span(s.least, s.most)), func(ctx context.Context) error {
		a := &asked{one: one, fate: s.fate, halt: s.halt}
		if err := c.submit(ctx, a); err != nil {
			return err
		}
		if s.fate == silentBank {
			c.world.Bank.plan(a.number, silences(60)...)
		}
		return nil
	})
}

// sellFor sells a policy under which a claim will wait.
func (c *claimsDesk) sellFor(ctx context.Context, s staged, product string) (*sold, error) {
	channel, what := sellerOf(c.dice, product)
	one, risk := c.seller.riskOf(channel, what)
	if s.fate == big { // much is claimed
		risk.PlanCode = map[string]string{account: "PLUS", screen: "PRO"}[product]
		one.plan = risk.PlanCode
	}
	issued, err := c.Issuing.Issue(ctx, c.channels[channel], &issuing.IssueInput{OrderNo: one.order, Risk: risk})
	if err != nil {
		return nil, err
	}
	one.claimed = true
	return one, c.seller.enter(ctx, one, issued)
}

// sellerOf a product is one of the channels that sell it.
func sellerOf(d dice, product string) (channel string, what sale) {
	var all []func() (string, sale)
	for _, p := range platforms {
		for _, s := range p.sells {
			if s.product == product {
				all = append(all, func() (string, sale) { return p.code, s })
			}
		}
	}
	return pick(d, all)()
}

// approvalKey is the key of a request for approval.
func approvalKey(id int64) work.ApprovalKey { return work.ApprovalKey(id) }
