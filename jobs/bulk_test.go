package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/job"
	"baodan/insurance/bulk"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
	"baodan/jobs"
)

// A job that goes on for minutes holds up no job of another kind; workers that end leave it within seconds, to be gone on
// with at once.
func TestJobsOfOneKindDoNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite).WithSamples()
	sam := w.Person("sam")
	start := func(rows int, check bool) *ent.Job {
		var text strings.Builder
		text.WriteString("orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted\n")
		for i := range rows {
			fmt.Fprintf(&text, "L-%d,BASIC,PLATFORM,a-%d,a-%d,2020-01-01T00:00:00+08:00,normal,true\n", i, i, i)
		}
		kept, err := w.Files.Keep(context.Background(), sam, file.PurposeBulkIssue, "rows.csv", strings.NewReader(text.String()))
		require.NoError(t, err)
		j, err := w.Bulk.Start(context.Background(), sam, bulk.Input{
			FileID: work.FileKey(kept.ID), ChannelCode: insurancetest.Pay, AgreementCode: insurancetest.PayAgreement, DryRun: check,
		})
		require.NoError(t, err)
		return j
	}
	now := func(j *ent.Job) *ent.Job {
		row, err := w.Background.ByID(context.Background(), sam, j.ID)
		require.NoError(t, err)
		return row
	}
	deps := &jobs.Deps{Insurance: w.Server, Metrics: jobs.NewMetrics(prometheus.NewRegistry())}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx, jobs.Redis{Addr: miniredis.RunT(t).Addr()}, deps) }()
	long := start(200_000, false)
	require.Eventually(t, func() bool { return now(long).Done > 0 }, time.Minute, 20*time.Millisecond)
	short := start(1, true)
	require.Eventually(t, func() bool { return now(short).State == job.StateSucceeded }, time.Minute, 20*time.Millisecond)
	assert.Equal(t, job.StateRunning, now(long).State)
	cancel()
	began := time.Now()
	require.NoError(t, <-done)
	assert.Less(t, time.Since(began), 15*time.Second)
	left := now(long)
	assert.Equal(t, job.StateRunning, left.State)
	assert.Zero(t, left.Lease)
	assert.False(t, left.DueAt.After(w.Clock.Now()), "it is due at once")
}
