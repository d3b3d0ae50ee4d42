package server_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

// Production mode refuses every default of development, each by its name.
func TestProductionRefusesDefaults(t *testing.T) {
	for _, name := range []string{"MYSQL_DSN", "REDIS_ADDR", "KEYRING_FILE", "PUBLIC_URL", "TLS_CERT", "TLS_KEY", "BEHIND_TLS_PROXY"} {
		t.Setenv(name, "")
	}
	t.Setenv("BEHIND_TLS_PROXY", "false")
	t.Setenv("BAODAN_MODE", "production")
	_, err := server.ReadConfig()
	require.Error(t, err)
	for _, named := range []string{"MYSQL_DSN", "REDIS_ADDR", "KEYRING_FILE", "PUBLIC_URL", "TLS_CERT", "PAYOUT_URL", "PAYOUT_KEY_ID", "TRACKING_URL", "FILES_DIR", "SMTP_ADDR"} {
		assert.ErrorContains(t, err, named)
	}
	t.Setenv("MYSQL_DSN", "root@tcp(db:3306)/baodan")
	t.Setenv("REDIS_ADDR", "redis:6379")
	t.Setenv("KEYRING_FILE", "keyring.json")
	t.Setenv("PUBLIC_URL", "https://api.example")
	t.Setenv("BEHIND_TLS_PROXY", "true")
	t.Setenv("PAYOUT_URL", "https://pay.example")
	t.Setenv("PAYOUT_KEY_ID", "k")
	t.Setenv("PAYOUT_SECRET", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	t.Setenv("TRACKING_URL", "https://parcels.example")
	t.Setenv("FILES_DIR", "files")
	t.Setenv("SMTP_ADDR", "smtp.example:587")
	_, err = server.ReadConfig()
	require.NoError(t, err)
	t.Setenv("CONSOLE_ASSETS_URL", "http://files.example")
	_, err = server.ReadConfig()
	require.ErrorContains(t, err, "CONSOLE_ASSETS_URL")
	t.Setenv("CONSOLE_ASSETS_URL", "https://files.example/baodan/")
	_, err = server.ReadConfig()
	require.NoError(t, err)
	t.Setenv("SMTP_TLS", "none")
	_, err = server.ReadConfig()
	require.ErrorContains(t, err, "SMTP_TLS")
}

func TestConfigNamesWhatIsWrong(t *testing.T) {
	for name, value := range map[string]string{
		"BAODAN_MODE": "prod", "FIRST_RUN": "yes", "PUBLIC_URL": "ftp://x", "TLS_CERT": "only.pem", "DATABASE_CONNECTIONS": "1", "PORT": "x", "PAYOUT_URL": "pay", "PAYOUT_KEY_ID": "k", "TRACKING_URL": "ftp://x", "CONSOLE_ASSETS_URL": "https://a.example; script-src *",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			_, err := server.ReadConfig()
			require.Error(t, err)
		})
	}
}

// A calendar of working days is read at once; what is wrong with it is named with its line.
func TestSettingOfWorkingDays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "days.txt")
	t.Setenv("WORKING_DAYS_FILE", file)
	_, err := server.ReadConfig()
	require.ErrorContains(t, err, "WORKING_DAYS_FILE: open ")
	require.NoError(t, os.WriteFile(file, []byte("hours 09:00-18:00\nholiday 2027-02-30\n"), 0o600))
	_, err = server.ReadConfig()
	require.ErrorContains(t, err, `WORKING_DAYS_FILE: line 2: "2027-02-30" is no day such as 2026-10-01`)
	require.NoError(t, os.WriteFile(file, []byte("hours 08:30-17:30\nholiday 2027-01-01 元旦\n"), 0o600))
	_, err = server.ReadConfig()
	require.NoError(t, err)
}

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
