package rig

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// child is a process that runs until it is stopped.
type child struct {
	command *exec.Cmd
	log     string
	over    chan struct{} // closed when it has ended
}

const (
	startTimeout = time.Minute
	stopTimeout  = 30 * time.Second
)

// background starts a process, its output going to a file, and waits until it answers.
func background(ctx context.Context, c *exec.Cmd, log string, answers func() error) (*child, error) {
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // the child has its own
	c.Stdout, c.Stderr = file, file
	c.Cancel = func() error { return nil } // stop ends it, after the load
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		return nil, err
	}
	p := &child{command: c, log: log, over: make(chan struct{})}
	go func() {
		_ = c.Wait() // its state tells
		close(p.over)
	}()
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); {
		if err = answers(); err == nil {
			return p, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), p.stop())
		case <-p.over:
			return nil, p.alive()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil, errors.Join(fmt.Errorf("%s does not answer: %w\n%s", c.Path, err, tail(log)), p.stop())
}

func (p *child) pid() int { return p.command.Process.Pid }

// alive is an error when the process has ended by itself.
func (p *child) alive() error {
	select {
	case <-p.over:
		return fmt.Errorf("%s ended (%s), its log:\n%s", p.command.Path, p.command.ProcessState, tail(p.log))
	default:
		return nil
	}
}

// stop asks the process to end, and makes it when it does not.
func (p *child) stop() error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return nil //nolint:nilerr // it has ended already
	}
	select {
	case <-p.over:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("%s did not stop", p.command.Path), p.command.Process.Kill())
	}
}

// tail is the end of a log.
func tail(file string) string {
	const most = 4000
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(text[max(len(text)-most, 0):])
}

// freePort is one that nothing listens on now.
func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0
	}
	defer l.Close() //nolint:errcheck // only its number is wanted
	return l.Addr().(*net.TCPAddr).Port
}
