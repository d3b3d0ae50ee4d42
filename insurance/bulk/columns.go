package bulk

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

// Columns that every file may have; those of factors follow the product. See docs/bulk.md.
const (
	orderNo     = "orderNo"
	planCode    = "planCode"
	payer       = "payer"
	reference   = "insuredReference"
	name        = "name"
	identity    = "identityType"
	identityNo  = "identityNo"
	phone       = "phone"
	email       = "email"
	periodStart = "periodStart"
	periodEnd   = "periodEnd"

	factorPrefix = "factors."
)

var (
	required = []string{orderNo, planCode, reference}
	// added are the columns that the file of failed rows puts in front. They mean nothing in a file that is sent, so that
	// such a file can be corrected and sent again.
	added = []string{"row", "code", "path", "message"}
)

// set puts a cell that is not empty into an order; it answers what is wrong with the cell.
type set func(order *order, cell string) string

// order is a row on its way to be an order.
type order struct {
	in    issuing.IssueInput
	party policy.Party
	named bool // somebody is named
	from  *time.Time
	to    *time.Time
}

// columns are the header of a file, understood.
type columns struct {
	names     []string
	sets      []set // by column; nil: left out
	plain     bool  // it was a file of failed rows: its cells were made harmless
	agreement string
}

// understand reads a header. Faults: INVALID_VALUE at the column, for one that is missing, unknown or there twice.
func understand(header []string, agreement string, factors rule.Factors) (*columns, error) {
	c := &columns{names: header, sets: make([]set, len(header)), agreement: agreement}
	c.plain = slices.Contains(header, "row") && slices.Contains(header, "code")
	settable := settable(factors)
	var faults fault.List
	for i, column := range header {
		switch do, ok := settable[column]; {
		case slices.Index(header, column) < i:
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the column "+quoted(column)+" is there twice", column))
		case ok:
			c.sets[i] = do
		case !slices.Contains(added, column):
			faults = append(faults, fault.New(fault.CodeInvalidValue, "there is no column "+quoted(column), column))
		}
	}
	for _, column := range append(slices.Clone(required), needed(factors)...) {
		if !slices.Contains(header, column) {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the column "+quoted(column)+" is missing", column))
		}
	}
	const most = 20
	if len(faults) > 0 {
		return nil, faults[:min(len(faults), most)]
	}
	return c, nil
}

func quoted(column string) string {
	const longest = 80
	if text := []rune(column); len(text) > longest {
		column = string(text[:longest]) + "…"
	}
	return strconv.Quote(column)
}

// settable are all columns that a file for a product may have.
func settable(factors rule.Factors) map[string]set {
	text := func(at func(*order) *string) set {
		return func(o *order, cell string) string { *at(o) = cell; return "" }
	}
	person := func(at func(*policy.Party) **string) set {
		return func(o *order, cell string) string { o.named = true; *at(&o.party) = &cell; return "" }
	}
	all := map[string]set{
		orderNo:    text(func(o *order) *string { return &o.in.OrderNo }),
		planCode:   text(func(o *order) *string { return &o.in.Risk.PlanCode }),
		reference:  text(func(o *order) *string { return &o.in.Risk.Insureds[0].Reference }),
		payer:      setPayer,
		name:       person(func(p *policy.Party) **string { return &p.Name }),
		identity:   person(func(p *policy.Party) **string { return &p.IdentityType }),
		identityNo: person(func(p *policy.Party) **string { return &p.IdentityNo }),
		phone:      person(func(p *policy.Party) **string { return &p.Phone }),
		email:      person(func(p *policy.Party) **string { return &p.Email }),
		periodStart: func(o *order, cell string) (wrong string) {
			o.from, wrong = instant(cell)
			return wrong
		},
		periodEnd: func(o *order, cell string) (wrong string) {
			o.to, wrong = instant(cell)
			return wrong
		},
	}
	for path, f := range leaves(factors, nil) {
		all[factorPrefix+path] = setFactor(strings.Split(path, "."), f.Type)
	}
	return all
}

func setPayer(o *order, cell string) string {
	if o.in.Risk.Payer = policy.Payer(cell); !slices.Contains([]policy.Payer{policy.Customer, policy.Seller, policy.Platform}, o.in.Risk.Payer) {
		return "CUSTOMER, SELLER or PLATFORM"
	}
	return ""
}

func instant(cell string) (*time.Time, string) {
	t, err := time.Parse(time.RFC3339Nano, cell)
	if err != nil {
		return nil, "a time such as 2026-11-23T09:00:00+08:00"
	}
	return &t, ""
}

// leaves are the factors that have a column, by their path from.province: lists have none.
func leaves(factors []rule.Factor, above []string) map[string]*rule.Factor {
	all := map[string]*rule.Factor{}
	for i := range factors {
		f := &factors[i]
		path := append(slices.Clone(above), f.Name)
		switch f.Type {
		case rule.ObjectType:
			for below, leaf := range leaves(f.Fields, path) {
				all[below] = leaf
			}
		case rule.ListType:
		case rule.StringType, rule.IntegerType, rule.DecimalType, rule.BooleanType, rule.InstantType:
			all[strings.Join(path, ".")] = f
		}
	}
	return all
}

// needed are the columns of the factors that a product asks of everybody.
func needed(factors rule.Factors) []string {
	var list []string
	var walk func(factors []rule.Factor, above string)
	walk = func(factors []rule.Factor, above string) {
		for _, f := range factors {
			switch {
			case f.Optional || f.Default != nil:
			case f.Type == rule.ObjectType:
				walk(f.Fields, above+f.Name+".")
			default:
				list = append(list, above+f.Name)
			}
		}
	}
	walk(factors, factorPrefix)
	return list
}

// setFactor writes a cell as JSON would give it: an integer as a number, true and false as themselves, all else as text.
func setFactor(path []string, t rule.Type) set {
	return func(o *order, cell string) string {
		var value any = cell
		switch t {
		case rule.IntegerType:
			value = json.Number(cell)
		case rule.BooleanType:
			switch cell {
			case "true", "TRUE", "True":
				value = true
			case "false", "FALSE", "False":
				value = false
			default:
				return "true or false"
			}
		case rule.StringType, rule.DecimalType, rule.InstantType, rule.ObjectType, rule.ListType:
		}
		at := o.in.Risk.Factors
		for _, name := range path[:len(path)-1] {
			below, there := at[name].(map[string]any)
			if !there {
				below = make(map[string]any, 4)
				at[name] = below
			}
			at = below
		}
		at[path[len(path)-1]] = value
		return ""
	}
}

// order makes an order of a row. Faults: INVALID_VALUE at the column.
func (c *columns) order(cells []string) (*issuing.IssueInput, error) {
	if len(cells) != len(c.names) {
		return nil, fault.Newf(fault.CodeInvalidValue, "the row has %d cells, the header %d", len(cells), len(c.names))
	}
	o := &order{in: issuing.IssueInput{Risk: issuing.RiskInput{
		AgreementCode: c.agreement, Payer: policy.Customer, Insureds: []*issuing.InsuredInput{{}},
		Factors: make(map[string]any, len(c.names)),
	}}}
	var faults fault.List
	for i, cell := range cells {
		if c.sets[i] == nil || cell == "" {
			continue
		}
		if c.plain {
			cell = files.Plain(cell)
		}
		if wrong := c.sets[i](o, cell); wrong != "" {
			faults = append(faults, fault.New(fault.CodeInvalidValue, wrong, c.names[i]))
		}
	}
	switch {
	case o.from != nil && o.to != nil:
		o.in.Risk.Period = &policy.Period{Start: *o.from, End: *o.to}
	case (o.from != nil) != (o.to != nil) && len(faults) == 0:
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a period has a start and an end", periodStart))
	}
	if o.named {
		o.in.Risk.Insureds[0].Party = o.party.Input()
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return &o.in, nil
}

// columnOf names the column that a path in an order's input stands for; empty where it is none.
func columnOf(path []string) string {
	joined := strings.TrimPrefix(strings.Join(path, "."), "risk.")
	if short, found := strings.CutPrefix(joined, "insureds.0."); found {
		if joined = strings.TrimPrefix(strings.TrimPrefix(short, "party."), "person."); joined == "reference" {
			return reference
		}
	}
	switch joined {
	case "period.start", "period":
		return periodStart
	case "period.end":
		return periodEnd
	case "party", "person":
		return name
	}
	return joined
}
