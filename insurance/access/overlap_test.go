package access_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// TestOverlaps names P6: what a client's language sends as zero ends no key by accident.
func TestOverlaps(t *testing.T) {
	hours := func(n int) *int { return &n }
	for name, c := range map[string]struct {
		hours   *int
		without bool
		want    time.Duration
		code    fault.Code
	}{
		"left out":         {nil, false, 24 * time.Hour, ""},
		"none":             {nil, true, 0, ""},
		"least":            {hours(1), false, time.Hour, ""},
		"most":             {hours(168), false, 168 * time.Hour, ""},
		"zero":             {hours(0), false, 0, fault.CodeInvalidValue},
		"less than none":   {hours(-1), false, 0, fault.CodeInvalidValue},
		"more than most":   {hours(169), false, 0, fault.CodeInvalidValue},
		"both at once":     {hours(1), true, 0, fault.CodeInvalidValue},
		"more than an int": {hours(1 << 40), false, 0, fault.CodeInvalidValue},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := access.Overlap(c.hours, c.without, 168*time.Hour)
			if c.code != "" {
				assert.Equal(t, c.code, fault.All(err)[0].Base().Code)
				return
			}
			assert.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}
