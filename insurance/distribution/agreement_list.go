package distribution

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// AgreementFilter narrows a list of agreements.
type AgreementFilter struct {
	ChannelCode, ProductCode, Code string
	States                         []State
	AllVersions                    bool           // not only the newest of each
	Mode                           work.Mode      // of the channels
	EndsBefore                     *time.Time     // not ended, and ends before this
	QuotaAbove                     *money.Decimal // more than this share of a quota is used
}

// ListAgreements that fit, newest first. What is used of quotas, and the states of sandboxes, which have clocks of their own, are seen of
// agreements that were read: a page may have fewer than asked for while the list goes on.
func (s *Service) ListAgreements(ctx context.Context, caller *access.Caller, f AgreementFilter, page work.Page) (found work.Found[*ent.Agreement], err error) {
	looked := page
	if f.sifts() {
		looked = page.Looked()
	}
	rows, err := s.StoredAgreements.store.Client.Agreement.Query().Where(f.where(caller, s.StoredAgreements.store.Now())...).Where(looked.Newest).All(ctx)
	if err != nil {
		return found, fmt.Errorf("list agreements: %w", err)
	}
	for _, row := range rows {
		whole(row)
	}
	if !f.sifts() {
		found.Rows, found.More = work.Trim(page, rows)
		return found, nil
	}
	fits, err := s.fitting(ctx, &f, rows)
	if err != nil {
		return found, err
	}
	return work.Sift(page, rows, func(row *ent.Agreement) bool { return fits[row.ID] }, func(row *ent.Agreement) int64 { return row.ID }), nil
}

// CountAgreements counts what a filter finds, up to a maximum; what is seen of agreements that were read among the newest 1,000.
func (s *Service) CountAgreements(ctx context.Context, caller *access.Caller, f AgreementFilter, most int) (work.Count, error) {
	store := s.StoredAgreements.store
	where := f.where(caller, store.Now())
	if !f.sifts() {
		return work.CountUpTo(ctx, store, agreement.Table, most, where...)
	}
	rows, err := store.Client.Agreement.Query().Where(where...).Order(ent.Desc(agreement.FieldID)).Limit(mostWeighed + 1).All(ctx)
	if err != nil {
		return work.Count{}, fmt.Errorf("count agreements: %w", err)
	}
	fits, err := s.fitting(ctx, &f, rows)
	return work.Count{Value: min(len(fits), most), Exact: len(fits) <= most && len(rows) <= mostWeighed}, err
}

const (
	mostWeighed  = 1000 // agreements that are looked at for a count
	weighedAtOne = 200  // by one look at their quotas and states
)

// sifts tells whether something that is asked for is in no column.
func (f *AgreementFilter) sifts() bool {
	return f.QuotaAbove != nil || !f.Mode.IsLive() && (len(f.States) > 0 || f.EndsBefore != nil)
}

// fitting are those of some agreements of which all fits that is in no column.
func (s *Service) fitting(ctx context.Context, f *AgreementFilter, rows []*ent.Agreement) (fits map[int64]bool, err error) {
	fits = map[int64]bool{}
	for some := range slices.Chunk(rows, weighedAtOne) {
		states, err := s.StatesOf(ctx, some)
		if err != nil {
			return nil, err
		}
		var quotas map[int64][]Quota
		if f.QuotaAbove != nil {
			if quotas, err = s.QuotasOf(ctx, some); err != nil {
				return nil, err
			}
		}
		for _, row := range some {
			if f.inState(states[row.ID]) && f.usedMuch(quotas[row.ID]) {
				fits[row.ID] = true
			}
		}
	}
	return fits, nil
}

func (f *AgreementFilter) inState(state State) bool {
	return f.Mode.IsLive() || (len(f.States) == 0 || slices.Contains(f.States, state)) &&
		(f.EndsBefore == nil || state != Expired && state != Terminated)
}

func (f *AgreementFilter) usedMuch(quotas []Quota) bool {
	return f.QuotaAbove == nil || slices.ContainsFunc(quotas, func(q Quota) bool { return q.Used.Cmp(q.Most.Mul(*f.QuotaAbove)) > 0 })
}

func (f *AgreementFilter) where(caller *access.Caller, now time.Time) []predicate.Agreement {
	where := []predicate.Agreement{ofHalf(f.ChannelCode, f.Mode), caller.InView(agreement.FieldChannelID)}
	if f.ProductCode != "" {
		where = append(where, agreement.ProductCode(f.ProductCode))
	}
	if f.Code != "" {
		where = append(where, agreement.Code(f.Code))
	}
	if !f.AllVersions {
		where = append(where, func(s *sql.Selector) { s.Where(sql.Not(newer(s, nil))) })
	}
	if f.EndsBefore != nil {
		where = append(where, agreement.ValidUntilLT(*f.EndsBefore))
	}
	if !f.Mode.IsLive() {
		return where // by the clock of each channel
	}
	if f.EndsBefore != nil {
		where = append(where, agreement.ValidUntilGT(now), agreement.Or(agreement.TerminatedAtIsNil(), agreement.TerminatedAtGT(now)))
	}
	if len(f.States) > 0 {
		any := make([]predicate.Agreement, len(f.States))
		for i, state := range f.States {
			any[i] = is(state, now)
		}
		where = append(where, agreement.Or(any...))
	}
	return where
}
