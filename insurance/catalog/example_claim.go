package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// outcomeWords are how examples say what became of a claim.
var outcomeWords = map[Outcome]string{Approve: "approved", Correct: "corrected", Refer: "referred", Decline: "declined"}

// words are the decision as an example would expect it: approved 13.00, declined NO_COVER.
func (d *Decision) words() string {
	if d.Outcome == Approve {
		return "approved " + d.Payable.Result.Text()
	}
	return outcomeWords[d.Outcome] + " " + d.Reason
}

// adjudicate decides the claim of an example on a policy that was sold as its factors say.
func (o *outcome) adjudicate(e *example) {
	sold := *o.c
	sold.Act = rule.Issue
	limit, err := o.product.SumInsured(&sold)
	if err != nil {
		o.failed = fmt.Errorf("the policy: %w", err)
		return
	}
	c := o.c
	if c.Loss = e.occurred; c.Loss.IsZero() {
		c.Loss = c.Start
	}
	if c.Reported = e.reported; c.Reported.IsZero() {
		c.Reported = c.Loss
		if since, ok := c.Claim[o.product.definition.Claims.Since].(time.Time); ok {
			c.Reported = since
		}
	}
	c.Now, c.SumInsured = c.Reported, limit.Result.Decimal()
	o.decision, o.failed = o.product.Adjudicate(c, Standing{
		InForce: !e.uncovered && !c.Loss.Before(c.Start) && c.Loss.Before(c.End),
		Limit:   c.SumInsured, Spent: e.spent, Claimed: e.claimed, Watched: e.watched,
	})
}

// decides checks what an example expects of a claim; findings that do not decide need not be expected:
//
//	approved 13.00    declined CODE    corrected CODE    referred CODE
//	score 45          payable 13.00    found CODE
func (o *outcome) decides(words []string) (sentence string, understood bool) {
	if len(words) != 2 {
		return "", false
	}
	d, expected := o.decision, words[1]
	o.decided = o.decided || words[0] == "approved" || slices.Contains([]string{"declined", "corrected", "referred"}, words[0])
	wrong := func(format string, arguments ...any) (string, bool) {
		return fmt.Sprintf(format, arguments...) + " (" + o.summary() + ")", true
	}
	switch words[0] {
	case "approved", "payable":
		value, err := money.ParseDecimal(expected)
		switch {
		case err != nil:
			return wrong("%s: %v", expected, err)
		case words[0] == "approved" && d.Outcome != Approve, d.Payable == nil, !d.Payable.Result.Decimal().Equal(value):
			return wrong("not %s %s", words[0], expected)
		}
	case "declined", "corrected", "referred":
		if outcomeWords[d.Outcome] != words[0] || d.Reason != expected {
			return wrong("not %s %s", words[0], expected)
		}
	case "score":
		if strconv.Itoa(d.Score) != expected {
			return wrong("not score %s", expected)
		}
	case "found":
		if !slices.ContainsFunc(d.Findings, func(f ClaimFinding) bool { return f.Code == expected }) {
			return wrong("not found %s", expected)
		}
	default:
		return "", false
	}
	return "", true
}
