package servicing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	happened "baodan/insurance/event"
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

// Announce tells of policies that can be renewed and are about to expire, or have expired (B4), at most `most`, and
// answers how many it took. Where nothing is sold that a policy could be renewed under, its coming end is not told. A policy is announced once before its end, and once when it ended without being renewed or
// cancelled. It may run on any number of workers at once; one policy that fails holds up no other and comes again.
func (s *Service) Announce(ctx context.Context, most int) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: insurancepolicy.Table}, most, leaseFor)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, id := range ids {
		if err := s.announce(ctx, token, id); err != nil {
			failed = errors.Join(failed, fmt.Errorf("announce policy %d: %w", id, err))
		}
	}
	return len(ids), failed
}

// announce deals with one policy that was taken.
func (s *Service) announce(ctx context.Context, token, id int64) error {
	for round := range maxAttempts {
		row, err := s.store.Client.InsurancePolicy.Get(ctx, id)
		if err != nil {
			return err
		}
		p, err := s.prospect(ctx, row, s.distribution.Now(row.ChannelID))
		if err != nil {
			return err
		}
		err = s.store.Do(ctx, "announce", func(ctx context.Context, tx *work.Tx) error { return s.announceIn(ctx, tx, row, p, token) })
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

// announceIn moves the head of a policy on and records what is to be told of it.
func (s *Service) announceIn(ctx context.Context, tx *work.Tx, row *ent.InsurancePolicy, p prospect, token int64) error {
	if row.Lease != token {
		return errTaken
	}
	now := s.distribution.Now(row.ChannelID)
	news, err := p.news(ctx, tx, row, now)
	if err != nil {
		return err
	}
	var next *time.Time
	if now.Before(row.EndAt) && row.State == insurancepolicy.StateACTIVE { // also of one that is renewed: its renewal may be cancelled
		end := s.distribution.Due(row.ChannelID, row.EndAt)
		next = &end
	}
	if err := policy.Announce(ctx, tx, row, token, next, news != nil); err != nil {
		return err
	}
	// From here on the row is locked, so a clock that is advanced now moves the new due time, too.
	channel, err := tx.Channel.Get(ctx, row.ChannelID)
	if err != nil {
		return err
	}
	if known := s.distribution.Channel(row.ChannelID); known == nil || known.ClockOffset != channel.ClockOffset {
		return errBehind
	}
	if news == nil {
		return nil
	}
	return happened.Record(ctx, tx, row.ChannelID, row.Number, row.Version+1, now, news)
}

// prospect is what becomes of a policy at its end.
type prospect struct {
	ends      bool // it was neither renewed nor cancelled
	renewable bool // something is sold that it could be renewed under
}

func (s *Service) prospect(ctx context.Context, row *ent.InsurancePolicy, now time.Time) (p prospect, err error) {
	if row.State != insurancepolicy.StateACTIVE {
		return p, nil
	}
	renewed, err := s.policies.Renewed(ctx, row)
	if err != nil || renewed {
		return p, err
	}
	p.ends = true
	if !now.Before(row.EndAt) {
		return p, nil
	}
	old, err := s.policies.ByKey(ctx, row.ID, policy.PointInTime{AsOf: &row.EndAt})
	if err != nil {
		return p, err
	}
	terms, err := old.Terms()
	if err != nil || !terms.Bool("renew.allowed") {
		return p, err
	}
	p.renewable, err = s.issuing.RenewalOnSale(ctx, old, now)
	return p, err
}

// news is what is to be told of a policy; nil: nothing, or nothing new.
func (p prospect) news(ctx context.Context, tx *work.Tx, row *ent.InsurancePolicy, now time.Time) (happened.Payload, error) {
	switch {
	case !p.ends:
		return nil, nil // no news
	case !now.Before(row.EndAt):
		return happened.PolicyExpired{PolicyNumber: row.Number, OrderNo: row.OrderNo, End: happened.Time(row.EndAt)}, nil
	case !p.renewable:
		return nil, nil // nobody can do anything
	}
	expiring := happened.PolicyExpiring{PolicyNumber: row.Number, OrderNo: row.OrderNo, End: happened.Time(row.EndAt)}
	told, err := tx.Event.Query().Where(event.Subject(row.Number), event.Type(expiring.Type())).Exist(ctx)
	if err != nil || told {
		return nil, err
	}
	return expiring, nil
}
