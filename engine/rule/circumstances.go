package rule

import (
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
)

const (
	claimName    = "claim"
	trackingName = "tracking" // has(tracking.found) asks whether a carrier was asked at all
)

// trackingFields are ready before any product is: all products ask carriers the same.
var trackingFields = func() Factors {
	ready, problems := NewFactors([]Factor{
		{Name: "found", Title: Text{"有此运单", "The carrier knows the number"}, Type: BooleanType},
		{Name: "shippedAt", Title: Text{"揽收时间", "Shipped at"}, Type: InstantType, Optional: true},
		{Name: "deliveredAt", Title: Text{"签收时间", "Delivered at"}, Type: InstantType, Optional: true},
		{Name: "weightKg", Title: Text{"承运商称重", "Weight by the carrier"}, Type: DecimalType, Optional: true, Min: "0", Unit: "kg"},
	})
	if err := (&Problems{problems}).Err(); err != nil {
		panic("rule: " + err.Error()) // they are written above
	}
	return ready
}()

// TrackingFields declare what a carrier says of a parcel: found, shippedAt, deliveredAt, weightKg. Their Check reads
// what becomes Case.Tracking.
func TrackingFields() Factors { return trackingFields }

// own are the variables that a single act has.
var own = map[string]Act{
	claimName: Claim, trackingName: Claim, "occurred": Claim, "reported": Claim, "sumInsured": Claim,
	"reason": Cancel, "planBefore": Endorse,
}

var actWords = map[Act]string{Claim: "a claim", Cancel: "a cancellation", Endorse: "an endorsement"}

// ActOf is the one act that has a variable such as claim.weightKg; empty where every act has it.
func ActOf(variable string) Act {
	root, _, _ := strings.Cut(variable, ".")
	return own[root]
}

// WithCase adds what is known of a case besides its facts: plan, payer, act, now, start, end, insureds, terms.KEY; of a
// claim also claim.NAME, tracking.NAME, occurred, reported and sumInsured, of a cancellation reason, of an endorsement
// planBefore. The plans are all that plan can be.
func (e *Environment) WithCase(claim Factors, plans []string) error {
	e.roots[claimName] = &Factor{Name: claimName, Type: ObjectType, Fields: claim}
	e.roots[trackingName] = &Factor{Name: trackingName, Type: ObjectType, Fields: trackingFields}
	for _, v := range circumstances(plans) {
		kind := simpleTypes[v.kind]
		if v.kind == ListType {
			kind = types.NewListType(types.StringType)
		}
		if err := e.declare(v.name, v.kind, v.enum, kind, v.look); err != nil {
			return err
		}
		e.titles[v.name] = v.title
	}
	err := e.declare(trackingName, ObjectType, nil, types.NewObjectType(trackingName), func(s *Scope) any {
		return map[string]any(s.of.Tracking)
	})
	if err != nil {
		return err
	}
	return e.declare(claimName, ObjectType, nil, types.NewObjectType(claimName), func(s *Scope) any {
		return map[string]any(s.of.Claim)
	})
}

func circumstances(plans []string) []variable {
	all := []variable{
		{"plan", StringType, plans, Text{"方案", "Plan"}, func(s *Scope) any { return types.String(s.of.Plan) }},
		{"planBefore", StringType, plans, Text{"批改前的方案", "Plan before the endorsement"}, func(s *Scope) any { return types.String(s.of.PlanBefore) }},
		{"payer", StringType, payers, Text{"付费者", "Who pays"}, func(s *Scope) any { return types.String(s.of.Payer) }},
		{"act", StringType, nil, Text{"所办业务", "What is done"}, func(s *Scope) any { return types.String(s.of.Act) }},
		{"reason", StringType, nil, Text{"退保原因", "Reason of the cancellation"}, func(s *Scope) any { return types.String(s.of.Reason) }},
		{"now", InstantType, nil, Text{"当前时间", "Instant that decides"}, instant(func(c *Case) time.Time { return c.Now })},
		{"start", InstantType, nil, Text{"保险起期", "Start of cover"}, instant(func(c *Case) time.Time { return c.Start })},
		{"end", InstantType, nil, Text{"保险止期", "End of cover"}, instant(func(c *Case) time.Time { return c.End })},
		{"occurred", InstantType, nil, Text{"出险时间", "When the loss happened"}, told(func(c *Case) time.Time { return c.Loss })},
		{"reported", InstantType, nil, Text{"报案时间", "When the loss was reported"}, told(func(c *Case) time.Time { return c.Reported })},
		{"insureds", IntegerType, nil, Text{"被保险人数", "Number of insureds"}, func(s *Scope) any { return types.Int(s.of.Insureds) }},
		{"sumInsured", DecimalType, nil, Text{"保额", "Sum insured"}, func(s *Scope) any { return decimal{s.of.SumInsured} }},
	}
	for i, t := range keys {
		all = append(all, variable{"terms." + t.Key, t.cel(), t.Enum, t.Title, func(s *Scope) any { return s.term(i) }})
	}
	return all
}

func instant(pick func(*Case) time.Time) func(*Scope) any {
	return func(s *Scope) any { return types.Timestamp{Time: pick(s.of)} }
}

// told is an instant that is absent where nobody told it: a comparison with the year 1 would be quietly wrong.
func told(pick func(*Case) time.Time) func(*Scope) any {
	return func(s *Scope) any {
		if t := pick(s.of); !t.IsZero() {
			return types.Timestamp{Time: t}
		}
		return nil
	}
}
