package demo

import (
	"math/rand/v2"
	"time"
)

// dice are what chance decides in the story. Their seed is fixed, and nothing else of the story is random.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 20260601))} }

// chance is true that often out of a hundred.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between is a number from least to most.
func (d dice) between(least, most int) int { return least + d.IntN(most-least+1) }

// span is a time from least to most, to the second.
func (d dice) span(least, most time.Duration) time.Duration {
	return (least + time.Duration(d.Int64N(int64(most-least)+1))).Truncate(time.Second)
}

// pick one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// digits are n random digits.
func (d dice) digits(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = byte('0' + d.IntN(10))
	}
	return string(text)
}
