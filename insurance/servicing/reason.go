package servicing

import (
	"maps"
	"slices"

	"baodan/engine/rule"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
)

// Rules that every product has: its terms say where they hold.
const (
	Downgrade      = "DOWNGRADE"
	NotCancellable = "NOT_CANCELLABLE"
	CoverBegun     = "COVER_BEGUN"
	OpenClaim      = "OPEN_CLAIM"
	PaidClaim      = "PAID_CLAIM"
	UnshippedLate  = "UNSHIPPED_TOO_LATE"
)

var sentences = map[string]rule.Text{
	Downgrade:      {Zh: "不能变更为保费更低的方案", En: "The plan may not be changed to one with a lower premium"},
	NotCancellable: {Zh: "本产品不能退保", En: "This product may not be cancelled"},
	CoverBegun:     {Zh: "保险责任已开始，不能退保", En: "The cover has begun, so it may not be cancelled"},
	OpenClaim:      {Zh: "有未结赔案，不能退保", En: "It may not be cancelled while a claim is open"},
	UnshippedLate:  {Zh: "已超过未发货退保的期限", En: "It is too late to cancel the order as unshipped"},
	PaidClaim:      {Zh: "已赔付，不能退保", En: "A claim was paid, so it may not be cancelled"},
}

// cancelSentences are the reasons of cancellations that the core knows; a product may have codes of its own.
var cancelSentences = map[string]rule.Text{
	"CUSTOMER_REQUEST": {Zh: "客户要求退保", En: "The customer asks for it"},
	"CHANNEL_REQUEST":  {Zh: "渠道要求退保", En: "The channel asks for it"},
	"DUPLICATE":        {Zh: "重复投保", En: "It was taken out twice"},
	closedUnshipped:    {Zh: "订单未发货即关闭", En: "The order was closed before anything was sent"},
	"OTHER":            {Zh: "其他原因", En: "Another reason"},
}

// CancelSentence is the reason of a cancellation for people: of a code that the core does not know, the code.
func CancelSentence(code string) rule.Text {
	if sentence, known := cancelSentences[code]; known {
		return sentence
	}
	return rule.Text{Zh: code, En: code}
}

// refused says no by a rule that every product has.
func refused(code string, path ...string) error {
	sentence := sentences[code]
	return fault.RuleRefused{Fault: fault.New(fault.CodeRuleRefused, sentence.En, path...), Rule: code, Sentence: sentence}
}

// blamed gives a fault with the risk of a policy, which the caller of an act did not send, the input that stands for
// it.
func blamed(err error, path ...string) error {
	return blamedAt(err, func(at []string) []string {
		if at[0] == "risk" {
			return path
		}
		return at
	})
}

// blamedAt gives faults the inputs that stand for the paths that they have.
func blamedAt(err error, pathOf func(at []string) []string) error {
	list := fault.All(err)
	if list == nil {
		return err
	}
	list = slices.Clone(list)
	for i, each := range list {
		if at := each.Base().Path; len(at) > 0 {
			list[i] = issuing.WithPath(each, pathOf(at)...)
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// Who may ask for an act, as the terms name them.
const (
	channelParty = "channel"
	insurerParty = "insurer"
)

// partyOf is what the terms call a caller.
func partyOf(caller *access.Caller) string {
	if caller.Audience == access.Ops {
		return insurerParty
	}
	return channelParty
}

// permittedTo tells whether the terms let somebody ask for an act at all. Fault: NOT_AGREED.
func permittedTo(party string, terms *rule.Terms, act rule.Act) error {
	if !slices.Contains(terms.Strings(string(act)+".by"), party) {
		return fault.Newf(fault.CodeNotAgreed, "the terms do not let the %s ask to %s", party, act)
	}
	return nil
}

// Reasons are the rules that every product has, with their sentences.
func Reasons() map[string]rule.Text { return maps.Clone(sentences) }
