package work_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/work"
)

// slowFlushes are flushes that wait for the gate of the last digit of each call, where it has one.
type slowFlushes struct {
	mu      sync.Mutex
	gates   map[int]chan struct{}
	flushed [][]int
}

func (s *slowFlushes) flush(ctx context.Context, ins []int) []work.Result[int] {
	s.mu.Lock()
	s.flushed = append(s.flushed, append([]int{}, ins...))
	var gates []chan struct{}
	for _, in := range ins {
		if gate := s.gates[in%10]; gate != nil {
			gates = append(gates, gate)
		}
	}
	s.mu.Unlock()
	for _, gate := range gates {
		<-gate
	}
	return echo(ctx, ins)
}

func lastDigit(in int) []any { return []any{in % 10} }

// A flush that takes long is set aside: what needs the same key waits for it and goes together afterwards, everything
// else goes on. Where as many are set aside as may be, the queue waits.
func TestAFlushThatTakesLongIsSetAside(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slowFlushes{gates: map[int]chan struct{}{2: make(chan struct{}), 4: make(chan struct{}), 6: make(chan struct{})}}
		b := work.NewBatchWithAside(1, 3, s.flush, work.Aside[int]{After: time.Second, Most: 2, Keys: lastDigit})
		var mu sync.Mutex
		var answered []int
		ask := func(ins ...int) {
			for _, in := range ins {
				go func() {
					out, err := b.Do(context.Background(), in)
					assert.NoError(t, err)
					assert.Equal(t, in, out)
					mu.Lock()
					defer mu.Unlock()
					answered = append(answered, in)
				}()
				synctest.Wait()
			}
		}
		answers := func() []int {
			mu.Lock()
			defer mu.Unlock()
			slices.Sort(answered)
			return slices.Clone(answered)
		}
		ask(2)
		ask(11, 13)
		assert.Empty(t, answers(), "it did not take long yet")
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, []int{11, 13}, answers())
		ask(12, 15, 22, 32, 42)
		assert.Equal(t, []int{11, 13, 15}, answers())
		ask(4)
		time.Sleep(time.Second)
		ask(14, 17)
		assert.Equal(t, []int{11, 13, 15, 17}, answers())
		ask(6, 19)
		time.Sleep(time.Hour)
		assert.Equal(t, []int{11, 13, 15, 17}, answers(), "two are set aside already")
		close(s.gates[4])
		synctest.Wait()
		assert.Equal(t, []int{4, 11, 13, 14, 15, 17, 19}, answers(), "the place is free for another")
		close(s.gates[2])
		synctest.Wait()
		assert.Equal(t, []int{2, 4, 11, 12, 13, 14, 15, 17, 19, 22, 32, 42}, answers())
		assert.Contains(t, s.flushed, []int{12, 22, 32}, "what waited goes together, at most a batch")
		assert.Contains(t, s.flushed, []int{42})
		ask(52)
		assert.Contains(t, answers(), 52, "its key is free again")
		close(s.gates[6])
		b.Close()
		synctest.Wait()
		assert.Contains(t, answers(), 6)
		_, err := b.Do(context.Background(), 1)
		require.Error(t, err)
	})
}

// Closing answers also what waits for a flush that was set aside.
func TestClosingAnswersWhatWasSetAside(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		s := &slowFlushes{gates: map[int]chan struct{}{2: gate}}
		b := work.NewBatchWithAside(1, 3, s.flush, work.Aside[int]{After: time.Second, Most: 1, Keys: lastDigit})
		var group sync.WaitGroup
		for _, in := range []int{2, 12, 22} {
			group.Go(func() {
				out, err := b.Do(context.Background(), in)
				assert.NoError(t, err)
				assert.Equal(t, in, out)
			})
			synctest.Wait()
			time.Sleep(2 * time.Second)
		}
		closed := make(chan struct{})
		go func() { b.Close(); close(closed) }()
		synctest.Wait()
		close(gate)
		group.Wait()
		<-closed
	})
}
