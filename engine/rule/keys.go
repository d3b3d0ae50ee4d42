package rule

import "baodan/engine/money"

// Term declares a key of the terms: what it means, its type, and the value that holds where no layer sets another.
type Term struct {
	Key     string
	Type    Type // periodType beside the types of factors
	Title   Text
	Default any      // canonical
	Enum    []string // of a text, or of each text of a list
	Least   any      // of an integer, a decimal or a period; nil: none
	Most    any
}

// Types of terms beside those of factors.
const (
	periodType Type = "period"
	codesType  Type = "codes" // a list of codes, see ValidCode
)

var (
	// payers are all who can pay a premium.
	payers = []string{"CUSTOMER", "SELLER", "PLATFORM"}
	// askers are all who can ask for a change of a policy.
	askers = []string{"channel", "insurer"}
	// changeable is what an endorsement can change.
	changeable = []string{"plan", "insured"}
	// computable are the terms that a formula may set: those that are read with the facts of the risk at hand.
	computable = []string{
		"quote.validity", "duplicate.rule", "duplicate.scope", "cover.waiting", "cover.length", "cover.maxAhead", "cover.maxPast",
	}
)

// Terms that every product has, in the order they are explained. A key is never given another meaning.
var keys = []Term{
	{"sale.quote", BooleanType, Text{"可报价", "may be quoted"}, true, nil, nil, nil},
	{"sale.issue", BooleanType, Text{"可承保", "may be issued"}, true, nil, nil, nil},
	{"payers", ListType, Text{"可付保费者", "who may pay"}, payers, payers, nil, nil},
	{"quote.validity", periodType, Text{"报价有效期", "how long a quote holds"}, Period{Minutes: 15}, nil, Period{Minutes: 1}, Period{Days: 30}},
	{"insureds.max", IntegerType, Text{"被保险人数上限", "most insureds"}, int64(1), nil, int64(1), int64(100)},
	{"insured.party", StringType, Text{"被保险人身份", "the insured as a person"}, "none", []string{"none", "optional", "required"}, nil, nil},
	{"duplicate.rule", StringType, Text{"重复投保规则", "duplicate rule"}, "none", []string{"none", "overlap", "once"}, nil, nil},
	{"duplicate.scope", StringType, Text{"重复投保范围", "where duplicates count"}, "channel", []string{"channel", "company"}, nil, nil},
	{"cover.waiting", periodType, Text{"等待期", "time until cover begins"}, Period{}, nil, nil, Period{Days: 366}},
	{"cover.length", periodType, Text{"保险期间", "length of cover"}, Period{Years: 1}, nil, Period{Minutes: 1}, Period{Years: 100}},
	{"cover.mayAsk", BooleanType, Text{"可自选期间", "caller may ask for a period"}, false, nil, nil, nil},
	{"cover.maxAhead", periodType, Text{"最远起保", "how far ahead cover may begin"}, Period{Days: 30}, nil, nil, Period{Years: 2}},
	{"cover.maxPast", periodType, Text{"最早追溯", "how far back cover may begin"}, Period{}, nil, nil, Period{Days: 31}},

	{"endorse.allowed", BooleanType, Text{"可批改", "may be endorsed"}, false, nil, nil, nil},
	{"endorse.by", ListType, Text{"可申请批改者", "who may ask for an endorsement"}, askers, askers, nil, nil},
	{"endorse.changes", ListType, Text{"可批改内容", "what an endorsement may change"}, changeable, changeable, nil, nil},
	{"endorse.downgrade", BooleanType, Text{"可降级", "may change to a plan with a lower premium"}, false, nil, nil, nil},
	{"endorse.price", StringType, Text{"批改计费方式", "how the difference of premium is charged"}, "byDays", []string{"none", "whole", "byDays"}, nil, nil},
	{"endorse.payer", StringType, Text{"批改付费者", "who pays the difference; policy: who pays its premium"}, "policy", append([]string{"policy"}, payers...), nil, nil},
	{"endorse.maxAhead", periodType, Text{"批改最远生效", "how far ahead an endorsement may take effect"}, Period{Days: 30}, nil, nil, Period{Years: 2}},
	{"endorse.maxPast", periodType, Text{"批改最早追溯", "how far back an endorsement may take effect"}, Period{}, nil, nil, Period{Days: 366}},

	{"renew.allowed", BooleanType, Text{"可续保", "may be renewed"}, false, nil, nil, nil},
	{"renew.by", ListType, Text{"可申请续保者", "who may ask for a renewal"}, askers, askers, nil, nil},
	{"renew.plan", StringType, Text{"续保方案", "the plan of a renewal: same as that in force, or any that the caller chooses"}, "same", []string{"same", "any"}, nil, nil},
	{"renew.payer", StringType, Text{"续保付费者", "who pays a renewal: same as before, or any that the caller chooses"}, "same", []string{"same", "any"}, nil, nil},
	{"renew.noticeDays", IntegerType, Text{"续保提前天数", "days before the end from which it may be renewed"}, int64(30), nil, int64(0), int64(366)},
	{"renew.grace", periodType, Text{"续保宽限期", "how long after the end it may still be renewed"}, Period{}, nil, nil, Period{Days: 366}},
	{"renew.announce", BooleanType, Text{"到期提醒", "a renewable policy announces itself before its end"}, true, nil, nil, nil},

	{"cancel.rule", StringType, Text{"退保时点", "until when it may be cancelled"}, "never", []string{"never", "beforeStart", "anytime"}, nil, nil},
	{"cancel.by", ListType, Text{"可申请退保者", "who may ask for a cancellation"}, askers, askers, nil, nil},
	{"cancel.reasons", codesType, Text{"退保原因", "reasons that may be given"}, []string{"CUSTOMER_REQUEST", "CHANNEL_REQUEST", "DUPLICATE", "OTHER"}, nil, nil, nil},
	{"cancel.notice", periodType, Text{"退保通知期", "time from asking to taking effect"}, Period{}, nil, nil, Period{Days: 366}},
	{"cancel.refund", StringType, Text{"退费方式", "what comes back"}, "none", []string{"none", "whole", "byDays"}, nil, nil},
	{"cancel.afterPaidClaim", StringType, Text{"赔付后退费", "what comes back after a paid claim; refuse: it is not cancelled"}, "none", []string{"none", "whole", "byDays", "refuse"}, nil, nil},
	{"cancel.unshippedWithin", periodType, Text{"未发货退保期限", "how long after the start an order may be cancelled as closed unshipped; PT0S: no bound"}, Period{}, nil, nil, Period{Days: 366}},
	{"cancel.withOpenClaim", BooleanType, Text{"有未结赔案可退保", "may be cancelled while a claim is open"}, false, nil, nil, nil},

	{"claim.window", periodType, Text{"报案时限", "within which a claim comes"}, Period{Days: 30}, nil, Period{Minutes: 1}, Period{Years: 5}},
	{"claim.evidenceWindow", periodType, Text{"举证时限", "within which evidence comes"}, Period{Days: 30}, nil, Period{Minutes: 1}, Period{Years: 5}},
	{"claim.payWithin", periodType, Text{"赔付时限", "within which it is paid"}, Period{Hours: 72}, nil, Period{Minutes: 1}, Period{Days: 366}},
	{"claim.most", IntegerType, Text{"赔案数上限", "most claims of a policy; 0: any number"}, int64(0), nil, int64(0), int64(1000)},
	{"claim.limitPer", StringType, Text{"保额适用范围", "what the sum insured limits"}, "policy", []string{"policy", "year"}, nil, nil},
	{"claim.eventLimit", DecimalType, Text{"每次事故限额", "limit of one event; 0: the sum insured"}, money.Decimal{}, nil, money.Decimal{}, nil},
	{"claim.automaticLimit", DecimalType, Text{"自动赔付限额", "approved without a person up to"}, money.Decimal{}, nil, money.Decimal{}, nil},
	{"claim.singleReviewLimit", DecimalType, Text{"单人复核限额", "one person decides up to it, above it another must approve; 0: no limit"}, money.Decimal{}, nil, money.Decimal{}, nil},
	{"claim.doubleReviewLimit", DecimalType, Text{"双人复核限额", "two people decide up to it, above it a third must approve; 0: no limit"}, money.Decimal{}, nil, money.Decimal{}, nil},
	{"claim.receiptAbove", DecimalType, Text{"报警回执起点", "a police receipt is needed above"}, money.Decimal{}, nil, money.Decimal{}, nil},
	{"claim.reviewFromScore", IntegerType, Text{"人工复核欺诈分", "fraud score from which a person decides"}, int64(60), nil, int64(0), int64(100)},
	{"claim.declineAboveScore", IntegerType, Text{"拒赔欺诈分", "fraud score above which it is declined"}, int64(85), nil, int64(0), int64(100)},
}

var keyIndex = func() map[string]int {
	m := make(map[string]int, len(keys))
	for i, t := range keys {
		m[t.Key] = i
	}
	return m
}()

// Keys are all terms there are.
func Keys() []Term { return append([]Term(nil), keys...) }

// cel is the type that conditions see: periods are text, codes a list.
func (t *Term) cel() Type {
	switch t.Type {
	case periodType:
		return StringType
	case codesType:
		return ListType
	default:
		return t.Type
	}
}
