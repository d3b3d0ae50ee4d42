package issuing_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/insurancepolicy"
	"baodan/ent/job"
	"baodan/ent/jobfailure"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// F2: every policy of the day before is rated again, once; a policy that was changed since is named. A worker that dies leaves the day
// to the next.
func TestF2ADayIsRatedAgainOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		for _, no := range []string{"O-1", "O-2", "O-3"} {
			_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
			require.NoError(t, err)
		}
		w.Clock.Advance(24 * time.Hour)
		for _, want := range []int{1, 0} {
			started, err := w.Issuing.RerateYesterday(ctx)
			require.NoError(t, err)
			assert.Equal(t, want, started)
		}
		changed := w.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.OrderNo("O-2")).OnlyX(ctx)
		require.NoError(t, w.Store.Client.InsurancePolicy.UpdateOneID(changed.ID).SetWorksheet("{}").Exec(ctx))

		_, ids, err := w.Store.Take(ctx, work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{"rerate"}}, 1, time.Minute)
		require.NoError(t, err)
		require.Len(t, ids, 1, "a worker takes it and dies")
		worked, err := w.Issuing.WorkRerates(ctx)
		require.NoError(t, err)
		assert.Zero(t, worked)
		w.Clock.Advance(2 * time.Minute)
		worked, err = w.Issuing.WorkRerates(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, worked)

		row := w.Store.Client.Job.Query().Where(job.Kind("rerate")).OnlyX(ctx)
		assert.Equal(t, job.StateSucceeded, row.State)
		assert.EqualValues(t, 2, row.Done)
		assert.EqualValues(t, 1, row.Failed)
		failure := w.Store.Client.JobFailure.Query().Where(jobfailure.JobID(row.ID)).OnlyX(ctx)
		assert.Equal(t, changed.Number, failure.Message)
	})
}
