package claims_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/file"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	core "baodan/insurance/work"
)

// B8: a claim has at most 100 files, however many requests bring them; the one that brings more changes nothing.
func TestB8AClaimHasAtMost100Files(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		caller := w.Caller(insurancetest.Mall)
		twenty := func() (keys []core.FileKey) {
			for range 20 {
				row := w.Store.Client.File.Create().SetID(w.Store.NewKey()).SetChannelID(caller.Channel.ID).SetPurpose(file.PurposeClaimEvidence).
					SetName("photo").SetSize(1).SetSha256("x").SetState(file.StateStored).SetCreatedAt(w.Clock.Now()).SetExpiresAt(w.Clock.Now()).SaveX(ctx)
				keys = append(keys, core.FileKey(row.ID))
			}
			return keys
		}
		a, err := submit(w, "C-1", sell(t, w, "O-1"), "YT1000000001")
		require.NoError(t, err)
		update := func(i int, keys []core.FileKey) error {
			_, err := w.Claims.Update(ctx, caller, &claims.UpdateInput{RequestNo: fmt.Sprint("U-", i), ClaimNumber: a.Claim.Number(), FileIDs: keys})
			return err
		}
		for i := range 5 {
			require.NoError(t, update(i, twenty()))
		}
		more := twenty()
		err = update(5, more[:1])
		require.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.ErrorContains(t, err, "a claim has at most 100 files")
		assert.Equal(t, 20, w.Store.Client.File.Query().Where(file.ClaimIDIsNil()).CountX(ctx))
	})
}
