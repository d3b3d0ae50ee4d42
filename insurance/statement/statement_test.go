package statement_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	entstatement "baodan/ent/statement"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/statement"
)

var ctx = context.Background()

func sell(w *insurancetest.World, no string) {
	w.T.Helper()
	_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
	require.NoError(w.T, err)
	_, err = w.Events.Relay(ctx, 0)
	require.NoError(w.T, err)
}

func november(change func(*statement.MakeInput)) statement.MakeInput {
	in := statement.MakeInput{ChannelCode: insurancetest.Mall, AgreementCode: insurancetest.MallAgreement, Month: 202611}
	if change != nil {
		change(&in)
	}
	return in
}

// E2: a statement is frozen: made again it is the same, and what is booked since makes another revision, never another content.
func TestE2AStatementIsFrozen(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		for i := range 5 {
			sell(w, fmt.Sprint("O-", i))
		}
		for code, change := range map[fault.Code]func(*statement.MakeInput){
			fault.CodeInvalidValue: nil,
			fault.CodeNotFound:     func(in *statement.MakeInput) { in.AgreementCode = "NONE" },
		} {
			_, err := w.Statements.Make(ctx, insurancetest.Command, november(change))
			assert.True(t, fault.Has(err, fault.CodeInvalidValue) || fault.Has(err, code), "%v", err)
		}
		late := w.Clock.Now()
		w.Clock.Set(time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC))
		first, err := w.Statements.Make(ctx, insurancetest.Command, november(nil))
		require.NoError(t, err)
		assert.Equal(t, 1, first.Revision)
		assert.Equal(t, 5, first.Lines)
		assert.EqualValues(t, 365, first.Totals.Premium)
		assert.EqualValues(t, 37, first.Totals.Commission, "36.5, rounded once")
		again, err := w.Statements.Make(ctx, insurancetest.Command, november(nil))
		require.NoError(t, err)
		assert.Equal(t, first.ID, again.ID)
		_, err = w.Statements.Make(ctx, insurancetest.Command, november(func(in *statement.MakeInput) { in.Month = 202610 }))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)

		w.Clock.Set(late)
		sell(w, "O-late")
		w.Clock.Set(time.Date(2026, 12, 3, 0, 0, 0, 0, time.UTC))
		second, err := w.Statements.Make(ctx, insurancetest.Command, november(nil))
		require.NoError(t, err)
		assert.Equal(t, 2, second.Revision)
		assert.Equal(t, 6, second.Lines)
		lines, err := w.Statements.Lines(ctx, first, 0, 10)
		require.NoError(t, err)
		assert.Len(t, lines, 5, "the first stays as it was")
		stored := w.Store.Client.Statement.GetX(ctx, first.ID)
		assert.Equal(t, entstatement.StateSuperseded, stored.State)
		var commission int64
		lines, err = w.Statements.Lines(ctx, second, 0, 10)
		require.NoError(t, err)
		for _, l := range lines {
			commission += l.Commission
			assert.LessOrEqual(t, l.Commission, int64(8))
			assert.GreaterOrEqual(t, l.Commission, int64(7))
		}
		assert.Equal(t, second.Totals.Commission, commission, "lines add up")
		for _, row := range []int{0, 1} {
			s := w.Store.Client.Statement.Query().Where(entstatement.Revision(row + 1)).OnlyX(ctx)
			found, err := w.Statements.Recompute(ctx, s)
			require.NoError(t, err)
			assert.Equal(t, s.Hash, found.Hash)
			assert.Equal(t, s.Hash, found.Frozen)
		}
	})
}

// Pages of lines are read by the parts that hold them.
func TestPagesOfLines(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		const sold = 2100
		caller := w.Caller(insurancetest.Mall)
		var inputs []*issuing.IssueInput
		for i := range sold {
			no := fmt.Sprintf("O-%04d", i)
			inputs = append(inputs, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
		}
		for _, in := range inputs {
			_, err := w.Issuing.Issue(ctx, caller, in)
			require.NoError(t, err)
		}
		for n := 1; n > 0; {
			done, err := w.Events.Relay(ctx, 0)
			require.NoError(t, err)
			n = done.Events
		}
		w.Clock.Set(time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC))
		row, err := w.Statements.Make(ctx, insurancetest.Command, november(nil))
		require.NoError(t, err)
		require.Equal(t, sold, row.Lines)
		for _, c := range []struct{ after, most, want int }{{0, 100, 100}, {950, 100, 100}, {2000, 500, 100}, {2100, 10, 0}, {0, 3000, 2100}, {1999, 1, 1}} {
			lines, err := w.Statements.Lines(ctx, row, c.after, c.most)
			require.NoError(t, err)
			require.Len(t, lines, c.want, "%+v", c)
			if c.want > 0 {
				assert.Equal(t, fmt.Sprintf("O-%04d", c.after), lines[0].Order)
			}
		}
	})
}
