package server_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

func TestSettingsOfLogin(t *testing.T) {
	for _, bad := range []map[string]string{
		{"LOGIN_SECOND_FACTOR": "maybe"}, {"SESSION_STAY": "4m59s"}, {"SESSION_STAY": "169h"}, {"SESSION_IDLE": "4m"},
		{"SESSION_STAY": "1h", "SESSION_IDLE": "2h"}, {"SESSION_IDLE": "soon"}, {"OIDC_ISSUER": "https://id.example"},
		{"OIDC_CLIENT_ID": "baodan"}, {"OIDC_ISSUER": "id.example", "OIDC_CLIENT_ID": "baodan"},
		{"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "baodan", "OIDC_REDIRECT": "here"},
	} {
		t.Run("", func(t *testing.T) {
			for name, value := range bad {
				t.Setenv(name, value)
			}
			_, err := server.ReadConfig()
			require.Error(t, err, bad)
			for name := range bad {
				if strings.Contains(err.Error(), name) {
					return
				}
			}
			assert.ErrorContains(t, err, "SessionIdle", bad)
		})
	}
	t.Setenv("SESSION_STAY", "5m")
	t.Setenv("SESSION_IDLE", "5m")
	t.Setenv("LOGIN_SECOND_FACTOR", "optional")
	_, err := server.ReadConfig()
	require.NoError(t, err)
	t.Setenv("BAODAN_MODE", "production")
	t.Setenv("OIDC_ISSUER", "http://id.example")
	t.Setenv("OIDC_CLIENT_ID", "baodan")
	_, err = server.ReadConfig()
	assert.ErrorContains(t, err, "OIDC_ISSUER")
}

// The command line adds the first people and lets them in anew.
func TestPersonCommands(t *testing.T) {
	t.Setenv("DATA_DIR", t.TempDir())
	t.Setenv("MYSQL_DSN", "")
	t.Setenv("REDIS_ADDR", "")
	t.Setenv("LOG_LEVEL", "error")
	temporary, err := server.Command(t, "person", "add", "wei", "--display-name", "王伟", "--email", "wei@insurer.example", "--role", "security_admin")
	require.NoError(t, err)
	assert.Regexp(t, `^[a-z0-9]{5}(-[a-z0-9]{5}){3}\n$`, temporary)
	_, err = server.Command(t, "person", "add", "wei", "--display-name", "王伟", "--email", "wei@insurer.example", "--role", "SALES")
	require.ErrorContains(t, err, "CONFLICT")
	_, err = server.Command(t, "person", "add", "li", "--display-name", "李娜", "--email", "li@insurer.example", "--role", "KING")
	require.ErrorContains(t, err, "INVALID_VALUE")
	_, err = server.Command(t, "person", "add", "li", "--display-name", "李娜", "--email", "li@insurer.example")
	require.Error(t, err, "no role")
	list, err := server.Command(t, "person", "list")
	require.NoError(t, err)
	assert.Equal(t, []string{"wei", "王伟", "ACTIVE", "SECURITY_ADMIN", "never"}, strings.Fields(list))
	another, err := server.Command(t, "person", "reset", "wei")
	require.NoError(t, err)
	assert.NotEqual(t, temporary, another)
	_, err = server.Command(t, "person", "reset", "nobody")
	require.ErrorContains(t, err, "NOT_FOUND")
}
