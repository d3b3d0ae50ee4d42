package server_test

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/work"
	"baodan/server"
)

// A server that cannot start says why, and lets go of what it had opened.
func TestStartThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	app, err := server.Open(context.Background(), server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4,
		MySQLDSN: "root@tcp(127.0.0.1:1)/nowhere",
	})
	require.Error(t, err)
	assert.Nil(t, app)
}

// A process whose node number another one has stops by itself, and lets what is under way finish.
func TestAProcessThatLostItsNumberStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4,
		Listen: "127.0.0.1", MetricsAddr: "off",
	}
	l, err := server.Bind(ctx, &c)
	require.NoError(t, err)
	app, err := server.OpenToServe(ctx, c, l)
	require.NoError(t, err)
	defer app.Close()
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx, true, true) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	require.NoError(t, conn.Close())

	require.NoError(t, app.Store.Client.Node.Update().SetOwner("another").Exec(ctx))
	require.ErrorIs(t, app.Store.Renew(ctx), work.ErrNodeLost)
	require.ErrorIs(t, <-ended, work.ErrNodeLost)
	_, err = net.Dial("tcp", l.Addr().String())
	require.Error(t, err, "it serves no longer")
}

// A port that is taken costs no node number: it is bound before anything is opened.
func TestATakenPortIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, err = server.Bind(t.Context(), &server.Config{Listen: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port})
	require.ErrorContains(t, err, "address already in use")
}
