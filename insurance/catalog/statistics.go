package catalog

import (
	"encoding/json"
	"fmt"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// A product names the factors by which its business is told apart in the books (`statistics`): they are written into every booking, so
// what is not named when a policy is sold can never be asked for of it.

// statisticsDefinition says which factors are the dimensions of bookings.
type statisticsDefinition struct {
	Region   string // a string: the code of a place by GB/T 2260, of its first two digits at least
	Category string // a string
	Merchant string // a string
	Bands    []bandDefinition
}

// bandDefinition is a number that is told apart by bands.
type bandDefinition struct {
	Factor string
	From   []rule.Literal // where a band begins, ascending; what is less is a band of its own
}

// Dimensions are what bookings of a policy are told apart by; empty where the product or the policy does not say.
type Dimensions struct {
	Region, Category, Merchant string
	Bands                      [mostBands]string
}

const (
	mostBands     = 3
	mostBandFroms = 20
	longestBooked = 64 // characters of a dimension
)

// statistics are the places of dimensions.
type statistics struct {
	region, category, merchant *place
	bands                      []band
}

type band struct {
	place
	from  []money.Decimal
	names []string // one more than from
}

// Dimensions of a policy, by its factors as they are stored. Only what is named is read of them: every booking asks.
func (s *statistics) Dimensions(factors map[string]json.RawMessage) (d Dimensions) {
	d.Region, d.Category, d.Merchant = s.region.booked(factors), s.category.booked(factors), s.merchant.booked(factors)
	for i, b := range s.bands {
		d.Bands[i] = b.of(factors)
	}
	return d
}

// booked is the text that stands there, as bookings hold it; empty where there is none.
func (p *place) booked(factors map[string]json.RawMessage) string {
	if p == nil {
		return ""
	}
	for _, name := range p.path[:len(p.path)-1] {
		var inner map[string]json.RawMessage
		if json.Unmarshal(factors[name], &inner) != nil {
			return ""
		}
		factors = inner
	}
	raw := factors[p.path[len(p.path)-1]]
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	text := string(raw)
	if raw[0] == '"' {
		if json.Unmarshal(raw, &text) != nil {
			return ""
		}
	}
	if len(text) <= longestBooked {
		return text
	}
	runes := []rune(text)
	return string(runes[:min(len(runes), longestBooked)])
}

// of is the band that a number lies in.
func (b *band) of(factors map[string]json.RawMessage) string {
	value, err := money.ParseDecimal(b.booked(factors))
	if err != nil {
		return ""
	}
	n := 0
	for n < len(b.from) && value.Cmp(b.from[n]) >= 0 {
		n++
	}
	return b.names[n]
}

// statisticsCompiler compiles what a file says of statistics.
type statisticsCompiler struct{ *compiler }

func (c statisticsCompiler) compile() {
	d, s := &c.product.definition.Statistics, &c.product.statistics
	for _, one := range []struct {
		at, name string
		to       **place
	}{{"region", d.Region, &s.region}, {"category", d.Category, &s.category}, {"merchant", d.Merchant, &s.merchant}} {
		if one.name == "" {
			continue
		}
		if p, f := c.dimension("statistics."+one.at, one.name); f != nil {
			if f.Type != rule.StringType {
				c.fault("statistics."+one.at, "%q is no string", one.name)
			}
			*one.to = &p
		}
	}
	if len(d.Bands) > mostBands {
		c.fault("statistics.bands", "at most %d", mostBands)
		return
	}
	for i, b := range d.Bands {
		s.bands = append(s.bands, c.band(fmt.Sprintf("statistics.bands[%d]", i), b))
	}
}

// dimension finds a factor that is not personal; nil where it is not there.
func (c statisticsCompiler) dimension(at, name string) (place, *rule.Factor) {
	p := place{path: strings.Split(name, ".")}
	f, known := c.product.factors.Find(p.path)
	for i := 1; i < len(p.path) && known; i++ {
		holder, _ := c.product.factors.Find(p.path[:i])
		known = holder.Type == rule.ObjectType
	}
	switch {
	case !known:
		c.fault(at, "%q is no factor", name)
		return p, nil
	case f.Personal != "":
		c.fault(at, "%q is personal: no booking says it", name)
		return p, nil
	}
	return p, f
}

// band compiles a number that is told apart by bands.
func (c statisticsCompiler) band(at string, d bandDefinition) (b band) {
	p, f := c.dimension(at+".factor", d.Factor)
	if b.place = p; f != nil && f.Type != rule.DecimalType && f.Type != rule.IntegerType {
		c.fault(at+".factor", "%q is no number", d.Factor)
	}
	if len(d.From) == 0 || len(d.From) > mostBandFroms {
		c.fault(at+".from", "1 to %d numbers, ascending", mostBandFroms)
		return b
	}
	for i, text := range d.From {
		value, right := c.decimal(fmt.Sprintf("%s.from[%d]", at, i), text, longestRate)
		if !right {
			return b
		}
		if i > 0 && value.Cmp(b.from[i-1]) <= 0 {
			c.fault(at+".from", "each number is greater than the one before")
			return b
		}
		b.from = append(b.from, value)
	}
	b.names = append(b.names, "<"+b.from[0].String())
	for i, from := range b.from {
		if i+1 < len(b.from) {
			b.names = append(b.names, from.String()+"-"+b.from[i+1].String())
		} else {
			b.names = append(b.names, ">="+from.String())
		}
	}
	return b
}
