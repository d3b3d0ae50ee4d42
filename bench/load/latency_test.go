package load_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"baodan/bench/load"
)

func TestSummary(t *testing.T) {
	descending := make(load.Latencies, 100)
	for i := range descending {
		descending[i] = time.Duration(100-i) * time.Millisecond
	}
	for name, c := range map[string]struct {
		latencies load.Latencies
		want      load.Summary
	}{
		"none": {nil, load.Summary{}},
		"one":  {load.Latencies{7}, load.Summary{Count: 1, Mean: 7, P50: 7, P99: 7, Max: 7}},
		"two":  {load.Latencies{9, 1}, load.Summary{Count: 2, Mean: 5, P50: 1, P99: 9, Max: 9}},
		"a hundred, unsorted": {descending, load.Summary{
			Count: 100, Mean: 50500 * time.Microsecond, P50: 50 * time.Millisecond, P99: 99 * time.Millisecond, Max: 100 * time.Millisecond,
		}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, c.latencies.Summary()) })
	}
}

func TestMedian(t *testing.T) {
	assert.Zero(t, load.Median(nil))
	assert.InDelta(t, 3, load.Median([]float64{3}), 0)
	figures := []float64{9, 1, 5}
	assert.InDelta(t, 5, load.Median(figures), 0)
	assert.Equal(t, []float64{9, 1, 5}, figures, "the figures keep their order")
	assert.InDelta(t, 3, load.Median([]float64{4, 1, 2, 100}), 0)
}
