package demo

import (
	"context"
	"fmt"
	"time"

	"baodan/ent/claim"
	"baodan/ent/file"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/claims"
)

// claimsDesk tells what claimants and the people who decide claims do: claims.go, facts.go, fate.go, desk.go, staged.go.
type claimsDesk struct{ *Company }

// planClaim writes down that a policy is claimed under.
func (c *claimsDesk) planClaim(one *sold, at time.Time, f fate) {
	one.claimed = true
	local := at.In(c.zone)
	if local.Hour() < 7 {
		at = at.Add(8 * hour)
	}
	c.at(at, func(ctx context.Context) error { return c.submit(ctx, &asked{one: one, fate: f}) })
}

// claimant is who speaks for the claimant: the channel, or customer service by phone.
func (c *claimsDesk) claimant(a *asked) *access.Caller {
	if a.by != "" {
		return c.staff[a.by]
	}
	return c.channels[a.one.channel]
}

// submit sends a claim with its papers, and has the product decide it a moment later.
func (c *claimsDesk) submit(ctx context.Context, a *asked) error {
	if a.fate == byPhone {
		a.by = "serge"
	}
	c.tellFacts(a)
	ids, err := c.send(ctx, c.claimant(a), file.PurposeClaimEvidence, a.papers)
	if err != nil {
		return err
	}
	done, err := c.Claims.Submit(ctx, c.claimant(a), &claims.SubmitInput{
		RequestNo: c.book.requestNo("CL"), PolicyNumber: a.one.number, OccurredAt: a.occurred, Facts: a.facts, FileIDs: ids,
	})
	if err != nil {
		return c.refused(fmt.Errorf("claim of %s, %s: %w", a.one.product, a.fate, err))
	}
	a.number = done.Claim.Number()
	c.told.Claims++
	switch a.fate {
	case closedBank:
		c.world.Bank.plan(a.number, declined)
	case busyBank:
		c.world.Bank.plan(a.number, busy)
	case silentBank:
		c.world.Bank.plan(a.number, silences(7)...)
	case shortBank:
		c.world.Bank.plan(a.number, short)
	case straight, reviewed, big, refusedByIt, corrected, uncorrected, evidence, noEvidence, unproved, reopened, withdrawn, byPhone, carrierDown:
	}
	c.soon(a)
	return nil
}

func silences(n int) []outcome {
	plan := make([]outcome, n)
	for i := range plan {
		plan[i] = silent
	}
	return plan
}

// soon has the product decide a claim, and looks what comes next.
func (c *claimsDesk) soon(a *asked) {
	c.at(c.now().Add(c.dice.span(2*time.Second, 9*time.Second)), func(ctx context.Context) error {
		if err := c.decideClaims(ctx); err != nil {
			return err
		}
		return c.follow(ctx, a)
	})
}

// look reads a claim as it is.
func (c *claimsDesk) look(ctx context.Context, a *asked) (*claims.Claim, error) {
	found, err := c.Claims.ByNumber(ctx, c.staff["cleo"], a.number)
	if err == nil && found == nil {
		err = fmt.Errorf("claim %s is gone", a.number)
	}
	return found, err
}

// follow writes down what is done next with a claim, as it stands now.
func (c *claimsDesk) follow(ctx context.Context, a *asked) error {
	found, err := c.look(ctx, a)
	if err != nil {
		return err
	}
	now, d := c.now(), c.dice
	switch found.State() {
	case claim.StateInReview:
		if a.fate == withdrawn {
			c.at(now.Add(d.span(2*hour, 30*hour)), c.onlyIf(a, c.withdraw, claim.StateInReview))
			return nil
		}
		c.take(a)
	case claim.StateCorrectionNeeded:
		if a.fate != uncorrected && a.halt != corrects {
			c.at(now.Add(d.span(40*time.Minute, 26*hour)), c.onlyIf(a, c.correct, claim.StateCorrectionNeeded))
		}
	case claim.StatePayoutFailed:
		if a.halt != retries && a.fate != busyBank {
			c.at(c.working(now.Add(d.span(5*hour, 44*hour))), c.onlyIf(a, c.retry, claim.StatePayoutFailed))
		}
	case claim.StateApproved:
		return c.followPayout(ctx, a, found)
	case claim.StatePaid:
		if d.chance(3) {
			c.at(c.working(now.Add(d.span(daysOf(3), daysOf(20)))), c.onlyIf(a, c.recover, claim.StatePaid))
		}
	case claim.StateDeclined:
		if a.fate == reopened && a.handler != "" {
			c.at(c.working(now.Add(d.span(20*hour, daysOf(4)))), c.onlyIf(a, c.askReopening, claim.StateDeclined))
		}
	case claim.StateSubmitted, claim.StateEvidenceNeeded, claim.StateWithdrawn:
	}
	return nil
}

// followPayout looks at a claim that is approved and not paid: the bank says something else than was ordered, or nothing.
func (c *claimsDesk) followPayout(ctx context.Context, a *asked, found *claims.Claim) error {
	payouts, err := c.Claims.PayoutsOf(ctx, []*claims.Claim{found})
	if err != nil {
		return err
	}
	for _, p := range payouts[found.Key()] {
		if p.State == payout.StateDisputed && a.halt != resolves {
			c.at(c.working(c.now().Add(c.dice.span(18*hour, 70*hour))), c.onlyIf(a, c.resolve, claim.StateApproved))
		}
	}
	return nil
}

// onlyIf does something with a claim if it still stands so.
func (c *claimsDesk) onlyIf(a *asked, do func(context.Context, *asked, *claims.Claim) error, state claim.State) func(context.Context) error {
	return func(ctx context.Context) error {
		found, err := c.look(ctx, a)
		if err != nil || found.State() != state {
			return err
		}
		if err := do(ctx, a, found); err != nil {
			return fmt.Errorf("%s claim of %s, %s: %w", found.State(), a.one.product, a.fate, err)
		}
		return nil
	}
}

// withdraw takes a claim back.
func (c *claimsDesk) withdraw(ctx context.Context, a *asked, found *claims.Claim) error {
	_, err := c.Claims.Withdraw(ctx, c.claimant(a), &claims.WithdrawInput{RequestNo: c.book.requestNo("WD"), ClaimNumber: found.Number()})
	return err
}

// correct says what was wrong.
func (c *claimsDesk) correct(ctx context.Context, a *asked, found *claims.Claim) error {
	better := a.better
	if better == nil {
		return nil
	}
	_, err := c.Claims.Update(ctx, c.claimant(a), &claims.UpdateInput{RequestNo: c.book.requestNo("UP"), ClaimNumber: found.Number(), Facts: better})
	if err == nil {
		c.soon(a)
	}
	return err
}
