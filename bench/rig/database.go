package rig

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// database is a server and the database of this run on it.
type database struct {
	config *mysql.Config // of the server; DBName is that of this run
}

func (d database) dsn() string { return d.config.FormatDSN() }

// openDatabase takes the server of MYSQL_DSN, else the one at the usual place, else a private one, and makes a
// database for this run, which Close drops.
func (r *Rig) openDatabase(ctx context.Context) error {
	named := os.Getenv("MYSQL_DSN")
	dsn := named
	if named == "" {
		dsn = "root@tcp(127.0.0.1:3306)/"
	}
	server, err := connect(ctx, dsn)
	switch {
	case named != "" && err != nil:
		return fmt.Errorf("MYSQL_DSN: %w", err)
	case named == "" && (err != nil || r.options.Private):
		if dsn, err = r.startDatabase(ctx); err != nil {
			return err
		}
		if server, err = connect(ctx, dsn); err != nil {
			return err
		}
	}
	r.closers = append(r.closers, server.Close)
	if r.database.config, err = mysql.ParseDSN(dsn); err != nil {
		return err
	}
	if err := r.readSettings(ctx, server); err != nil {
		return err
	}
	if r.database.config.DBName, err = r.createDatabase(ctx, server, ""); err != nil {
		return err
	}
	if r.DB, err = connect(ctx, r.database.dsn()); err != nil {
		return err
	}
	r.closers = append(r.closers, r.DB.Close)
	return nil
}

// createDatabase makes a database that Close drops.
func (r *Rig) createDatabase(ctx context.Context, server *sql.DB, suffix string) (name string, err error) {
	name = "baodan_bench_" + r.Run + suffix
	if _, err := server.ExecContext(ctx, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4"); err != nil {
		return "", fmt.Errorf("create database: %w", err)
	}
	r.closers = append(r.closers, func() error {
		// The run may have been interrupted; the database goes all the same.
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := server.ExecContext(ctx, "DROP DATABASE "+name)
		return err
	})
	return name, nil
}

func connect(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// told are the settings that decide how fast a commit can be, and what it is worth.
var told = []string{
	"version", "innodb_flush_log_at_trx_commit", "sync_binlog", "log_bin", "innodb_doublewrite",
	"innodb_buffer_pool_size", "innodb_log_file_size", "innodb_redo_log_capacity", "innodb_flush_method", "max_connections",
}

// readSettings notes them, and the process of a server on this machine.
func (r *Rig) readSettings(ctx context.Context, server *sql.DB) error {
	for _, name := range append(told, "pid_file") {
		var variable, value string
		err := server.QueryRowContext(ctx, "SHOW GLOBAL VARIABLES LIKE '"+name+"'").Scan(&variable, &value)
		if errors.Is(err, sql.ErrNoRows) {
			continue // a setting of the other kind of server
		}
		if err != nil {
			return fmt.Errorf("read settings: %w", err)
		}
		if name == "pid_file" {
			r.noteDatabaseProcess(value)
			continue
		}
		r.Settings = append(r.Settings, Setting{name, value})
	}
	return nil
}

// noteDatabaseProcess finds the server's process by the file it writes, if it runs here.
func (r *Rig) noteDatabaseProcess(file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		return
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err == nil && local(r.database.config.Addr) && commandOf(pid, "mariadbd", "mysqld") {
		r.pids[Database] = pid
	}
}

// startDatabase starts a private server that syncs every commit, as in production.
func (r *Rig) startDatabase(ctx context.Context) (dsn string, err error) {
	program, err := find("mariadbd", "mysqld")
	if err != nil {
		return "", fmt.Errorf("%w, or set MYSQL_DSN", err)
	}
	me, err := user.Current()
	if err != nil {
		return "", err
	}
	r.say("starting a private %s", filepath.Base(program))
	data, as := filepath.Join(r.folder, "database"), "--user="+me.Username
	fill := exec.CommandContext(ctx, program, "--no-defaults", "--initialize-insecure", "--datadir="+data, as)
	if script, err := find("mariadb-install-db"); err == nil && filepath.Base(program) == "mariadbd" {
		fill = exec.CommandContext(ctx, script, "--no-defaults", "--datadir="+data,
			"--auth-root-authentication-method=normal", "--skip-test-db", as)
	}
	if _, err := output(fill); err != nil {
		return "", err
	}
	port := strconv.Itoa(freePort())
	c := exec.CommandContext(ctx, program, "--no-defaults", "--datadir="+data, as, "--bind-address=127.0.0.1", "--port="+port,
		"--socket="+filepath.Join(r.folder, "socket"), "--pid-file="+filepath.Join(r.folder, "database.pid"),
		"--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=1G", "--max-connections=500")
	dsn = "root@tcp(127.0.0.1:" + port + ")/"
	p, err := background(ctx, c, filepath.Join(r.folder, "database.log"), func() error {
		db, err := connect(ctx, dsn)
		if err != nil {
			return err
		}
		return db.Close()
	})
	if err != nil {
		return "", err
	}
	r.closers = append(r.closers, p.stop)
	return dsn, nil
}
