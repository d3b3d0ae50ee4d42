package server

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"baodan/engine/workday"
	"baodan/insurance/audit"
	"baodan/insurance/people"
	"baodan/insurance/work"
	"baodan/server/smtp"
)

// Config is all that can be set, from the environment. Every field has a default that works on one machine; production
// mode refuses those that are not safe for real business, each by its name.
type Config struct {
	// Mode: development seeds sample data and opens sandbox conveniences; production refuses unsafe settings.
	Mode string `env:"BAODAN_MODE" envDefault:"development"`
	// FirstRun: show, an administrator's home says what has to be set up before the first business; hide. Empty: show in production.
	FirstRun string `env:"FIRST_RUN"`
	// InstallationName is what people read before they log in.
	InstallationName string `env:"INSTALLATION_NAME" envDefault:"Baodan"`
	// Port of the API.
	Port int `env:"PORT" envDefault:"8080"`
	// Listen is the address of the API; empty: all.
	Listen string `env:"LISTEN"`
	// MetricsAddr serves /metrics and profiling, on its own port so that it is never exposed with the API; "off": not at all.
	MetricsAddr string `env:"METRICS_ADDR" envDefault:"127.0.0.1:9464"`
	// PublicURL is how callers reach the API: links to documents begin with it. Empty: http://localhost:PORT.
	PublicURL string `env:"PUBLIC_URL"`
	// ConsoleAssetsURL is where browsers load the console's files from, such as a content delivery network; empty: from here.
	ConsoleAssetsURL string `env:"CONSOLE_ASSETS_URL"`
	// MySQLDSN of MySQL or MariaDB, as go-sql-driver writes it; empty: SQLite in a file below DataDir.
	MySQLDSN string `env:"MYSQL_DSN"`
	// Watch puts something before the database; nil: nothing. Tests count statements by it.
	Watch func(*work.Database) *work.Database `json:"-"`
	// RedisAddr, host:port; empty: an in-process Redis.
	RedisAddr string `env:"REDIS_ADDR"`
	// RedisPassword, if it asks for one.
	RedisPassword string `env:"REDIS_PASSWORD"`
	// DataDir holds what the embedded parts keep, and the development keyring.
	DataDir string `env:"DATA_DIR" envDefault:".data"`
	// KeyringFile holds the key-encryption keys; empty: keyring.json below DataDir, made at first start.
	KeyringFile string `env:"KEYRING_FILE"`
	// PayoutURL of the payment gateway (docs/gateway.md); empty: a fake one in this process, which moves no money.
	PayoutURL string `env:"PAYOUT_URL"`
	// PayoutKeyID and PayoutSecret (base64) sign requests to the gateway with HMAC-SHA-256.
	PayoutKeyID  string `env:"PAYOUT_KEY_ID"`
	PayoutSecret string `env:"PAYOUT_SECRET"`
	// PayoutCallbackSecrets (whsec_…, two while they are exchanged) verify what the gateway tells by itself.
	PayoutCallbackSecrets []string `env:"PAYOUT_CALLBACK_SECRETS"`
	// TrackingURL of the parcel tracking service (docs/tracking.md); empty: a simulator with magic numbers.
	TrackingURL   string `env:"TRACKING_URL"`
	TrackingToken string `env:"TRACKING_TOKEN"`
	// FilesDir holds files that are sent - evidence, rows of bulk issues, products - and results of jobs, for all servers;
	// empty: evidence below DataDir.
	FilesDir string `env:"FILES_DIR"`
	// LoginSecondFactor: required, nobody does anything before they have set one up; optional. Empty: required in production.
	LoginSecondFactor string `env:"LOGIN_SECOND_FACTOR"`
	// SessionStay is how long a login lasts at most, SessionIdle how long while nobody uses it.
	SessionStay time.Duration `env:"SESSION_STAY" envDefault:"12h"`
	SessionIdle time.Duration `env:"SESSION_IDLE" envDefault:"30m"`
	// OIDCIssuer is the insurer's identity provider (OpenID Connect); empty: people log in with passwords only.
	OIDCIssuer       string `env:"OIDC_ISSUER"`
	OIDCClientID     string `env:"OIDC_CLIENT_ID"`
	OIDCClientSecret string `env:"OIDC_CLIENT_SECRET"`
	// OIDCRedirect is where the provider sends people back to; empty: /oidc/callback at PublicURL.
	OIDCRedirect string `env:"OIDC_REDIRECT"`
	// SMTPAddr, host:port, is the mail server that takes e-mails to customers; empty: e-mails are kept in the folder mails
	// below DataDir, which production refuses. Letters of the sandbox always are.
	SMTPAddr string `env:"SMTP_ADDR"`
	// SMTPUser and SMTPPassword, if it asks for a login.
	SMTPUser     string `env:"SMTP_USER"`
	SMTPPassword string `env:"SMTP_PASSWORD"`
	// SMTPTLS: mandatory, opportunistic or none; production takes mandatory only.
	SMTPTLS string `env:"SMTP_TLS" envDefault:"mandatory"`
	// MailFrom is the sender: name@host, or Name <name@host>.
	MailFrom string `env:"MAIL_FROM" envDefault:"service@baodan.example"`
	// AuditCheckpointFile is the copy of the audit checkpoints outside of the database, which finds that the record was cut
	// short; best on a disk of its own. Empty: audit-checkpoints.jsonl below DataDir.
	AuditCheckpointFile string `env:"AUDIT_CHECKPOINT_FILE"`
	// TLSCert and TLSKey serve https. BehindTLSProxy says that something in front does.
	TLSCert        string `env:"TLS_CERT"`
	TLSKey         string `env:"TLS_KEY"`
	BehindTLSProxy bool   `env:"BEHIND_TLS_PROXY"`
	// DatabaseConnections a process.
	DatabaseConnections int `env:"DATABASE_CONNECTIONS" envDefault:"32"`
	// MemoryLimitMiB: the collector runs when the heap nears it, not at every doubling; 0 leaves Go's own pace.
	MemoryLimitMiB int64 `env:"MEMORY_LIMIT_MIB" envDefault:"1024"`
	// RevealsPerDay is how often one of the insurer's people may see personal data in clear a day.
	RevealsPerDay int `env:"REVEALS_PER_DAY" envDefault:"50"`
	// WorkingDaysFile says which days are worked, as engine/workday/china.txt does; empty: that one.
	WorkingDaysFile string `env:"WORKING_DAYS_FILE"`
	// LogLevel: debug, info, warn, error.
	LogLevel string `env:"LOG_LEVEL" envDefault:"info"`
	// Traces go to OTEL_EXPORTER_OTLP_ENDPOINT where it is set; TraceShare of requests is traced.
	TraceEndpoint string  `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	TraceShare    float64 `env:"TRACE_SHARE" envDefault:"0.01"`
}

const (
	development = "development"
	production  = "production"
)

// ReadConfig reads and checks the environment.
func ReadConfig() (Config, error) {
	var c Config
	if err := env.Parse(&c); err != nil {
		return c, err
	}
	if c.PublicURL == "" {
		c.PublicURL = fmt.Sprintf("http://localhost:%d", c.Port)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	return c, c.check()
}

func (c *Config) check() error {
	var wrong []error
	if c.Mode != development && c.Mode != production {
		wrong = append(wrong, fmt.Errorf("BAODAN_MODE: %q is neither development nor production", c.Mode))
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		wrong = append(wrong, fmt.Errorf("PUBLIC_URL: %q is not an http(s) address", c.PublicURL))
	}
	for name, address := range map[string]string{"PAYOUT_URL": c.PayoutURL, "TRACKING_URL": c.TrackingURL, "OIDC_ISSUER": c.OIDCIssuer, "OIDC_REDIRECT": c.OIDCRedirect} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			wrong = append(wrong, fmt.Errorf("%s: %q is not an http(s) address", name, address))
		}
	}
	if (c.PayoutKeyID == "") != (c.PayoutSecret == "") {
		wrong = append(wrong, errors.New("PAYOUT_KEY_ID and PAYOUT_SECRET go together"))
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		wrong = append(wrong, errors.New("TLS_CERT and TLS_KEY go together"))
	}
	if c.ConsoleAssetsURL != "" && !assetsAddress.MatchString(c.ConsoleAssetsURL) {
		wrong = append(wrong, fmt.Errorf("CONSOLE_ASSETS_URL: %q is not an http(s) address of a folder", c.ConsoleAssetsURL))
	}
	wrong = append(wrong, c.checkLogin()...)
	if _, err := c.workdays(); err != nil {
		wrong = append(wrong, err)
	}
	if c.FirstRun != "" && c.FirstRun != show && c.FirstRun != hide {
		wrong = append(wrong, fmt.Errorf("FIRST_RUN: %q is neither show nor hide", c.FirstRun))
	}
	if c.RevealsPerDay < 1 {
		wrong = append(wrong, errors.New("REVEALS_PER_DAY: at least 1"))
	}
	if c.DatabaseConnections < 4 {
		wrong = append(wrong, errors.New("DATABASE_CONNECTIONS: at least 4"))
	}
	if c.Mode == production {
		wrong = append(wrong, c.unsafe()...)
	}
	return errors.Join(wrong...)
}

// assetsAddress is plain, since it stands in pages and in what browsers are told they may load from.
var assetsAddress = regexp.MustCompile(`^https?://[\w.-]+(:\d+)?(/[\w.-]+)*/?$`)

// checkLogin looks at how people come in.
func (c *Config) checkLogin() (wrong []error) {
	switch c.LoginSecondFactor {
	case "", required, "optional":
	default:
		wrong = append(wrong, fmt.Errorf("LOGIN_SECOND_FACTOR: %q is neither required nor optional", c.LoginSecondFactor))
	}
	if c.SessionStay < 5*time.Minute || c.SessionStay > 7*24*time.Hour {
		wrong = append(wrong, errors.New("SESSION_STAY: 5m to 168h"))
	}
	if c.SessionIdle < 5*time.Minute || c.SessionIdle > c.SessionStay {
		wrong = append(wrong, errors.New("SESSION_IDLE: 5m to SESSION_STAY"))
	}
	if (c.OIDCIssuer == "") != (c.OIDCClientID == "") {
		wrong = append(wrong, errors.New("OIDC_ISSUER and OIDC_CLIENT_ID go together"))
	}
	return wrong
}

const required = "required"

const (
	show = "show"
	hide = "hide"
)

// firstRun tells whether an empty database leads an administrator.
func (c *Config) firstRun() bool { return c.FirstRun == show || c.FirstRun == "" && !c.Development() }

// workdays are the working days that promises are counted in.
func (c *Config) workdays() (*workday.Calendar, error) {
	if c.WorkingDaysFile == "" {
		return workday.China(), nil
	}
	text, err := os.ReadFile(c.WorkingDaysFile)
	if err != nil {
		return nil, fmt.Errorf("WORKING_DAYS_FILE: %w", err)
	}
	calendar, err := workday.Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("WORKING_DAYS_FILE: %w", err)
	}
	return calendar, nil
}

// rules of people, as they are set.
func (c *Config) rules() people.Rules {
	second := c.LoginSecondFactor == required || c.LoginSecondFactor == "" && !c.Development()
	return people.Rules{SecondFactor: second, Stay: c.SessionStay, Idle: c.SessionIdle}
}

// unsafe names every default that is not fit for real business.
func (c *Config) unsafe() []error {
	var wrong []error
	refuse := func(is bool, why string) {
		if is {
			wrong = append(wrong, errors.New("production refuses "+why))
		}
	}
	refuse(c.MySQLDSN == "", "the embedded SQLite database: set MYSQL_DSN")
	refuse(c.RedisAddr == "", "the embedded Redis: set REDIS_ADDR")
	refuse(c.KeyringFile == "", "the keyring made at first start: set KEYRING_FILE (baodan keyring makes one)")
	refuse(!strings.HasPrefix(c.PublicURL, "https://"), "plain http: set PUBLIC_URL to an https address")
	refuse(strings.HasPrefix(c.ConsoleAssetsURL, "http://"), "scripts of the console over plain http: set CONSOLE_ASSETS_URL to an https address")
	refuse(!strings.HasPrefix(c.PayoutURL, "https://"), "a payment gateway that is a fake or on plain http: set PAYOUT_URL")
	refuse(c.PayoutKeyID == "", "unsigned payments: set PAYOUT_KEY_ID and PAYOUT_SECRET")
	refuse(!strings.HasPrefix(c.TrackingURL, "https://"), "simulated parcels, or plain http: set TRACKING_URL")
	refuse(c.FilesDir == "", "evidence on one server alone: set FILES_DIR to a folder that all servers share")
	refuse(c.OIDCIssuer != "" && !strings.HasPrefix(c.OIDCIssuer, "https://"), "an identity provider on plain http: set OIDC_ISSUER to an https address")
	refuse(c.SMTPAddr == "", "e-mails that reach nobody: set SMTP_ADDR to a mail server")
	refuse(c.SMTPTLS != string(smtp.Mandatory), "e-mails without TLS: leave SMTP_TLS at mandatory")
	refuse(c.TLSCert == "" && !c.BehindTLSProxy, "plain http: set TLS_CERT and TLS_KEY, or BEHIND_TLS_PROXY=true")
	return wrong
}

// Development tells whether samples and conveniences of the sandbox are wanted, and unsafe settings taken.
func (c *Config) Development() bool { return c.Mode == development }

// CheckpointFile is the copy of the audit checkpoints outside of the database.
func (c *Config) CheckpointFile() *audit.File {
	path := c.AuditCheckpointFile
	if path == "" {
		path = filepath.Join(c.DataDir, "audit-checkpoints.jsonl")
	}
	return audit.NewFile(path)
}
