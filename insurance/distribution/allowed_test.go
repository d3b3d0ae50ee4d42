package distribution_test

import (
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/credential"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
)

// P3: an act on a version of an agreement that is said to be possible succeeds, and one that is not is refused as it was said.
func TestP3ActsOnAgreementsAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	ask := func(t *testing.T, w *insurancetest.World) *ent.Approval {
		asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sue"), because(second(), "more"))
		require.NoError(t, err)
		return asked
	}
	for name, make := range map[string]func(t *testing.T, w *insurancetest.World){
		"in force": func(*testing.T, *insurancetest.World) {},
		"asked":    func(t *testing.T, w *insurancetest.World) { ask(t, w) },
		"replaced": func(t *testing.T, w *insurancetest.World) { require.NoError(t, approve(w, "fay", ask(t, w))) },
		"ended": func(_ *testing.T, w *insurancetest.World) {
			w.EndAgreement(insurancetest.Mall, insurancetest.MallAgreement)
		},
		"off sale": func(_ *testing.T, w *insurancetest.World) { w.Withdraw("RFI-01") },
	} {
		for _, act := range []string{"requestAgreement", "terminateAgreement"} {
			t.Run(name+" "+act, func(t *testing.T) {
				t.Parallel()
				w := insurancetest.New(t, dialect.SQLite).WithSamples()
				make(t, w)
				require.NoError(t, w.Cache.Refresh(ctx))
				row, err := w.Distribution.FindAgreement(ctx, insurancetest.Command, insurancetest.Mall, insurancetest.MallAgreement, 1)
				require.NoError(t, err)
				said, err := w.Distribution.AllowedOnAgreements(ctx, []*ent.Agreement{row})
				require.NoError(t, err)
				tries := map[string]func() error{
					"requestAgreement": func() error {
						in := second()
						in.Version = row.Version
						_, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(in, "r"))
						return err
					},
					"terminateAgreement": func() error {
						_, err := w.Distribution.Terminate(ctx, w.Person("sam"), distribution.TerminateInput{
							ChannelCode: insurancetest.Mall, Code: row.Code, ExpectedRevision: &row.Version, Reason: "r",
						})
						return err
					},
				}
				require.Len(t, said[row.ID], len(tries))
				insurancetest.HoldsTo(t, said[row.ID], act, tries[act])
			})
		}
	}
}

// P3: the same of credentials, live and revoked.
func TestP3ActsOnCredentialsAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		grant(t, w, wanted("k-1"))
		revoke := func() error {
			_, err := w.Distribution.RevokeCredential(ctx, w.Person("sec"), distribution.RevokeInput{KeyID: "k-1", Reason: "r"})
			return err
		}
		address := func() error {
			_, err := w.Distribution.SetCredentialAddresses(ctx, w.Person("sec"), distribution.AddressesInput{KeyID: "k-1", Addresses: []string{"192.0.2.0/24"}, Reason: "r"})
			return err
		}
		for range 2 {
			said, err := distribution.AllowedOnCredential(w.Store.Client.Credential.Query().Where(credential.KeyID("k-1")).OnlyX(ctx))
			require.NoError(t, err)
			insurancetest.HoldsTo(t, said, "setCredentialAddresses", address)
			insurancetest.HoldsTo(t, said, "revokeCredential", revoke)
		}
	})
}
