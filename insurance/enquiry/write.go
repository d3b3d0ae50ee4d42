package enquiry

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

const (
	// MostExported policies of an export.
	MostExported = 1_000_000
	// exportPart is how many policies a part of the job looks at; exportRead how many are read at a time.
	exportPart, exportRead = 10_000, 1000
	// exportLease is longer than a worker is silent that lives.
	exportLease = time.Minute
)

// exported is how far an export is: the contents that it stored, part by part.
type exported struct {
	Parts []string `json:"parts,omitempty"`
	Rows  int64    `json:"rows"`
}

// WorkExports writes exports that are due, and answers how many it took. A worker that dies leaves its export to the next,
// which continues after the last part that was stored.
func (s *Service) WorkExports(ctx context.Context) (int, error) {
	return s.background.Work(ctx, ExportKind, 1, exportLease, s.exportPart)
}

// exportPart writes the next part of an export, and at its end joins the parts to one file.
func (s *Service) exportPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	var z frozen
	var done exported
	if err := json.Unmarshal([]byte(row.Input), &z); err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	if row.Result != nil {
		if err := json.Unmarshal([]byte(*row.Result), &done); err != nil {
			return nil, fmt.Errorf("read export: %w", err)
		}
	}
	rows, last, more, err := s.exportRows(ctx, &z, row.Position)
	if err != nil {
		return nil, err
	}
	if done.Rows += int64(len(rows)); done.Rows > MostExported {
		return nil, fault.Newf(fault.CodeLimitReached, "an export has at most %d policies: narrow its filter", MostExported)
	}
	part, err := s.files.Store(ctx, func(w io.Writer) error { return s.writeRows(ctx, w, &z, len(done.Parts) == 0, rows) })
	if err != nil {
		return nil, err
	}
	done.Parts = append(done.Parts, part)
	p := &background.Progress{Position: row.Position, Done: done.Rows, Finished: !more}
	if more {
		p.Position = last
	} else {
		if p.ResultSHA256, err = s.files.Join(ctx, done.Parts); err != nil {
			return nil, err
		}
		done.Parts, p.Total = nil, &done.Rows
	}
	text, err := json.Marshal(done)
	if err != nil {
		return nil, fmt.Errorf("write export: %w", err)
	}
	result := string(text)
	p.Result = &result
	return p, nil
}

// exportRows are the policies of the next part, oldest first, with the last one that was looked at.
func (s *Service) exportRows(ctx context.Context, z *frozen, position int64) (keys []int64, last int64, more bool, err error) {
	q, err := s.prepare(ctx, &access.Caller{Audience: access.Ops}, z.filter())
	if err != nil {
		return nil, 0, false, err
	}
	q.below = z.Before
	var n work.Span
	if position != 0 {
		rows, err := s.light(ctx, []int64{position})
		if err != nil || len(rows) == 0 {
			return nil, 0, false, err
		}
		n.After = rows[0].place(byBound)
	}
	for range exportPart / exportRead {
		found, err := s.find(ctx, q, sortings[Oldest], n, exportRead)
		if err != nil {
			return nil, 0, false, err
		}
		for _, place := range found.places {
			if z.Before == 0 || place.Key < z.Before {
				keys = append(keys, place.Key)
			}
		}
		n.After = found.through
		if more = found.more; !more {
			break
		}
	}
	return keys, n.After.Key, more, nil
}

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\ufeff"

// writeRows writes policies as they hold now, as lines of CSV: the first part begins with the heading.
func (s *Service) writeRows(ctx context.Context, w io.Writer, z *frozen, first bool, keys []int64) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if first {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
		if err := out.Write(z.heading()); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(keys, exportRead) {
		policies, err := s.views(ctx, some)
		if err != nil {
			return err
		}
		for _, p := range policies {
			cells, err := z.cells(p)
			if err != nil {
				return err
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// columns of an export. Texts that somebody outside chose are made harmless; the rest are words and figures of ours.
var columns = []struct {
	heading rule.Text
	cell    func(p *policy.Policy) string
}{
	{rule.Text{Zh: "保单号", En: "Policy number"}, func(p *policy.Policy) string { return p.Number() }},
	{rule.Text{Zh: "订单号", En: "Order number"}, func(p *policy.Policy) string { return files.Cell(p.OrderNo()) }},
	{rule.Text{Zh: "渠道", En: "Channel"}, func(p *policy.Policy) string { return files.Cell(p.Channel().Code) }},
	{rule.Text{Zh: "产品", En: "Product"}, func(p *policy.Policy) string { return files.Cell(p.Product().Code()) }},
	{rule.Text{Zh: "计划", En: "Plan"}, func(p *policy.Policy) string { return files.Cell(p.PlanCode()) }},
	{rule.Text{Zh: "状态", En: "State"}, func(p *policy.Policy) string { return string(p.State()) }},
	{rule.Text{Zh: "承保时间", En: "Bound at"}, func(p *policy.Policy) string { return local(p, p.BoundAt()) }},
	{rule.Text{Zh: "保险起期", En: "Start"}, func(p *policy.Policy) string { return local(p, p.Period().Start) }},
	{rule.Text{Zh: "保险止期", En: "End"}, func(p *policy.Policy) string { return local(p, p.Period().End) }},
	{rule.Text{Zh: "保费支付方", En: "Payer"}, func(p *policy.Policy) string { return string(p.Payer()) }},
	{rule.Text{Zh: "币种", En: "Currency"}, func(p *policy.Policy) string { return string(p.Premium().Currency) }},
	{rule.Text{Zh: "保费", En: "Premium"}, func(p *policy.Policy) string { return p.Premium().Text() }},
	{rule.Text{Zh: "保额", En: "Sum insured"}, func(p *policy.Policy) string { return p.SumInsured().Text() }},
	{commission, func(p *policy.Policy) string { return p.Commission().Text() }},
}

var (
	commission = rule.Text{Zh: "佣金", En: "Commission"}
	reference  = rule.Text{Zh: "被保险标的", En: "Insured"}
	insured    = rule.Text{Zh: "被保险人", En: "Name of the insured (masked)"}
)

// local is an instant in the insurer's time zone.
func local(p *policy.Policy, at time.Time) string {
	return at.In(p.Product().Location()).Format(time.RFC3339)
}

func (z *frozen) heading() []string {
	in := func(t rule.Text) string {
		if z.Language == "zh" {
			return t.Zh
		}
		return t.En
	}
	var cells []string
	for _, c := range columns {
		if c.heading != commission || z.Commission {
			cells = append(cells, in(c.heading))
		}
	}
	return append(cells, in(reference), in(insured))
}

// cells of a policy.
func (z *frozen) cells(p *policy.Policy) ([]string, error) {
	var cells []string
	for _, c := range columns {
		if c.heading != commission || z.Commission {
			cells = append(cells, c.cell(p))
		}
	}
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
	return append(cells, files.Cell(strings.Join(references, "; ")), files.Cell(strings.Join(names, "; "))), nil
}
