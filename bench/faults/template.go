package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"baodan/insurance/catalog"
	"baodan/server/httpsig"
)

// template is a database with products, channels and keys, made once and copied for each laboratory.
type template struct {
	folder string
	binary string
	mysqld string
	redis  string
	keys   map[string]*httpsig.Signer // by channel
}

const databaseName = "baodan_faults"

// The channels, and what the second one sells beside the samples: cover that ends while one looks.
const (
	mall         = "demo-mall"
	pay          = "demo-pay"
	mallAgreed   = "AG-MALL-RFI"
	payAgreed    = "AG-PAY-ASI"
	shortAgreed  = "AG-PAY-ASF"
	shortCover   = `{formula: "accountLevel == 'verified' ? 'PT75S' : 'P1Y'"}`
	shortProduct = "ASF-01"
)

func newTemplate(ctx context.Context, o *options) (*template, error) {
	t := &template{binary: o.binary, keys: map[string]*httpsig.Signer{}}
	err := mysql.SetLogger(&mysql.NopLogger{}) // that connections break is no news here
	if err != nil {
		return nil, err
	}
	if t.folder, err = os.MkdirTemp("", "baodan-faults-"); err != nil {
		return nil, err
	}
	if t.mysqld, err = find("mariadbd", "mysqld"); err == nil {
		t.redis, err = find("redis-server", "valkey-server")
	}
	if err == nil && t.binary == "" {
		say("building baodan with the tag faults")
		t.binary = filepath.Join(t.folder, "baodan")
		err = build(ctx, t.binary)
	}
	if err == nil {
		say("making a database with samples to copy")
		err = t.fill(ctx)
	}
	if err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

// build builds baodan such that it can be made to crash.
func build(ctx context.Context, binary string, options ...string) error {
	arguments := append([]string{"build", "-tags", "faults", "-o", binary}, options...)
	return output(exec.CommandContext(ctx, "go", append(arguments, "baodan")...))
}

func (t *template) remove() { _ = os.RemoveAll(t.folder) }

// output runs a command; what it complains of becomes the error.
func output(c *exec.Cmd) error {
	text, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, text)
	}
	return nil
}

func userName() string {
	me, err := user.Current()
	if err != nil {
		return "root"
	}
	return me.Username
}

// install makes the database's system tables.
func (t *template) install(ctx context.Context, data string) error {
	c := exec.CommandContext(ctx, t.mysqld, "--no-defaults", "--initialize-insecure", "--datadir="+data, "--user="+userName())
	if script, err := find("mariadb-install-db"); err == nil && filepath.Base(t.mysqld) == "mariadbd" {
		c = exec.CommandContext(ctx, script, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal",
			"--skip-test-db", "--innodb-log-file-size=16M", "--user="+userName())
	}
	return output(c)
}

// database is the command of a server that syncs every commit.
func (t *template) database(folder string, port int) *exec.Cmd {
	return exec.Command(t.mysqld, "--no-defaults", "--datadir="+filepath.Join(folder, "database"), "--bind-address=127.0.0.1",
		"--port="+strconv.Itoa(port), "--socket="+filepath.Join(folder, "s"), "--pid-file="+filepath.Join(folder, "pid"),
		"--innodb-flush-log-at-trx-commit=1", "--innodb-log-file-size=16M", "--innodb-buffer-pool-size=128M",
		"--max-connections=400", "--user="+userName())
}

func dsn(address string) string { return "root@tcp(" + address + ")/" + databaseName }

// fill starts the database, makes what business needs, and stops it.
func (t *template) fill(ctx context.Context) error {
	if err := t.install(ctx, filepath.Join(t.folder, "database")); err != nil {
		return err
	}
	port := freePort()
	address := "127.0.0.1:" + strconv.Itoa(port)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server := &child{name: "database", log: logOf(t.folder, "database"), command: func() *exec.Cmd { return t.database(t.folder, port) }}
	server.ready = func(ctx context.Context) error { return create(ctx, address) }
	server.run(ctx)
	if err := server.wait(ctx, time.Minute); err != nil {
		return err
	}
	if err := t.business(ctx, address); err != nil {
		return err
	}
	server.down(time.Hour)
	server.restart()
	for server.alive() {
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

func (c *child) alive() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.process != nil
}

func create(ctx context.Context, address string) error {
	db, err := sql.Open("mysql", "root@tcp("+address+")/")
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // only asked once
	_, err = db.ExecContext(ctx, "CREATE DATABASE IF NOT EXISTS "+databaseName+" CHARACTER SET utf8mb4")
	return err
}

// business publishes products and makes agreements and keys.
func (t *template) business(ctx context.Context, address string) error {
	if err := os.WriteFile(filepath.Join(t.folder, "keyring.json"), nil, 0o600); err != nil {
		return err
	}
	keyring, err := exec.CommandContext(ctx, t.binary, "keyring").Output()
	if err != nil {
		return fmt.Errorf("baodan keyring: %w", err)
	}
	if err := os.WriteFile(filepath.Join(t.folder, "keyring.json"), keyring, 0o600); err != nil {
		return err
	}
	if err := writeShortProduct(t.folder); err != nil {
		return err
	}
	tool := func(arguments ...string) (string, error) {
		c := exec.CommandContext(ctx, t.binary, arguments...)
		c.Env = append(os.Environ(), "BAODAN_MODE=development", "MYSQL_DSN="+dsn(address), "METRICS_ADDR=off", "LOG_LEVEL=warn",
			"DATA_DIR="+filepath.Join(t.folder, "data"), "KEYRING_FILE="+filepath.Join(t.folder, "keyring.json"))
		var complaints strings.Builder
		c.Stderr = &complaints
		text, err := c.Output()
		if err != nil {
			return "", fmt.Errorf("baodan %s: %w\n%s", strings.Join(arguments, " "), err, complaints.String())
		}
		return string(text), nil
	}
	for _, arguments := range [][]string{
		{"migrate"}, {"seed"}, {"product", "publish", filepath.Join(t.folder, "asf-01.yaml")},
		{"agreement", "add", pay, shortAgreed, shortProduct, "--commission", "0.10"},
	} {
		if _, err := tool(arguments...); err != nil {
			return err
		}
	}
	for _, channel := range []string{mall, pay} {
		text, err := tool("credential", "add", channel, "faults-"+channel, "--live", "--rate", "100000000")
		if err != nil {
			return err
		}
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return fmt.Errorf("credential add printed no secret: %w", err)
		}
		t.keys[channel], err = httpsig.NewSigner(httpsig.PrivateKey{ID: "faults-" + channel, Algorithm: httpsig.HMACSHA256, Secret: secret})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeShortProduct writes a variant of account security whose cover lasts about a minute for verified accounts: those of its examples
// are others.
func writeShortProduct(folder string) error {
	file, err := fs.ReadFile(catalog.Seeds(), "asi-01.yaml")
	if err != nil {
		return err
	}
	text := strings.NewReplacer("code: ASI-01", "code: "+shortProduct, "cover.length: P1Y", "cover.length: "+shortCover,
		"asi-01/", "asf-01/").Replace(string(file))
	if err := os.WriteFile(filepath.Join(folder, "asf-01.yaml"), []byte(text), 0o600); err != nil {
		return err
	}
	example, err := fs.ReadFile(catalog.Seeds(), "asi-01.example")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "asf-01.example"), example, 0o600); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "asf-01"), 0o700); err != nil {
		return err
	}
	for _, name := range []string{"terms.md", "notice.md", "claim-guide.md"} {
		content, err := fs.ReadFile(catalog.Seeds(), "asi-01/"+name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, "asf-01", name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
