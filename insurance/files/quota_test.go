package files_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/insurancetest"
)

// What nobody did anything with is bounded in number and bytes, for each channel and person alone, and refused when it is announced:
// nothing of it is stored. What is attached, never arrived or was removed makes room; of a day nothing does, and no sandbox's clock helps.
func TestQuotaOfFiles(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		size := int64(len(pdf) + 2)
		w.FileQuota = files.Quota{Unused: 5, UnusedBytes: 4*size + 1, Day: 9, DayBytes: 1 << 20}
		s, ctx := w.AddServer(), context.Background()
		sandbox := *w.Caller(insurancetest.Mall)
		var err error
		sandbox.Channel, err = w.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		n := 10
		announce := func(caller *access.Caller) (*files.Upload, error) {
			n++
			return s.Files.Expect(ctx, caller, announced(file.PurposeClaimEvidence, fmt.Sprint(pdf, n)))
		}
		send := func() int64 {
			up, err := announce(&sandbox)
			require.NoError(t, err)
			require.NoError(t, s.Files.Receive(ctx, up.Token, bytes.NewReader([]byte(fmt.Sprint(pdf, n))), insurancetest.Free))
			return up.FileID
		}
		refused := func(detail string) {
			t.Helper()
			_, err := announce(&sandbox)
			require.True(t, fault.Has(err, fault.CodeLimitReached), "%v", err)
			assert.ErrorContains(t, err, detail)
		}
		first := send()
		send()
		_, err = announce(&sandbox) // one that never arrives
		require.NoError(t, err)
		send()
		refused("4 files of 72 bytes belong to no claim or service request")
		for _, other := range []*access.Caller{w.Caller(insurancetest.Mall), w.Person("cleo")} {
			_, err = announce(other)
			require.NoError(t, err)
		}
		require.NoError(t, w.Store.Client.File.UpdateOneID(first).SetClaimID(1).Exec(ctx))
		send()
		refused("4 files")
		w.Clock.Advance(time.Hour + time.Minute)
		send() // instead of the one that never arrived
		refused("4 files")
		require.NoError(t, w.Store.Client.File.Update().Where(file.ChannelID(sandbox.Channel.ID)).SetClaimID(1).Exec(ctx))
		for range 3 {
			require.NoError(t, w.Store.Client.File.UpdateOneID(send()).SetClaimID(1).Exec(ctx))
		}
		refused("at most 9 files of 1048576 bytes within 24 hours")
		_, err = s.Distribution.AdvanceClock(ctx, sandbox.Channel, s.Distribution.Now(sandbox.Channel.ID).Add(400*24*time.Hour))
		require.NoError(t, err)
		refused("within 24 hours")
		w.Clock.Advance(24 * time.Hour)
		send()
	})
}

// Many that announce at once on two servers get no more than the quota.
func TestQuotaOfFilesAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.FileQuota = files.Quota{Unused: 7, UnusedBytes: 1 << 20, Day: 100, DayBytes: 1 << 20}
		servers := []*insurancetest.Server{w.AddServer(), w.AddServer()}
		var group sync.WaitGroup
		var taken, refused atomic.Int32
		for i := range 40 {
			group.Go(func() {
				_, err := servers[i%2].Files.Expect(context.Background(), w.Caller(insurancetest.Mall), announced(file.PurposeClaimEvidence, fmt.Sprint(pdf, i)))
				switch {
				case err == nil:
					taken.Add(1)
				case fault.Has(err, fault.CodeLimitReached):
					refused.Add(1)
				default:
					assert.NoError(t, err)
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 7, taken.Load())
		assert.EqualValues(t, 33, refused.Load())
		assert.Equal(t, 7, w.Store.Client.File.Query().CountX(context.Background()))
	})
}
