package demo

import (
	"context"
	"fmt"
	"time"

	"baodan/insurance"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/people"
)

// Options are what a company is made by.
type Options struct {
	Until time.Time // where the story ends
	// Percent is how much of the whole company is made; 100: all of it.
	Percent int
	// People are the sample people, who are there from the first day, with a password that everyone knows, and its hash.
	People                 []people.Sample
	Password, PasswordHash string
	// Checkpoints of the audit record outside of the database; nil: none.
	Checkpoints *audit.File
	// Told hears how far the story is; nil: nobody.
	Told func(Progress)
}

// Progress is how far the story is.
type Progress struct {
	Day, Of          int
	Policies, Claims int
}

// step is how long the clock stands before what fell due is worked. Failed deliveries are tried again after an hour, a tenth more or
// less, and so always in the next step: chance has no part in which.
const step = 2 * time.Hour

// seed of all chance in the story.
const seed = 14

// Company is the insurer while its story is told.
type Company struct {
	*insurance.Insurance
	*agenda
	world    *World
	dice     dice
	options  Options
	from     time.Time
	until    time.Time
	zone     *time.Location
	staff    map[string]*access.Caller
	channels map[string]*access.Caller
	last     []func(context.Context) error // what is done after the last step, and left as it is
	book     *book
	told     Progress

	seller  *seller
	desk    *claimsDesk
	counter *counter
}

// operator makes what is there from the first day.
var operator = access.CommandLine("demo")

// Build tells the story on an empty database. The insurance stands in the world: its store goes by the world's clock, its ports are the
// world's.
func Build(ctx context.Context, ins *insurance.Insurance, w *World, o Options) (*Summary, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	c := &Company{
		Insurance: ins, agenda: &agenda{}, world: w, dice: newDice(seed), options: o, from: beginning(o.Until), until: beginning(o.Until).AddDate(0, 0, days),
		zone: zone, staff: map[string]*access.Caller{}, channels: map[string]*access.Caller{}, book: newBook(),
	}
	c.seller, c.desk, c.counter = &seller{c}, &claimsDesk{c}, &counter{c}
	w.set(c.from)
	for _, prepare := range []func(context.Context) error{c.found, c.hire, c.openChannels, c.seller.planSales, (&house{c}).planHouse, c.desk.planNow} {
		if err := prepare(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.tell(ctx); err != nil {
		return nil, err
	}
	return c.summarize(ctx)
}

// tell plays the story, step by step.
func (c *Company) tell(ctx context.Context) error {
	for day := range days {
		for at := c.from.AddDate(0, 0, day).Add(step); !at.After(c.from.AddDate(0, 0, day+1)); at = at.Add(step) {
			if err := c.play(ctx, at); err != nil {
				return err
			}
		}
		if err := c.checkpoint(ctx); err != nil {
			return err
		}
		c.told.Day, c.told.Of = day+1, days
		if c.options.Told != nil {
			c.options.Told(c.told)
		}
	}
	for _, do := range c.last {
		if err := do(ctx); err != nil {
			return err
		}
	}
	if err := c.relay(ctx); err != nil {
		return err
	}
	if _, err := c.Audit.Seal(ctx); err != nil {
		return err
	}
	return c.checkpoint(ctx)
}

// relay gives the last events their places in the log; whom they are told to, the product does when it starts.
func (c *Company) relay(ctx context.Context) error {
	for {
		relayed, err := c.Events.Relay(ctx, 500)
		if err != nil || relayed.Events == 0 {
			return err
		}
	}
}

// play does what happens up to the end of a step, and then what fell due.
func (c *Company) play(ctx context.Context, end time.Time) error {
	for {
		next, more := c.next(end)
		if !more {
			break
		}
		if next.at.After(c.world.Now()) {
			c.world.set(next.at)
		}
		if err := next.do(ctx); err != nil {
			return fmt.Errorf("at %s: %w", next.at.Format(time.RFC3339), err)
		}
	}
	c.world.set(end)
	if err := c.workDue(ctx); err != nil {
		return fmt.Errorf("what is due at %s: %w", end.Format(time.RFC3339), err)
	}
	return nil
}

// now is the moment of the story.
func (c *Company) now() time.Time { return c.world.Now() }

// moment of a day, counted from the first, between two hours of the day in China.
func (c *Company) moment(day, fromHour, toHour int) time.Time {
	first := c.from.In(c.zone)
	midnight := time.Date(first.Year(), first.Month(), first.Day()+day, fromHour, 0, 0, 0, c.zone)
	return midnight.Add(c.dice.span(0, time.Duration(toHour-fromHour)*time.Hour)).UTC()
}

// working is a moment of working hours not before another.
func (c *Company) working(t time.Time) time.Time {
	local := t.In(c.zone)
	switch {
	case local.Hour() < 9:
		local = time.Date(local.Year(), local.Month(), local.Day(), 9, c.dice.IntN(60), c.dice.IntN(60), 0, c.zone)
	case local.Hour() >= 18:
		local = time.Date(local.Year(), local.Month(), local.Day()+1, 9, c.dice.IntN(60), c.dice.IntN(60), 0, c.zone)
	}
	return local.UTC()
}

// scaled is a part of a number of things by the size of the company, at least one.
func (c *Company) scaled(n int) int { return max(1, (n*c.options.Percent+50)/100) }
