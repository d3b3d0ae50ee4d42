package enquiry

import (
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/policy"
)

// Column of an export of policies.
type Column string

// commissionColumn is for those who may see commissions.
const commissionColumn Column = "COMMISSION"

// exportedRow is what columns look at.
type exportedRow struct {
	*policy.Policy
	references, names string // of the insureds; names are masked
}

// exportedColumn is how a column is written.
type exportedColumn struct {
	column  Column
	heading rule.Text
	foreign bool // somebody outside chose the text: it is made harmless in spreadsheets
	cell    func(*exportedRow) string
}

// columns of an export, in the order in which they are written where nothing is said; the rest are words and figures of ours.
var columns = []exportedColumn{
	{"NUMBER", rule.Text{Zh: "保单号", En: "Policy number"}, false, func(p *exportedRow) string { return p.Number() }},
	{"ORDER_NO", rule.Text{Zh: "订单号", En: "Order number"}, true, func(p *exportedRow) string { return p.OrderNo() }},
	{"CHANNEL", rule.Text{Zh: "渠道", En: "Channel"}, true, func(p *exportedRow) string { return p.Channel().Code }},
	{"PRODUCT", rule.Text{Zh: "产品", En: "Product"}, true, func(p *exportedRow) string { return p.Product().Code() }},
	{"PLAN", rule.Text{Zh: "计划", En: "Plan"}, true, func(p *exportedRow) string { return p.PlanCode() }},
	{"STATE", rule.Text{Zh: "状态", En: "State"}, false, func(p *exportedRow) string { return string(p.State()) }},
	{"BOUND_AT", rule.Text{Zh: "承保时间", En: "Bound at"}, false, func(p *exportedRow) string { return local(p.Policy, p.BoundAt()) }},
	{"START", rule.Text{Zh: "保险起期", En: "Start"}, false, func(p *exportedRow) string { return local(p.Policy, p.Period().Start) }},
	{"END", rule.Text{Zh: "保险止期", En: "End"}, false, func(p *exportedRow) string { return local(p.Policy, p.Period().End) }},
	{"PAYER", rule.Text{Zh: "保费支付方", En: "Payer"}, false, func(p *exportedRow) string { return string(p.Payer()) }},
	{"CURRENCY", rule.Text{Zh: "币种", En: "Currency"}, false, func(p *exportedRow) string { return string(p.Premium().Currency) }},
	{"PREMIUM", rule.Text{Zh: "保费", En: "Premium"}, false, func(p *exportedRow) string { return p.Premium().Text() }},
	{"SUM_INSURED", rule.Text{Zh: "保额", En: "Sum insured"}, false, func(p *exportedRow) string { return p.SumInsured().Text() }},
	{commissionColumn, rule.Text{Zh: "佣金", En: "Commission"}, false, func(p *exportedRow) string { return p.Commission().Text() }},
	{"INSURED", rule.Text{Zh: "被保险标的", En: "Insured"}, true, func(p *exportedRow) string { return p.references }},
	{"INSURED_NAME", rule.Text{Zh: "被保险人", En: "Name of the insured (masked)"}, true, func(p *exportedRow) string { return p.names }},
}

// Columns are the columns that an export of policies may have.
func Columns() (list []Column) {
	for _, c := range columns {
		list = append(list, c.column)
	}
	return list
}

// written are the columns of an export, in its order.
func (z *frozen) written() (list []exportedColumn) {
	if len(z.Columns) == 0 {
		return slices.DeleteFunc(slices.Clone(columns), func(c exportedColumn) bool { return c.column == commissionColumn && !z.Commission })
	}
	for _, wanted := range z.Columns {
		for _, c := range columns {
			if c.column == wanted {
				list = append(list, c)
			}
		}
	}
	return list
}

func (z *frozen) heading() (cells []string) {
	for _, c := range z.written() {
		if z.Language == "zh" {
			cells = append(cells, c.heading.Zh)
		} else {
			cells = append(cells, c.heading.En)
		}
	}
	return cells
}

// rowOf is what columns look at of a policy.
func rowOf(p *policy.Policy) (*exportedRow, error) {
	insureds, err := p.Insureds()
	if err != nil {
		return nil, err
	}
	var references, names []string
	for _, one := range insureds {
		references = append(references, one.Reference)
		if one.Name != nil {
			names = append(names, *one.Name)
		}
	}
	return &exportedRow{p, strings.Join(references, "; "), strings.Join(names, "; ")}, nil
}

// local is an instant in the insurer's time zone.
func local(p *policy.Policy, at time.Time) string {
	return at.In(p.Product().Location()).Format(time.RFC3339)
}
