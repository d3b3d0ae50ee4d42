package demo

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/file"
	"baodan/ent/payout"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
)

// handlers decide claims.
var handlers = []string{"cleo", "carl", "cora", "clio"}

// take writes down that a handler takes a claim that waits, in working hours; one who has it already goes on.
func (c *claimsDesk) take(a *asked) {
	if a.handler != "" {
		if a.halt != returned {
			c.at(c.working(c.now().Add(c.dice.span(30*time.Minute, 9*hour))), c.onlyIf(a, c.judge, claim.StateInReview))
		}
		return
	}
	if a.halt == takes {
		return
	}
	c.at(c.working(c.now().Add(c.dice.span(20*time.Minute, 26*hour))), c.onlyIf(a, c.takeUp, claim.StateInReview))
}

// takeUp makes a claim a handler's work.
func (c *claimsDesk) takeUp(ctx context.Context, a *asked, found *claims.Claim) error {
	who := pick(c.dice, handlers)
	if _, err := c.Claims.Take(ctx, c.staff[who], &claims.TakeInput{ClaimNumber: found.Number(), ExpectedRevision: found.Revision()}); err != nil {
		return err
	}
	a.handler = who
	if c.dice.chance(30) {
		_, err := c.Claims.Note(ctx, c.staff[who], &claims.NoteInput{ClaimNumber: found.Number(), Text: pick(c.dice, notes)})
		if err != nil {
			return err
		}
	}
	if a.halt != judges {
		c.at(c.now().Add(c.dice.span(4*time.Minute, 50*time.Minute)), c.onlyIf(a, c.judge, claim.StateInReview))
	}
	return nil
}

var (
	notes = []string{
		"已电话联系客户，描述与材料一致。", "材料清晰，金额与明细核对无误。", "与渠道核实过订单信息，一致。", "客户同一月内第二次报案，注意比对。", "照片拍摄时间与报案时间相符。",
	}
	approvals = []string{"材料齐全，属于保险责任。", "经核实损失真实，同意赔付。", "与渠道记录一致，同意赔付。"}
	declines  = []string{"补充的材料仍不能证明损失。", "维修记录与报案描述不符。", "经核实不属于保险责任。"}
	requests  = []string{
		"请补充涉案交易的完整明细，须显示交易号与时间。", "请上传加盖门店印章的维修单或发票。", "请提供快递客服确认签收的截图。", "请补充能看清设备串号的照片。",
	}
)

// judge decides a claim that a handler has, or asks for more.
func (c *claimsDesk) judge(ctx context.Context, a *asked, found *claims.Claim) error {
	switch {
	case (a.fate == evidence || a.fate == noEvidence) && !a.sentFor:
		return c.askFor(ctx, a, found)
	case a.fate == unproved, a.fate == reopened && !a.sentFor:
		a.sentFor = true
		in := &claims.DecideInput{
			ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Outcome: catalog.Decline, Note: pick(c.dice, declines),
			Reason: pick(c.dice, []string{claims.EvidenceInsufficient, claims.EvidenceInsufficient, claims.NotCovered, claims.FraudProven}),
		}
		if _, err := c.Claims.Decide(ctx, c.staff[a.handler], in); err != nil {
			return err
		}
		return c.follow(ctx, a)
	}
	in := &claims.DecideInput{
		ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Outcome: catalog.Approve, Reason: claims.ApprovedByReview, Note: pick(c.dice, approvals),
	}
	done, err := c.Claims.Decide(ctx, c.staff[a.handler], in)
	if err != nil {
		return c.refused(err)
	}
	if done.Approval == nil {
		c.soon(a)
		return nil
	}
	c.seekApproval(a, done.Approval)
	return nil
}

// askFor asks the claimant for evidence, who sends it, or not.
func (c *claimsDesk) askFor(ctx context.Context, a *asked, found *claims.Claim) error {
	a.sentFor = true
	_, err := c.Claims.RequestEvidence(ctx, c.staff[a.handler], &claims.EvidenceInput{
		ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Text: pick(c.dice, requests),
	})
	if err == nil && a.halt == returned {
		c.at(c.until.Add(-c.dice.span(15*time.Minute, 100*time.Minute)), c.onlyIf(a, c.prove, claim.StateEvidenceNeeded))
	} else if err == nil && a.fate == evidence && a.halt != proves {
		c.at(c.now().Add(c.dice.span(3*hour, 60*hour)), c.onlyIf(a, c.prove, claim.StateEvidenceNeeded))
	}
	return err
}

// prove sends what was asked for.
func (c *claimsDesk) prove(ctx context.Context, a *asked, found *claims.Claim) error {
	ids, err := c.send(ctx, c.claimant(a), file.PurposeClaimEvidence, a.more)
	if err != nil {
		return err
	}
	_, err = c.Claims.Update(ctx, c.claimant(a), &claims.UpdateInput{RequestNo: c.book.requestNo("UP"), ClaimNumber: found.Number(), Facts: map[string]any{}, FileIDs: ids})
	if err == nil {
		c.soon(a)
	}
	return err
}

// seekApproval writes down who else decides a request about a claim, one person after the other.
func (c *claimsDesk) seekApproval(a *asked, row *ent.Approval) {
	if a.halt == approves {
		return
	}
	c.at(c.working(c.now().Add(c.dice.span(15*time.Minute, 8*hour))), func(ctx context.Context) error {
		return c.vote(ctx, a, row.ID, 0)
	})
}

// vote is the word of the next other handler. Now and then they refuse, and the claim goes back.
func (c *claimsDesk) vote(ctx context.Context, a *asked, id int64, tries int) error {
	rows, err := c.Approvals.ByID(ctx, c.staff["cora"], id)
	if err != nil || rows == nil || rows.State != "REQUESTED" {
		return err
	}
	voters := []string{"cora", "clio", "carl", "cleo"}
	for _, who := range voters {
		may, err := c.Approvals.MayApprove(ctx, c.staff[who], []*ent.Approval{rows})
		if err != nil {
			return err
		}
		if !may[id] {
			continue
		}
		if a.fate == big && tries == 0 && c.dice.chance(8) {
			if _, err := c.Approvals.Reject(ctx, c.staff[who], approval.Decision{ID: approvalKey(id), ExpectedRevision: rows.Revision, Comment: "金额依据不足，请补充材料后再提交。"}); err != nil {
				return err
			}
			a.fate, a.sentFor = evidence, false
			return c.follow(ctx, a)
		}
		after, err := c.Approvals.Approve(ctx, c.staff[who], approval.Decision{ID: approvalKey(id), ExpectedRevision: rows.Revision, Comment: pick(c.dice, []string{"同意。", "已复核，同意。", ""})})
		if err != nil {
			return fmt.Errorf("%s approves: %w", who, err)
		}
		if after.State == "REQUESTED" {
			c.at(c.working(c.now().Add(c.dice.span(10*time.Minute, 5*hour))), func(ctx context.Context) error { return c.vote(ctx, a, id, tries+1) })
			return nil
		}
		c.soon(a)
		return nil
	}
	return nil // all four had a hand in it: it waits for somebody who had not
}

// askReopening asks to reopen a claim that was declined.
func (c *claimsDesk) askReopening(ctx context.Context, a *asked, found *claims.Claim) error {
	done, err := c.Claims.Reopen(ctx, c.staff["cleo"], &claims.ReopenInput{
		ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Reason: "客户申诉并补充了新的材料，申请重新处理。",
	})
	if err != nil {
		return c.refused(err)
	}
	c.seekApproval(a, done.Approval)
	return nil
}

// retry has a claim paid again.
func (c *claimsDesk) retry(ctx context.Context, a *asked, found *claims.Claim) error {
	_, err := c.Claims.RetryPayout(ctx, c.staff["fay"], &claims.RetryInput{
		ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Reason: "客户确认账户已恢复，重新付款。",
	})
	if err == nil {
		c.soon(a)
	}
	return err
}

// resolve ends a dispute with the bank by what the bank confirms.
func (c *claimsDesk) resolve(ctx context.Context, a *asked, found *claims.Claim) error {
	payouts, err := c.Claims.PayoutsOf(ctx, []*claims.Claim{found})
	if err != nil {
		return err
	}
	for _, p := range payouts[found.Key()] {
		if p.State != payout.StateDisputed {
			continue
		}
		said := c.world.Bank.Find(ctx, p.PaymentKey)
		amount := &money.Input{Amount: said.Paid.Decimal(), Currency: string(said.Paid.Currency)}
		_, err := c.Claims.ResolveDispute(ctx, c.staff["fritz"], &claims.ResolveDisputeInput{
			ClaimNumber: found.Number(), ExpectedRevision: found.Revision(), Paid: amount, Reason: "与银行核对流水，以实际到账金额结案。",
		})
		return err
	}
	return nil
}

// recover writes down money that came back after a claim was paid.
func (c *claimsDesk) recover(ctx context.Context, a *asked, found *claims.Claim) error {
	back := *found.Payable()
	back.Minor = max(1, back.Minor*int64(c.dice.between(20, 90))/100)
	_, err := c.Claims.Recover(ctx, c.staff["fay"], &claims.RecoveryInput{
		RequestNo: c.book.requestNo("RC"), ClaimNumber: found.Number(), Amount: money.Input{Amount: back.Decimal(), Currency: string(back.Currency)},
		Source: pick(c.dice, []string{"平台追回款", "商家退还", "公安机关追赃发还"}), ReceivedAt: c.now().Add(-time.Hour),
	})
	return err
}
