package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// child is a process that is started again, on the same port and folder, whenever it ends.
type child struct {
	name    string
	command func() *exec.Cmd
	ready   func(context.Context) error
	log     string

	mu      sync.Mutex
	process *exec.Cmd // nil: down
	ours    bool      // it ends since we ended it
	until   time.Time // down at least until
	extra   []string  // environment beside its own
	counts  ends
	over    chan struct{} // closed when run returns
}

// ends counts how a child ended or was held up.
type ends struct{ starts, kills, pauses, restarts, crashes, alone int }

// run keeps the child alive until the context ends, then kills it.
func (c *child) run(ctx context.Context) {
	c.over = make(chan struct{})
	go func() {
		defer close(c.over)
		for ctx.Err() == nil {
			c.once(ctx)
			for ctx.Err() == nil && time.Now().Before(c.downUntil()) {
				time.Sleep(20 * time.Millisecond)
			}
		}
	}()
}

func (c *child) downUntil() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.until
}

// once starts the process and waits for its end.
func (c *child) once(ctx context.Context) {
	file, err := os.OpenFile(c.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		say("%s: %v", c.name, err)
		return
	}
	defer file.Close() //nolint:errcheck // the child's own
	command := c.command()
	command.Stdout, command.Stderr = file, file
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.mu.Lock()
	command.Env = append(command.Env, c.extra...)
	err = command.Start()
	if err == nil {
		c.process, c.ours = command, false
		c.counts.starts++
	}
	c.mu.Unlock()
	if err != nil {
		say("%s: %v", c.name, err)
		c.down(time.Second)
		return
	}
	ended := make(chan struct{})
	go func() { _ = command.Wait(); close(ended) }() // its state tells
	select {
	case <-ended:
	case <-ctx.Done():
		_ = command.Process.Kill() // it may have ended by itself meanwhile
		<-ended
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.process = nil
	if c.ours {
		return
	}
	c.until = time.Now().Add(300 * time.Millisecond)
	status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() && status.Signal() == syscall.SIGKILL {
		c.counts.crashes++ // at a named point
	} else {
		c.counts.alone++
	}
}

func (c *child) down(length time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Now().Add(length)
}

// signal sends a signal to the process; false where it is down.
func (c *child) signal(s syscall.Signal, note func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.process == nil || c.process.Process.Signal(s) != nil {
		return false
	}
	note()
	return true
}

// kill ends the process as kill -9 does, and keeps it down for so long.
func (c *child) kill(down time.Duration) bool {
	return c.signal(syscall.SIGKILL, func() {
		c.ours, c.until = true, time.Now().Add(down)
		c.counts.kills++
	})
}

// restart asks the process to end, as an operator does.
func (c *child) restart() bool {
	return c.signal(syscall.SIGTERM, func() {
		c.ours = true
		c.counts.restarts++
	})
}

// pause stops the process for so long.
func (c *child) pause(length time.Duration) bool {
	if !c.signal(syscall.SIGSTOP, func() { c.counts.pauses++ }) {
		return false
	}
	time.Sleep(length)
	c.signal(syscall.SIGCONT, func() {})
	return true
}

// setExtra changes the environment from the next start on.
func (c *child) setExtra(extra ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.extra = extra
}

func (c *child) count() ends {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts
}

// wait waits until the child answers.
func (c *child) wait(ctx context.Context, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		err := c.ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w; its log is %s", c.name, err, c.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
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
	return "", fmt.Errorf("no %s here: install one", names[0])
}

// freePort is one that nothing listens on now. They lie below those that the system gives to clients, so that a
// port stays free while its process is down.
func freePort() int {
	for port := 20000 + os.Getpid()%8000; ; port++ {
		if portsGiven[port] {
			continue
		}
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = l.Close() // only its number is wanted
			portsGiven[port] = true
			return port
		}
	}
}

var portsGiven = map[int]bool{}

// reaches tells whether something listens on an address.
func reaches(address string) func(context.Context) error {
	return func(ctx context.Context) error {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", address)
		if err != nil {
			return err
		}
		return conn.Close()
	}
}

// logOf is where a child writes to.
func logOf(folder, name string) string { return filepath.Join(folder, name+".log") }
