package health_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/ent/job"
	"baodan/ent/mail"
	"baodan/insurance/fault"
	"baodan/insurance/health"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// checked are the parts as they are told, by their names.
func checked(w *insurancetest.World, outside health.Outside) (map[health.Part]*health.Condition, *health.System) {
	w.T.Helper()
	all := health.New(w.Store, w.Audit, w.Background, outside).Check(ctx)
	parts := map[health.Part]*health.Condition{}
	for _, c := range all.Parts {
		parts[c.Part] = c
	}
	require.Len(w.T, parts, 11)
	return parts, all
}

func figure(c *health.Condition, m health.Measure) int64 {
	for _, f := range c.Figures {
		if f.Measure == m {
			return f.Value
		}
	}
	return -1
}

// outside is a world in order.
func outside() health.Outside {
	return health.Outside{
		Queues: func(context.Context) ([]*health.Queue, []*health.Worker, error) {
			return []*health.Queue{{Name: "default", Waiting: 3, OldestSeconds: 2}}, []*health.Worker{{Host: "one", PID: 7, Most: 16}}, nil
		},
		Storage: func(context.Context) (*health.Disk, error) {
			return &health.Disk{Free: 90 << 30, Total: 100 << 30}, nil
		},
	}
}

// Section 4, system health: what works is said to, with its figures; of what nothing used lately nothing is said.
func TestSection4WhatWorksIsSaidTo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		parts, all := checked(w, outside())
		for _, part := range []health.Part{health.Database, health.Clock, health.Outbox, health.Queues, health.Workers, health.Record, health.Webhooks, health.Mail, health.Storage} {
			assert.Equal(t, health.OK, parts[part].State, "%s: %s", part, parts[part].Code)
		}
		for _, part := range []health.Part{health.Payments, health.Tracking} {
			assert.Equal(t, health.Unknown, parts[part].State, part)
			assert.Equal(t, health.NothingKnown, parts[part].Code, part)
		}
		assert.NotEmpty(t, *all.DatabaseVersion)
		assert.GreaterOrEqual(t, figure(parts[health.Database], health.LatencyMs), int64(0))
		assert.Less(t, max(figure(parts[health.Clock], health.DifferenceMs), -figure(parts[health.Clock], health.DifferenceMs)), int64(1000))
		assert.EqualValues(t, 3, figure(parts[health.Queues], health.Waiting))
		assert.EqualValues(t, 1, figure(parts[health.Workers], health.Working))
		assert.EqualValues(t, 90<<30, figure(parts[health.Storage], health.FreeBytes))
		assert.Equal(t, "one", all.Workers[0].Host)
	})
}

// What is broken is said to be, and the rest is told as ever, soon.
func TestSection4WhatIsBrokenIsSaidToBe(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		broken := errors.New("broken")
		parts, all := checked(w, health.Outside{
			Queues:  func(context.Context) ([]*health.Queue, []*health.Worker, error) { return nil, nil, broken },
			Storage: func(context.Context) (*health.Disk, error) { return nil, broken },
		})
		assert.Equal(t, health.Trouble, parts[health.Queues].State)
		assert.Equal(t, health.Away, parts[health.Queues].Code)
		assert.Equal(t, health.Away, parts[health.Workers].Code)
		assert.Equal(t, health.NotWritable, parts[health.Storage].Code)
		assert.Nil(t, all.Queues)
		assert.Equal(t, health.OK, parts[health.Database].State)

		began := time.Now()
		forever := make(chan struct{})
		defer close(forever)
		parts, _ = checked(w, health.Outside{
			Queues:  func(context.Context) ([]*health.Queue, []*health.Worker, error) { <-forever; return nil, nil, broken },
			Storage: func(context.Context) (*health.Disk, error) { return &health.Disk{Free: 4 << 30, Total: 100 << 30}, nil },
		})
		assert.Equal(t, health.TimedOut, parts[health.Queues].Code)
		assert.Less(t, time.Since(began), 5*time.Second)
		assert.Equal(t, health.AlmostFull, parts[health.Storage].Code)

		parts, _ = checked(w, health.Outside{})
		assert.Equal(t, health.Unknown, parts[health.Storage].State, "not known is not well")
		parts, _ = checked(w, health.Outside{Queues: func(context.Context) ([]*health.Queue, []*health.Worker, error) {
			return []*health.Queue{{OldestSeconds: 61}}, []*health.Worker{}, nil
		}})
		assert.Equal(t, health.Behind, parts[health.Queues].Code)
		assert.Equal(t, health.NobodyWorks, parts[health.Workers].Code)

		// Nobody works: what was stored waits.
		w.Clock.Advance(10 * time.Minute)
		require.NoError(t, w.Store.Client.Outbox.Create().SetID(work.KeyAt(w.Clock.Now().Add(-time.Minute))).Exec(ctx))
		require.NoError(t, w.Store.Client.Mail.Create().SetID(w.Store.NewKey()).SetChannelID(1).SetRequestID(1).SetTemplate("x").SetState(mail.StateQueued).
			SetFileIds([]int64{}).SetMessageID("m").SetMadeBy(1).SetCreatedAt(w.Clock.Now()).SetDueAt(w.Clock.Now().Add(-6*time.Minute)).Exec(ctx))
		parts, _ = checked(w, outside())
		assert.Equal(t, health.Behind, parts[health.Outbox].Code)
		assert.EqualValues(t, 60, figure(parts[health.Outbox], health.OldestSeconds))
		assert.NotNil(t, parts[health.Outbox].Since)
		assert.Equal(t, health.Stuck, parts[health.Mail].Code)
		assert.Equal(t, health.Trouble, parts[health.Record].State, "records wait for their numbers")
	})
}

// A database that is away is said to be, in each part that needs it.
func TestSection4ADatabaseThatIsAway(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		all := health.New(w.Store, w.Audit, w.Background, outside()).Check(gone)
		for _, c := range all.Parts {
			if c.Part != health.Storage {
				assert.Equal(t, health.Trouble, c.State, c.Part)
			}
		}
		assert.Nil(t, all.DatabaseVersion)
	})
}

// An auditor has the record verified, and is told what is wrong with it.
func TestSection4TheRecordIsVerifiedOnDemand(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ada := w.Person("ada")
		seal := func() {
			for {
				n, err := w.Audit.Seal(ctx)
				require.NoError(t, err)
				if n == 0 {
					return
				}
			}
		}
		none, err := w.Health.Last(ctx)
		require.NoError(t, err)
		assert.Nil(t, none)
		_, err = w.Health.StartVerification(ctx, ada, health.VerifyInput{})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "no reason: %v", err)
		asked, err := w.Health.StartVerification(ctx, ada, health.VerifyInput{Reason: "quarter"})
		require.NoError(t, err)
		_, err = w.Health.StartVerification(ctx, w.Person("sec"), health.VerifyInput{Reason: "quarter"})
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		seal()
		n, err := w.Health.Verify(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, job.StateSucceeded, w.Store.Client.Job.GetX(ctx, asked.ID).State)
		found, err := w.Health.Last(ctx)
		require.NoError(t, err)
		assert.Nil(t, found.Wrong)
		assert.True(t, found.Whole())
		assert.Positive(t, found.Records)
		assert.Nil(t, found.FileLines, "no copy is kept here")

		one := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("audit.verify")).OnlyX(ctx)
		_, err = w.Store.Client.ExecContext(ctx, "UPDATE audit_records SET reason = 'another' WHERE id = ?", one.ID)
		require.NoError(t, err)
		_, err = w.Health.StartVerification(ctx, ada, health.VerifyInput{Reason: "again"})
		require.NoError(t, err)
		seal()
		_, err = w.Health.Verify(ctx, nil)
		require.NoError(t, err)
		found, err = w.Health.Last(ctx)
		require.NoError(t, err)
		require.NotNil(t, found.Wrong)
		assert.Contains(t, *found.Wrong, "is not what was written")
	})
}
