package catalog

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/words"
)

// explained has the titles of the steps of a product's sheets, by their rules.
type explained struct{ titles map[string]rule.Text }

// Explain is a worksheet whose steps have their titles. Stored worksheets have rules only: so titles reach also what was computed before
// there were any.
func (e explained) Explain(w *rating.Worksheet) *rating.Worksheet {
	if w == nil {
		return nil
	}
	told := rating.Worksheet{Result: w.Result, Steps: slices.Clone(w.Steps)}
	for i := range told.Steps {
		s := &told.Steps[i]
		title, known := e.titles[s.Rule]
		if !known {
			title = stepTitle(s.Rule)
		}
		s.Title = title
	}
	return &told
}

// titles are those of the steps of all sheets.
func (c *compiler) titles() {
	p := c.product
	p.titles = map[string]rule.Text{}
	for _, sheet := range []struct {
		at    string
		lines []rating.Line
	}{
		{"rating.premium", p.definition.Rating.Premium}, {"rating.sumInsured", p.definition.Rating.SumInsured}, {"claims.amount", p.definition.Claims.Amount},
	} {
		for i := range sheet.lines {
			l, at := &sheet.lines[i], fmt.Sprintf("%s[%d].title", sheet.at, i)
			title, given := l.Title, l.Title != rule.Text{}
			if given {
				c.text(at, title)
			} else {
				title = c.titleOf(*l)
			}
			if taken, there := p.titles[l.Rule()]; !there || given {
				p.titles[l.Rule()] = title
				if there && taken != title {
					c.fault(at, "an earlier step that worksheets name %q has another title: give this one a name of its own", l.Rule())
				}
			}
		}
	}
}

// titleOf a step that the file does not title.
func (c *compiler) titleOf(l rating.Line) rule.Text {
	if l.Formula != "" {
		return rule.Text{Zh: "按公式 " + l.Formula, En: "By the formula " + l.Formula}
	}
	for _, o := range []struct {
		operand *rating.Operand
		by      rule.Text
	}{{l.Set, rule.Text{}}, {l.Multiply, rule.Text{Zh: "乘以", En: "Times: "}}, {l.Add, rule.Text{Zh: "加上", En: "Plus: "}}} {
		if o.operand != nil {
			what := c.titleOfOperand(o.operand)
			return rule.Text{Zh: spaced(o.by.Zh, what.Zh), En: o.by.En + what.En}
		}
	}
	l.Name = ""
	return stepTitle(l.Rule())
}

// spaced are two Chinese texts as one; a number or a Latin name stands apart from the characters before it.
func spaced(first, then string) string {
	if first != "" && then != "" && then[0] < utf8.RuneSelf {
		return first + " " + then
	}
	return first + then
}

// titleOfOperand is that of the table, the factor or the fact, else its name.
func (c *compiler) titleOfOperand(o *rating.Operand) rule.Text {
	p := c.product
	for i := range p.definition.Rating.Tables {
		if t := &p.definition.Rating.Tables[i]; o.Table != "" && t.Name == o.Table && t.Title != (rule.Text{}) {
			return t.Title
		}
	}
	for i := range p.definition.Derived {
		if d := &p.definition.Derived[i]; d.Name == o.Factor {
			return d.Title
		}
	}
	factors, path := p.factors, strings.Split(o.Factor, ".")
	switch path[0] {
	case "claim":
		factors, path = p.claim, path[1:]
	case "factors":
		path = path[1:]
	}
	if f, known := factors.Find(path); known && f.Title != (rule.Text{}) {
		return f.Title
	}
	name := cmp.Or(o.Table, o.Factor, string(o.Decimal))
	return rule.Text{Zh: name, En: name}
}

// stepTitles are the titles of steps that the system itself takes, and of those that say by themselves what they do. $1 and $2 are what a rule
// says in its groups.
var stepTitles = []struct {
	rule *regexp.Regexp
	zh   string
	en   string
}{
	{regexp.MustCompile(`^round (\d+) halfUp$`), "四舍五入到 $1 位小数", "Rounded to $1 digits after the point"},
	{regexp.MustCompile(`^round (\d+) halfEven$`), "取 $1 位小数，五取偶", "Rounded to $1 digits after the point, halves to the even one"},
	{regexp.MustCompile(`^round (\d+) up$`), "进位到 $1 位小数", "Rounded up to $1 digits after the point"},
	{regexp.MustCompile(`^round (\d+) down$`), "舍去到 $1 位小数", "Cut off after $1 digits"},
	{regexp.MustCompile(`^bounds ([-\d.]+?)\.\.([-\d.]+)$`), "不低于 $1、不高于 $2", "At least $1, at most $2"},
	{regexp.MustCompile(`^bounds ([-\d.]+?)\.\.$`), "不低于 $1", "At least $1"},
	{regexp.MustCompile(`^bounds \.\.([-\d.]+)$`), "不高于 $1", "At most $1"},
	{regexp.MustCompile(`^agreement bounds ([\d.]+?)\.\.([\d.]+)$`), "契约保费不低于 $1、不高于 $2", "By the agreement at least $1, at most $2"},
	{regexp.MustCompile(`^agreement bounds ([\d.]+?)\.\.$`), "契约保费不低于 $1", "By the agreement at least $1"},
	{regexp.MustCompile(`^agreement bounds \.\.([\d.]+)$`), "契约保费不高于 $1", "By the agreement at most $1"},
	{regexp.MustCompile(`^agreement ([\d.]+)$`), "乘以契约系数 $1", "Times the factor of the agreement, $1"},
	{regexp.MustCompile(`^premium after$`), "变更后保费", "Premium after the change"},
	{regexp.MustCompile(`^less premium before$`), "减去变更前保费", "Less the premium before"},
	{regexp.MustCompile(`^of the days left$`), "按剩余天数", "For the days left"},
	{regexp.MustCompile(`^the whole difference$`), "全额收取差价", "The whole difference"},
	{regexp.MustCompile(`^no difference is charged$`), "不收取差价", "No difference is charged"},
	{regexp.MustCompile(`^never more than was charged$`), "不超过已收保费", "Never more than was charged"},
	{regexp.MustCompile(`^data of an insured cost nothing$`), "变更被保险人信息不收费", "A change of an insured's data costs nothing"},
	{regexp.MustCompile(`^policy$`), "承保时的保费", "Premium of the policy"},
	{regexp.MustCompile(`^endorsement (\S+)$`), "批单 $1 的保费", "Premium of endorsement $1"},
	{regexp.MustCompile(`^comes back$`), "应退保费", "Comes back"},
	{regexp.MustCompile(`^decided by a person$`), "人工核定", "Decided by a person"},
	{regexp.MustCompile(`^at most claimed$`), "不超过索赔金额", "At most what was claimed"},
	{regexp.MustCompile(`^at most claim\.eventLimit$`), "不超过每次事故限额", "At most the limit of one event"},
	{regexp.MustCompile(`^at most left$`), "不超过剩余保额", "At most what is left of the sum insured"},
}

const backTo = "comes back to "

// stepTitle is the title of a rule that is in no product, else the rule itself.
func stepTitle(of string) rule.Text {
	if payer, found := strings.CutPrefix(of, backTo); found {
		word, _ := words.Of("PremiumPayer", payer)
		return rule.Text{Zh: "退还给" + cmp.Or(word.Zh, payer), En: "Comes back to the " + strings.ToLower(cmp.Or(word.En, payer))}
	}
	for _, t := range stepTitles {
		if t.rule.MatchString(of) {
			return rule.Text{Zh: t.rule.ReplaceAllString(of, t.zh), En: t.rule.ReplaceAllString(of, t.en)}
		}
	}
	return rule.Text{Zh: of, En: of}
}
