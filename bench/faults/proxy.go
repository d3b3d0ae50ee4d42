package main

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// proxy stands between processes and a server, and does to connections what networks do.
type proxy struct {
	listener net.Listener
	target   string

	hole    atomic.Bool  // nothing passes
	delay   atomic.Int64 // of every piece, nanoseconds
	swallow atomic.Int64 // this number of answers is lost, with their connections

	mu    sync.Mutex
	pairs map[*pair]bool
	over  bool

	cuts, swallowed, delayed, held atomic.Int64
}

// pair is a connection with the one behind it.
type pair struct{ client, server net.Conn }

func newProxy(target string) (*proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: l, target: target, pairs: map[*pair]bool{}}
	go p.accept()
	return p, nil
}

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.carry(client)
	}
}

func (p *proxy) carry(client net.Conn) {
	server, err := net.DialTimeout("tcp", p.target, 2*time.Second)
	if err != nil {
		_ = client.Close() // the server is down, and that is how it shows
		return
	}
	both := &pair{client, server}
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		both.close()
		return
	}
	p.pairs[both] = true
	p.mu.Unlock()
	go p.copy(both, client, server, false)
	p.copy(both, server, client, true)
	p.mu.Lock()
	delete(p.pairs, both)
	p.mu.Unlock()
}

// copy carries one direction until either side is gone.
func (p *proxy) copy(both *pair, from, to net.Conn, answers bool) {
	defer both.close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		for p.hole.Load() {
			p.held.Add(1)
			time.Sleep(20 * time.Millisecond)
		}
		if delay := p.delay.Load(); delay > 0 {
			p.delayed.Add(1)
			time.Sleep(time.Duration(delay))
		}
		if answers && p.swallow.Load() > 0 && p.swallow.Add(-1) >= 0 {
			p.swallowed.Add(1)
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// close breaks both sides at once, without a goodbye.
func (p *pair) close() {
	for _, conn := range []net.Conn{p.client, p.server} {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // it may be closed already
		}
		_ = conn.Close() // the other half did the same
	}
}

// cut breaks every connection.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for both := range p.pairs {
		both.close()
		p.cuts.Add(1)
	}
}

// heal lets everything pass again.
func (p *proxy) heal() {
	p.hole.Store(false)
	p.delay.Store(0)
	p.swallow.Store(0)
}

func (p *proxy) close() {
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
	_ = p.listener.Close() // the laboratory is over
	p.heal()
	p.cut()
}
