package books_test

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/statement"
)

// cpu is what this process has used.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// How many bookings a second of processor time of the folding process makes, from zero, and what a statement of all of them costs. It is a
// measurement, not a test: RATE says of how many policies, on MySQL, whose own processor time is another process's.
func TestRebuildRate(t *testing.T) {
	policies, err := strconv.Atoi(os.Getenv("RATE"))
	if err != nil {
		t.Skip("RATE is not set: make bench-ledger sets it")
	}
	debug.SetGCPercent(200) // as the server does
	ctx := context.Background()
	w := insurancetest.New(t, dialect.MySQL)
	w.WithSamples()
	caller := w.Caller(insurancetest.Mall)
	var group sync.WaitGroup
	for worker := range 64 {
		group.Go(func() {
			for i := worker; i < policies; i += 64 {
				no := fmt.Sprintf("O-%07d", i)
				if _, err := w.Issuing.Issue(ctx, caller, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	for n := 1; n > 0; {
		done, err := w.Events.Place(ctx, 1000)
		require.NoError(t, err)
		n = done.Events
	}
	for _, c := range w.Events.Consumers() {
		if c.Name != "ledger" {
			continue
		}
		require.NoError(t, w.Events.Begin(ctx, c))
		for range 3 {
			require.NoError(t, w.Ledger.Rebuild(ctx))
			before, began, booked := cpu(t), time.Now(), 0
			for n := 1; n > 0; booked += n {
				n, err = w.Events.Consume(ctx, c, 2000)
				require.NoError(t, err)
			}
			used := cpu(t) - before
			fmt.Printf("%d bookings: %.2f CPU s of the folding process, %.0f a CPU s; %.1f s in all\n", booked, used.Seconds(), float64(booked)/used.Seconds(), time.Since(began).Seconds())
		}
	}
	w.Clock.Set(time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC))
	before, began := cpu(t), time.Now()
	row, err := w.Statements.Make(ctx, insurancetest.Command, statement.MakeInput{ChannelCode: insurancetest.Mall, AgreementCode: insurancetest.MallAgreement, Month: 202611})
	require.NoError(t, err)
	fmt.Printf("a statement of %d lines: %.2f CPU s of this process, %.1f s in all\n", row.Lines, (cpu(t) - before).Seconds(), time.Since(began).Seconds())
}
