package backtest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/background"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// leaseFor is longer than a part takes.
const leaseFor = time.Minute

// Work runs back-tests that are due, and answers how many it took. What was found is stored with the progress, so a
// worker that dies leaves its test to the next, which counts nothing twice.
func (s *Service) Work(ctx context.Context) (int, error) {
	return s.background.Work(ctx, Kind, 1, leaseFor, s.parts())
}

// parts works the parts of one job.
func (s *Service) parts() background.Part {
	var last *prepared
	return func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
		if last == nil || last.job != row.ID {
			var err error
			if last, err = s.prepare(ctx, row); err != nil {
				return nil, err
			}
		}
		return s.part(ctx, row, last)
	}
}

// prepared is what a job works with, made once in each worker that takes it.
type prepared struct {
	job      int64
	ask      asked
	repricer *issuing.Repricer
	table    table
}

var errChanged = errors.New("the draft was changed or thrown away since: begin a new back-test")

// prepare reads what a job is about and how far it is.
func (s *Service) prepare(ctx context.Context, row *ent.Job) (*prepared, error) {
	p := &prepared{job: row.ID}
	if err := json.Unmarshal([]byte(row.Input), &p.ask); err != nil {
		return nil, fmt.Errorf("input of job %d: %w", row.ID, err)
	}
	if row.Result != nil {
		if err := json.Unmarshal([]byte(*row.Result), &p.table); err != nil {
			return nil, fmt.Errorf("result of job %d: %w", row.ID, err)
		}
	}
	stored, err := s.catalog.RowByKey(ctx, p.ask.ID)
	if err != nil || stored == nil || stored.Digest != p.ask.Digest {
		return nil, errors.Join(err, errChanged)
	}
	version, err := s.catalog.Compiled(ctx, stored)
	if err != nil {
		return nil, err
	}
	p.repricer = s.issuing.Repricer(version)
	p.table.Currency = string(version.Currency())
	return p, nil
}

// part surveys the book, and then looks at its next policies.
func (s *Service) part(ctx context.Context, row *ent.Job, p *prepared) (*background.Progress, error) {
	same, err := s.catalog.Is(ctx, p.ask.ID, p.ask.Digest)
	if err == nil && !same {
		err = errChanged
	}
	if err != nil {
		return nil, err
	}
	t, finished := &p.table, false
	if t.Walk == nil {
		if t.Walk, err = s.survey(ctx, &p.ask, p.repricer.Currency()); err != nil {
			return nil, err
		}
	} else {
		rows, done, err := s.next(ctx, &p.ask, t.Walk)
		if err != nil {
			return nil, err
		}
		if err := s.rate(ctx, p, rows); err != nil {
			return nil, err
		}
		finished = done
	}
	text, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("result of job %d: %w", row.ID, err)
	}
	result := string(text)
	return &background.Progress{
		Position: t.Walk.After, Done: t.All.Policies + t.Broken, Failed: t.Broken, Total: &t.Walk.Wanted, Result: &result, Finished: finished,
	}, nil
}

func (s *Service) rate(ctx context.Context, p *prepared, rows []*ent.InsurancePolicy) error {
	for _, row := range rows {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		again, err := p.repricer.Rate(ctx, row)
		switch {
		case errors.Is(err, issuing.ErrUnreadable):
			p.table.Broken++
			slog.ErrorContext(ctx, "a policy cannot be rated under another version", "policy", row.Number, "error", err)
			continue
		case err != nil:
			return err
		}
		channel := "?"
		if c := s.distribution.Channel(row.ChannelID); c != nil {
			channel = c.Code
		}
		p.table.add(channel, row.PlanCode, row.Premium, again.Premium.Minor, again.Refusal)
	}
	return nil
}

// Result is what a back-test found so far.
type Result struct {
	Job    *ent.Job
	Bound  work.Period // when policies were bound that are looked at
	Sample int         // at most this number of them
	Row                // all of the book
	Rows   []*Row
}

// Row is a part of the book.
type Row struct {
	Dimension                   Dimension
	Value                       string
	Policies, Refused           int64
	PremiumBefore, PremiumAfter money.Amount // after: of those that would be sold
}

// noCurrency is that of a back-test that has not begun: nothing is nothing in any.
const noCurrency = "CNY"

// Result reads what a back-test found so far; nil where there is no such job.
func (s *Service) Result(ctx context.Context, id int64) (*Result, error) {
	row, err := s.store.Client.Job.Query().Where(job.ID(id), job.Kind(Kind)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such job
	}
	if err != nil {
		return nil, fmt.Errorf("back-test %d: %w", id, err)
	}
	r, _, err := resultOf(row)
	return r, err
}

// resultOf a job is what it was asked and what it found so far; with the key of the version that it is about.
func resultOf(row *ent.Job) (r *Result, version int64, err error) {
	var ask asked
	if err := json.Unmarshal([]byte(row.Input), &ask); err != nil {
		return nil, 0, fmt.Errorf("input of job %d: %w", row.ID, err)
	}
	var t table
	if row.Result != nil {
		if err := json.Unmarshal([]byte(*row.Result), &t); err != nil {
			return nil, 0, fmt.Errorf("result of job %d: %w", row.ID, err)
		}
	}
	currency := money.Currency(cmp.Or(t.Currency, noCurrency))
	r = &Result{
		Job: row, Bound: work.Period{Start: work.TimeOf(ask.From), End: work.TimeOf(ask.Until)}, Sample: ask.Sample,
		Row: *rowOf("", "", &t.All, currency), Rows: []*Row{},
	}
	for _, d := range []Dimension{Band, Channel, Plan, Refusal} {
		for _, value := range t.values(d) {
			r.Rows = append(r.Rows, rowOf(d, value, t.Rows[d][value], currency))
		}
	}
	return r, ask.ID, nil
}

func rowOf(d Dimension, value string, t *tally, currency money.Currency) *Row {
	return &Row{
		Dimension: d, Value: value, Policies: t.Policies, Refused: t.Refused,
		PremiumBefore: money.Amount{Minor: t.Before, Currency: currency}, PremiumAfter: money.Amount{Minor: t.After, Currency: currency},
	}
}
