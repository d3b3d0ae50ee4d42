package servicing

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/distribution"
	happened "baodan/insurance/event"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

const (
	leaseFor = time.Minute // how long a worker keeps a policy that it took
	soon     = time.Second // until a server knows that a sandbox's clock was advanced
)

var (
	errTaken  = errors.New("another worker took it")
	errBehind = errors.New("the channel's clock was advanced meanwhile")
)

// Announcements tell of the end of policies.
type Announcements struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	issuing      *issuing.Service
}

// Announce tells of policies that can be renewed and are about to expire, or have expired (B4), at most `most`, and
// answers how many it took. Where nothing is sold that a policy could be renewed under, its coming end is not told. A policy is announced once before its end, and once when it ended without being renewed or
// cancelled. All are stored in one transaction, since many end on one day; where one of them cannot be, each is by itself, so that
// it holds up no other and comes again. It may run on any number of workers at once.
func (s *Announcements) Announce(ctx context.Context, most int) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: insurancepolicy.Table}, most, leaseFor)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	err = s.announceOnce(ctx, token, ids...)
	if err == nil || errors.Is(err, work.ErrUnknownOutcome) || ctx.Err() != nil {
		return len(ids), err // what was not stored comes again by itself
	}
	var failed error
	for _, id := range ids {
		if err := s.announceAlone(ctx, token, id); err != nil {
			failed = errors.Join(failed, fmt.Errorf("announce policy %d: %w", id, err))
		}
	}
	return len(ids), failed
}

// announceAlone deals with one policy that was taken.
func (s *Announcements) announceAlone(ctx context.Context, token, id int64) error {
	for round := range maxAttempts {
		err := s.announceOnce(ctx, token, id)
		switch {
		case errors.Is(err, errTaken):
			return nil
		case errors.Is(err, errBehind):
			return s.policies.Delay(ctx, id, token, s.store.Now().Add(soon))
		case !errors.Is(err, policy.ErrMoved):
			return err // also an unknown outcome: it comes again by itself
		}
		if err := pause(ctx, round); err != nil {
			return err
		}
	}
	return nil // it comes again when the time is over for which it was taken
}

// announceOnce reads policies that were taken and deals with all of them, or with none.
func (s *Announcements) announceOnce(ctx context.Context, token int64, ids ...int64) error {
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(ids...)).Order(insurancepolicy.ByID()).All(ctx)
	if err != nil {
		return err
	}
	prospects, err := s.prospects(ctx, rows)
	if err != nil {
		return err
	}
	return s.store.Do(ctx, "announce", func(ctx context.Context, tx *work.Tx) error { return s.announceIn(ctx, tx, rows, prospects, token) })
}

// announceIn moves the rows of policies on and records what is to be told of them.
func (s *Announcements) announceIn(ctx context.Context, tx *work.Tx, rows []*ent.InsurancePolicy, prospects map[int64]prospect, token int64) error {
	told, err := toldOf(ctx, tx, rows)
	if err != nil {
		return err
	}
	announcements, events := make([]policy.Announcement, len(rows)), []*ent.Event{}
	for i, row := range rows {
		if row.Lease != token {
			return errTaken
		}
		now := s.distribution.Now(row.ChannelID)
		a := policy.Announcement{Read: row}
		if now.Before(row.EndAt) && row.State == insurancepolicy.StateACTIVE { // also of one that is renewed: its renewal may be cancelled
			end := s.distribution.Due(row.ChannelID, row.EndAt)
			a.Next = &end
		}
		if news := prospects[row.ID].news(row, now, told[row.Number]); news != nil {
			a.Told = true
			e, err := happened.Row(tx.NewKey(), row.ChannelID, row.Number, row.Version+1, now, news)
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		announcements[i] = a
	}
	if err := policy.Announce(ctx, tx, token, announcements); err != nil {
		return err
	}
	// From here on the rows are locked, so a clock that is advanced now moves the new due times, too.
	if err := s.clocksAreKnown(ctx, tx, rows); err != nil {
		return err
	}
	return tx.Insert(ctx, happened.Inserts(events)...)
}

// toldOf are the numbers of policies of which it was told that they are about to expire.
func toldOf(ctx context.Context, tx *work.Tx, rows []*ent.InsurancePolicy) (map[string]bool, error) {
	numbers := make([]string, len(rows))
	for i, row := range rows {
		numbers[i] = row.Number
	}
	found, err := tx.Event.Query().Where(event.SubjectIn(numbers...), event.Type(happened.PolicyExpiring{}.Type())).Select(event.FieldSubject).Strings(ctx)
	told := make(map[string]bool, len(found))
	for _, number := range found {
		told[number] = true
	}
	return told, err
}

// clocksAreKnown fails with errBehind where the clock of a policy's channel is another than this server knows.
func (s *Announcements) clocksAreKnown(ctx context.Context, tx *work.Tx, rows []*ent.InsurancePolicy) error {
	channels := map[int64]bool{}
	for _, row := range rows {
		channels[row.ChannelID] = true
	}
	list, err := tx.Channel.Query().Where(channel.IDIn(slices.Collect(maps.Keys(channels))...)).All(ctx)
	if err != nil {
		return err
	}
	for _, stored := range list {
		if known := s.distribution.Channel(stored.ID); known == nil || known.ClockOffset != stored.ClockOffset {
			return errBehind
		}
	}
	return nil
}

// prospect is what becomes of a policy at its end.
type prospect struct {
	ends      bool // it was neither renewed nor cancelled
	renewable bool // something is sold that it could be renewed under
}

// prospects of policies, by their keys.
func (s *Announcements) prospects(ctx context.Context, rows []*ent.InsurancePolicy) (map[int64]prospect, error) {
	prospects, going := map[int64]prospect{}, []*ent.InsurancePolicy{}
	renewed, err := s.policies.Renewed(ctx, rows...)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.State != insurancepolicy.StateACTIVE || renewed[row.ID] {
			continue
		}
		prospects[row.ID] = prospect{ends: true}
		if s.distribution.Now(row.ChannelID).Before(row.EndAt) {
			going = append(going, row)
		}
	}
	views, err := s.policies.Views(ctx, going, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	for i, view := range views {
		views[i] = view.AsOf(view.Row().EndAt)
	}
	renewable, err := s.issuing.RenewalsOnSale(ctx, views)
	for _, row := range going {
		prospects[row.ID] = prospect{ends: true, renewable: renewable[row.ID]}
	}
	return prospects, err
}

// news is what is to be told of a policy, of which it may have been told that it is about to expire; nil: nothing, or nothing new.
func (p prospect) news(row *ent.InsurancePolicy, now time.Time, told bool) happened.Payload {
	switch {
	case !p.ends:
		return nil
	case !now.Before(row.EndAt):
		return happened.PolicyExpired{PolicyNumber: row.Number, OrderNo: row.OrderNo, End: happened.Time(row.EndAt)}
	case !p.renewable, told: // nobody can do anything, or nothing new
		return nil
	}
	return happened.PolicyExpiring{PolicyNumber: row.Number, OrderNo: row.OrderNo, End: happened.Time(row.EndAt)}
}
