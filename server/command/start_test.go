package command

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
	"baodan/server"
)

// open opens an app with the samples, on embedded parts.
func open(t *testing.T) *server.App {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	a, err := server.Open(ctx, server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4, LogLevel: "error",
	})
	require.NoError(t, err)
	t.Cleanup(func() { a.Close(); cancel() })
	require.NoError(t, Seed(ctx, a))
	return a
}

// In production the command line is no way around four eyes.
func TestCommandsGoAroundNobodyInProduction(t *testing.T) {
	t.Parallel()
	a := open(t)
	require.NoError(t, mayActAlone(a, "requestCredential"))
	a.Config.Mode = "production"
	require.ErrorContains(t, mayActAlone(a, "requestCredential"), "ask by requestCredential")
	require.ErrorContains(t, mayAddAlone(context.Background(), a), "ask by addPerson", "two security admins are there")
}

// Development has the people that tests know; production refuses to serve while a password that everyone knows works.
func TestSamplePeople(t *testing.T) {
	t.Parallel()
	a := open(t)
	known := map[string][]access.Role{}
	for _, p := range samplePeople {
		known[p.Name] = p.Roles
	}
	assert.Equal(t, insurancetest.Staff, known)
	assert.Equal(t, insurancetest.Password, samplePassword)
	require.NoError(t, refuseSamples(context.Background(), a))
	a.Config.Mode = "production"
	for _, key := range []string{"sandbox-demo-mall", "sandbox-demo-pay"} {
		require.ErrorContains(t, refuseSamples(context.Background(), a), key)
		_, err := a.Distribution.RevokeCredential(context.Background(), access.CommandLine("test"), distribution.RevokeInput{KeyID: key, Reason: "test"})
		require.NoError(t, err)
		require.NoError(t, a.Cache.Refresh(context.Background()))
	}
	require.ErrorContains(t, refuseSamples(context.Background(), a), "baodan person reset uma")
}
