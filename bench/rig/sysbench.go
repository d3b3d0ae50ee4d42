package rig

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// ErrNoSysbench says how to get the yardstick.
var ErrNoSysbench = errors.New("sysbench is not here, so there is no yardstick: apt-get install sysbench")

// Sysbench inserts single rows, each in a durable transaction of its own, into the same server: what the machine can
// do today, to compare with.
type Sysbench struct {
	program   string
	arguments []string
}

// Sysbench prepares its table in a database of its own. It fails with ErrNoSysbench where the program is missing.
func (r *Rig) Sysbench(ctx context.Context) (*Sysbench, error) {
	program, err := exec.LookPath("sysbench")
	if err != nil {
		return nil, ErrNoSysbench
	}
	name, err := r.createDatabase(ctx, r.DB, "_sysbench")
	if err != nil {
		return nil, err
	}
	config := r.database.config
	s := &Sysbench{program: program, arguments: []string{
		"oltp_insert", "--db-driver=mysql", "--mysql-user=" + config.User, "--mysql-db=" + name,
		"--tables=1", "--table-size=10000", "--report-interval=0",
	}}
	if config.Passwd != "" {
		s.arguments = append(s.arguments, "--mysql-password="+config.Passwd)
	}
	if config.Net == "unix" {
		s.arguments = append(s.arguments, "--mysql-socket="+config.Addr)
	} else {
		host, port, err := net.SplitHostPort(config.Addr)
		if err != nil {
			return nil, err
		}
		s.arguments = append(s.arguments, "--mysql-host="+host, "--mysql-port="+port)
	}
	_, err = output(exec.CommandContext(ctx, s.program, append(s.arguments, "prepare")...))
	return s, err
}

// Rate is rows a second with the given number of threads.
func (s *Sysbench) Rate(ctx context.Context, threads int, length time.Duration) (float64, error) {
	arguments := append(s.arguments[:len(s.arguments):len(s.arguments)],
		"--threads="+strconv.Itoa(threads), "--time="+strconv.Itoa(max(int(length.Seconds()), 1)), "run")
	text, err := output(exec.CommandContext(ctx, s.program, arguments...))
	if err != nil {
		return 0, err
	}
	return ParseSysbench(text)
}

var transactions = regexp.MustCompile(`transactions:\s+\d+\s+\(([0-9.]+) per sec\.\)`)

// ParseSysbench reads transactions a second out of its report.
func ParseSysbench(text string) (float64, error) {
	found := transactions.FindStringSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("sysbench printed no rate:\n%s", text)
	}
	return strconv.ParseFloat(found[1], 64)
}
