package jobs_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/jobs"
)

// Workers start and stop on the embedded Redis and on a real one.
func TestWorkersStartAndStop(t *testing.T) {
	t.Parallel()
	addresses := map[string]string{"embedded": miniredis.RunT(t).Addr()}
	if real := os.Getenv("REDIS_ADDR"); real != "" {
		addresses["real"] = real
	}
	for name, address := range addresses {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		w := insurancetest.New(t, dialect.SQLite)
		deps := &jobs.Deps{Insurance: w.Server, Metrics: jobs.NewMetrics(prometheus.NewRegistry())}
		go func() { done <- jobs.Run(ctx, jobs.Redis{Addr: address}, deps) }()
		time.Sleep(200 * time.Millisecond)
		cancel()
		select {
		case err := <-done:
			assert.NoError(t, err, name)
		case <-time.After(30 * time.Second):
			t.Fatal(name + ": workers do not stop")
		}
	}
}

// H4: the queue may vanish and come back at any time; what was due meanwhile is done by itself.
func TestQueueVanishesAndComesBack(t *testing.T) {
	t.Parallel()
	queue := miniredis.NewMiniRedis()
	require.NoError(t, queue.Start())
	t.Cleanup(queue.Close)
	w := insurancetest.New(t, dialect.SQLite).WithSamples()
	deps := &jobs.Deps{Insurance: w.Server, Metrics: jobs.NewMetrics(prometheus.NewRegistry())}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx, jobs.Redis{Addr: queue.Addr()}, deps) }()
	t.Cleanup(func() { cancel(); assert.NoError(t, <-done) })
	for round, gone := range []bool{false, true, false} {
		no := fmt.Sprintf("Q-%d", round)
		w.Clock.Set(insurancetest.Epoch)
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
		require.NoError(t, err)
		w.Clock.Set(insurancetest.ReturnTime)
		if gone {
			queue.Close()
		}
		a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
			RequestNo: no, PolicyNumber: issued.Policy.Number(), OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3),
			Facts: insurancetest.ReturnFacts("YT100000000" + no[2:]),
		})
		require.NoError(t, err)
		if gone {
			time.Sleep(300 * time.Millisecond)
			require.NoError(t, queue.Restart())
			queue.FlushAll()
		}
		require.Eventually(t, func() bool {
			c, err := w.Claims.ByNumber(ctx, w.Caller(insurancetest.Mall), a.Claim.Number())
			return err == nil && c.State() == claim.StatePaid
		}, 30*time.Second, 50*time.Millisecond, no)
	}
}
