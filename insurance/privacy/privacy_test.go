package privacy_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/ent/auditrecord"
	"baodan/ent/blindindex"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
)

var ctx = context.Background()

func text(s string) *string { return &s }

// zhang and li are two people.
func zhang() *policy.Party {
	return &policy.Party{Name: text("张三"), IdentityNo: text("e1234567x"), Phone: text("+86 138-1234-5678"), Email: text("Zhang@Example.com")}
}

func li() *policy.Party {
	return &policy.Party{Name: text("李四"), IdentityNo: text("E7654321"), Phone: text("13900001111")}
}

// account takes out a policy of an account whose insured and applicant are named.
func account(t *testing.T, w *insurancetest.World, no string, insured, applicant *policy.Party) *policy.Policy {
	t.Helper()
	risk := insurancetest.Account("acct-"+no, "BASIC")
	risk.Insureds[0].Party, risk.Applicant = insured.Input(), applicant.Input()
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: no, Risk: risk})
	require.NoError(t, err)
	return issued.Policy
}

func found(t *testing.T, w *insurancetest.World, class privacy.PersonalClass, value string) []int64 {
	t.Helper()
	ids, err := w.Privacy.PoliciesOf(ctx, class, value, 0, 100)
	require.NoError(t, err)
	return ids
}

// C10, H7: exact search by name, number, telephone, e-mail and account, however they are written; nothing of them is stored.
func TestPoliciesAreFoundByPersonalData(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		first := account(t, w, "1", zhang(), li()).Key()
		second := account(t, w, "2", zhang(), nil).Key()
		both := []int64{second, first}
		for class, values := range map[privacy.PersonalClass][]string{
			privacy.Name:       {"张三", " 张三 "},
			privacy.IdentityNo: {"E1234567X", "e1234567x", "E1234 567 X"},
			privacy.Phone:      {"13812345678", "+8613812345678", "0086 138 1234 5678", "8613812345678", "138-1234-5678"},
			privacy.Email:      {"zhang@example.com", "ZHANG@EXAMPLE.COM"},
			privacy.Contact:    {"13812345678", "zhang@example.com"},
		} {
			for _, value := range values {
				assert.Equal(t, both, found(t, w, class, value), "%s %s", class, value)
			}
		}
		assert.Equal(t, []int64{first}, found(t, w, privacy.IdentityNo, "E7654321"), "the applicant too")
		assert.Equal(t, []int64{second}, found(t, w, privacy.Account, "acct-2"))
		for class, value := range map[privacy.PersonalClass]string{
			privacy.Name: "张", privacy.IdentityNo: "13812345678", privacy.Phone: "1381234567", privacy.Email: "", privacy.Account: "ACCT-2", privacy.Contact: "文三路 100 号",
		} {
			assert.Empty(t, found(t, w, class, value), "%s %s", class, value)
		}

		page, err := w.Privacy.PoliciesOf(ctx, privacy.Name, "张三", 0, 1)
		require.NoError(t, err)
		assert.Equal(t, []int64{second}, page)
		page, err = w.Privacy.PoliciesOf(ctx, privacy.Name, "张三", second, 1)
		require.NoError(t, err)
		assert.Equal(t, []int64{first}, page)
	})
}

// A policy that says nothing of anybody costs nothing: freight with addresses alone has no blind indexes.
func TestPoliciesWithoutPersonsHaveNoMarks(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "F-1", Risk: insurancetest.Freight("F-1")})
		require.NoError(t, err)
		assert.Zero(t, w.Store.Client.BlindIndex.Query().CountX(ctx))
	})
}

// An endorsement is found by what is in force now and by what was said before.
func TestEndorsedDataIsFoundToo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		correct(t, w, p, "E-1", li())
		assert.Equal(t, []int64{p.Key()}, found(t, w, privacy.IdentityNo, "E7654321"))
		assert.Equal(t, []int64{p.Key()}, found(t, w, privacy.IdentityNo, "E1234567X"))
	})
}

// correct changes the data of the insured.
func correct(t *testing.T, w *insurancetest.World, p *policy.Policy, no string, party *policy.Party) {
	t.Helper()
	references, err := p.References()
	require.NoError(t, err)
	_, err = w.Servicing.Endorse(ctx, w.Caller(insurancetest.Pay), &servicing.EndorseInput{
		RequestNo: no, PolicyNumber: p.Number(),
		Change: servicing.ChangeInput{Insured: &servicing.InsuredChangeInput{Reference: references[0], Party: map[string]any{
			"name": party.Name, "identityType": party.IdentityType, "identityNo": party.IdentityNo, "phone": party.Phone, "email": party.Email,
		}}},
	})
	require.NoError(t, err)
}

// Policies from before there were blind indexes get theirs, once, and the job continues where it was.
func TestIndexMakesMissingMarks(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		a, b := account(t, w, "1", zhang(), li()), account(t, w, "2", nil, nil)
		correct(t, w, a, "E-1", &policy.Party{Name: text("王五")})
		indexes := w.Store.Client.BlindIndex.Query().CountX(ctx)
		w.Store.Client.BlindIndex.Delete().ExecX(ctx)
		require.Empty(t, found(t, w, privacy.Name, "张三"))

		for range 2 {
			_, err := w.Privacy.StartIndex(ctx, insurancetest.Command)
			require.NoError(t, err)
			n, err := w.Privacy.WorkIndexes(ctx)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			assert.Equal(t, indexes, w.Store.Client.BlindIndex.Query().CountX(ctx))
		}
		for _, name := range []string{"张三", "李四", "王五"} {
			assert.Equal(t, []int64{a.Key()}, found(t, w, privacy.Name, name))
		}
		assert.Equal(t, []int64{b.Key()}, found(t, w, privacy.Account, "acct-2"))
		assert.Equal(t, 2, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.index")).CountX(ctx))
	})
}

func reveal(w *insurancetest.World, who string, p *policy.Policy, classes ...privacy.PersonalClass) (*privacy.Revealed, error) {
	return w.Privacy.Reveal(ctx, w.Person(who), &privacy.RevealInput{ID: privacy.RowID{Kind: "policy", Key: p.Key()}, Classes: classes, Reason: "the customer calls"})
}

// H7: personal data in clear, with a reason, on record before it is shown, as it holds now.
func TestReveal(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), li())
		correct(t, w, p, "E-1", &policy.Party{Name: text("王五"), Phone: text("13700000000")})
		shown, err := reveal(w, "serge", p, privacy.Contact, privacy.Name)
		require.NoError(t, err)
		assert.Equal(t, []privacy.Value{
			{Class: privacy.Name, Path: "applicant.name", Text: "李四"},
			{Class: privacy.Phone, Path: "applicant.phone", Text: "13900001111"},
			{Class: privacy.Name, Path: "insureds.0.name", Text: "王五"},
			{Class: privacy.Phone, Path: "insureds.0.phone", Text: "13700000000"},
		}, shown.Values)
		assert.Equal(t, 2, shown.Remaining)
		shown, err = reveal(w, "serge", p, privacy.Account)
		require.NoError(t, err)
		assert.Equal(t, []privacy.Value{{Class: privacy.Account, Path: "factors.accountId", Text: "acct-1"}}, shown.Values)

		records := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.reveal")).AllX(ctx)
		require.Len(t, records, 2)
		for _, r := range records {
			assert.Equal(t, p.Number(), r.Object)
			assert.Equal(t, "the customer calls", r.Reason)
			assert.NotContains(t, *r.After, "王五")
			assert.NotContains(t, *r.After, "acct-1")
		}
	})
}

func TestRevealRefuses(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		good := privacy.RevealInput{ID: privacy.RowID{Kind: "policy", Key: p.Key()}, Classes: []privacy.PersonalClass{privacy.Name}, Reason: "why"}
		both := *w.Person("serge")
		both.Roles = []access.Role{access.Service, access.SystemAdmin}
		for name, c := range map[string]struct {
			change func(*privacy.RevealInput)
			who    *access.Caller
			code   fault.Code
		}{
			"no reason":         {func(in *privacy.RevealInput) { in.Reason = "" }, w.Person("serge"), fault.CodeInvalidValue},
			"a long reason":     {func(in *privacy.RevealInput) { in.Reason = strings.Repeat("长", 501) }, w.Person("serge"), fault.CodeInvalidValue},
			"no class":          {func(in *privacy.RevealInput) { in.Classes = nil }, w.Person("serge"), fault.CodeInvalidValue},
			"no such class":     {func(in *privacy.RevealInput) { in.Classes = []privacy.PersonalClass{"SHOE_SIZE"} }, w.Person("serge"), fault.CodeInvalidValue},
			"no such policy":    {func(in *privacy.RevealInput) { in.ID.Key++ }, w.Person("serge"), fault.CodeNotFound},
			"no such kind":      {func(in *privacy.RevealInput) { in.ID.Kind = "" }, w.Person("serge"), fault.CodeNotFound},
			"system admin":      {func(*privacy.RevealInput) {}, w.Person("sys"), fault.CodeForbidden},
			"auditor":           {func(*privacy.RevealInput) {}, w.Person("ada"), fault.CodeForbidden},
			"service and admin": {func(*privacy.RevealInput) {}, &both, fault.CodeForbidden},
			"command line":      {func(*privacy.RevealInput) {}, insurancetest.Command, fault.CodeForbidden},
		} {
			in := good
			c.change(&in)
			shown, err := w.Privacy.Reveal(ctx, c.who, &in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
			assert.Nil(t, shown, name)
		}
		assert.Zero(t, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.reveal")).CountX(ctx))
		shown, err := reveal(w, "serge", p, privacy.Name)
		require.NoError(t, err)
		assert.Equal(t, 2, shown.Remaining, "what was refused counts for nothing")
	})
}

// The bound of a day holds for a person on all servers at once, and the next day is another one.
func TestRevealsOfADayAreBounded(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		servers := []*insurancetest.Server{w.Server, w.AddServer()}
		caller := w.Person("serge")
		var group sync.WaitGroup
		var mu sync.Mutex
		remaining, refused := map[int]int{}, 0
		for i := range 12 {
			group.Go(func() {
				shown, err := servers[i%2].Privacy.Reveal(ctx, caller, &privacy.RevealInput{
					ID: privacy.RowID{Kind: "policy", Key: p.Key()}, Classes: []privacy.PersonalClass{privacy.Name}, Reason: "why",
				})
				mu.Lock()
				defer mu.Unlock()
				if fault.Has(err, fault.CodeLimitReached) {
					refused++
					assert.Equal(t, &privacy.Revealed{}, shown)
					return
				}
				if assert.NoError(t, err) {
					remaining[shown.Remaining]++
				}
			})
		}
		group.Wait()
		assert.Equal(t, map[int]int{2: 1, 1: 1, 0: 1}, remaining)
		assert.Equal(t, 9, refused)
		assert.Equal(t, 3, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.reveal")).CountX(ctx))
		_, err := reveal(w, "cleo", p, privacy.Name)
		require.NoError(t, err, "another person has their own")
		w.Clock.Advance(24 * time.Hour)
		shown, err := reveal(w, "serge", p, privacy.Name)
		require.NoError(t, err)
		assert.Equal(t, 2, shown.Remaining)
	})
}

// Marks of different classes and keyrings have nothing in common.
func TestMarks(t *testing.T) {
	ring, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	other, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	m := privacy.NewBlindIndex(ring)
	assert.NotEqual(t, m.Of(privacy.Name, "1234567"), m.Of(privacy.Account, "1234567"))
	assert.NotEqual(t, m.Of(privacy.Name, "张三"), privacy.NewBlindIndex(other).Of(privacy.Name, "张三"))
	assert.Equal(t, m.Of(privacy.Name, "é"), m.Of(privacy.Name, "e\u0301"), "composed or not")
	for in, same := range map[string]string{"+852 2345 6789": "85223456789", "8610 8888 8888": "861088888888", "+86 10 8888 8888": "1088888888", "86-138 0013 8000": "13800138000"} {
		assert.Equal(t, m.Of(privacy.Phone, same), m.Of(privacy.Phone, in), in)
	}
	for _, nothing := range []string{"", " ", "-"} {
		assert.Nil(t, m.Of(privacy.Phone, nothing), fmt.Sprintf("%q", nothing))
	}
	assert.Equal(t, blindindex.Table, privacy.Table)
}
