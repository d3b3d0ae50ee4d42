package server

import (
	"context"
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// startEmbeddedRedis runs a Redis inside the process if none is configured. It forgets everything at the end,
// which loses nothing: rows are the truth, the queue only rings. Its clock stands still unless it is pushed.
func startEmbeddedRedis(ctx context.Context) (*miniredis.Miniredis, error) {
	m := miniredis.NewMiniRedis()
	if err := m.Start(); err != nil {
		return nil, fmt.Errorf("embedded Redis: %w", err)
	}
	go func() {
		const step = time.Second
		tick := time.NewTicker(step)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				m.FastForward(step)
			}
		}
	}()
	return m, nil
}
