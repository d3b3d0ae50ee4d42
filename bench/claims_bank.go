package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"baodan/bench/rig"
	"baodan/server/payout/fake"
)

// bank is the fake gateway on a loopback port of this process.
type bank struct {
	url     string
	gateway *fake.Gateway
	server  *http.Server
	orders  atomic.Int64 // that came
}

func openBank() (*bank, error) {
	gateway, err := fake.New(fake.Options{})
	if err != nil {
		return nil, err
	}
	b := &bank{gateway: gateway}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			b.orders.Add(1)
		}
		gateway.ServeHTTP(w, r)
	})
	b.server, b.url, err = serveLoopback(handler)
	return b, err
}

// serveLoopback serves on a port of its own; close the server.
func serveLoopback(handler http.Handler) (server *http.Server, url string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	server = &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener) //nolint:errcheck // it ends when the server is closed
	return server, "http://" + listener.Addr().String(), nil
}

func (b *bank) close() {
	b.server.Close()  //nolint:errcheck // the process ends
	b.gateway.Close() //nolint:errcheck // it has no journal
}

// check compares what went out with what claims believe (I2): a rate at which money is paid twice is no rate.
func (b *bank) check(ctx context.Context, db *sql.DB) error {
	totals := b.gateway.Totals()
	var paid, minor int64
	err := db.QueryRowContext(ctx, "SELECT COUNT(*), COALESCE(SUM(payable), 0) FROM claims WHERE state = 'PAID'").Scan(&paid, &minor)
	if err != nil {
		return fmt.Errorf("count paid claims: %w", err)
	}
	if len(totals.PaidTwice) > 0 || paid != int64(totals.Payments) || minor != totals.MinorUnits["CNY"] {
		return fmt.Errorf("the bank made %d payments of %d fen, %d claims twice; %d claims of %d fen are paid",
			totals.Payments, totals.MinorUnits["CNY"], len(totals.PaidTwice), paid, minor)
	}
	return nil
}

// openOutside opens the bank, and asks for what claims need of a rig.
func (b *bench) openOutside(want *rig.Options) (err error) {
	if b.bank, err = openBank(); err != nil {
		return err
	}
	want.Worker, want.Partners, want.Environment = true, []rig.Partner{partner}, []string{"PAYOUT_URL=" + b.bank.url}
	return nil
}

func (b *bench) closeOutside() {
	b.bank.close()
	for _, r := range b.receivers {
		r.close()
	}
}
