package health

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/delivery"
	"baodan/ent/mail"
	"baodan/ent/node"
	"baodan/ent/outbox"
	"baodan/ent/payout"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/work"
)

// When a part is in trouble.
const (
	slowAfter        = 250 * time.Millisecond // a statement that asks for nothing
	clocksApart      = 5 * time.Second        // between this process and the database
	outboxBehind     = 10 * time.Second       // workers look every 20 ms
	queueBehind      = time.Minute
	recordBehind     = 5 * time.Second
	checkpointBehind = 5 * time.Minute  // one is signed every minute in which something was sealed
	dueBehind        = 5 * time.Minute  // what was due and nobody took
	processSeen      = 25 * time.Minute // every 10 minutes a process says that it lives
	leastFree        = 1 << 30          // bytes
	leastShare       = 20               // a twentieth of the disk
	failedWithin     = 24 * time.Hour
	delayedTries     = 3
	mostCounted      = 1000
)

// database answers, how fast, and which version it is.
func (s *Service) database(ctx context.Context) (*found, error) {
	statement := "SELECT VERSION()"
	if s.store.Dialect() == dialect.SQLite {
		statement = "SELECT 'SQLite ' || sqlite_version()"
	}
	began := time.Now()
	version, err := ask[string](ctx, s.store, statement)
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	c := condition(Database, figure(LatencyMs, took.Milliseconds())).troubled(took > slowAfter, Slow, nil)
	return &found{[]*Condition{c}, func(all *System) { all.DatabaseVersion = &version }}, nil
}

// clock of this process beside the database's; half the way there is taken off.
func (s *Service) clock(ctx context.Context) (*found, error) {
	statement := "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"
	if s.store.Dialect() == dialect.SQLite {
		statement = "SELECT CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
	}
	began := time.Now()
	theirs, err := ask[int64](ctx, s.store, statement)
	if err != nil {
		return nil, err
	}
	ended := time.Now()
	apart := theirs - began.Add(ended.Sub(began)/2).UnixMilli()
	return one(condition(Clock, figure(DifferenceMs, apart)).troubled(time.Duration(max(apart, -apart))*time.Millisecond > clocksApart, ClocksApart, nil)), nil
}

// ask answers the one value of a statement.
func ask[T any](ctx context.Context, store *work.Store, statement string) (value T, err error) {
	rows, err := store.Client.QueryContext(ctx, statement)
	if err != nil {
		return value, fmt.Errorf("health: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	if !rows.Next() {
		return value, fmt.Errorf("health: no answer: %w", rows.Err())
	}
	return value, rows.Scan(&value)
}

// outbox: events that no worker relayed yet.
func (s *Service) outbox(ctx context.Context) (*found, error) {
	ids, err := s.store.Client.Outbox.Query().Order(ent.Asc(outbox.FieldID)).Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, err
	}
	age, since := s.waiting(ids)
	return one(condition(Outbox, figure(Waiting, int64(len(ids))), figure(OldestSeconds, int64(age.Seconds()))).troubled(age > outboxBehind, Behind, since)), nil
}

// waiting is how long the first of some keys has waited, and since when.
func (s *Service) waiting(ids []int64) (time.Duration, *time.Time) {
	if len(ids) == 0 {
		return 0, nil
	}
	since := work.TimeOf(ids[0])
	return max(s.store.Now().Sub(since), 0), &since
}

// queues and those who work them; beside them the processes that say in the database that they live.
func (s *Service) queues(ctx context.Context) (*found, error) {
	alive, err := s.store.Client.Node.Query().Where(node.OwnerNEQ(""), node.SeenAtGT(s.store.Now().Add(-processSeen))).Count(ctx)
	if err != nil {
		return nil, err
	}
	workers := condition(Workers, figure(Processes, int64(alive)))
	if s.outside.Queues == nil {
		workers.State, workers.Code = Unknown, NothingKnown
		return &found{conditions: []*Condition{{Part: Queues, State: Unknown, Code: NothingKnown}, workers}}, nil
	}
	queues, running, err := s.outside.Queues(ctx)
	if err != nil {
		return nil, err
	}
	var waits, oldest, failed int
	for _, q := range queues {
		waits, failed, oldest = waits+q.Waiting, failed+q.FailedToday, max(oldest, q.OldestSeconds)
	}
	c := condition(Queues, figure(Waiting, int64(waits)), figure(OldestSeconds, int64(oldest)), figure(Failed, int64(failed))).
		troubled(time.Duration(oldest)*time.Second > queueBehind, Behind, nil)
	workers.Figures = append(workers.Figures, figure(Working, int64(len(running))))
	workers.troubled(len(running) == 0, NobodyWorks, nil)
	return &found{[]*Condition{c, workers}, func(all *System) { all.Queues, all.Workers = queues, running }}, nil
}

// record: how far the audit chain is sealed and signed.
func (s *Service) record(ctx context.Context) (*found, error) {
	state, err := s.audit.State(ctx)
	if err != nil {
		return nil, err
	}
	behind, err := s.audit.Lag(ctx)
	if err != nil {
		return nil, err
	}
	c := condition(Record, figure(Sequence, state.Sequence), figure(Checkpoint, state.Checkpoint), figure(Waiting, int64(state.Pending)),
		figure(OldestSeconds, int64(behind.Seconds())))
	unsigned := state.Sequence > state.Checkpoint && state.SealedAt != nil && s.store.Now().Sub(*state.SealedAt) > checkpointBehind
	return one(c.troubled(unsigned, NotSigned, state.SignedAt).troubled(behind > recordBehind, Behind, nil)), nil
}

// webhooks: deliveries that are due and that nobody sends, and endpoints that are off.
func (s *Service) webhooks(ctx context.Context) (*found, error) {
	off, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.DeletedAtIsNil(),
		webhookendpoint.StateIn(webhookendpoint.StatePaused, webhookendpoint.StateDisabled)).Count(ctx)
	if err != nil {
		return nil, err
	}
	endpoints, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.StateEQ(webhookendpoint.StateActive)).Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, err
	}
	late := s.store.Now().Add(-dueBehind)
	first, err := s.store.Client.Delivery.Query().Where(delivery.EndpointIDIn(endpoints...), delivery.DueAtLT(late)).Order(ent.Asc(delivery.FieldDueAt)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, err
	}
	c := condition(Webhooks, figure(EndpointsOff, int64(off)))
	if first != nil {
		c.Figures = append(c.Figures, figure(OldestSeconds, int64(s.store.Now().Sub(*first.DueAt).Seconds())))
		c.troubled(true, Stuck, first.DueAt)
	}
	return one(c), nil
}

// mail: what waits for the mail server longer than it should, and what it refused in a day.
func (s *Service) mail(ctx context.Context) (*found, error) {
	now := s.store.Now()
	late, err := s.store.Client.Mail.Query().Where(mail.StateEQ(mail.StateQueued), mail.DueAtLT(now.Add(-dueBehind))).Order(ent.Asc(mail.FieldDueAt)).Limit(mostCounted).All(ctx)
	if err != nil {
		return nil, err
	}
	failed, err := s.store.Client.Mail.Query().Where(mail.StateEQ(mail.StateFailed), mail.IDGT(work.KeyAt(now.Add(-failedWithin)))).Count(ctx)
	if err != nil {
		return nil, err
	}
	c := condition(Mail, figure(Waiting, int64(len(late))), figure(Failed, int64(failed)))
	if len(late) > 0 {
		c.troubled(true, Stuck, late[0].DueAt)
	}
	return one(c), nil
}

// storage takes a file, and has room.
func (s *Service) storage(ctx context.Context) (*found, error) {
	if s.outside.Storage == nil {
		return one(&Condition{Part: Storage, State: Unknown, Code: NothingKnown}), nil
	}
	disk, err := s.outside.Storage(ctx)
	if err != nil {
		return one(condition(Storage).troubled(true, NotWritable, nil)), nil //nolint:nilerr // the error is what is found
	}
	full := disk.Free < leastFree || disk.Free < disk.Total/leastShare
	return one(condition(Storage, figure(FreeBytes, disk.Free), figure(TotalBytes, disk.Total)).troubled(full, AlmostFull, nil)), nil
}

// payments: the gateway is not asked, since a question is an act there; what was asked of it says how it is. Where nothing was paid for a
// day, nothing is known.
func (s *Service) payments(ctx context.Context) (*found, error) {
	now := s.store.Now()
	late, err := s.store.Client.Payout.Query().Where(payout.DueAtLT(now.Add(-dueBehind))).Order(ent.Asc(payout.FieldDueAt)).Limit(mostCounted).All(ctx)
	if err != nil {
		return nil, err
	}
	unsettled, err := s.store.Client.Payout.Query().Where(payout.StateEQ(payout.StateUnknown)).Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, err
	}
	disputed, err := s.store.Client.Payout.Query().Where(payout.DisputedAtNotNil()).Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, err
	}
	recent, err := s.store.Client.Payout.Query().Where(payout.IDGT(work.KeyAt(now.Add(-failedWithin)))).Exist(ctx)
	if err != nil {
		return nil, err
	}
	c := condition(Payments, figure(Unsettled, int64(len(unsettled))), figure(Disputed, int64(len(disputed))))
	if !recent {
		c.State, c.Code = Unknown, NothingKnown
	}
	if len(unsettled) > 0 {
		since := work.TimeOf(unsettled[0])
		c.troubled(now.Sub(since) > dueBehind, Stuck, &since)
	}
	if len(late) > 0 {
		c.troubled(true, Stuck, late[0].DueAt)
	}
	return one(c), nil
}

// tracking: carriers are not asked, either; claims that were tried several times and not decided wait for one.
func (s *Service) tracking(ctx context.Context) (*found, error) {
	now := s.store.Now()
	delayed, err := s.store.Client.Claim.Query().Where(claim.DueAtNotNil(), claim.StateEQ(claim.StateSubmitted), claim.TriesGTE(delayedTries)).
		Order(ent.Asc(claim.FieldID)).Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, err
	}
	recent, err := s.store.Client.Claim.Query().Where(claim.IDGT(work.KeyAt(now.Add(-failedWithin)))).Exist(ctx)
	if err != nil {
		return nil, err
	}
	c := condition(Tracking, figure(Delayed, int64(len(delayed))))
	if !recent {
		c.State, c.Code = Unknown, NothingKnown
	}
	_, since := s.waiting(delayed)
	return one(c.troubled(len(delayed) > 0, Stuck, since)), nil
}
