package jobs_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/hibiken/asynq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/jobs"
)

// Section 4, system health: the queues and their workers are told of a real queue, and one that is away is said to be, in time.
func TestSection4TheQueueIsInspected(t *testing.T) {
	embedded := miniredis.RunT(t)
	for name, address := range map[string]string{"embedded": embedded.Addr(), "redis": os.Getenv("REDIS_ADDR")} {
		t.Run(name, func(t *testing.T) {
			if address == "" {
				t.Skip("REDIS_ADDR is not set")
			}
			at := jobs.Redis{Addr: address}
			queues, workers, err := jobs.Inspect(at)(context.Background())
			require.NoError(t, err)
			require.Len(t, queues, 3)
			assert.NotNil(t, workers)
			if name == "redis" {
				return // others may use it
			}
			client := asynq.NewClient(asynq.RedisClientOpt{Addr: address})
			defer client.Close()
			_, err = client.Enqueue(asynq.NewTask("test:nobody", nil), asynq.Queue("low"))
			require.NoError(t, err)
			queues, _, err = jobs.Inspect(at)(context.Background())
			require.NoError(t, err)
			assert.Equal(t, "low", queues[2].Name)
			assert.Equal(t, 1, queues[2].Waiting)
			embedded.Close()
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			began := time.Now()
			_, _, err = jobs.Inspect(at)(ctx)
			require.Error(t, err)
			assert.Less(t, time.Since(began), 2*time.Second)
		})
	}
}
