package privacy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
)

// P3: whether personal data may be shown or erased is said as the acts decide it: of a policy in force, of one that ended, of one that is
// cancelled; and shown no oftener than a day permits.
func TestP3ActsOnPersonalDataAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		issue := func(account string) int64 {
			issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: account, Risk: insurancetest.Account(account, "BASIC")})
			require.NoError(t, err)
			return issued.Policy.Key()
		}
		erasure := func(account string) func() error {
			pay := insurancetest.Pay
			return func() error {
				_, err := ask(w, privacy.ErasureInput{InsuredReference: &account, ChannelCode: &pay})
				return err
			}
		}
		a, b := issue("a-1"), issue("a-2")
		number := w.Store.Client.InsurancePolicy.GetX(ctx, b).Number
		_, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Pay), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: number, Reason: "CUSTOMER_REQUEST"})
		require.NoError(t, err)
		w.Clock.Advance(time.Hour)
		check := func(account string, policy int64) {
			said, err := w.Privacy.Allowed(ctx, w.Person("serge"), []int64{a, b})
			require.NoError(t, err)
			insurancetest.HoldsTo(t, said[policy], "requestErasure", erasure(account), account)
			for _, name := range []string{"serge", "sys"} {
				said, err := w.Privacy.Allowed(ctx, w.Person(name), []int64{policy})
				require.NoError(t, err)
				insurancetest.HoldsTo(t, said[policy], "revealPersonalData", func() error {
					_, err := w.Privacy.Reveal(ctx, w.Person(name), &privacy.RevealInput{ID: privacy.RowID{Kind: "policy", Key: policy}, Classes: []privacy.PersonalClass{privacy.Name}, Reason: "r"})
					return err
				}, name)
			}
		}
		check("a-1", a)
		check("a-2", b)
		w.Clock.Set(later)
		for range 3 {
			_, err := w.Privacy.Reveal(ctx, w.Person("serge"), &privacy.RevealInput{ID: privacy.RowID{Kind: "policy", Key: a}, Classes: []privacy.PersonalClass{privacy.Name}, Reason: "r"})
			require.NoError(t, err)
		}
		check("a-1", a)
	})
}
