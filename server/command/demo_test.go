package command

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/channel"
	"baodan/insurance/check"
	"baodan/insurance/demo"
	"baodan/insurance/fault"
	"baodan/server"
)

// The demo company is made in an empty database of development, and nowhere else.
func TestDemoRefuses(t *testing.T) {
	t.Parallel()
	ctx, c := context.Background(), server.Config{Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4}
	a, err := server.Open(ctx, c)
	require.NoError(t, err)
	require.NoError(t, Seed(ctx, a))
	a.Close()
	err = mustBeEmpty(ctx, c)
	require.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
	assert.Contains(t, fault.All(err)[0].Base().Message("zh"), "数据库不是空的")
	c.DataDir = t.TempDir()
	require.NoError(t, mustBeEmpty(ctx, c))
	require.NoError(t, mustBeDevelopment(&c))
	c.Mode = "production"
	err = mustBeDevelopment(&c)
	require.True(t, fault.Has(err, fault.CodeForbidden), "%v", err)
	assert.Contains(t, fault.All(err)[0].Base().Message("zh"), "演示公司")
}

// The company is a sample by itself: a server that starts on it adds no others, and production refuses its keys.
func TestDemoIsServed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := server.Config{Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4, LogLevel: "error"}
	summary, err := BuildDemo(ctx, c, demo.Options{Until: time.Now(), Percent: 1})
	require.NoError(t, err)
	assert.Greater(t, summary.Policies, 100)
	a, err := server.Open(ctx, c)
	require.NoError(t, err)
	defer a.Close()
	require.NoError(t, Seed(ctx, a))
	live, err := a.Store.Client.Channel.Query().Where(channel.Live(true)).Count(ctx)
	require.NoError(t, err)
	assert.Equal(t, 6, live, "no other samples")
	name, err := a.People.Opens(ctx, samplePeople, samplePassword)
	require.NoError(t, err)
	assert.NotEmpty(t, name)
	v, err := a.Audit.Verify(ctx, a.Config.CheckpointFile(), nil)
	require.NoError(t, err)
	assert.Nil(t, v.Bad)
	_, totals, err := check.Reconcile(ctx, a.Insurance, check.Options{Found: func(f check.Finding) { t.Error(f) }})
	require.NoError(t, err)
	require.Len(t, totals, 1)
	assert.Positive(t, totals[0].Policies)
	assert.Equal(t, [3]int64{totals[0].Policies, totals[0].Policies, totals[0].Policies}, [3]int64{totals[0].Events, totals[0].Bookings, totals[0].Vouchers})
	require.NoError(t, refuseSamples(ctx, a))
	a.Config.Mode = "production"
	require.ErrorContains(t, refuseSamples(ctx, a), "sandbox-qingcheng")
}
