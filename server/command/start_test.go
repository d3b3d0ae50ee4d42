package command

import (
	"context"
	"net"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/node"
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

// A port that is taken leaves no trace; a tool that only reads takes no node number, and one that writes gives its number back.
func TestWhoTakesANodeNumber(t *testing.T) { // not parallel: the environment is the process's
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	folder := t.TempDir()
	for name, value := range map[string]string{
		"DATA_DIR": folder, "LISTEN": "127.0.0.1", "PORT": strconv.Itoa(l.Addr().(*net.TCPAddr).Port), "MYSQL_DSN": "", "REDIS_ADDR": "",
		"BAODAN_MODE": "development", "METRICS_ADDR": "off", "LOG_LEVEL": "error", "PUBLIC_URL": "http://localhost",
	} {
		t.Setenv(name, value)
	}
	ctx := context.Background()
	for range 3 {
		require.ErrorContains(t, serveCommand{}.Run(&ctx), "address already in use")
	}
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, files)

	owners := func() (list []string) {
		require.NoError(t, look(ctx, func(a *server.App) error {
			list = a.Store.Client.Node.Query().Select(node.FieldOwner).StringsX(ctx)
			return nil
		}))
		return list
	}
	require.NoError(t, personList{}.Run(&ctx))
	require.NoError(t, rerateCommand{}.Run(&ctx))
	assert.Empty(t, owners())
	require.NoError(t, channelAdd{Code: "shop", Name: "Shop"}.Run(&ctx))
	require.NoError(t, channelAdd{Code: "other", Name: "Other"}.Run(&ctx))
	assert.Equal(t, []string{"", ""}, owners())
}
