package histories

import (
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"baodan/bench/histories/model"
)

func diceOf(seed, stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

func code2name(code string) string { return strings.ToLower(code) }

// step is one act: what the model says and what the product does.
type step struct {
	kind, text string
	expect     func(*model.Book) model.Answer
	do         func(*driver) model.Answer
}

// history is one history while it is played.
type history struct {
	dice
	seed   uint64
	book   *model.Book
	driver *driver
	counts Counts
	told   []string // acts so far, as plain text
	failed string
	quotes []*model.Quote
	asked  []model.Ask // of quotes, then of orders
	last   *step
	steps  []*step         // those that may be asked again
	no     int             // of requests and orders
	wanted map[string]bool // claims of which an approval was asked once
}

// Counts are what was done.
type Counts struct {
	Histories, Views, Differences int
	Acts, Refusals                map[string]int
	Reached                       map[string]int // what acts came to
}

// Add adds those of another run.
func (c *Counts) Add(other Counts) {
	c.Histories += other.Histories
	c.Views += other.Views
	c.Differences += other.Differences
	for to, from := range map[*map[string]int]map[string]int{&c.Acts: other.Acts, &c.Refusals: other.Refusals, &c.Reached: other.Reached} {
		if *to == nil {
			*to = map[string]int{}
		}
		for key, n := range from {
			(*to)[key] += n
		}
	}
}

// Play plays the history of a seed and answers what was done. Text is empty where product and model agree; else it tells the
// history, what was expected and what came.
func (l *Lab) Play(seed uint64) (counts Counts, text string) {
	product, code := l.productOf(seed)
	h := &history{dice: diceOf(seed, 2), seed: seed, book: model.NewBook(product), wanted: map[string]bool{}}
	h.counts = Counts{Histories: 1, Acts: map[string]int{}, Refusals: map[string]int{}, Reached: map[string]int{}}
	h.begin()
	l.Clock.Set(h.book.Now)
	channelTerms := h.layer(4)
	defer func() {
		if failed := recover(); failed != nil {
			counts, text = h.counts, fmt.Sprintf("history %d\n%s\nDIFFERENT: %v\n%s", seed, strings.Join(h.told, "\n"), failed, debug.Stack())
			counts.Differences = 1
		}
	}()
	h.driver = newDriver(l, code, fmt.Sprintf("c%d", seed), channelTerms)
	h.tell("product %s %s channel terms %v", code, product.Zone, channelTerms)
	h.agree(channelTerms)
	for range 14 + h.IntN(28) {
		if h.pass(); h.failed == "" {
			h.play(h.next())
		}
		if h.failed == "" {
			h.look()
		}
	}
	if h.failed == "" && h.chance(70) {
		h.pass()
		h.play(h.work())
	}
	if h.failed == "" {
		h.end()
	}
	if h.failed != "" {
		h.counts.Differences = 1
		text = fmt.Sprintf("history %d (product %s)\n%s\n%s", seed, code, strings.Join(h.told, "\n"), h.failed)
	}
	return h.counts, text
}

func (h *history) tell(format string, args ...any) {
	h.told = append(h.told, model.Instant(h.book.Now)+" "+fmt.Sprintf(format, args...))
}

// begin sets the clock: any instant, the midnights of the zone, a leap day, or an hour at which clocks change.
func (h *history) begin() {
	zone := h.book.Product.Zone
	day := time.Date(2024+h.IntN(4), time.Month(1+h.IntN(12)), 1+h.IntN(28), 0, 0, 0, 0, zone)
	if h.chance(15) {
		day = time.Date(pick(h.dice, 2024, 2028), 2, 29, 0, 0, 0, 0, zone)
	}
	if h.chance(5) {
		day = time.Date(2026, pick(h.dice, time.March, time.November), pick(h.dice, 1, 7, 8), 0, 0, 0, 0, zone)
	}
	at := day.Add(time.Duration(h.IntN(24*3600*1000)) * time.Millisecond)
	if h.chance(25) {
		at = day.Add(time.Duration(h.IntN(3)-1) * time.Millisecond)
	}
	h.book.Now = at.UTC()
}

// agree makes the next version of the agreement.
func (h *history) agree(channel model.Layer) {
	a := h.agreement(h.book.Product, len(h.book.Agreements)+1, channel, h.book.Now)
	h.tell("agreement version %d rate %s factor %s least %s most %s plans %v operations %v until %v terms %v", a.Version, a.Rate, a.Factor, a.Least, a.Most, a.Plans,
		a.Operations, a.Until, a.Terms)
	h.driver.agree(a)
	h.book.Agreements = append(h.book.Agreements, a)
}

// pass lets time pass: a moment, days, or until just before, at or after a moment that matters.
func (h *history) pass() {
	if h.last != nil && h.last.kind == "quote" && h.chance(60) {
		h.moveTo(h.book.Now.Add(time.Duration(1+h.IntN(20*60*1000)) * time.Millisecond))
		return
	}
	next := h.book.Now.Add(pick(h.dice, time.Millisecond, time.Duration(1+h.IntN(1800))*time.Second, time.Duration(1+h.IntN(72))*time.Hour,
		time.Duration(1+h.IntN(720))*time.Hour, time.Duration(1+h.IntN(60*24))*time.Hour))
	for _, p := range h.book.Policies {
		if h.alive(p) && h.chance(50) {
			next = h.book.Now.Add(time.Duration(h.Int64N(int64(p.End.Sub(h.book.Now))/4 + 1)))
		}
	}
	if moments := h.moments(); h.chance(35) && len(moments) > 0 {
		at := pick(h.dice, moments...).Add(time.Duration(h.IntN(3)-1) * time.Millisecond)
		if at.After(h.book.Now) && at.Sub(h.book.Now) < 2*366*24*time.Hour {
			next = at
		}
	}
	h.moveTo(next)
}

// moveTo moves the clock, and never back.
func (h *history) moveTo(at time.Time) {
	if at.After(h.book.Now) {
		h.book.Now = at.UTC().Truncate(time.Millisecond)
	}
	h.driver.w.Clock.Set(h.book.Now)
}

// moments are those at which something begins or ends.
func (h *history) moments() (list []time.Time) {
	zone := h.book.Product.Zone
	local := h.book.Now.In(zone)
	list = append(list, time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone), time.Date(2028, 2, 29, 0, 0, 0, 0, zone))
	for _, p := range h.book.Policies {
		terms := h.book.Product.Terms
		list = append(list, p.Start, p.End, model.ReadPeriod("P"+terms["renew.noticeDays"]+"D").Before(p.End, zone),
			model.ReadPeriod(terms["renew.grace"]).After(p.End, zone), model.ReadPeriod("P1Y").After(p.Start, zone))
		for _, c := range p.Changes {
			list = append(list, c.Effective)
		}
		for _, c := range p.Claims {
			if c.Due != nil {
				list = append(list, *c.Due)
			}
		}
	}
	for _, q := range h.quotes {
		if q != nil {
			list = append(list, q.Expires())
		}
	}
	return list
}

// play does an act on both and compares the answers.
func (h *history) play(s *step) {
	if s == nil {
		return
	}
	h.tell("%s", s.text)
	want, got := s.expect(h.book), s.do(h.driver)
	if len(want.Refused) > 0 {
		h.told[len(h.told)-1] += " -> " + strings.Join(got.Refused, ", ")
		h.counts.Refusals[s.kind]++
		for _, code := range got.Refused {
			h.counts.Refusals[s.kind+" "+code]++
		}
	} else {
		h.counts.Acts[s.kind]++
		if want.Facts != nil && want.Facts[0] == "replayed" {
			h.counts.Reached["answer again of "+s.kind]++
		}
	}
	h.compare(s.text, want, got)
	if h.last = s; slices.Contains([]string{"issue", "endorse", "cancel", "renew", "submit", "update", "withdraw", "recover"}, s.kind) && !strings.HasPrefix(s.text, "again") {
		h.steps = append(h.steps, s)
	}
}

// compare fails the history where answers differ. Of several reasons to refuse the product may tell any.
func (h *history) compare(what string, want, got model.Answer) {
	same := slices.Equal(want.Facts, got.Facts) && len(want.Refused) == 0 && len(got.Refused) == 0
	if len(want.Refused) > 0 && len(got.Refused) > 0 {
		same = !slices.ContainsFunc(got.Refused, func(code string) bool { return !slices.Contains(want.Refused, code) })
	}
	if same {
		return
	}
	h.failed = fmt.Sprintf("DIFFERENT: %s\nexpected %s\nactual   %s", what, textOf(want, got), textOf(got, want))
}

// textOf is an answer; lines that the other does not have are marked.
func textOf(a, other model.Answer) string {
	if len(a.Refused) > 0 {
		return "refused " + strings.Join(a.Refused, " or ")
	}
	var text strings.Builder
	for _, line := range a.Facts {
		mark := "   "
		if !slices.Contains(other.Facts, line) {
			mark = " * "
		}
		text.WriteString("\n" + mark + line)
	}
	return text.String()
}

// look compares what is told of policies at random moments, and of all claims.
func (h *history) look() {
	for range min(2, len(h.book.Policies)) {
		p := pick(h.dice, h.book.Policies...)
		h.view(p, h.momentOf(p), h.momentOf(p))
	}
	for _, c := range h.book.Claims() {
		h.compare("look at claim "+c.Name, h.book.LookAt(c.Name), h.driver.look(c.Name))
	}
}

func (h *history) view(p *model.Policy, asOf, knownAt time.Time) {
	if h.failed != "" {
		return
	}
	h.counts.Views++
	h.compare(fmt.Sprintf("view %s as of %s known at %s", p.Order, model.Instant(asOf), model.Instant(knownAt)),
		h.book.View(p.Order, asOf, knownAt), h.driver.view(p.Order, asOf, knownAt))
}

// momentOf a policy is an instant to look at it, from, or at, or just beside what happened to it.
func (h *history) momentOf(p *model.Policy) time.Time {
	moments := []time.Time{p.BoundAt, p.Start, p.End, h.book.Now, h.book.Now}
	for _, c := range p.Changes {
		moments = append(moments, c.Effective, c.RecordedAt)
	}
	at := pick(h.dice, moments...)
	if h.chance(60) {
		at = at.Add(time.Duration(h.IntN(3)-1) * time.Millisecond)
	} else if h.chance(40) {
		at = at.Add(time.Duration(h.IntN(400*24)-200*24) * time.Hour)
	}
	return at
}

// end compares every policy now and after its end, and the sums.
func (h *history) end() {
	for _, p := range h.book.Policies {
		h.view(p, h.book.Now, h.book.Now)
		h.view(p, p.End, h.book.Now)
	}
	for _, what := range h.book.Reached() {
		h.counts.Reached[what]++
	}
	h.compare("sums", model.Answer{Facts: h.book.Sums()}, h.driver.sums())
}
