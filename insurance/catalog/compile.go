package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a product's zone is known on every machine

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

var (
	productCode   = regexp.MustCompile(`^[A-Z][A-Z0-9-]{1,31}$`)
	planCode      = regexp.MustCompile(`^[A-Z0-9][A-Z0-9_-]{0,31}$`)
	documentKinds = []string{"TERMS", "NOTICE", "CLAIM_GUIDE"}
	mediaTypes    = map[string]string{
		".md": "text/markdown; charset=utf-8", ".pdf": "application/pdf", ".html": "text/html; charset=utf-8",
	}
)

const largestDocument = 4 << 20 // bytes

// Parse reads a product file and the documents beside it, checks both and compiles them. All mistakes found are given
// as *Problems; a file whose keys or factors are wrong is not looked at further.
func Parse(file []byte, documents fs.FS) (*Product, error) {
	return read(file, compiler{papers: documents, proves: true, complete: true})
}

// Recall reads a stored product as Parse does, without what is proved of new ones only: what was published before
// something was proved is sold on, and its policies live on.
func Recall(file []byte, documents fs.FS) (*Product, error) {
	return read(file, compiler{papers: documents, complete: true})
}

// Sketch reads a product file that is being written as Parse does, without its documents: it can be quoted before they are there.
func Sketch(file []byte) (*Product, error) { return read(file, compiler{proves: true}) }

func read(file []byte, c compiler) (*Product, error) {
	p := &Product{source: bytes.Clone(file)}
	d, problems := decode(file, &p.definition)
	if len(problems.List) > 0 {
		return nil, problems
	}
	c.product, c.decoder = p, d
	c.head()
	if c.complete {
		c.documents(c.papers)
	}
	c.filing()
	c.coverages()
	if c.inputs() {
		c.terms()
		c.judging()
	}
	if len(problems.List) > 0 {
		slices.SortStableFunc(problems.List, func(a, b Problem) int { return a.Line - b.Line })
		return nil, problems
	}
	p.digest = digest(p)
	return p, nil
}

type compiler struct {
	*decoder
	product  *Product
	papers   fs.FS // documents by name; nil: there are none
	complete bool  // its documents are there, too
	proves   bool  // refuse what can be shown to be a mistake without any case
}

func (c *compiler) fault(at, format string, arguments ...any) {
	c.problems.add(at, c.position(at), format, arguments...)
}

// within takes over the engine's findings, with the lines of the file.
func (c *compiler) within(at string, list []rule.Problem) {
	var joined rule.Problems
	joined.Within(at, list)
	for _, each := range joined.List {
		c.fault(each.Path, "%s", each.Sentence)
	}
}

func (c *compiler) text(at string, t rule.Text) {
	if t.Zh == "" || t.En == "" {
		c.fault(at, "a text in zh and en is needed")
	}
}

// head checks what stands at the top of the file, and the plans.
func (c *compiler) head() {
	p := c.product
	if !productCode.MatchString(p.definition.Code) {
		c.fault("code", "%q is no code: capitals, digits and -, at most 32", p.definition.Code)
	}
	c.text("name", p.definition.Name)
	c.successor()
	var err error
	if p.currency, err = money.ParseCurrency(p.definition.Currency); err != nil {
		c.fault("currency", "%v", err)
	}
	p.location = time.UTC
	zone, err := time.LoadLocation(p.definition.TimeZone)
	switch {
	case err != nil:
		c.fault("timeZone", "%v", err)
	case p.definition.TimeZone == "" || p.definition.TimeZone == "Local":
		c.fault("timeZone", "a zone is needed, such as Asia/Shanghai")
	default:
		p.location = zone
	}
	if len(p.definition.Plans) == 0 {
		c.fault("plans", "a product needs a plan")
	}
	for i, plan := range p.definition.Plans {
		at := fmt.Sprintf("plans[%d]", i)
		if _, taken := p.Plan(plan.Code); taken || !planCode.MatchString(plan.Code) {
			c.fault(at+".code", "%q is no code, or there twice", plan.Code)
		}
		c.text(at+".name", plan.Name)
		p.plans = append(p.plans, &Plan{Code: plan.Code, Name: plan.Name, requires: plan.Requires})
	}
}

// documents reads the documents; one of each kind is needed at least.
func (c *compiler) documents(folder fs.FS) {
	missing := slices.Clone(documentKinds)
	for i, d := range c.product.definition.Documents {
		at := fmt.Sprintf("documents[%d]", i)
		if !slices.Contains(documentKinds, d.Kind) {
			c.fault(at+".kind", "%q is none of %s", d.Kind, strings.Join(documentKinds, ", "))
		}
		missing = slices.DeleteFunc(missing, func(kind string) bool { return kind == d.Kind })
		c.text(at+".title", d.Title)
		if own := strings.ToLower(c.product.Code()); productCode.MatchString(c.product.Code()) && !strings.HasPrefix(path.Clean(d.File), own+"/") {
			c.fault(at+".file", "%s lies outside of the folder %s, and only that is stored with the product", d.File, own)
			continue
		}
		media := mediaTypes[path.Ext(d.File)]
		if media == "" {
			c.fault(at+".file", "documents are .md, .html or .pdf")
			continue
		}
		var content []byte
		err := fs.ErrNotExist
		if folder != nil {
			content, err = fs.ReadFile(folder, d.File)
		}
		if wrong := unusable(content, err); wrong != "" {
			c.fault(at+".file", "%s %s", d.File, wrong)
			continue
		}
		sum := sha256.Sum256(content)
		c.product.documents = append(c.product.documents, Document{d.Kind, d.Title, hex.EncodeToString(sum[:]), media, content})
	}
	for _, kind := range missing {
		c.fault("documents", "there is no document of kind %s", kind)
	}
}

// unusable says why a document cannot be one; empty: it can.
func unusable(content []byte, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case err != nil:
		return "cannot be read"
	case len(content) == 0:
		return "is empty"
	case len(content) > largestDocument:
		return fmt.Sprintf("has %d bytes, and %d are the most", len(content), largestDocument)
	}
	return ""
}

// inputs compiles factors and what derives from them, and tells whether to go on.
func (c *compiler) inputs() bool {
	p := c.product
	before := len(c.problems.List)
	var list []rule.Problem
	p.factors, list = rule.NewFactors(p.definition.Factors)
	c.within("factors", list)
	p.claim, list = rule.NewFactors(p.definition.Claims.Facts)
	c.within("claims.facts", list)
	if len(c.problems.List) > before {
		return false
	}
	for i, plan := range p.definition.Plans {
		at := fmt.Sprintf("plans[%d]", i)
		c.optional(at+".requires", p.factors, plan.Requires)
		c.optional(at+".claimRequires", p.claim, plan.ClaimRequires)
		title := func(what, means string) rule.Text {
			return rule.Text{
				Zh: p.definition.Name.Zh + " " + plan.Name.Zh + "：" + what,
				En: p.definition.Name.En + ", " + plan.Name.En + ": " + means,
			}
		}
		p.plans[i].claimRequires = plan.ClaimRequires
		p.plans[i].factorsSchema = p.factors.Schema(title("投保要素", "factors of a quote or an issue"), plan.Requires...)
		facts := title("理赔要素", "facts of a claim")
		if occurred := p.definition.Claims.Occurred; occurred != "" {
			facts.Zh, facts.En = facts.Zh+"；出险时间 occurredAt 即 "+occurred, facts.En+"; occurredAt is "+occurred
		}
		p.plans[i].claimSchema = toldFacts(p.claim.Schema(facts, plan.ClaimRequires...), &p.definition.Claims)
	}
	var err error
	if p.env, err = rule.NewEnvironment(p.factors, p.claim, p.location); err != nil {
		c.fault("factors", "%v", err)
		return false
	}
	if c.proves {
		p.env.Prove()
	}
	for i, derived := range p.definition.Derived {
		at := fmt.Sprintf("derived[%d]", i)
		c.text(at+".title", derived.Title)
		c.within(at, p.env.Derive(derived))
	}
	return true
}

func (c *compiler) optional(at string, factors rule.Factors, names []string) {
	for i, name := range names {
		if f, known := factors.Find([]string{name}); !known || !f.Optional {
			hint := namesOf(factors, func(f rule.Factor) bool { return f.Optional })
			c.fault(fmt.Sprintf("%s[%d]", at, i), "%q is no optional factor%s", name, rule.DidYouMean(name, hint))
		}
	}
}

// namesOf are the names of some factors.
func namesOf(factors rule.Factors, which func(rule.Factor) bool) (names []string) {
	for _, f := range factors {
		if which(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

// terms merges the layers of the product and its plans. Their formulas see factors only, so they are compiled before
// the circumstances of a case are known.
func (c *compiler) terms() {
	p := c.product
	var list []rule.Problem
	defaults := rule.Defaults(p.env)
	p.terms, list = defaults.Over("product", p.definition.Terms)
	c.within("terms", list)
	reasons := slices.Concat(defaults.Strings("cancel.reasons"), p.terms.Strings("cancel.reasons"))
	for i, plan := range p.plans {
		plan.terms, list = p.terms.Over("plan", p.definition.Plans[i].Terms)
		c.within(fmt.Sprintf("plans[%d].terms", i), list)
		reasons = append(reasons, plan.terms.Strings("cancel.reasons")...)
	}
	slices.Sort(reasons)
	p.env.CancelledFor(slices.Compact(reasons))
}

// judging compiles rules and rating.
func (c *compiler) judging() {
	p := c.product
	codes := make([]string, len(p.plans))
	for i, plan := range p.plans {
		codes[i] = plan.Code
	}
	if err := p.env.WithCase(p.claim, codes); err != nil {
		c.fault("factors", "%v", err)
		return
	}
	var list []rule.Problem
	p.rules, list = p.env.NewRules(p.definition.Rules)
	c.within("rules", list)
	c.claims()
	c.search()
	statisticsCompiler{c}.compile()
	book, list := rating.NewBook(p.env, p.definition.Rating.Tables)
	c.within("rating.tables", list)
	p.premium = c.sheet(book, "rating.premium", p.definition.Rating.Premium, rule.Issue)
	p.sumInsured = c.sheet(book, "rating.sumInsured", p.definition.Rating.SumInsured, rule.Issue)
	if len(p.definition.Claims.Amount) > 0 {
		p.amount = c.sheet(book, "claims.amount", p.definition.Claims.Amount, rule.Claim)
	}
	c.titles()
	if c.proves && len(c.problems.List) == 0 {
		c.prove(book)
	}
}

// prove refuses what is right as a file and wrong as a price.
func (c *compiler) prove(book *rating.Book) {
	for i, t := range c.product.definition.Rating.Tables {
		c.text(fmt.Sprintf("rating.tables[%d].title", i), t.Title)
	}
	for _, i := range book.Unused(c.product.premium, c.product.sumInsured, c.product.amount) {
		c.fault(fmt.Sprintf("rating.tables[%d].name", i), "no step asks table %s: use it or take it out", c.product.definition.Rating.Tables[i].Name)
	}
	c.within("rating.tables", c.product.premium.Negative("premium"))
	c.within("rating.tables", c.product.sumInsured.Negative("sumInsured"))
	if len(c.problems.List) == 0 {
		c.amounts(book)
	}
}

// sheet compiles a computation that is made in an act.
func (c *compiler) sheet(book *rating.Book, at string, lines []rating.Line, act rule.Act) *rating.Sheet {
	sheet, list := book.Sheet(lines, c.product.currency)
	c.within(at, list)
	for _, name := range sheet.Reads() {
		switch of := rule.ActOf(name); of {
		case "", act:
		case rule.Claim:
			c.fault(at, "%s: there is no claim yet when a policy is sold", name)
		default:
			c.fault(at, "%s: there is none here, only when the act is %s", name, of)
		}
	}
	return sheet
}

func digest(p *Product) string {
	h := sha256.New()
	source := bytes.ReplaceAll(p.source, []byte("\r\n"), []byte("\n"))
	fmt.Fprintf(h, "product %d\n", len(source))
	h.Write(source)
	for i, d := range p.documents {
		fmt.Fprintf(h, "\ndocument %s %s %s", d.Kind, p.definition.Documents[i].File, d.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil))
}
