// Command servers runs a command with a real MySQL or MariaDB and a real Redis beside it:
//
//	go run ./insurance/insurancetest/servers go test ./...
//
// It uses MYSQL_DSN and REDIS_ADDR where they are set; else it starts private servers from the programs it finds, in
// temporary directories and on free ports, and stops them afterwards; else it installs them (Debian, as root); else it
// uses docker compose; else it says what to install.
package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	_ "github.com/go-sql-driver/mysql"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "servers: "+err.Error())
		code = 1
	}
	os.Exit(code)
}

// run starts what is missing, runs the command and stops what it started.
func run(command []string) (code int, err error) {
	if len(command) == 0 {
		return 0, errors.New("give a command to run")
	}
	var stops []func()
	defer func() {
		for i := len(stops) - 1; i >= 0; i-- {
			stops[i]()
		}
	}()
	environment := append(os.Environ(), "BAODAN_TEST_SERVERS=1")
	for name, start := range map[string]func() (string, func(), error){"MYSQL_DSN": mysqlServer, "REDIS_ADDR": redisServer} {
		if os.Getenv(name) != "" {
			continue
		}
		address, stop, err := start()
		if err != nil {
			return 0, err
		}
		stops = append(stops, stop)
		environment = append(environment, name+"="+address)
	}
	c := exec.Command(command[0], command[1:]...)
	c.Env, c.Stdin, c.Stdout, c.Stderr = environment, os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM) // the command gets them too; wait for it, then clean up
	err = c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// find is the first program of some names, installing a Debian package if there is none.
func find(pack string, names ...string) (string, error) {
	for attempt := range 2 {
		for _, name := range names {
			for _, folder := range []string{"", "/usr/sbin/", "/usr/local/sbin/", "/usr/local/mysql/bin/", "/opt/homebrew/bin/"} {
				if path, err := exec.LookPath(folder + name); err == nil {
					return path, nil
				}
			}
		}
		if attempt == 0 && !install(pack) {
			break
		}
	}
	return "", fmt.Errorf("no %s here: install %s, or set MYSQL_DSN and REDIS_ADDR, or run docker compose up -d mysql redis", names[0], pack)
}

// install installs a Debian package where that is possible.
func install(pack string) bool {
	me, err := user.Current()
	if err != nil || me.Uid != "0" {
		return false
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return false
	}
	fmt.Fprintln(os.Stderr, "servers: installing "+pack)
	script := "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends " + pack
	return exec.Command("sh", "-c", script).Run() == nil
}

// mysqlServer starts a private server that syncs every commit, as in production.
func mysqlServer() (string, func(), error) {
	program, err := find("mariadb-server", "mariadbd", "mysqld")
	if err != nil {
		return "", nil, err
	}
	folder, err := os.MkdirTemp("", "baodan-mysql-")
	if err != nil {
		return "", nil, err
	}
	data, port := filepath.Join(folder, "data"), freePort()
	if err := initialize(program, data); err != nil {
		return "", nil, err
	}
	arguments := []string{
		"--no-defaults", "--datadir=" + data, "--bind-address=127.0.0.1", "--port=" + strconv.Itoa(port),
		"--socket=" + filepath.Join(folder, "s"), "--pid-file=" + filepath.Join(folder, "pid"),
		"--innodb-flush-log-at-trx-commit=1", "--max-connections=500", "--innodb-buffer-pool-size=512M", "--user=" + userName(),
	}
	dsn := fmt.Sprintf("root@tcp(127.0.0.1:%d)/", port)
	stop, err := background(program, arguments, func() error {
		db, err := sql.Open("mysql", dsn)
		if err != nil {
			return err
		}
		defer db.Close() //nolint:errcheck // only asked whether it answers
		return db.Ping()
	})
	return dsn, func() { stop(); _ = os.RemoveAll(folder) }, err
}

// initialize makes the system tables; MariaDB has a script for it, MySQL does it itself.
func initialize(program, data string) error {
	c := exec.Command(program, "--no-defaults", "--initialize-insecure", "--datadir="+data, "--user="+userName())
	if script, err := exec.LookPath("mariadb-install-db"); err == nil && filepath.Base(program) == "mariadbd" {
		c = exec.Command(script, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal",
			"--skip-test-db", "--user="+userName())
	}
	if output, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("initialize %s: %w\n%s", program, err, output)
	}
	return nil
}

func redisServer() (string, func(), error) {
	program, err := find("redis-server", "redis-server", "valkey-server")
	if err != nil {
		return "", nil, err
	}
	address := "127.0.0.1:" + strconv.Itoa(freePort())
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", nil, err
	}
	stop, err := background(program, []string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"}, func() error {
		c, err := net.Dial("tcp", address)
		if err == nil {
			err = c.Close()
		}
		return err
	})
	return address, stop, err
}

// background starts a server and waits until it answers.
func background(program string, arguments []string, answers func() error) (stop func(), err error) {
	var output bytes.Buffer
	c := exec.Command(program, arguments...)
	c.Stdout, c.Stderr = &output, &output
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the keyboard is ours to pass on
	if err := c.Start(); err != nil {
		return nil, err
	}
	var end error
	ended := make(chan struct{})
	go func() { end = c.Wait(); close(ended) }()
	stop = func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = c.Process.Kill() // it may have ended by itself meanwhile
		}
	}
	for range 600 {
		if answers() == nil {
			return stop, nil
		}
		select {
		case <-ended:
			return nil, fmt.Errorf("%s ended: %w\n%s", program, end, output.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	stop()
	return nil, fmt.Errorf("%s does not answer\n%s", program, output.String())
}

func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0
	}
	defer l.Close() //nolint:errcheck // only its number is wanted
	return l.Addr().(*net.TCPAddr).Port
}

func userName() string {
	me, err := user.Current()
	if err != nil {
		return "root"
	}
	return me.Username
}
