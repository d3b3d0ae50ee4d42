package rig

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// openRedis takes the Redis of REDIS_ADDR, else the one at the usual place, else a private one. A worker gets a private
// one unless told otherwise: on a Redis that others use, their workers would take its tasks.
func (r *Rig) openRedis(ctx context.Context) error {
	named := os.Getenv("REDIS_ADDR")
	r.redis = named
	if named == "" {
		r.redis = "127.0.0.1:6379"
	}
	info, err := redisInfo(ctx, r.redis)
	switch {
	case named != "" && err != nil:
		return fmt.Errorf("REDIS_ADDR: %w", err)
	case named == "" && (err != nil || r.options.Private || r.options.Worker):
		if info, err = r.startRedis(ctx); err != nil {
			return err
		}
	}
	r.Settings = append(r.Settings, Setting{"redis", info["redis_version"]}, Setting{"redis appendonly", info["aof_enabled"]})
	if pid, err := strconv.Atoi(info["process_id"]); err == nil && local(r.redis) && commandOf(pid, "redis", "valkey") {
		r.pids[Redis] = pid
	}
	return nil
}

func (r *Rig) startRedis(ctx context.Context) (map[string]string, error) {
	program, err := find("redis-server", "valkey-server")
	if err != nil {
		return nil, fmt.Errorf("%w, or set REDIS_ADDR", err)
	}
	port := strconv.Itoa(freePort())
	r.redis = "127.0.0.1:" + port
	r.say("starting a private Redis")
	c := exec.CommandContext(ctx, program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	var info map[string]string
	p, err := background(ctx, c, filepath.Join(r.folder, "redis.log"), func() (err error) {
		info, err = redisInfo(ctx, r.redis)
		return err
	})
	if err != nil {
		return nil, err
	}
	r.closers = append(r.closers, p.stop)
	return info, nil
}

// redisInfo is what INFO says. The server alone uses Redis for good; two lines of its protocol are enough here.
func redisInfo(ctx context.Context, address string) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close() //nolint:errcheck // only asked once
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	ask := "INFO\r\n"
	if password := os.Getenv("REDIS_PASSWORD"); password != "" {
		ask = fmt.Sprintf("*2\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n", len(password), password) + ask
	}
	if _, err := io.WriteString(conn, ask+"QUIT\r\n"); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(conn)
	if err != nil {
		return nil, err
	}
	info := ParseInfo(string(text))
	if info["redis_version"] == "" {
		return nil, fmt.Errorf("redis %s: %.100q", address, text)
	}
	return info, nil
}

// ParseInfo reads the lines NAME:VALUE of an answer to INFO.
func ParseInfo(text string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			info[name] = value
		}
	}
	return info
}

// local tells whether an address is on this machine.
func local(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return strings.HasPrefix(address, "/") // a socket
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// commandOf tells whether a process is what we take it for: one in a container has another number outside.
func commandOf(pid int, prefixes ...string) bool {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return false
	}
	for _, prefix := range prefixes {
		if strings.HasPrefix(string(name), prefix) {
			return true
		}
	}
	return false
}

// find is the first program of some names.
func find(names ...string) (string, error) {
	for _, name := range names {
		for _, folder := range []string{"", "/usr/sbin/", "/usr/local/sbin/", "/usr/local/mysql/bin/"} {
			if path, err := exec.LookPath(folder + name); err == nil {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("no %s here: install one", strings.Join(names, ", "))
}
