package distribution

import (
	"fmt"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/ent/schema"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
)

// PremiumTerms (保费条款) are what an agreement adjusts of the product's premium, within what the product filed.
type PremiumTerms = schema.PremiumTerms

// Adjustment of the premium of policies that are sold under the agreement; without one, nothing is adjusted.
func (a *Agreement) Adjustment() *rating.Adjustment {
	if a == nil {
		return &rating.Adjustment{}
	}
	return &a.adjustment
}

func adjustmentOf(terms *PremiumTerms) (a rating.Adjustment, err error) {
	if terms == nil {
		return a, nil
	}
	read := func(text *string) *money.Decimal {
		if text == nil || err != nil {
			return nil
		}
		var value money.Decimal
		value, err = money.ParseDecimal(*text)
		return &value
	}
	a.Factor, a.Least, a.Most = read(terms.Factor), read(terms.Least), read(terms.Most)
	shown := func(text *string) string {
		if text == nil {
			return ""
		}
		return *text
	}
	a.FactorStep = "agreement " + shown(terms.Factor)
	a.BoundsStep = "agreement bounds " + shown(terms.Least) + ".." + shown(terms.Most)
	return a, err
}

// checkPrice finds fault with what an agreement says of commission and premium: they keep within what the product filed.
func (in *AgreementInput) checkPrice(product *catalog.Version) (faults fault.List) {
	refuse := func(detail string, path ...string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, path...))
	}
	filing := product.Filing()
	rate, right := catalog.ParseRate(in.CommissionRate)
	switch {
	case !right:
		refuse(catalog.NoRate, "commissionRate")
	case filing == nil && rate.Cmp(money.FromInt(1)) >= 0:
		refuse("a commission lies below the whole premium", "commissionRate")
	case filing != nil && rate.Cmp(filing.CommissionMost) > 0:
		refuse(fmt.Sprintf("the product filed a commission of at most %s", filing.CommissionMost), "commissionRate")
	}
	if in.Premium == nil {
		return faults
	}
	if filing == nil {
		refuse("the product filed no bounds for it", "premium")
		return faults
	}
	if text := in.Premium.Factor; text != nil {
		factor, right := catalog.ParseRate(*text)
		switch {
		case filing.Factor == nil:
			refuse("the product filed no factor", "premium", "factor")
		case !right || !filing.Factor.Holds(factor):
			refuse(fmt.Sprintf("the product filed a factor from %s to %s", filing.Factor.Least, filing.Factor.Most), "premium", "factor")
		}
	}
	amount := func(text *string, name string) *money.Decimal {
		if text == nil {
			return nil
		}
		value, err := money.ParseDecimal(*text)
		_, inFull := value.In(product.Currency())
		switch {
		case filing.Premium == nil:
			refuse("the product filed no least and most premium", "premium", name)
		case err != nil || inFull != nil || !filing.Premium.Holds(value):
			refuse(fmt.Sprintf("the product filed a premium from %s to %s", filing.Premium.Least, filing.Premium.Most), "premium", name)
		default:
			return &value
		}
		return nil
	}
	least, most := amount(in.Premium.Least, "least"), amount(in.Premium.Most, "most")
	if least != nil && most != nil && least.Cmp(*most) > 0 {
		refuse("nothing lies between least and most", "premium", "most")
	}
	return faults
}
