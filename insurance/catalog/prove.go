package catalog

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Cases that sheets are run for while a product is checked: about a tenth of a second. Where formulas are dear they are
// fewer, so that a check always ends.
const (
	mostCases      = 2000
	leastCases     = 50
	mostOperations = 50_000_000 // of all cases together
)

// proof runs the sheets of a product, before anything is sold, for cases at the corners of its factors and tables that
// its rules let pass. Whatever gives no amount for one of them would fail at a checkout.
type proof struct {
	product    *Product
	sheets     []provedSheet
	dimensions []dimension
	now        time.Time
	random     *rand.Rand
	left       int // cases
	base       []int
}

// provedSheet counts what came of a sheet.
type provedSheet struct {
	at    string
	sheet *rating.Sheet
	rate  func(*Case) (rating.Worksheet, error)
	hits  map[rating.RowOf]int
	fails map[rating.RowOf]string // the first failure
	count map[rating.RowOf]int    // failures
	first string                  // failure
	total int                     // failures
}

// amounts refuses sheets of a sale that give no amount where the rules let a case pass, by the row of a table that is the
// cause, or by the sheet where no single row is.
func (c *compiler) amounts(book *rating.Book) {
	p := c.product
	f := &proof{
		product: p, now: time.Date(2026, 6, 15, 4, 0, 0, 0, time.UTC),
		random: rand.New(rand.NewPCG(1, 2)),
		sheets: []provedSheet{
			{at: "rating.premium", sheet: p.premium, rate: p.filedPremium},
			{at: "rating.sumInsured", sheet: p.sumInsured, rate: p.SumInsured},
		},
	}
	for i := range f.sheets {
		s := &f.sheets[i]
		s.hits, s.count, s.fails = map[rating.RowOf]int{}, map[rating.RowOf]int{}, map[rating.RowOf]string{}
	}
	cost := 1 + p.rules.Cost() + p.premium.Cost() + p.sumInsured.Cost()
	f.left = int(min(mostCases, max(leastCases, mostOperations/cost)))
	f.dimensions = dimensions(p, cornersOf(p, book), f.now)
	f.run()
	for i := range f.sheets {
		c.failing(&f.sheets[i])
	}
}

// failing tells what gave no amount. A row is the cause that never gave one, or through which every failure went, where
// another row of its table always gave one.
func (c *compiler) failing(s *provedSheet) {
	if s.first == "" {
		return
	}
	var guilty []rating.RowOf
	for row, count := range s.count {
		if (count == s.hits[row] || count == s.total) && s.passes(row) {
			guilty = append(guilty, row)
		}
	}
	if len(guilty) == 0 {
		c.fault(s.at, "%s", s.first)
		return
	}
	slices.SortFunc(guilty, func(a, b rating.RowOf) int { return (a.Table-b.Table)*mostCases + a.Row - b.Row })
	for _, row := range guilty {
		c.fault(fmt.Sprintf("rating.tables[%d].rows[%d]", row.Table, row.Row), "row %d: %s: %s", row.Row+1, s.at, s.fails[row])
	}
}

// passes tells whether some other row of the same table always gave an amount.
func (s *provedSheet) passes(but rating.RowOf) bool {
	for row := range s.hits {
		if row.Table == but.Table && row != but && s.count[row] == 0 {
			return true
		}
	}
	return false
}

// run looks for a case that the rules let pass, walks from it along each factor - also with all numbers at their least and
// at their most - and then at random from one passed case to the next.
func (f *proof) run() {
	for half := f.left / 2; f.left > half && f.base == nil; {
		f.try(f.anywhere())
	}
	if f.base == nil {
		return // no case passes the rules that was tried: nothing is known
	}
	start := slices.Clone(f.base)
	least, most := slices.Clone(start), slices.Clone(start)
	for i, d := range f.dimensions {
		if d.number {
			least[i], most[i] = 0, len(d.values)-1
		}
	}
	for _, from := range [][]int{start, least, most} {
		f.try(from)
		for i, d := range f.dimensions {
			for k := range d.values {
				one := slices.Clone(from)
				one[i] = k
				f.try(one)
			}
		}
	}
	for f.left > 0 {
		one := slices.Clone(f.base)
		for range 1 + f.random.IntN(3) {
			i := f.random.IntN(len(f.dimensions))
			one[i] = f.random.IntN(len(f.dimensions[i].values))
		}
		f.try(one)
	}
}

func (f *proof) anywhere() []int {
	one := make([]int, len(f.dimensions))
	for i, d := range f.dimensions {
		one[i] = f.random.IntN(len(d.values))
	}
	return one
}

// try runs the sheets for one case, if the rules let it pass.
func (f *proof) try(at []int) {
	if f.left--; f.left < 0 {
		return
	}
	c, err := f.caseAt(at)
	if err != nil || len(f.product.Judge(c)) > 0 {
		return
	}
	f.base = at
	for i := range f.sheets {
		s := &f.sheets[i]
		_, err := s.rate(c)
		var declined *rating.Decline
		failed := errors.Is(err, rating.ErrResult)
		switch {
		case errors.As(err, &declined) && declined.Code == OutsideFiling:
			failed = true
			err = fmt.Errorf("%s is not within what was filed", declined.Facts[0].Value)
		case err != nil && !failed:
			continue // a table declines, or something is absent
		}
		s.note(c, f.product, failed, err)
	}
}

func (s *provedSheet) note(c *Case, p *Product, failed bool, err error) {
	said := ""
	if failed {
		said = err.Error() + s.facts(c, p)
		if s.total++; s.first == "" {
			s.first = said
		}
	}
	for _, row := range s.sheet.Rows(c) {
		s.hits[row]++
		if !failed {
			continue
		}
		if s.count[row]++; s.fails[row] == "" {
			s.fails[row] = said
		}
	}
}

// facts names what the sheet looked at.
func (s *provedSheet) facts(c *Case, p *Product) string {
	var names, words []string
	for _, name := range s.sheet.Reads() {
		if name != "value" && !strings.HasPrefix(name, "table.") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, fact := range c.Scope(p.env).See(names) {
		words = append(words, fact.Name+" "+fact.Value)
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// caseAt is the case with one value of each dimension.
func (f *proof) caseAt(at []int) (*Case, error) {
	c := &Case{Act: rule.Issue, Now: f.now, Insureds: 1, Facts: rule.Facts{}}
	for i, d := range f.dimensions {
		switch value := d.values[at[i]]; {
		case value == nil:
		case d.path[0] == "plan":
			c.Plan, _ = value.(string)
		case d.path[0] == "payer":
			c.Payer, _ = value.(string)
		default:
			put(c.Facts, d.path, value)
		}
	}
	var err error
	if c.Terms, err = f.product.Terms(c.Plan, nil, nil); err != nil {
		return nil, err
	}
	if !slices.Contains(c.Terms.Strings("payers"), c.Payer) {
		return nil, errors.New("this payer may not pay")
	}
	return c, f.product.cover(c)
}
