package privacy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/schema/field"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/credential"
	"baodan/ent/job"
	"baodan/ent/migrate"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// rotate gives the world's keyring another current key, and answers its number.
func rotate(t *testing.T, w *insurancetest.World) uint32 {
	t.Helper()
	text, number, err := seal.AddKey(w.Keyring)
	require.NoError(t, err)
	text, err = seal.UseKey(text, number, w.Clock.Now())
	require.NoError(t, err)
	changed, err := w.Ring.Reload(text)
	require.NoError(t, err)
	require.True(t, changed)
	w.Keyring = text
	return number
}

func rewrap(t *testing.T, w *insurancetest.World) *ent.Job {
	t.Helper()
	row, err := w.Privacy.StartRewrap(ctx, insurancetest.Command)
	require.NoError(t, err)
	n, err := w.Privacy.WorkRewraps(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	row = w.Store.Client.Job.GetX(ctx, row.ID)
	require.Equal(t, job.StateSucceeded, row.State, row.Problem)
	return row
}

// Every wrapped key of every table is wrapped again: a column that is missing would be lost when its key is retired.
func TestEveryWrappedKeyIsKnown(t *testing.T) {
	t.Parallel()
	known := insurancetest.New(t, dialect.SQLite).Privacy.SealedColumns()
	for _, table := range migrate.Tables {
		for _, column := range table.Columns {
			if column.Type == field.TypeBytes && strings.HasSuffix(column.Name, "_key") {
				assert.Contains(t, known, table.Name+"."+column.Name)
			}
		}
	}
	assert.Contains(t, known, "credentials.verifier")
	assert.Len(t, known, 11)
}

// H7: keys rotate while policies are issued, read and corrected on two servers; nothing is unreadable at any moment, and
// the old key is not needed in the end.
func TestKeysRotateWhileAllGoesOn(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "first", zhang(), li())
		servers := []*insurancetest.Server{w.Server, w.AddServer()}
		done := make(chan struct{})
		var group sync.WaitGroup
		var issued atomic.Int64
		for worker, s := range servers {
			group.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-done:
						return
					default:
					}
					no := fmt.Sprintf("%d-%d", worker, i)
					risk := insurancetest.Account("acct-"+no, "BASIC")
					risk.Insureds[0].Party = zhang().Input()
					one, err := s.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: no, Risk: risk})
					if !assert.NoError(t, err) {
						return
					}
					issued.Add(1)
					for _, id := range []int64{one.Policy.Key(), p.Key()} {
						held, err := servers[1-worker].Policies.Personal(ctx, id)
						if !assert.NoError(t, err) {
							return
						}
						assert.NotEmpty(t, held.Values)
					}
				}
			})
		}
		for range 3 {
			rotate(t, w)
			rewrap(t, w)
		}
		close(done)
		group.Wait()
		require.Positive(t, issued.Load())
		rewrap(t, w) // what was sealed before the last exchange and stored after it
		w.Clock.Advance(2 * time.Minute)
		for number := uint32(1); number < w.Ring.Current(); number++ {
			require.NoError(t, w.Privacy.Retirable(ctx, number, time.Time{}))
			text, err := seal.RetireKey(w.Keyring, number, w.Clock.Now())
			require.NoError(t, err)
			w.Keyring = text
		}
		_, err := w.Ring.Reload(w.Keyring)
		require.NoError(t, err)
		for _, id := range w.Store.Client.InsurancePolicy.Query().IDsX(ctx) {
			_, err := w.Policies.Personal(ctx, id)
			require.NoError(t, err)
		}
	})
}

// wrapped is how many keys a job wrapped again. A database may give a document of JSON back with other spaces and in another order.
func wrapped(t *testing.T, row *ent.Job) int64 {
	t.Helper()
	var result struct{ Wrapped int64 }
	require.NoError(t, json.Unmarshal([]byte(*row.Result), &result))
	return result.Wrapped
}

// What a key still wraps keeps it from being retired: data, a channel's secret, a webhook's, a person's second factor.
func TestRetireRefusesWhileNeeded(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		correct(t, w, p, "E-1", li())
		secret, err := w.Access.AddCredential(ctx, insurancetest.Command, access.CredentialInput{
			ChannelCode: insurancetest.Pay, Live: true, KeyID: "k-1", Algorithm: credential.AlgorithmHMAC,
		})
		require.NoError(t, err)
		hook := w.Store.NewKey()
		key, box := w.Ring.Seal([]byte("hook"), fmt.Sprintf("webhook_keys.secret:7:%d", hook))
		w.Store.Client.WebhookKey.Create().SetID(hook).SetChannelID(7).SetEndpointID(1).SetScheme(webhookkey.SchemeHMAC).
			SetSecretKey(key).SetSecret(box).SetCreatedAt(w.Clock.Now()).ExecX(ctx)
		key, box = w.Ring.Seal([]byte("totp"), "people.totp_secret:"+fmt.Sprint(w.Person("uma").Person.ID))
		w.Store.Client.Person.UpdateOneID(w.Person("uma").Person.ID).SetTotpKey(key).SetTotpSecret(box).ExecX(ctx)

		require.NoError(t, w.Privacy.Retirable(ctx, 9, time.Time{}), "nothing needs a key that there isn't")
		rotate(t, w)
		err = w.Privacy.Retirable(ctx, 1, time.Time{})
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		assert.EqualValues(t, 5, wrapped(t, rewrap(t, w)))
		require.NoError(t, w.Privacy.Retirable(ctx, 1, time.Time{}))
		assert.Zero(t, wrapped(t, rewrap(t, w)), "the current key wraps all")

		only, err := seal.RetireKey(w.Keyring, 1, w.Clock.Now().Add(time.Hour))
		require.NoError(t, err)
		_, err = w.Ring.Reload(only)
		require.NoError(t, err)
		require.NoError(t, w.Cache.Refresh(context.Background()))
		assert.NotNil(t, w.Access.Key("k-1", w.Clock.Now()), secret)
		uma := w.Store.Client.Person.GetX(ctx, w.Person("uma").Person.ID)
		plain, err := w.Ring.Open(uma.TotpKey, uma.TotpSecret, "people.totp_secret:"+fmt.Sprint(uma.ID))
		require.NoError(t, err)
		assert.Equal(t, "totp", string(plain))
		held, err := w.Policies.Personal(ctx, p.Key())
		require.NoError(t, err)
		assert.Equal(t, "李四", held.Values[0].Text)
	})
}

// What somebody changed while it was wrapped again stays as they wrote it.
func TestRewrapOverwritesNothing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ids := make([]int64, 30)
		for i := range ids {
			ids[i] = account(t, w, fmt.Sprint(i), zhang(), nil).Key()
		}
		rotate(t, w)
		_, err := w.Privacy.StartRewrap(ctx, insurancetest.Command)
		require.NoError(t, err)
		var group sync.WaitGroup
		group.Go(func() {
			_, err := w.Privacy.WorkRewraps(ctx)
			assert.NoError(t, err)
		})
		for _, id := range ids {
			row := w.Store.Client.InsurancePolicy.GetX(ctx, id)
			key, box := w.Ring.Seal([]byte(`{"people":{},"factors":{"accountId":"other"}}`), fmt.Sprintf("policies.personal:%d:%d", row.ChannelID, id))
			w.Store.Client.InsurancePolicy.UpdateOneID(id).SetPersonalKey(key).SetPersonal(box).ExecX(ctx)
		}
		group.Wait()
		for _, id := range ids {
			held, err := w.Policies.Personal(ctx, id)
			require.NoError(t, err)
			require.Len(t, held.Values, 1)
			assert.Equal(t, "other", held.Values[0].Text)
		}
	})
}
