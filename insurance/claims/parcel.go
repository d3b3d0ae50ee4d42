package claims

import (
	"time"

	"baodan/engine/money"
)

// ParcelSeen is what the carrier says now of the parcel of a claim.
type ParcelSeen struct {
	Carrier, Number        string // as the claim names it
	Found                  bool   // the carrier knows the number
	ShippedAt, DeliveredAt *time.Time
	WeightKg               *money.Decimal
}

// parcel is what the carrier said when the case was read; nil: it was not asked, or did not answer.
func (r *review) parcel() *ParcelSeen {
	seen := r.c.Tracking
	if seen == nil {
		return nil
	}
	carrier, number, _ := r.policy.Product().ClaimTracking()
	p := &ParcelSeen{}
	p.Carrier, _ = r.facts[carrier].(string)
	p.Number, _ = r.facts[number].(string)
	p.Found, _ = seen["found"].(bool)
	for name, field := range map[string]**time.Time{"shippedAt": &p.ShippedAt, "deliveredAt": &p.DeliveredAt} {
		if at, said := seen[name].(time.Time); said {
			*field = &at
		}
	}
	if weight, said := seen["weightKg"].(money.Decimal); said {
		p.WeightKg = &weight
	}
	return p
}
