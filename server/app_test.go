package server_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
