package policy_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/blindindex"
	"baodan/ent/endorsement"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
	"baodan/insurance/work"
)

func text(s string) *string { return &s }

func zhang() *policy.Party {
	return &policy.Party{Name: text("张三"), IdentityType: text("PASSPORT"), IdentityNo: text("E1234567X"), Phone: text("13812345678"), Email: text("zhang@example.com")}
}

func li() *policy.Party {
	return &policy.Party{Name: text("李四"), IdentityNo: text("E7654321"), Phone: text("13900001111")}
}

// named takes out a policy of an account whose insured and applicant are named.
func named(w *insurancetest.World, no string, insured, applicant *policy.Party) *policy.Policy {
	w.T.Helper()
	risk := insurancetest.Account("acct-"+no, "BASIC")
	risk.Insureds[0].Party, risk.Applicant = insured.Input(), applicant.Input()
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: no, Risk: risk})
	require.NoError(w.T, err)
	return issued.Policy
}

// corrected replaces the data of the insured.
func corrected(w *insurancetest.World, p *policy.Policy, requestNo string, party *policy.Party) {
	w.T.Helper()
	references, err := p.References()
	require.NoError(w.T, err)
	_, err = w.Servicing.Endorse(ctx, w.Caller(insurancetest.Pay), &servicing.EndorseInput{
		RequestNo: requestNo, PolicyNumber: p.Number(),
		Change: servicing.ChangeInput{Insured: &servicing.InsuredChangeInput{Reference: references[0], Party: map[string]any{
			"name": party.Name, "identityType": party.IdentityType, "identityNo": party.IdentityNo, "phone": party.Phone, "email": party.Email,
		}}},
	})
	require.NoError(w.T, err)
}

func found(w *insurancetest.World, class privacy.PersonalClass, value string) []int64 {
	w.T.Helper()
	ids, err := w.Privacy.PoliciesOf(ctx, class, value, 0, 100)
	require.NoError(w.T, err)
	return ids
}

// values that a policy says of persons, by their paths.
func values(w *insurancetest.World, id int64) map[string]string {
	w.T.Helper()
	data, err := w.Policies.Personal(ctx, id)
	require.NoError(w.T, err)
	require.NotNil(w.T, data)
	said := map[string]string{}
	for _, v := range data.Values {
		said[v.Path] = v.Text
	}
	return said
}

// A policy says of its persons what was sent, with what was corrected since, each at its path (H7).
func TestPersonalDataAsItHoldsNow(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := named(w, "1", zhang(), li())
		want := map[string]string{
			"applicant.name": "李四", "applicant.identityNo": "E7654321", "applicant.phone": "13900001111",
			"insureds.0.name": "张三", "insureds.0.identityType": "PASSPORT", "insureds.0.identityNo": "E1234567X",
			"insureds.0.phone": "13812345678", "insureds.0.email": "zhang@example.com", "factors.accountId": "acct-1",
		}
		assert.Equal(t, want, values(w, p.Key()))
		corrected(w, p, "E-1", &policy.Party{Name: text("张三丰")})
		assert.Equal(t, "张三丰", values(w, p.Key())["insureds.0.name"])
		data, err := w.Policies.Personal(ctx, p.Key())
		require.NoError(t, err)
		assert.Equal(t, p.Number(), data.Object)
		assert.Equal(t, p.Row().ChannelID, data.ChannelID)
		none, err := w.Policies.Personal(ctx, 1)
		require.NoError(t, err)
		assert.Nil(t, none, "there is no such policy")

		nobody := named(w, "2", nil, nil)
		assert.Equal(t, map[string]string{"factors.accountId": "acct-2"}, values(w, nobody.Key()))
	})
}

// What is sealed opens for its own policy only, and what is spoilt names the policy.
func TestSealedPersonsOpenForTheirPolicyOnly(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		a, b := named(w, "1", zhang(), nil), named(w, "2", li(), nil)
		w.Store.Client.InsurancePolicy.UpdateOneID(a.Key()).SetPersonal(b.Row().Personal).SetPersonalKey(b.Row().PersonalKey).ExecX(ctx)
		spoilt, err := w.Policies.ByKey(ctx, a.Key(), policy.PointInTime{})
		require.NoError(t, err)
		_, err = spoilt.Personal()
		assert.ErrorContains(t, err, a.Number())
		for name, look := range map[string]func() error{
			"factors":  func() error { _, err := spoilt.Factors(); return err },
			"people":   func() error { _, err := spoilt.People(); return err },
			"party":    func() error { _, err := spoilt.Party("acct-1"); return err },
			"insureds": func() error { _, err := spoilt.Insureds(); return err },
			"shown":    func() error { _, err := w.Policies.Personal(ctx, a.Key()); return err },
			"forgotten": func() error {
				return do(w, func(ctx context.Context, tx *work.Tx) error {
					return w.Policies.Forget(ctx, tx, a.Key(), privacy.InsuredSubject(w.Ring, a.Row().ChannelID, "acct-1"))
				})
			},
			"indexed": func() error {
				w.Store.Client.BlindIndex.Delete().ExecX(ctx)
				_, _, _, err := w.Policies.Index(ctx, 0, 100)
				return err
			},
		} {
			assert.ErrorContains(t, look(), a.Number(), name)
		}
		w.Store.Client.InsurancePolicy.UpdateOneID(b.Key()).SetRisk("[]").ExecX(ctx)
		broken, err := w.Policies.ByKey(ctx, b.Key(), policy.PointInTime{})
		require.NoError(t, err)
		for name, look := range map[string]func() error{
			"risk":       func() error { _, err := broken.Risk(); return err },
			"references": func() error { _, err := broken.References(); return err },
			"factors":    func() error { _, err := broken.Factors(); return err },
			"case":       func() error { _, err := broken.Case("cancel"); return err },
			"insureds":   func() error { _, err := broken.Insureds(); return err },
			"shown":      func() error { _, err := w.Policies.Personal(ctx, b.Key()); return err },
		} {
			assert.ErrorContains(t, look(), b.Number(), name)
		}
	})
}

// The endorsement of another policy does not open either.
func TestSealedCorrections(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := named(w, "1", zhang(), nil)
		corrected(w, p, "E-1", li())
		e := w.Store.Client.Endorsement.Query().Where(endorsement.PolicyID(p.Key())).OnlyX(ctx)
		party, err := w.Policies.OpenParty(e)
		require.NoError(t, err)
		assert.Equal(t, li(), party)
		e.ID++
		_, err = w.Policies.OpenParty(e)
		assert.ErrorContains(t, err, e.Number)
		e.Personal = nil
		party, err = w.Policies.OpenParty(e)
		require.NoError(t, err)
		assert.Nil(t, party, "erased")
		w.Store.Client.Endorsement.Update().Where(endorsement.PolicyID(p.Key())).SetPersonalKey([]byte("spoilt")).ExecX(ctx)
		spoilt, err := w.Policies.ByKey(ctx, p.Key(), policy.PointInTime{})
		require.NoError(t, err)
		_, err = spoilt.People()
		assert.ErrorContains(t, err, e.Number)
		err = do(w, func(ctx context.Context, tx *work.Tx) error {
			return w.Policies.Forget(ctx, tx, p.Key(), privacy.InsuredSubject(w.Ring, p.Row().ChannelID, "acct-1"))
		})
		assert.ErrorContains(t, err, e.Number)
	})
}

// Who is erased is gone from the policy, from its corrections and from what it is found by; who is named beside them stays,
// and a policy that names nobody else loses its personal factors, too.
func TestForgetOneOfTwo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := named(w, "1", zhang(), li())
		corrected(w, p, "E-1", &policy.Party{Name: text("张三丰"), Phone: text("13812345678")})
		forget := func(who *privacy.Subject) {
			t.Helper()
			require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error { return w.Policies.Forget(ctx, tx, p.Key(), who) }))
		}
		erased := func() bool {
			gone, err := w.Policies.Erased(ctx, p.Key())
			require.NoError(t, err)
			return gone
		}
		forget(privacy.InsuredSubject(w.Ring, p.Row().ChannelID, "acct-2"))
		assert.False(t, erased(), "nobody of that name is in it")
		assert.Equal(t, "张三丰", values(w, p.Key())["insureds.0.name"])
		forget(privacy.InsuredSubject(w.Ring, p.Row().ChannelID+1, "acct-1"))
		assert.False(t, erased(), "another channel's reference")

		insured := privacy.InsuredSubject(w.Ring, p.Row().ChannelID, "acct-1")
		forget(insured)
		assert.True(t, erased())
		assert.False(t, insured.Alone)
		assert.True(t, insured.Is(privacy.Phone, "13812345678"), "claims look for what was learned of them")
		assert.Equal(t, map[string]string{
			"applicant.name": "李四", "applicant.identityNo": "E7654321", "applicant.phone": "13900001111", "factors.accountId": "acct-1",
		}, values(w, p.Key()), "the applicant is another one, and the account may be theirs")
		stored, err := w.Policies.ByKey(ctx, p.Key(), policy.PointInTime{})
		require.NoError(t, err)
		bound, err := stored.Personal()
		require.NoError(t, err)
		assert.Empty(t, bound.Parties, "nor is anything left of them in what was bound")
		for _, value := range []string{"张三", "张三丰"} {
			assert.Empty(t, found(w, privacy.Name, value), value)
		}
		assert.Empty(t, found(w, privacy.Phone, "13812345678"))
		assert.Equal(t, []int64{p.Key()}, found(w, privacy.Name, "李四"))
		left := w.Store.Client.Endorsement.Query().Where(endorsement.PolicyID(p.Key())).OnlyX(ctx)
		assert.Nil(t, left.Personal)
		assert.Nil(t, left.PersonalKey)
		marks := w.Store.Client.BlindIndex.Query().Where(blindindex.PolicyID(p.Key())).CountX(ctx)
		forget(privacy.InsuredSubject(w.Ring, p.Row().ChannelID, "acct-1"))
		assert.Equal(t, marks, w.Store.Client.BlindIndex.Query().Where(blindindex.PolicyID(p.Key())).CountX(ctx), "twice changes nothing")

		q := named(w, "2", zhang(), nil)
		alone := privacy.InsuredSubject(w.Ring, q.Row().ChannelID, "acct-2")
		require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error { return w.Policies.Forget(ctx, tx, q.Key(), alone) }))
		assert.True(t, alone.Alone)
		assert.Empty(t, values(w, q.Key()), "the account is theirs, too")
		assert.Nil(t, row(w, q.Key()).Personal)
		assert.Empty(t, found(w, privacy.Account, "acct-2"))
	})
}

// A person is the same under another reference by their identity number, or by their name with a contact; a name alone is not
// enough.
func TestForgetTheSamePersonTwice(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		for i, c := range []struct {
			applicant *policy.Party
			same      bool
		}{
			{zhang(), true},
			{&policy.Party{IdentityNo: text("E1234567X")}, true},
			{&policy.Party{Name: text("张三"), Phone: text("13812345678")}, true},
			{&policy.Party{Name: text("张三"), Email: text("zhang@example.com")}, true},
			{&policy.Party{Name: text("张三")}, false},
			{&policy.Party{Phone: text("13812345678")}, false},
			{&policy.Party{Name: text("张三"), Phone: text("13900001111")}, false},
			{&policy.Party{Name: text("李四"), Email: text("zhang@example.com")}, false},
		} {
			no := string(rune('a' + i))
			p := named(w, no, zhang(), c.applicant)
			require.NoError(t, do(w, func(ctx context.Context, tx *work.Tx) error {
				return w.Policies.Forget(ctx, tx, p.Key(), privacy.InsuredSubject(w.Ring, p.Row().ChannelID, "acct-"+no))
			}))
			left := values(w, p.Key())
			assert.NotContains(t, left, "insureds.0.name", "%d", i)
			delete(left, "factors.accountId")
			assert.Equal(t, c.same, len(left) == 0, "%d: %v", i, left)
		}
	})
}

// Policies from before there were blind indexes get theirs, once, those of corrections, too; an insured that has no cover is
// found by its reference.
func TestIndexMakesWhatIsMissing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		a, b := named(w, "1", zhang(), li()), named(w, "2", nil, nil)
		corrected(w, a, "E-1", &policy.Party{Name: text("王五")})
		corrected(w, b, "E-2", &policy.Party{Name: text("赵六")})
		var before []string
		all := func() (list []string) {
			for _, m := range w.Store.Client.BlindIndex.Query().AllX(ctx) {
				list = append(list, string(m.Hash)+m.Reference)
			}
			slices.Sort(list)
			return list
		}
		before = all()
		w.Store.Client.BlindIndex.Delete().ExecX(ctx)
		last, looked, made, err := w.Policies.Index(ctx, 0, 100)
		require.NoError(t, err)
		assert.Equal(t, []int{2, len(before)}, []int{looked, made})
		assert.Equal(t, b.Key(), last)
		assert.Equal(t, before, all())
		for name, key := range map[string]int64{"张三": a.Key(), "李四": a.Key(), "王五": a.Key(), "赵六": b.Key()} {
			assert.Equal(t, []int64{key}, found(w, privacy.Name, name), name)
		}
		_, _, made, err = w.Policies.Index(ctx, 0, 100)
		require.NoError(t, err)
		assert.Zero(t, made, "once")
	})
}

// A party is told field by field what is wrong with its form.
func TestFormsOfAParty(t *testing.T) {
	t.Parallel()
	long := string(make([]rune, 101))
	for name, c := range map[string]struct {
		party policy.Party
		at    string
	}{
		"right":            {*zhang(), ""},
		"no name":          {policy.Party{Name: text("")}, "name"},
		"a long name":      {policy.Party{Name: &long}, "name"},
		"control in names": {policy.Party{Name: text("a\x00b")}, "name"},
		"no UTF-8":         {policy.Party{Name: text("a\xffb")}, "name"},
		"type":             {policy.Party{IdentityType: text("id card")}, "identityType"},
		"number":           {policy.Party{IdentityNo: text("a b")}, "identityNo"},
		"phone":            {policy.Party{Phone: text("call me")}, "phone"},
		"e-mail":           {policy.Party{Email: text("nobody")}, "email"},
		"card":             {policy.Party{IdentityType: text("ID_CARD"), IdentityNo: text("11010519491231002X")}, ""},
		"mistyped card":    {policy.Party{IdentityType: text("ID_CARD"), IdentityNo: text("110105194912310021")}, "identityNo"},
		"card, no number":  {policy.Party{IdentityType: text("ID_CARD")}, ""},
	} {
		var at []string
		c.party.Check(func(detail string, path ...string) {
			assert.NotEmpty(t, detail, name)
			at = append(at, path...)
		}, "party")
		if c.at == "" {
			assert.Empty(t, at, name)
		} else {
			assert.Equal(t, []string{"party", c.at}, at, name)
		}
	}
	(*policy.Party)(nil).Check(func(string, ...string) { t.Error("nobody is named") })
}
