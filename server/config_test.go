package server_test

import (
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
	t.Setenv("SMTP_TLS", "none")
	_, err = server.ReadConfig()
	require.ErrorContains(t, err, "SMTP_TLS")
}

func TestConfigNamesWhatIsWrong(t *testing.T) {
	for name, value := range map[string]string{
		"BAODAN_MODE": "prod", "PUBLIC_URL": "ftp://x", "TLS_CERT": "only.pem", "DATABASE_CONNECTIONS": "1", "PORT": "x", "PAYOUT_URL": "pay", "PAYOUT_KEY_ID": "k", "TRACKING_URL": "ftp://x",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			_, err := server.ReadConfig()
			require.Error(t, err)
		})
	}
}
