package policy_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
	"baodan/insurance/work"
)

// A policy is found by number, order and key in the view of the caller, and nobody else's is (D3).
func TestPoliciesAreFound(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		p := issue(w.WithSamples(), "O-1")
		for name, c := range map[string]struct {
			caller *access.Caller
			finds  bool
		}{"its channel": {w.Caller(insurancetest.Mall), true}, "another channel": {w.Caller(insurancetest.Pay), false}, "a person": {w.Person("serge"), true}} {
			number, order := p.Number, p.OrderNo
			lookups := map[string]func() (*policy.Policy, error){
				"number": func() (*policy.Policy, error) {
					return w.Policies.ByNumber(ctx, c.caller, number, policy.PointInTime{})
				},
				"key": func() (*policy.Policy, error) { return w.Policies.ByID(ctx, c.caller, p.ID) },
				"by": func() (*policy.Policy, error) {
					return w.Policies.By(ctx, c.caller, policy.Lookup{Number: &number}, policy.PointInTime{})
				},
			}
			if c.caller.Audience == access.Channel {
				lookups["order"] = func() (*policy.Policy, error) { return w.Policies.ByOrder(ctx, c.caller, order, policy.PointInTime{}) }
			}
			for by, look := range lookups {
				found, err := look()
				require.NoError(t, err, "%s: %s", name, by)
				assert.Equal(t, c.finds, found != nil, "%s: %s", name, by)
			}
			all, err := w.Policies.ByIDs(ctx, c.caller, []int64{p.ID, 7})
			require.NoError(t, err)
			_, there := all[p.ID]
			assert.Equal(t, c.finds, there, name)
		}
		found, err := w.Policies.ByOrder(ctx, w.Person("serge"), p.OrderNo, policy.PointInTime{})
		require.NoError(t, err)
		assert.Nil(t, found, "the insurer's people have no orders of their own")
		found, err = w.Policies.ByOrder(ctx, w.Caller(insurancetest.Mall), "O 1", policy.PointInTime{})
		require.NoError(t, err)
		assert.Nil(t, found, "no number of an order")
		found, err = w.Policies.ByNumber(ctx, w.Caller(insurancetest.Mall), p.Number+"0", policy.PointInTime{})
		require.NoError(t, err)
		assert.Nil(t, found, "mistyped")
		all, err := w.Policies.ByKeys(ctx, []int64{p.ID, 7}, policy.PointInTime{})
		require.NoError(t, err)
		require.NoError(t, all[p.ID].Err)
		assert.Equal(t, p.Number, all[p.ID].Value.Number())
		assert.ErrorContains(t, all[7].Err, "there is no policy 7")
		early := p.BoundAt.Add(-time.Millisecond)
		views, err := w.Policies.Views(ctx, []*ent.InsurancePolicy{p}, policy.PointInTime{KnownAt: &early})
		require.NoError(t, err)
		assert.Empty(t, views, "nobody knew of it")
		view, err := w.Policies.View(ctx, p, policy.PointInTime{KnownAt: &p.BoundAt})
		require.NoError(t, err)
		require.NotNil(t, view)
		assert.Equal(t, 1, view.Revision())
	})
}

// A renewal and what it renews name each other; a view from before the renewal knows nothing of it.
func TestRenewalsNameEachOther(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		pay := w.Caller(insurancetest.Pay)
		issued, err := w.Issuing.Issue(ctx, pay, &issuing.IssueInput{OrderNo: "1", Risk: insurancetest.Account("a-1", "BASIC")})
		require.NoError(t, err)
		w.Clock.Advance(350 * day)
		before := w.Clock.Now()
		w.Clock.Advance(time.Second)
		renewed, err := w.Servicing.Renew(ctx, pay, &servicing.RenewInput{OrderNo: "2", PolicyNumber: issued.Policy.Number()})
		require.NoError(t, err)
		numbers := func(p *policy.Policy) (from, by string) {
			for look, into := range map[*string]func(context.Context, []*policy.Policy) (map[*policy.Policy]*string, error){
				&from: w.Policies.RenewedFrom, &by: w.Policies.RenewedBy,
			} {
				found, err := into(ctx, []*policy.Policy{p})
				require.NoError(t, err)
				if found[p] != nil {
					*look = *found[p]
				}
			}
			return from, by
		}
		old := see(w, pay, issued.Policy.Number(), policy.PointInTime{})
		from, by := numbers(old)
		assert.Equal(t, []string{"", renewed.Policy.Number()}, []string{from, by})
		from, by = numbers(see(w, pay, renewed.Policy.Number(), policy.PointInTime{}))
		assert.Equal(t, []string{old.Number(), ""}, []string{from, by})
		from, by = numbers(see(w, pay, old.Number(), policy.PointInTime{KnownAt: &before}))
		assert.Equal(t, []string{"", ""}, []string{from, by}, "not yet")
	})
}

// What an endorsement left is answered again whatever came later, each by its own knowledge.
func TestPoliciesAfterTheirEndorsements(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		number := upgraded(w)
		p := see(w, w.Caller(insurancetest.Pay), number, policy.PointInTime{})
		var steps []policy.Step
		for _, e := range p.Recorded() {
			steps = append(steps, policy.Step{Policy: p, Endorsement: e})
		}
		after, err := w.Policies.AfterEndorsements(ctx, steps)
		require.NoError(t, err)
		require.Len(t, after, 2)
		for i, want := range []struct {
			version int
			premium string
			state   policy.State
		}{{2, "0.36", policy.InForce}, {3, "0.09", policy.Cancelled}} {
			q := after[steps[i].Endorsement.ID]
			assert.Equal(t, want.version, q.Revision())
			assert.Equal(t, want.premium, q.Premium().Text())
			assert.Equal(t, want.state, q.State())
		}
	})
}

// Where the database does not answer, each look-up says so.
func TestLookUpsTellThatTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		number := upgraded(w)
		pay := w.Caller(insurancetest.Pay)
		p := see(w, pay, number, policy.PointInTime{})
		renewed := *p.Row()
		renewed.RenewedBy, renewed.Renews = &renewed.ID, &renewed.ID
		other, err := w.Policies.View(ctx, &renewed, policy.PointInTime{})
		require.NoError(t, err)
		known := w.Clock.Now().Add(-day)
		earlier, err := w.Policies.View(ctx, &renewed, policy.PointInTime{KnownAt: &known})
		require.NoError(t, err)
		server := w.AddServer() // whose masters hold no version of another one yet
		unknown := *p.Row()
		unknown.AgreementID, unknown.ProductVersionID = 7, p.Row().ProductVersionID
		unsold := *p.Row()
		unsold.ProductVersionID = 7
		gone, cancel := context.WithCancel(ctx)
		cancel()
		for name, look := range map[string]func() error{
			"order":  func() error { _, err := w.Policies.ByOrder(gone, pay, "1", policy.PointInTime{}); return err },
			"number": func() error { _, err := w.Policies.ByNumber(gone, pay, number, policy.PointInTime{}); return err },
			"id":     func() error { _, err := w.Policies.ByID(gone, pay, p.Key()); return err },
			"ids":    func() error { _, err := w.Policies.ByIDs(gone, pay, []int64{p.Key()}); return err },
			"key":    func() error { _, err := w.Policies.ByKey(gone, p.Key(), policy.PointInTime{}); return err },
			"keys":   func() error { _, err := w.Policies.ByKeys(gone, []int64{p.Key()}, policy.PointInTime{}); return err },
			"rows":   func() error { _, err := w.Policies.Rows(gone, []int64{p.Key()}); return err },
			"views": func() error {
				_, err := w.Policies.Views(gone, []*ent.InsurancePolicy{p.Row()}, policy.PointInTime{})
				return err
			},
			"view": func() error { _, err := w.Policies.View(gone, p.Row(), policy.PointInTime{}); return err },
			"known": func() error {
				_, err := w.Policies.View(gone, p.Row(), policy.PointInTime{KnownAt: &known})
				return err
			},
			"agreement":  func() error { _, err := server.Policies.AsBound(gone, &unknown); return err },
			"product":    func() error { _, err := server.Policies.AsBound(gone, &unsold); return err },
			"renewed by": func() error { _, err := w.Policies.RenewedBy(gone, []*policy.Policy{other}); return err },
			"then":       func() error { _, err := w.Policies.RenewedBy(gone, []*policy.Policy{earlier}); return err },
			"renews":     func() error { _, err := w.Policies.RenewedFrom(gone, []*policy.Policy{other}); return err },
			"after": func() error {
				_, err := w.Policies.AfterEndorsements(gone, []policy.Step{{Policy: p, Endorsement: p.Recorded()[0]}})
				return err
			},
			"personal": func() error { _, err := w.Policies.Personal(gone, p.Key()); return err },
			"erased":   func() error { _, err := w.Policies.Erased(gone, p.Key()); return err },
			"index":    func() error { _, _, _, err := w.Policies.Index(gone, 0, 10); return err },
			"delay":    func() error { return w.Policies.Delay(gone, p.Key(), 0, known) },
			"lock": func() error {
				return do(w, func(_ context.Context, tx *work.Tx) error { _, err := policy.LockRow(gone, tx, p.Key()); return err })
			},
		} {
			assert.Error(t, look(), name)
		}
		require.ErrorContains(t, do(w, func(ctx context.Context, tx *work.Tx) error { _, err := policy.LockRow(ctx, tx, 7); return err }), "policy 7")
	})
}

// The open part of a risk is stored with the period that was asked for, and reads back as it was sent.
func TestRiskReadsBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		p := issue(w.WithSamples(), "O-1")
		start, end := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		view, err := w.Policies.View(ctx, p, policy.PointInTime{})
		require.NoError(t, err)
		risk, err := view.Risk()
		require.NoError(t, err)
		risk.Start, risk.End, risk.Insureds = &start, &end, []string{"a", "b"}
		written := risk.Append(nil, view.Product().Factors())
		var read struct {
			Plan, Payer string
			Start, End  time.Time
			Insureds    []string
		}
		require.NoError(t, json.Unmarshal(written, &read), string(written))
		assert.Equal(t, []any{"A", "CUSTOMER", start, end, []string{"a", "b"}}, []any{read.Plan, read.Payer, read.Start, read.End, read.Insureds})
		for _, c := range []struct {
			personal policy.Personal
			empty    bool
		}{
			{policy.Personal{}, true},
			{policy.Personal{People: policy.People{Applicant: li()}}, false},
			{policy.Personal{People: policy.People{Parties: map[string]*policy.Party{"a": li()}}}, false},
			{policy.Personal{Factors: map[string]any{"accountId": "a"}}, false},
		} {
			assert.Equal(t, c.empty, c.personal.Empty())
		}
		assert.Equal(t, 1, w.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.Number(p.Number)).CountX(ctx))
	})
}
