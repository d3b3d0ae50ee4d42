package number_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"baodan/engine/number"
)

func TestBlockGivesEachSerialOnceInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Uint64Range(0, number.MaxSerial).Draw(t, "first")
		size := rapid.Uint64Range(0, 100).Draw(t, "size")
		block := number.Block{Next: first, End: first + size}
		given := min(size, number.MaxSerial+1-first)
		assert.Equal(t, given, block.Left())
		for i := range given {
			serial, rest, ok := block.Take()
			assert.True(t, ok)
			assert.Equal(t, first+i, serial)
			assert.Equal(t, number.Block{Next: serial + 1, End: block.End}, rest)
			block = rest
		}
		_, rest, ok := block.Take()
		assert.False(t, ok)
		assert.Equal(t, block, rest)
	})
}

func TestEmptyAndImpossibleBlocksGiveNothing(t *testing.T) {
	t.Parallel()
	for _, block := range []number.Block{
		{},
		{Next: 5, End: 5},
		{Next: 6, End: 5},
		{Next: number.MaxSerial + 1, End: number.MaxSerial + 2},
	} {
		_, rest, ok := block.Take()
		assert.False(t, ok)
		assert.Equal(t, block, rest)
		assert.Zero(t, block.Left())
	}
}
