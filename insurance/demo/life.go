package demo

import (
	"context"
	"time"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

const hour = time.Hour

func daysOf(n int) time.Duration { return time.Duration(n) * 24 * hour }

// planLife writes down what becomes of a policy: its claim, what is changed of it, whether it is cancelled or renewed.
func (c *seller) planLife(_ context.Context, one *sold) error {
	if one.claimed { // what becomes of it is written down elsewhere
		return nil
	}
	d, now := c.dice, c.now()
	switch one.product {
	case freight:
		switch {
		case d.chance(50):
			c.desk.planClaim(one, now.Add(d.span(daysOf(6), daysOf(26))), c.desk.fateOf(one))
		case d.chance(7):
			c.at(now.Add(d.span(20*time.Minute, 9*hour)), c.cancel(one, "ORDER_CLOSED_UNSHIPPED"))
		}
	case account:
		if one.plan == "BASIC" && d.chance(28) {
			c.at(now.Add(d.span(daysOf(2), daysOf(50))), c.changePlan(one, "PLUS", nil))
		}
		c.planCorrection(one, 9)
		switch {
		case d.chance(62):
			c.desk.planClaim(one, now.Add(d.span(daysOf(3), daysOf(50))), c.desk.fateOf(one))
		case d.chance(7):
			c.at(now.Add(d.span(daysOf(3), daysOf(60))), c.cancel(one, "CUSTOMER_REQUEST"))
		}
	default:
		c.planScreen(one)
	}
	return nil
}

// planScreen writes down what becomes of a policy of thirty days.
func (c *seller) planScreen(one *sold) {
	d, now := c.dice, c.now()
	begins := one.start
	if begins.Before(now) {
		begins = now
	}
	if d.chance(40) {
		c.desk.planClaim(one, begins.Add(d.span(daysOf(2), daysOf(24))), c.desk.fateOf(one))
	}
	switch {
	case one.plan != "PRO" && d.chance(11):
		to := map[string]string{"LITE": "CARE", "CARE": "PRO"}[one.plan]
		c.at(begins.Add(d.span(daysOf(1), daysOf(20))), c.changePlan(one, to, nil))
	case one.plan == "PRO" && d.chance(25):
		c.at(begins.Add(d.span(daysOf(1), daysOf(20))), c.changePlan(one, "CARE", nil))
	case d.chance(6):
		c.at(begins.Add(d.span(daysOf(1), daysOf(25))), c.cancel(one, "CUSTOMER_REQUEST"))
		return
	}
	c.planCorrection(one, 6)
	if d.chance(68) {
		c.at(one.end.Add(-d.span(hour, daysOf(9))), c.renew(one))
	}
}

// planCorrection writes down that something of the insured was wrong, at most for that part of a hundred.
func (c *seller) planCorrection(one *sold, percent int) {
	d := c.dice
	if one.insured == nil || one.insured.Person == nil || !d.chance(percent) {
		return
	}
	phone := d.phone()
	change := map[string]any{"phone": &phone}
	if d.chance(40) {
		name := d.name()
		change["name"] = &name
	}
	c.at(c.now().Add(d.span(daysOf(1), daysOf(18))), c.endorse(one, servicing.ChangeInput{
		Insured: &servicing.InsuredChangeInput{Reference: one.reference, Party: change},
	}, nil))
}

// serves is who asks for a change: mostly the channel, now and then customer service for a customer who called.
func (c *seller) serves(one *sold) (caller *access.Caller, note *string) {
	if !c.dice.chance(18) {
		return c.channels[one.channel], nil
	}
	why := pick(c.dice, []string{"客户来电要求", "客户来电，已核对身份", "渠道客服转来，客户确认"})
	return c.staff["serge"], &why
}

// refused lets pass what the rules refuse, such as a cancellation while a claim is open: that happens in a company, and is no mistake of
// the story.
func (c *Company) refused(err error) error {
	list := fault.All(err)
	if list == nil {
		return err
	}
	c.book.refused[string(list[0].Base().Code)]++
	return nil
}

func (c *seller) changePlan(one *sold, plan string, at *time.Time) func(context.Context) error {
	return func(ctx context.Context) error {
		return c.endorse(one, servicing.ChangeInput{PlanCode: &plan}, at)(ctx)
	}
}

func (c *seller) endorse(one *sold, change servicing.ChangeInput, at *time.Time) func(context.Context) error {
	return func(ctx context.Context) error {
		caller, note := c.serves(one)
		_, err := c.Servicing.Endorse(ctx, caller, &servicing.EndorseInput{
			RequestNo: c.book.requestNo("EN"), PolicyNumber: one.number, Change: change, EffectiveAt: at, Note: note,
		})
		if err == nil && change.PlanCode != nil {
			one.plan = *change.PlanCode
		}
		return c.refused(err)
	}
}

func (c *seller) cancel(one *sold, reason string) func(context.Context) error {
	return func(ctx context.Context) error {
		caller, note := c.serves(one)
		_, err := c.Servicing.Cancel(ctx, caller, &servicing.CancelInput{
			RequestNo: c.book.requestNo("CA"), PolicyNumber: one.number, Reason: reason, Note: note,
		})
		if err == nil {
			one.claimed = true // nothing is claimed under it any more
		}
		return c.refused(err)
	}
}

func (c *seller) renew(old *sold) func(context.Context) error {
	return func(ctx context.Context) error {
		next := *old
		next.order, next.claimed = c.book.orderNo(old.channel, c.now()), false
		in := &servicing.RenewInput{OrderNo: next.order, PolicyNumber: old.number}
		if c.dice.chance(12) && old.product == screen && old.plan != "PRO" {
			plan := "PRO"
			in.PlanCode, next.plan = &plan, plan
		}
		if c.dice.chance(10) && old.product == screen {
			payer := policy.Seller
			in.Payer, next.payer = &payer, payer
		}
		issued, err := c.Servicing.Renew(ctx, c.channels[old.channel], in)
		if err != nil {
			return c.refused(err)
		}
		return c.enter(ctx, &next, issued)
	}
}
