package story

import (
	"fmt"

	"github.com/stretchr/testify/require"
)

// What a bookkeeper does with claims.

const (
	decideShortly = `mutation($in: DecideClaimInput!) { decideClaim(input: $in) { claim { state } approval { id revision } ` + errorFields + ` } }`
	reopenShortly = `mutation($in: ReopenClaimInput!) { reopenClaim(input: $in) { approval { id revision } ` + errorFields + ` } }`
	booksClaim    = `query($no: String!) { claim(by: {number: $no}) { state revision payable { amount } recovered { amount } payouts { state amount { amount } } } }`
)

func (k *bookkeeper) claim(act bookAct) bookFigures {
	if k.unpaid[act.Claim] {
		act.Facts["payeeAccount"] = "FAKE-DECLINE-ONCE" // the fake bank pays the second attempt
	}
	payload, refused := k.say(act, "submitClaim", submitDocument, map[string]any{
		"requestNo": act.Claim, "policyNumber": k.policies[act.Order], "occurredAt": act.OccurredAt, "facts": act.Facts,
	})
	if refused != nil {
		return bookFigures{"refused": refused}
	}
	k.claims[act.Claim] = payload["claim"].(map[string]any)["number"].(string)
	k.work(k.App.Claims.Adjudicate)
	return nil
}

func (k *bookkeeper) update(act bookAct) bookFigures {
	_, refused := k.say(act, "updateClaim", updateDocument, map[string]any{
		"requestNo": fmt.Sprint("U", act.N), "claimNumber": k.claims[act.Claim], "facts": act.Facts,
	})
	k.work(k.App.Claims.Adjudicate)
	return bookFigures{"refused": refused}
}

func (k *bookkeeper) withdraw(act bookAct) bookFigures {
	_, refused := k.say(act, "withdrawClaim", withdrawDocument, map[string]any{"requestNo": fmt.Sprint("W", act.N), "claimNumber": k.claims[act.Claim]})
	return bookFigures{"refused": refused, "state": k.claimNow(act)["state"]}
}

func (k *bookkeeper) decide(act bookAct) bookFigures {
	if act.By == "PERSON" {
		k.decideInPerson(act)
	}
	c := k.claimNow(act)
	return bookFigures{"state": c["state"], "payable": fen(c["payable"])}
}

// decideInPerson has cleo decide, and carl as well where it takes two.
func (k *bookkeeper) decideInPerson(act bookAct) {
	reason := act.Reason
	if reason == "" {
		reason = "APPROVED_BY_REVIEW"
	}
	in := map[string]any{
		"claimNumber": k.claims[act.Claim], "expectedRevision": k.claimNow(act)["revision"], "outcome": act.Outcome, "reason": reason, "note": "by the book",
	}
	if act.Amount != "" {
		in["amount"] = map[string]any{"amount": act.Amount, "currency": "CNY"}
	}
	a := k.asksOf("cleo", decideShortly, in)
	require.Empty(k.t, a.codes("decideClaim"), "%s: %s", act, a.Body)
	if a.at("decideClaim", "approval") != nil {
		k.approved("carl", a, "decideClaim")
	}
}

func (k *bookkeeper) reopen(act bookAct) bookFigures {
	a := k.asksOf("cleo", reopenShortly, map[string]any{
		"claimNumber": k.claims[act.Claim], "expectedRevision": k.claimNow(act)["revision"], "reason": "by the book",
	})
	k.approved("carl", a, "reopenClaim")
	return bookFigures{"state": k.claimNow(act)["state"]}
}

func (k *bookkeeper) pay(act bookAct) bookFigures {
	if k.claimNow(act)["state"] == "PAYOUT_FAILED" {
		a := k.asksOf("fay", deskAct("retryPayout"), map[string]any{"claimNumber": k.claims[act.Claim], "expectedRevision": k.claimNow(act)["revision"], "reason": "by the book"})
		require.Empty(k.t, a.codes("retryPayout"), "%s: %s", act, a.Body)
	}
	k.work(k.App.Claims.Pay)
	c, paid := k.claimNow(act), int64(0)
	for _, one := range c["payouts"].([]any) {
		if payout := one.(map[string]any); payout["state"] == "PAID" {
			paid += fen(payout["amount"])
		}
	}
	return bookFigures{"state": c["state"], "paid": paid}
}

func (k *bookkeeper) failToPay(act bookAct) bookFigures {
	k.work(k.App.Claims.Pay)
	return bookFigures{"state": k.claimNow(act)["state"]}
}

func (k *bookkeeper) recover(act bookAct) bookFigures {
	before := fen(k.claimNow(act)["recovered"])
	a := k.asksOf("fay", deskAct("recordRecovery"), map[string]any{
		"requestNo": act.Request, "claimNumber": k.claims[act.Claim], "amount": map[string]any{"amount": act.Amount, "currency": "CNY"},
		"source": act.Kind, "receivedAt": act.At,
	})
	require.Empty(k.t, a.codes("recordRecovery"), "%s: %s", act, a.Body)
	c := k.claimNow(act)
	came := fen(c["recovered"]) - before
	return bookFigures{"state": c["state"], "recovered": came, "amount": came}
}

// claimNow is the claim of an act as claims handlers see it.
func (k *bookkeeper) claimNow(act bookAct) map[string]any {
	a := k.as(k.person("cleo"), booksClaim, map[string]any{"no": k.claims[act.Claim]})
	require.Empty(k.t, a.Errors, "%s: %s", act, a.Body)
	return a.at("claim").(map[string]any)
}
