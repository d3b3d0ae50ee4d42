package claims_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
)

// E4: who enters a claim by phone does not also state the platform's verdict: nothing is paid or declined by it until the platform
// states it.
func TestE4TheVerdictIsThePlatforms(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		for verdict, reason := range map[string]string{"stolen": "VERDICT_UNCLEAR", "owner": "VERDICT_UNCLEAR", "": "VERDICT_UNCLEAR"} {
			in := robbed(w, "C-"+verdict, covered(t, w, "acct-"+verdict, "PLUS"), "1800")
			in.RequestNo += "1"
			in.Facts["platformVerdict"] = verdict
			if verdict == "" {
				delete(in.Facts, "platformVerdict")
			}
			c := submitted(t, w, "serge", in)
			assert.Equal(t, claim.StateInReview, c.State(), verdict)
			assert.Equal(t, reason, reasonOf(t, c), verdict)
			findings, err := c.Findings()
			require.NoError(t, err)
			found := false
			for _, f := range findings {
				found = found || f.Code == catalog.FactByHand
			}
			assert.Equal(t, verdict != "", found, verdict)
		}
		number := seenBy(t, w, "~"+w.Person("serge").RequestNo("C-1")[1:])
		_, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"platformVerdict": "stolen"}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StatePaid, seen(t, w, number).State(), "the platform stated it")

		// A person who changes what the platform stated takes its word away.
		in := robbed(w, "C-9", covered(t, w, "acct-9", "PLUS"), "1800")
		in.Facts["platformVerdict"] = "unclear"
		c := submitted(t, w, "", in)
		_, err = w.Claims.Update(ctx, w.Person("serge"), &claims.UpdateInput{RequestNo: "U-2", ClaimNumber: c.Number(), Facts: map[string]any{"platformVerdict": "stolen"}})
		require.NoError(t, err)
		work(t, w)
		assert.Equal(t, claim.StateInReview, seen(t, w, c.Number()).State())
	})
}
