package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Velocity is a velocity rule: it counts the claims with the same value within a period; `watch` in a product file. The
// value may be personal, so only a keyed hash of it is ever kept.
type Velocity struct {
	Code     string
	Of       string // a factor, or claim.NAME of a fact; dots lead into objects
	Within   rule.Period
	More     int // exceeded by more claims than this, the present one included
	Points   int
	Refer    bool // where it is exceeded a person decides, whatever the points
	Sentence rule.Text

	place
}

// Value is the value that is counted; there is none where it was left out. Personal facts must be merged in before.
func (w Velocity) Value(factors, claim rule.Facts) (string, bool) { return w.text(factors, claim) }

// place is where a text stands: in a factor, or in a fact of a claim.
type place struct {
	ofClaim bool
	path    []string
}

// text that stands there; none where it was left out.
func (p place) text(factors, claim rule.Facts) (string, bool) {
	value := any(factors)
	if p.ofClaim {
		value = claim
	}
	for _, name := range p.path {
		object, _ := value.(rule.Facts)
		value = object[name]
	}
	text, ok := value.(string)
	return text, ok
}

// suspicion is a fraud finding with points.
type suspicion struct {
	scoreDefinition
	condition *rule.Formula
}

// compared is what of a claim is compared with that of other claims.
type compared struct {
	uniqueFacts []UniqueFact
	velocities  []Velocity
}

// ClaimUniqueFacts are the facts by which only one claim of the company is paid. The list must not be changed.
func (p *compared) ClaimUniqueFacts() []UniqueFact { return p.uniqueFacts }

// ClaimVelocities are the velocity rules. The list must not be changed.
func (p *compared) ClaimVelocities() []Velocity { return p.velocities }

// ClaimTracking names the facts by which a carrier is asked; asked is false where the product asks none.
func (p *Product) ClaimTracking() (carrier, number string, asked bool) {
	if t := p.definition.Claims.Tracking; t != nil {
		return t.Carrier, t.Number, true
	}
	return "", "", false
}

// FactsByChannel are the facts of a claim that only the channel's machines state. The list must not be changed.
func FactsByChannel(v *Version) []string { return v.definition.Claims.ByChannel }

// ClaimPayee names the fact that says where to pay; empty: by reference.
func (p *Product) ClaimPayee() string { return p.definition.Claims.Payee }

// ClaimLoss is the amount of a claim by the fact that the product names for it, rounded half up to the smallest unit. An optional
// fact counts only under plans that need it (claimRequires): under others the product pays by a tariff. None where no fact
// counts, or the claim does not say it.
func (p *Product) ClaimLoss(plan string, claim rule.Facts) (money.Amount, bool) {
	name := p.definition.Claims.Loss
	value, said := claim[name].(money.Decimal)
	known, ok := p.Plan(plan)
	if !said || !ok {
		return money.Amount{}, false
	}
	if f, _ := p.claim.Find([]string{name}); f.Optional && !slices.Contains(known.claimRequires, name) {
		return money.Amount{}, false
	}
	amount, err := value.Round(p.currency.Digits(), money.HalfUp).In(p.currency)
	return amount, err == nil
}

// ClaimOccurred is when the loss happened by the facts, where the product says what that means: a fact, or the earliest of a
// list; nil where it does not, or the claim does not say it. The path is that of the fact.
func (p *Product) ClaimOccurred(claim rule.Facts) (at *time.Time, path []string) {
	list, field, ofList := element(p.definition.Claims.Occurred)
	if !ofList {
		if said, ok := claim[list].(time.Time); ok {
			return &said, []string{"facts", list}
		}
		return nil, nil
	}
	elements, _ := claim[list].([]any)
	for i, e := range elements {
		object, _ := e.(rule.Facts)
		if said, ok := object[field].(time.Time); ok && (at == nil || said.Before(*at)) {
			at, path = &said, []string{"facts", list, strconv.Itoa(i), field}
		}
	}
	return at, path
}

// ClaimReported is when the loss was reported, by the fact that the product names for it; nil where it names none, or the
// claim does not say it. The path is that of the fact.
func (p *Product) ClaimReported(claim rule.Facts) (at *time.Time, path []string) {
	if said, ok := claim[p.definition.Claims.Reported].(time.Time); ok {
		return &said, []string{"facts", p.definition.Claims.Reported}
	}
	return nil, nil
}

// DeclineReasons are the product's own reasons to decline a claim, in the order of its file: rules that refuse one, facts
// that pay once, and tables of the amount that answer none.
func (p *Product) DeclineReasons() []ClaimReason {
	var list []ClaimReason
	add := func(code string, sentence rule.Text) {
		if !slices.ContainsFunc(list, func(r ClaimReason) bool { return r.Code == code }) {
			list = append(list, ClaimReason{code, sentence})
		}
	}
	for _, r := range p.definition.Rules {
		if r.Effect == rule.Refuse && slices.Contains(r.On, rule.Claim) {
			add(r.Code, r.Sentence)
		}
	}
	for _, o := range p.uniqueFacts {
		add(o.Code, o.Sentence)
	}
	for _, t := range p.definition.Rating.Tables {
		if !slices.ContainsFunc(p.definition.Claims.Amount, func(l rating.Line) bool { return looksUp(l, t.Name) }) {
			continue
		}
		for _, row := range t.Rows {
			if row.Decline != "" {
				add(row.Decline, row.Sentence)
			}
		}
	}
	return list
}

// looksUp tells whether a line of a sheet asks a table.
func looksUp(l rating.Line, table string) bool {
	for _, o := range []*rating.Operand{l.Set, l.Multiply, l.Add} {
		if o != nil && o.Table == table {
			return true
		}
	}
	named := regexp.MustCompile(`\btable\.` + regexp.QuoteMeta(table) + `\b`)
	return named.MatchString(l.Formula) || named.MatchString(l.If)
}

// claims compiles what the product says of claims, except the amount. It comes before the tables are known: a score
// has no value so far.
func (c *compiler) claims() {
	d := &c.product.definition.Claims
	if f := c.claimFact("claims.since", d.Since, rule.InstantType); f != nil && f.Personal != "" {
		c.fault("claims.since", "%s is personal: no window can be counted from it", d.Since)
	}
	if d.Occurred != "" && !c.instant(d.Occurred) {
		c.fault("claims.occurred", "%q is no instant among the facts of a claim, nor LIST[].FIELD of a list with one%s", d.Occurred, c.nearFact(d.Occurred, rule.InstantType))
	}
	if f := c.claimFact("claims.reported", d.Reported, rule.InstantType); f != nil && f.Personal != "" {
		c.fault("claims.reported", "%s is personal: no window can be counted to it", d.Reported)
	}
	if f := c.claimFact("claims.payee", d.Payee, rule.StringType); f != nil && f.Personal != "ACCOUNT" {
		c.fault("claims.payee", "%s must be personal: ACCOUNT", d.Payee)
	}
	if f := c.claimFact("claims.loss", d.Loss, rule.DecimalType); f != nil && f.Personal != "" {
		c.fault("claims.loss", "%s is personal: it can be no amount", d.Loss)
	}
	c.optional("claims.byChannel", c.product.claim, d.ByChannel)
	if d.Tracking != nil {
		c.neededFact("claims.tracking.carrier", d.Tracking.Carrier)
		c.neededFact("claims.tracking.number", d.Tracking.Number)
	}
	taken := map[string]bool{}
	for i, r := range c.product.definition.Rules {
		c.general(fmt.Sprintf("rules[%d].code", i), r.Code)
		taken[r.Code] = true
	}
	for i, o := range d.Once {
		at := fmt.Sprintf("claims.once[%d]", i)
		c.code(at, o.Code, o.Sentence, taken)
		c.product.uniqueFacts = append(c.product.uniqueFacts, c.uniqueFact(at+".fact", o))
	}
	for i, w := range d.Watch {
		at := fmt.Sprintf("claims.watch[%d]", i)
		c.code(at, w.Code, w.Sentence, taken)
		c.points(at, w.Points)
		c.product.velocities = append(c.product.velocities, c.velocity(at, w))
	}
	for i, s := range d.Score {
		at := fmt.Sprintf("claims.score[%d]", i)
		c.code(at, s.Code, s.Sentence, taken)
		c.points(at, s.Points)
		c.suspected(at, s)
	}
}

// instant tells whether a fact, or a field of the objects of a list, is an instant that is not personal.
func (c *compiler) instant(name string) bool {
	list, field, ofList := element(name)
	f, known := c.product.claim.Find([]string{list})
	if !ofList || !known {
		return known && f.Type == rule.InstantType && f.Personal == ""
	}
	return f.Type == rule.ListType && f.Items != nil && slices.ContainsFunc(f.Items.Fields, func(f rule.Factor) bool {
		return f.Name == field && f.Type == rule.InstantType && f.Personal == ""
	})
}

// claimFact finds a fact of a claim by name; nil where none is named or it is of another type.
func (c *compiler) claimFact(at, name string, want rule.Type) *rule.Factor {
	if name == "" {
		return nil
	}
	f, known := c.product.claim.Find([]string{name})
	if !known || f.Type != want {
		c.fault(at, "%q is no %s among the facts of a claim%s", name, want, c.nearFact(name, want))
		return nil
	}
	return f
}

// nearFact suggests a fact of a claim of a type by its name.
func (c *compiler) nearFact(name string, of rule.Type) string {
	return rule.DidYouMean(name, namesOf(c.product.claim, func(f rule.Factor) bool { return f.Type == of }))
}

func (c *compiler) neededFact(at, name string) {
	if name == "" {
		c.fault(at, "a fact of a claim is needed")
	}
	c.claimFact(at, name, rule.StringType)
}

func (c *compiler) code(at, code string, sentence rule.Text, taken map[string]bool) {
	if !rule.ValidCode(code) || taken[code] {
		c.fault(at+".code", "%q is no code (capitals, digits and _), or there twice", code)
	}
	c.general(at+".code", code)
	taken[code] = true
	c.text(at+".sentence", sentence)
}

// general refuses codes that claims of every product have.
func (c *compiler) general(at, code string) {
	if slices.ContainsFunc(claimReasons, func(r ClaimReason) bool { return r.Code == code }) {
		c.fault(at, "%s has a meaning of its own in all products", code)
	}
}

func (c *compiler) points(at string, points int) {
	if points < 1 || points > mostPoints {
		c.fault(at+".points", "must lie between 1 and %d", mostPoints)
	}
}

// velocity compiles a velocity rule. It counts a plain text, personal or not.
func (c *compiler) velocity(at string, d velocityDefinition) Velocity {
	w := Velocity{Code: d.Code, Of: d.Of, More: d.More, Points: d.Points, Refer: d.Refer, Sentence: d.Sentence}
	w.place, _ = c.place(at+".of", d.Of)
	if d.More < 1 {
		c.fault(at+".more", "must be 1 or more")
	}
	var err error
	if w.Within, err = rule.ParsePeriod(d.Within); err != nil || w.Within == (rule.Period{}) {
		c.fault(at+".within", "%q is not an ISO 8601 period such as P1D or PT6H", d.Within)
	}
	return w
}

// place compiles where a text stands: in a factor, or in claim.NAME; dots lead into objects.
func (c *compiler) place(at, name string) (place, *rule.Factor) {
	p, factors := place{path: strings.Split(name, ".")}, c.product.factors
	if p.path[0] == "claim" {
		factors, p.ofClaim, p.path = c.product.claim, true, p.path[1:]
	}
	f, known := factors.Find(p.path)
	for i := 1; i < len(p.path) && known; i++ {
		holder, _ := factors.Find(p.path[:i])
		known = holder.Type == rule.ObjectType
	}
	if !known || f.Type != rule.StringType {
		c.fault(at, "%q is neither a factor that is a string, nor claim.NAME of such a fact", name)
		return p, nil
	}
	return p, f
}

func (c *compiler) suspected(at string, d scoreDefinition) {
	condition, err := c.product.env.Condition(d.If)
	if err != nil {
		c.fault(at+".if", "%v", err)
		return
	}
	for _, name := range condition.Reads() {
		if act := rule.ActOf(name); act != "" && act != rule.Claim {
			c.fault(at+".if", "%s: a claim has none", name)
		}
	}
	c.product.score = append(c.product.score, suspicion{d, condition})
}
