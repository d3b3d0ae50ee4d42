package load

import (
	"math"
	"slices"
	"time"
)

// Latencies are kept one by one, not in buckets: a minute at 10,000 requests a second is 5 MB, and no percentile is
// rounded.
type Latencies []time.Duration

// Summary is what is told of latencies.
type Summary struct {
	Count               int
	Mean, P50, P99, Max time.Duration
}

// Summary sorts the latencies and sums them up; it is zero where there are none.
func (l Latencies) Summary() Summary {
	if len(l) == 0 {
		return Summary{}
	}
	slices.Sort(l)
	var sum time.Duration
	for _, one := range l {
		sum += one
	}
	return Summary{
		Count: len(l), Mean: sum / time.Duration(len(l)), P50: l.rank(0.50), P99: l.rank(0.99), Max: l[len(l)-1],
	}
}

// rank is the smallest latency that a share of all do not exceed (nearest rank); l is sorted.
func (l Latencies) rank(share float64) time.Duration {
	return l[max(int(math.Ceil(share*float64(len(l))))-1, 0)]
}

// Median of some figures; between the middle two where their number is even, zero where there are none.
func Median(figures []float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
