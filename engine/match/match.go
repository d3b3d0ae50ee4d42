// Package match compares the lines of a statement with those that the other party has: it says in which way each line differs, and finds
// every difference once. Lines are held compactly, so that a million on each side fit in little memory.
package match

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Class of a difference.
type Class string

// Classes.
const (
	MissingHere  Class = "MISSING_HERE"  // they have a line that we have not
	MissingThere Class = "MISSING_THERE" // we have a line that they have not
	Amount       Class = "AMOUNT"        // another premium
	Kind         Class = "KIND"          // the same line is another kind
	Duplicate    Class = "DUPLICATE"     // they have a line more than once
	Period       Class = "PERIOD"        // we have it in another month
	Rate         Class = "RATE"          // another rate of commission; what follows from it is no difference of its own
	Payer        Class = "PAYER"
	Sign         Class = "SIGN"       // the same amount with the other sign
	OrderForm    Class = "ORDER_FORM" // the same order number, written otherwise: case, blanks, hyphens, full width
)

// Line of a statement, ours or theirs.
type Line struct {
	Order   string
	Kind    string
	Serial  int // 0: not known: the lines of a kind of an order count by their time, then by premium
	Booked  int64
	Payer   string
	Premium int64 // minor units
	Rate    int64 // of commission, in millionths; -1: not said
	Row     int64 // where it stands in its file or statement
	Month   int   // ours: the accounting month
}

// Difference is one.
type Difference struct {
	Class  Class
	Ours   *Line // nil: we have none
	Theirs *Line // nil: they have none
	Times  int   // of a duplicate: how often they have it
}

// Side is the lines of one party.
type Side struct {
	texts  []byte // of all orders
	lines  []record
	kinds  names
	payers names
}

// record is a line without texts of its own.
type record struct {
	at      uint32 // of the order, in texts
	length  uint16
	kind    uint8
	payer   uint8
	serial  int32
	month   int32
	rate    int32
	row     uint32
	premium int64
	booked  int64
}

// names are few texts that many lines share.
type names []string

func (n *names) of(text string) uint8 {
	i := slices.Index(*n, text)
	if i < 0 {
		i = len(*n)
		*n = append(*n, text)
	}
	return uint8(min(i, 255))
}

// mostTexts of all orders together, and the longest order: what a record can point at.
const (
	mostTexts    = 1 << 32
	longestOrder = 1<<16 - 1
)

// Add a line. It is false where there is no more room: after 4 GiB of order numbers.
func (s *Side) Add(l *Line) bool {
	if len(s.texts)+len(l.Order) >= mostTexts || len(l.Order) > longestOrder {
		return false
	}
	s.lines = append(s.lines, record{
		at: uint32(len(s.texts)), length: uint16(len(l.Order)), kind: s.kinds.of(l.Kind), payer: s.payers.of(l.Payer), serial: int32(l.Serial),
		month: int32(l.Month), rate: int32(l.Rate), row: uint32(l.Row), premium: l.Premium, booked: l.Booked,
	})
	s.texts = append(s.texts, l.Order...)
	return true
}

// Len is how many lines there are.
func (s *Side) Len() int { return len(s.lines) }

func (s *Side) order(r *record) []byte { return s.texts[r.at : r.at+uint32(r.length)] }

// line that a record is.
func (s *Side) line(r *record) *Line {
	return &Line{
		Order: string(s.order(r)), Kind: s.kinds[r.kind], Serial: int(r.serial), Booked: r.booked, Payer: s.payers[r.payer], Premium: r.premium,
		Rate: int64(r.rate), Row: int64(r.row), Month: int(r.month),
	}
}

// sort orders the lines by order, kind and serial, and numbers those that have no serial.
func (s *Side) sort() {
	numberless := false
	for i := range s.lines {
		numberless = numberless || s.lines[i].serial == 0
	}
	slices.SortFunc(s.lines, func(a, b record) int {
		return cmp.Or(bytes.Compare(s.order(&a), s.order(&b)), cmp.Compare(s.kinds[a.kind], s.kinds[b.kind]), cmp.Compare(a.serial, b.serial),
			cmp.Compare(a.booked, b.booked), cmp.Compare(a.premium, b.premium), cmp.Compare(a.row, b.row))
	})
	if !numberless {
		return
	}
	for i := range s.lines {
		if s.lines[i].serial != 0 {
			continue
		}
		s.lines[i].serial = 1
		if i > 0 && s.sameKind(&s.lines[i-1], &s.lines[i]) {
			s.lines[i].serial = s.lines[i-1].serial + 1
		}
	}
}

func (s *Side) sameKind(a, b *record) bool {
	return a.kind == b.kind && bytes.Equal(s.order(a), s.order(b))
}

// Elsewhere finds lines that we have in other months, by order numbers: as they write them, and in their form.
type Elsewhere func(orders []string) ([]*Line, error)

// Compare says how lines differ. It sorts both sides, and tells each difference once, in the order of the lines.
func Compare(ours, theirs *Side, elsewhere Elsewhere, tell func(*Difference) error) error {
	ours.sort()
	theirs.sort()
	c := &comparing{ours: ours, theirs: theirs, tell: tell}
	if err := c.merge(); err != nil {
		return err
	}
	if err := c.reform(); err != nil {
		return err
	}
	return c.rest(elsewhere)
}

// comparing is one comparison: what both have under the same key is gone through first, and what is left is looked at again.
type comparing struct {
	ours, theirs *Side
	tell         func(*Difference) error
	here, there  []*record // that the other side has not under the same key
}

// merge goes through both sides in the order of their keys.
func (c *comparing) merge() error {
	i, j := 0, 0
	for i < len(c.ours.lines) || j < len(c.theirs.lines) {
		switch order := c.compareKeys(i, j); {
		case order < 0:
			c.here = append(c.here, &c.ours.lines[i])
			i++
		case order > 0:
			c.there = append(c.there, &c.theirs.lines[j])
			if j++; j < len(c.theirs.lines) {
				next, err := c.duplicates(j-1, j)
				if err != nil {
					return err
				}
				j = next
			}
		default:
			if err := c.pair(&c.ours.lines[i], &c.theirs.lines[j]); err != nil {
				return err
			}
			next, err := c.duplicates(j, j+1)
			if err != nil {
				return err
			}
			i, j = i+1, next
		}
	}
	return nil
}

// compareKeys of the next line of each side; a side that has ended comes last.
func (c *comparing) compareKeys(i, j int) int {
	switch {
	case i == len(c.ours.lines):
		return 1
	case j == len(c.theirs.lines):
		return -1
	}
	a, b := &c.ours.lines[i], &c.theirs.lines[j]
	return cmp.Or(bytes.Compare(c.ours.order(a), c.theirs.order(b)), cmp.Compare(c.ours.kinds[a.kind], c.theirs.kinds[b.kind]), cmp.Compare(a.serial, b.serial))
}

// duplicates tells of lines of theirs that repeat one, and answers where the next other one is.
func (c *comparing) duplicates(of, from int) (next int, err error) {
	first := &c.theirs.lines[of]
	for next = from; next < len(c.theirs.lines) && c.theirs.sameKind(first, &c.theirs.lines[next]) && c.theirs.lines[next].serial == first.serial; {
		next++
	}
	if times := next - from + 1; times > 1 {
		err = c.tell(&Difference{Class: Duplicate, Theirs: c.theirs.line(first), Times: times})
	}
	return next, err
}

// pair compares two lines of one key.
func (c *comparing) pair(a, b *record) error {
	of := func(class Class) error {
		return c.tell(&Difference{Class: class, Ours: c.ours.line(a), Theirs: c.theirs.line(b)})
	}
	switch a.premium {
	case b.premium:
	case -b.premium:
		if err := of(Sign); err != nil {
			return err
		}
	default:
		if err := of(Amount); err != nil {
			return err
		}
	}
	if payer := c.theirs.payers[b.payer]; payer != "" && payer != c.ours.payers[a.payer] {
		if err := of(Payer); err != nil {
			return err
		}
	}
	if b.rate >= 0 && a.rate >= 0 && a.rate != b.rate {
		return of(Rate)
	}
	return nil
}

// Form is an order number without case, blanks, hyphens and width: two that are written otherwise have the same.
func Form(order string) string {
	out := make([]rune, 0, len(order))
	for _, r := range width.Fold.String(order) {
		if r == '-' || r == '_' || unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			continue
		}
		out = append(out, unicode.ToUpper(r))
	}
	return string(out)
}

// plain tells whether an order number is its own form, which most are.
func plain(order []byte) bool {
	for _, b := range order {
		if b >= utf8.RuneSelf || b == '-' || b == '_' || b <= ' ' || b >= 'a' && b <= 'z' {
			return false
		}
	}
	return true
}

func (s *Side) form(r *record) string {
	if order := s.order(r); plain(order) {
		return string(order)
	}
	return Form(string(s.order(r)))
}

// reform pairs what is left by the form of order numbers, and then by order alone where the kind is another.
func (c *comparing) reform() error {
	byForm := map[string][]*record{}
	for _, r := range c.here {
		form := c.ours.form(r)
		byForm[form] = append(byForm[form], r)
	}
	taken := map[*record]bool{}
	var left []*record
	for _, b := range c.there {
		of := byForm[c.theirs.form(b)]
		i := slices.IndexFunc(of, func(a *record) bool {
			return !taken[a] && a.serial == b.serial && c.ours.kinds[a.kind] == c.theirs.kinds[b.kind]
		})
		if i < 0 {
			left = append(left, b)
			continue
		}
		taken[of[i]] = true
		if err := c.tell(&Difference{Class: OrderForm, Ours: c.ours.line(of[i]), Theirs: c.theirs.line(b)}); err != nil {
			return err
		}
		if err := c.pair(of[i], b); err != nil {
			return err
		}
	}
	c.there = nil
	for _, b := range left {
		of := byForm[c.theirs.form(b)]
		i := slices.IndexFunc(of, func(a *record) bool { return !taken[a] && a.premium == b.premium })
		if i < 0 {
			c.there = append(c.there, b)
			continue
		}
		taken[of[i]] = true
		if err := c.tell(&Difference{Class: Kind, Ours: c.ours.line(of[i]), Theirs: c.theirs.line(b)}); err != nil {
			return err
		}
	}
	c.here = slices.DeleteFunc(c.here, func(a *record) bool { return taken[a] })
	return nil
}

// lookedFor is how many orders are looked for elsewhere at once.
const lookedFor = 1000

// rest tells what one side alone has. Lines of theirs that we have in another month are that.
func (c *comparing) rest(elsewhere Elsewhere) error {
	for _, a := range c.here {
		if err := c.tell(&Difference{Class: MissingThere, Ours: c.ours.line(a)}); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(c.there, lookedFor) {
		found := map[string][]*Line{}
		if elsewhere != nil {
			var orders []string
			for _, b := range part {
				orders = append(orders, string(c.theirs.order(b)), c.theirs.form(b))
			}
			lines, err := elsewhere(orders)
			if err != nil {
				return err
			}
			for _, l := range lines {
				form := Form(l.Order)
				found[form] = append(found[form], l)
			}
		}
		for _, b := range part {
			line := c.theirs.line(b)
			d := &Difference{Class: MissingHere, Theirs: line}
			for _, l := range found[c.theirs.form(b)] {
				if l.Kind == line.Kind && l.Serial == line.Serial {
					d.Class, d.Ours = Period, l
				}
			}
			if err := c.tell(d); err != nil {
				return err
			}
		}
	}
	return nil
}
