package main

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Names of the children.
const (
	databaseChild = "database"
	redisChild    = "redis"
	gatewayChild  = "gateway"
	receiverChild = "receiver"
	serverA       = "server-a"
	serverB       = "server-b"
	workerA       = "worker-a"
	workerB       = "worker-b"
)

// lab is one laboratory: all processes, on a database of their own.
type lab struct {
	template *template
	folder   string
	seed     uint64
	binary   string // of baodan; empty: the template's
	mix      string // of the gateway
	faulty   bool   // the receiver misbehaves

	ports    map[string]int
	children map[string]*child
	proxies  map[string]*proxy // by who is behind it: servers-database
	db       *sql.DB           // not through a proxy
	channels []*channel
	journal  *journal
	book     *book // of requests
	found    *findings
	counts   faultCounts
	clock    stopwatch   // how long answers take
	asleep   atomic.Bool // worker B is paused for long
	summary  string      // of what the database holds in the end

	stop    context.CancelFunc
	stopped sync.Once
}

// mixOfModes is how the gateway misbehaves.
const mixOfModes = "ok=62,decline=4,decline-once=4,error-before=5,error-after=5,hang=3,duplicate-callback=8,late-callback=7,wrong-amount=2"

// open starts everything.
func (t *template) open(ctx context.Context, l *lab) (*lab, error) {
	l.template, l.ports, l.children, l.proxies = t, map[string]int{}, map[string]*child{}, map[string]*proxy{}
	l.found, l.book = &findings{}, newBook()
	l.binary = cmp.Or(l.binary, t.binary)
	var err error
	if l.folder, err = os.MkdirTemp("", "baodan-faults-run-"); err != nil {
		return nil, err
	}
	ctx, l.stop = context.WithCancel(ctx)
	if err = l.start(ctx); err != nil {
		l.close(true)
		return nil, err
	}
	return l, nil
}

func (l *lab) start(ctx context.Context) (err error) {
	for _, name := range []string{"database", "keyring.json"} {
		if err := output(exec.CommandContext(ctx, "cp", "-a", filepath.Join(l.template.folder, name), l.folder)); err != nil {
			return err
		}
	}
	for _, name := range []string{databaseChild, redisChild, gatewayChild, receiverChild, serverA, serverB} {
		l.ports[name] = freePort()
	}
	for _, who := range []string{"servers", "workers"} {
		for _, what := range []string{databaseChild, redisChild} {
			if l.proxies[who+"-"+what], err = newProxy(l.address(what)); err != nil {
				return err
			}
		}
	}
	if l.db, err = sql.Open("mysql", dsn(l.address(databaseChild))+"?parseTime=true&interpolateParams=true"); err != nil {
		return err
	}
	if l.journal, err = openJournal(filepath.Join(l.folder, "requests.jsonl")); err != nil {
		return err
	}
	if err := l.startChildren(ctx); err != nil {
		return err
	}
	for _, code := range []string{mall, pay} {
		c := newChannel(l, code)
		l.channels = append(l.channels, c)
		if err := c.subscribe(ctx); err != nil {
			return err
		}
	}
	return l.writeKeys()
}

func (l *lab) address(name string) string { return "127.0.0.1:" + strconv.Itoa(l.ports[name]) }

// callbackSecret signs what the gateway tells; it protects nothing here.
var callbackSecret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret of a laboratory, 32 byte"))

// startChildren starts the processes, those that others need first.
func (l *lab) startChildren(ctx context.Context) error {
	answering := func(name string) func(context.Context) error {
		return func(ctx context.Context) error { return healthy(ctx, "http://"+l.address(name)+"/healthz") }
	}
	l.child(databaseChild, func() *exec.Cmd { return l.template.database(l.folder, l.ports[databaseChild]) }, l.databaseReady)
	l.child(redisChild, func() *exec.Cmd {
		return exec.Command(l.template.redis, "--port", strconv.Itoa(l.ports[redisChild]), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	}, reaches(l.address(redisChild)))
	l.child(gatewayChild, func() *exec.Cmd {
		return exec.Command(l.binary, "gateway", "--listen", l.address(gatewayChild), "--journal", l.file("gateway.jsonl"),
			"--callback-url", "http://"+l.address(serverA)+"/payouts/callback", "--callback-secret", callbackSecret,
			"--mix", l.mix, "--delay", "1s", "--seed", strconv.FormatUint(l.seed, 10))
	}, reaches(l.address(gatewayChild)))
	l.child(receiverChild, func() *exec.Cmd {
		self, _ := os.Executable() // it runs
		faulty := strconv.FormatBool(l.faulty)
		return exec.Command(self, "receiver", l.address(receiverChild), l.file("receiver.jsonl"), l.file("keys.json"), faulty)
	}, reaches(l.address(receiverChild)))
	for _, name := range []string{databaseChild, redisChild, gatewayChild, receiverChild} {
		l.children[name].run(ctx)
	}
	if err := l.children[databaseChild].wait(ctx, time.Minute); err != nil {
		return err
	}
	for _, name := range []string{serverA, serverB} {
		l.child(name, func() *exec.Cmd { return l.baodan(name, "serve", "servers", l.ports[name]) }, answering(name))
	}
	for _, name := range []string{workerA, workerB} {
		l.child(name, func() *exec.Cmd { return l.baodan(name, "work", "workers", 1) }, func(context.Context) error { return nil })
	}
	for _, name := range []string{serverA, serverB, workerA, workerB} {
		l.children[name].run(ctx)
	}
	for _, c := range l.children {
		if err := c.wait(ctx, time.Minute); err != nil {
			return err
		}
	}
	return nil
}

func (l *lab) child(name string, command func() *exec.Cmd, ready func(context.Context) error) {
	l.children[name] = &child{name: name, command: command, ready: ready, log: logOf(l.folder, name)}
}

func (l *lab) file(name string) string { return filepath.Join(l.folder, name) }

// baodan is a server or worker.
func (l *lab) baodan(name, role, group string, port int) *exec.Cmd {
	c := exec.Command(l.binary, role)
	c.Env = append(os.Environ(), "BAODAN_MODE=development", "LISTEN=127.0.0.1", "PORT="+strconv.Itoa(port), "METRICS_ADDR=off",
		"PUBLIC_URL=http://localhost", "DATA_DIR="+l.file("data-"+name), "KEYRING_FILE="+l.file("keyring.json"),
		"FILES_DIR="+l.file("files"), "MYSQL_DSN="+dsn(l.proxies[group+"-"+databaseChild].address()),
		"REDIS_ADDR="+l.proxies[group+"-"+redisChild].address(), "DATABASE_CONNECTIONS=16",
		"PAYOUT_URL=http://"+l.address(gatewayChild), "PAYOUT_CALLBACK_SECRETS="+callbackSecret)
	return c
}

func (l *lab) databaseReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return l.db.PingContext(ctx)
}

func healthy(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // only the status is wanted
	if answer.StatusCode != http.StatusOK {
		return errors.New(answer.Status)
	}
	return nil
}

// writeKeys tells the receiver by which keys to verify.
func (l *lab) writeKeys() error {
	keys := map[string]string{}
	for _, c := range l.channels {
		keys[c.code] = c.hookKey
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	if err := os.WriteFile(l.file("keys.tmp"), text, 0o600); err != nil {
		return err
	}
	return os.Rename(l.file("keys.tmp"), l.file("keys.json"))
}

// random gives a source that depends on the seed and a name alone.
func (l *lab) random(name string) *rand.Rand {
	var h uint64 = 14695981039346656037
	for _, b := range []byte(name) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(l.seed, h))
}

// close ends all processes and takes the folder away, unless it is kept.
func (l *lab) close(keep bool) {
	l.stopped.Do(func() {
		l.stop()
		for _, c := range l.children {
			if c.over != nil {
				<-c.over
			}
		}
		for _, p := range l.proxies {
			p.close()
		}
		if l.journal != nil {
			_ = l.journal.file.Close() // what counts is synced
		}
		if l.db != nil {
			_ = l.db.Close() // it is over
		}
		if keep {
			fmt.Println("        logs and journals: " + l.folder)
			_ = os.RemoveAll(l.file(databaseChild)) // large
			return
		}
		_ = os.RemoveAll(l.folder)
	})
}
