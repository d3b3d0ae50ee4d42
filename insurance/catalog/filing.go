package catalog

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// Filing (备案) is what was filed of a product's prices and commissions. By 报行合一 (filed and practised alike) agreements keep
// within it.
type Filing struct {
	Factor         *Range // that an agreement may multiply a premium by; nil: by none
	Premium        *Range // of a policy; nil: not bounded
	CommissionMost money.Decimal
	ExpenseLoading money.Decimal
}

// Range is from least to most, both included.
type Range struct{ Least, Most money.Decimal }

// Holds tells whether a value lies in the range.
func (r *Range) Holds(value money.Decimal) bool {
	return value.Cmp(r.Least) >= 0 && value.Cmp(r.Most) <= 0
}

// Coverage (责任) is a peril that is covered.
type Coverage struct {
	Code      string
	Name      rule.Text
	Class     string
	Clause    string
	FilingNo  string
	TaxClass  string
	Portfolio string
	Cause     string
}

// filed is what a product says of filing and coverage.
type filed struct {
	filing   *Filing // nil: nothing
	coverage Coverage
}

// Filing of the product; nil where its file has none, as those had that were published before there were filings.
func (f *filed) Filing() *Filing { return f.filing }

// Coverage is the one that the product has. Without one in its file it is named as the product.
func (f *filed) Coverage() Coverage { return f.coverage }

// Publishable tells whether a product file says what a publication needs beside a product that is right. Fault: INVALID_VALUE.
func Publishable(p *Product) error {
	var faults fault.List
	for key, missing := range map[string]bool{"coverages": p.definition.Coverages == nil, "filing": p.filing == nil} {
		if missing {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "a product that is published says its %s: the key is missing", key))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// OutsideFiling refuses a premium that was not filed.
const OutsideFiling = "OUTSIDE_FILING"

// keep declines a premium that lies outside of what was filed, or that the adjustment of an agreement makes nothing of.
func (f *filed) keep(w rating.Worksheet, a *rating.Adjustment) error {
	premium, unfiled := w.Result.Decimal(), false
	if f := f.filing; f != nil {
		unfiled = f.Premium != nil && !f.Premium.Holds(premium) || a.Factor != nil && (f.Factor == nil || !f.Factor.Holds(*a.Factor))
	}
	if !unfiled && (a.Factor == nil || premium.Sign() > 0) {
		return nil
	}
	return &rating.Decline{
		Code: OutsideFiling, Sentence: rule.Text{Zh: "保费不在备案范围内", En: "The premium lies outside of what was filed"},
		Facts: []rule.Fact{{Name: "premium", Value: premium.String()}},
	}
}

var (
	booksCode   = regexp.MustCompile(`^[A-Z][A-Z0-9_-]{0,31}$`)
	filedNumber = regexp.MustCompile(`^[^\s](.{0,98}[^\s])?$`)
)

const (
	longestRate = 6 // digits after the point of a rate: commission is exact in millionths of a minor unit
	oneCoverage = "a product has one coverage today"
)

// filing checks what was filed.
func (c *compiler) filing() {
	d := c.product.definition.Filing
	if d == nil {
		return
	}
	f := &Filing{}
	if d.Premium.Factor != nil {
		f.Factor = c.bounds("filing.premium.factor", d.Premium.Factor.Least, d.Premium.Factor.Most, longestRate)
		if one := money.FromInt(1); f.Factor != nil && !f.Factor.Holds(one) {
			c.fault("filing.premium.factor", "the filed price itself has the factor 1, which must lie within")
		}
	}
	if d.Premium.Least != "" || d.Premium.Most != "" {
		digits := longestRate // where the currency is wrong, that is said elsewhere
		if c.product.currency != "" {
			digits = c.product.currency.Digits()
		}
		f.Premium = c.bounds("filing.premium", d.Premium.Least, d.Premium.Most, digits)
	}
	if d.Premium.Factor == nil && d.Premium.Least == "" && d.Premium.Most == "" {
		c.fault("filing.premium", "least and most, or factor, must say what was filed")
	}
	f.CommissionMost = c.share("filing.commissionMost", d.CommissionMost)
	f.ExpenseLoading = c.share("filing.expenseLoading", d.ExpenseLoading)
	if f.CommissionMost.Cmp(f.ExpenseLoading) > 0 {
		c.fault("filing.commissionMost", "commission is paid out of the expense loading: it is at most %s", f.ExpenseLoading)
	}
	c.product.filing = f
}

// bounds reads a range of decimals from 0 on; nil where it is wrong.
func (c *compiler) bounds(at string, least, most rule.Literal, digits int) *Range {
	low, lowRight := c.decimal(at+".least", least, digits)
	high, highRight := c.decimal(at+".most", most, digits)
	switch {
	case !lowRight || !highRight:
		return nil
	case low.Cmp(high) > 0 || high.Sign() == 0:
		c.fault(at, "nothing lies between least and most")
		return nil
	}
	return &Range{low, high}
}

// share reads a share of the premium, from 0 to below 1.
func (c *compiler) share(at string, text rule.Literal) money.Decimal {
	value, right := c.decimal(at, text, longestRate)
	if right && value.Cmp(money.FromInt(1)) >= 0 {
		c.fault(at, "a share of the premium lies below 1")
	}
	return value
}

func (c *compiler) decimal(at string, text rule.Literal, digits int) (value money.Decimal, right bool) {
	value, err := money.ParseDecimal(string(text))
	if err != nil || value.Sign() < 0 || !value.Round(digits, money.Down).Equal(value) {
		c.fault(at, "%q is no decimal from 0 on with at most %d digits after the point", text, digits)
		return money.Decimal{}, false
	}
	return value, true
}

// coverages checks the coverage.
func (c *compiler) coverages() {
	p := c.product
	p.coverage = Coverage{Code: p.definition.Code, Name: p.definition.Name}
	if p.definition.Coverages == nil {
		return
	}
	if len(p.definition.Coverages) == 0 {
		c.fault("coverages", oneCoverage)
		return
	}
	if len(p.definition.Coverages) > 1 {
		c.fault("coverages[1]", oneCoverage)
	}
	d := p.definition.Coverages[0]
	c.text("coverages[0].name", d.Name)
	for key, value := range map[string]string{"class": d.Class, "taxClass": d.TaxClass, "portfolio": d.Portfolio, "cause": d.Cause} {
		if !booksCode.MatchString(value) {
			c.fault("coverages[0]."+key, "%q is no code: capitals, digits, _ and -, a capital first, at most 32", value)
		}
	}
	if !productCode.MatchString(d.Code) {
		c.fault("coverages[0].code", "%q is no code: capitals, digits and -, at most 32", d.Code)
	}
	for key, value := range map[string]string{"clause": d.Clause, "filingNo": d.FilingNo} {
		if !filedNumber.MatchString(value) || !utf8.ValidString(value) {
			c.fault("coverages[0]."+key, "is needed, as it was filed: 1 to 100 characters")
		}
	}
	p.coverage = Coverage(d)
}

// NoRate says what a rate must be.
var NoRate = fmt.Sprintf("a rate is a decimal from 0 with at most %d digits after the point", longestRate)

// ParseRate reads a rate: a share of the premium, or a factor of it.
func ParseRate(text string) (money.Decimal, bool) {
	rate, err := money.ParseDecimal(text)
	return rate, err == nil && rate.Sign() >= 0 && rate.Round(longestRate, money.Down).Equal(rate)
}
