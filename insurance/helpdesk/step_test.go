package helpdesk_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
)

// A desk's work is done by those of the desk, with the revision that they saw, in the states that fit.
func TestOnlyTheDeskWorksIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		uma, ulf, fay := d.Person("uma"), d.Person("ulf"), d.Person("fay")
		row := d.open(t, d.asked("R-1"))
		for _, caller := range []*access.Caller{fay, d.Person("serge"), d.Person("ada"), access.CommandLine("root")} {
			_, err := d.Helpdesk.Take(ctx, caller, seen(row))
			assert.Equal(t, fault.CodeForbidden, code(t, err), caller.Actor())
		}
		_, err := d.Helpdesk.Take(ctx, uma, helpdesk.Ref{ID: row.ID, ExpectedRevision: 2})
		assert.Equal(t, fault.CodeConflict, code(t, err))
		_, err = d.Helpdesk.Take(ctx, uma, helpdesk.Ref{ID: 1, ExpectedRevision: 1})
		assert.Equal(t, fault.CodeNotFound, code(t, err))
		_, err = d.Helpdesk.Attach(ctx, uma, seen(row), []int64{d.send(t, uma, "x")})
		assert.Equal(t, fault.CodeInvalidState, code(t, err), "nobody took it")
		row, err = d.Helpdesk.Take(ctx, uma, seen(row))
		require.NoError(t, err)
		_, err = d.Helpdesk.Take(ctx, uma, seen(row))
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		_, err = d.Helpdesk.Mail(ctx, uma, &helpdesk.MailInput{Ref: seen(row)})
		assert.Equal(t, fault.CodeRequired, code(t, err), "nothing is attached")
		_, err = d.Helpdesk.Mail(ctx, uma, &helpdesk.MailInput{Ref: seen(row), Remark: strings.Repeat("长", 1001)})
		assert.Equal(t, fault.CodeInvalidValue, code(t, err))

		mine, of := d.send(t, uma, "mine"), d.send(t, ulf, "of another")
		for name, ids := range map[string][]int64{"none": nil, "twice": {mine, mine}, "too many": make([]int64, 11)} {
			_, err = d.Helpdesk.Attach(ctx, uma, seen(row), ids)
			assert.Equal(t, fault.CodeInvalidValue, code(t, err), name)
		}
		for name, ids := range map[string][]int64{"another's": {of}, "no file": {5}, "mine and another's": {mine, of}} {
			_, err = d.Helpdesk.Attach(ctx, uma, seen(row), ids)
			assert.Equal(t, fault.CodeNotFound, code(t, err), name)
		}
		row, err = d.Helpdesk.Attach(ctx, uma, seen(row), []int64{mine})
		require.NoError(t, err)
		_, err = d.Helpdesk.Attach(ctx, uma, seen(row), []int64{mine})
		assert.Equal(t, fault.CodeNotFound, code(t, err), "used already")
		row, err = d.Helpdesk.Take(ctx, ulf, seen(row))
		require.NoError(t, err, "a colleague takes over")
		for _, reason := range []string{"", strings.Repeat("长", 501)} {
			_, err = d.Helpdesk.Cancel(ctx, ulf, seen(row), reason)
			assert.Equal(t, fault.CodeInvalidValue, code(t, err))
		}
		_, err = d.Helpdesk.Close(ctx, ulf, seen(row), "")
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		row, err = d.Helpdesk.Cancel(ctx, d.Person("serge"), seen(row), strings.Repeat("长", 500))
		require.NoError(t, err)
		assert.Equal(t, servicerequest.StateCancelled, row.State)
	})
}

// Of many that move one request at once, one does.
func TestOneMovesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		other := d.AddServer()
		uma, ulf, serge := d.Person("uma"), d.Person("ulf"), d.Person("serge")
		row, moved := d.open(t, d.asked("R-1")), atomic.Int32{}
		var group sync.WaitGroup
		for _, move := range []func() (*ent.ServiceRequest, error){
			func() (*ent.ServiceRequest, error) { return d.Helpdesk.Take(ctx, uma, seen(row)) },
			func() (*ent.ServiceRequest, error) { return other.Helpdesk.Take(ctx, ulf, seen(row)) },
			func() (*ent.ServiceRequest, error) { return d.Helpdesk.Cancel(ctx, serge, seen(row), "no") },
			func() (*ent.ServiceRequest, error) { return other.Helpdesk.Cancel(ctx, uma, seen(row), "no") },
		} {
			group.Go(func() {
				if _, err := move(); err == nil {
					moved.Add(1)
				} else {
					assert.Equal(t, fault.CodeConflict, code(t, err))
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 1, moved.Load())
		assert.Equal(t, 2, d.now(t, row).Revision)
	})
}
