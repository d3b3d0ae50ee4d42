package histories

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/bench/histories/model"
	"baodan/engine/money"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/work"
)

func jsonNumber(n int) json.Number { return json.Number(strconv.Itoa(n)) }

func yuan(fen model.Fen) *money.Input {
	amount, err := money.ParseDecimal(model.Exact(fen.Yuan()))
	if err != nil {
		panic(err)
	}
	return &money.Input{Amount: amount, Currency: "CNY"}
}

func factsIn(f model.Facts) map[string]any {
	facts := map[string]any{"loss": f.Loss, "cause": f.Cause, "suspicious": f.Suspicious, "odd": f.Odd}
	if f.Receipt != "" {
		facts["receipt"] = f.Receipt
	}
	return facts
}

// claimed is the answer to an act on a claim, which is read anew.
func (d *driver) claimed(name string, err error) model.Answer {
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	return d.look(name)
}

// look reads a claim as its channel does.
func (d *driver) look(name string) model.Answer {
	c, err := d.w.Claims.ByNumber(d.ctx, d.caller, d.claims[name])
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	if c == nil {
		return model.Answer{Facts: []string{"nothing"}}
	}
	d.versions[name] = c.Revision()
	return claimText(name, c)
}

// taken is the answer to an act of the claimant: the claim as that act left it.
func (d *driver) taken(name string, done *claims.Answer, err error) model.Answer {
	if err != nil {
		return model.Answer{Refused: refused(err)}
	}
	if done.Replayed {
		answer := claimText(name, done.Claim)
		answer.Facts = append([]string{"replayed"}, answer.Facts[:len(answer.Facts)-1]...)
		return answer
	}
	d.versions[name] = done.Claim.Revision()
	return claimText(name, done.Claim)
}

func claimText(name string, c *claims.Claim) model.Answer {
	reason := "none"
	if decision, err := c.Decision(); err != nil {
		reason = err.Error()
	} else if decision != nil {
		reason = decision.Reason
	}
	return model.Answer{Facts: []string{
		fmt.Sprintf("claim %s %s version %d reason %s", name, c.State(), c.Revision(), reason),
		fmt.Sprintf("claimed %s computed %s payable %s recovered %d", minor(c.Claimed()), minor(c.Computed()), minor(c.Payable()), c.Recovered().Minor),
		fmt.Sprintf("limit %d", c.Limit().Minor),
	}}
}

func minor(amount *money.Amount) string {
	if amount == nil {
		return "none"
	}
	return strconv.FormatInt(amount.Minor, 10)
}

func (d *driver) submit(request, order string, occurred time.Time, reported *time.Time, named *model.Fen, facts model.Facts, bank []string) model.Answer {
	in := &claims.SubmitInput{RequestNo: request, PolicyNumber: d.orders[order], OccurredAt: occurred, ReportedAt: reported, Facts: factsIn(facts)}
	if named != nil {
		in.Claimed = yuan(*named)
	}
	done, err := d.w.Claims.Submit(d.ctx, d.caller, in)
	if err == nil && !done.Replayed {
		d.claims[request] = done.Claim.Number()
		d.w.plan(done.Claim.Number(), bank)
	}
	return d.taken(request, done, err)
}

func (d *driver) update(request, name string, facts model.Facts) model.Answer {
	in := factsIn(facts)
	if facts.Receipt == "" {
		in["receipt"] = nil
	}
	done, err := d.w.Claims.Update(d.ctx, d.caller, &claims.UpdateInput{RequestNo: request, ClaimNumber: d.claims[name], Facts: in})
	return d.taken(name, done, err)
}

func (d *driver) withdraw(request, name string) model.Answer {
	done, err := d.w.Claims.Withdraw(d.ctx, d.caller, &claims.WithdrawInput{RequestNo: request, ClaimNumber: d.claims[name]})
	return d.taken(name, done, err)
}

// work runs the workers until nothing is due: one claim at a time, in the order in which they fell due.
func (d *driver) work() {
	for _, take := range []func(context.Context, int) (int, error){d.w.Claims.Adjudicate, d.w.Claims.Pay} {
		for {
			n, err := take(d.ctx, 1)
			if err != nil {
				panic(err)
			}
			if n == 0 {
				break
			}
		}
	}
}

func (d *driver) person(name string) *access.Caller { return d.w.Person(name) }

func (d *driver) decide(name, outcome, reason string, named *model.Fen) model.Answer {
	in := &claims.DecideInput{ClaimNumber: d.claims[name], ExpectedRevision: d.versions[name], Outcome: catalog.Outcome(outcome), Reason: reason, Note: "by the file"}
	if named != nil {
		in.Amount = yuan(*named)
	}
	done, err := d.w.Claims.Decide(d.ctx, d.person("cleo"), in)
	answer := d.claimed(name, err)
	if err == nil && done.Approval != nil {
		d.approvals[name], d.approvers[name] = done.Approval, 0
		answer.Facts = append(answer.Facts, fmt.Sprintf("waits for %d", done.Approval.Needed))
	}
	return answer
}

func (d *driver) reopen(name string) model.Answer {
	done, err := d.w.Claims.Reopen(d.ctx, d.person("cleo"), &claims.ReopenInput{ClaimNumber: d.claims[name], ExpectedRevision: d.versions[name], Reason: "new evidence"})
	if err == nil {
		d.approvals[name], d.approvers[name] = done.Approval, 0
	}
	return d.claimed(name, err)
}

// approve is the word of the next other person.
func (d *driver) approve(name string) model.Answer {
	asked := d.approvals[name]
	who := []string{"carl", "cora"}[min(d.approvers[name], 1)]
	next, err := d.w.Approvals.Approve(d.ctx, d.person(who), approval.Decision{ID: work.ApprovalKey(asked.ID), ExpectedRevision: asked.Revision, Comment: "seen"})
	if err == nil {
		d.approvals[name] = next
		d.approvers[name]++
	}
	return d.claimed(name, err)
}

func (d *driver) askEvidence(name string) model.Answer {
	_, err := d.w.Claims.RequestEvidence(d.ctx, d.person("cleo"), &claims.EvidenceInput{ClaimNumber: d.claims[name], ExpectedRevision: d.versions[name], Text: "the bill"})
	return d.claimed(name, err)
}

func (d *driver) retry(name string) model.Answer {
	_, err := d.w.Claims.RetryPayout(d.ctx, d.person("fay"), &claims.RetryInput{ClaimNumber: d.claims[name], ExpectedRevision: d.versions[name], Reason: "again"})
	return d.claimed(name, err)
}

func (d *driver) recover(request, name string, amount model.Fen, received time.Time) model.Answer {
	done, err := d.w.Claims.Recover(d.ctx, d.person("fay"), &claims.RecoveryInput{
		RequestNo: request, ClaimNumber: d.claims[name], Amount: *yuan(amount), Source: "the thief", ReceivedAt: received,
	})
	answer := d.claimed(name, err)
	if err == nil && done.Replayed {
		answer.Facts = append([]string{"replayed"}, answer.Facts...)
	}
	return answer
}
