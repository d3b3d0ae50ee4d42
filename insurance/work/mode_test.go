package work_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/insurance/work"
)

// TestModeLeftOutIsLive names P6: what a client leaves out never means the sandbox.
func TestModeLeftOutIsLive(t *testing.T) {
	assert.True(t, work.Mode("").IsLive())
	assert.True(t, work.ModeOf(true).IsLive())
	assert.False(t, work.ModeOf(false).IsLive())
}
