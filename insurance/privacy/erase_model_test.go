package privacy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
)

// sheet is what a policy says of people, as simply as it can be said: who its insured was said to be, one after the
// other, and who its applicant is.
type sheet struct {
	policy    *policy.Policy
	insured   []int
	applicant []int
}

// erase takes a person out: a party that was the insured together with them counts as them, and so does an applicant who is any
// of them.
func (s *sheet) erase(person int) (had bool) {
	theirs := []int{person}
	for again := true; again; {
		again = false
		for _, group := range []*[]int{&s.insured, &s.applicant} {
			if slices.ContainsFunc(*group, func(p int) bool { return slices.Contains(theirs, p) }) {
				theirs, *group = append(theirs, *group...), nil
				had, again = true, true
			}
		}
	}
	return had
}

// someone is a person of the model; two have a name in common.
func someone(i int) *policy.Party {
	return &policy.Party{
		Name: text("姓名" + string(rune('甲'+i/2))), IdentityNo: text(fmt.Sprintf("MODEL%05d", i)),
		Phone: text(fmt.Sprintf("1380000%04d", i)), Email: text(fmt.Sprintf("p%d@example.com", i)),
	}
}

// says are the values of people, in order.
func says(values []privacy.Value) (all []string) {
	for _, v := range values {
		if !strings.HasPrefix(v.Path, "factors.") {
			all = append(all, v.Path+"="+v.Text)
		}
	}
	slices.Sort(all)
	return all
}

// expected is says of a sheet: what was said of the insured last, and the applicant.
func (s *sheet) expected() (all []string) {
	for place, group := range map[string][]int{"insureds.0": s.insured, "applicant": s.applicant} {
		if len(group) == 0 {
			continue
		}
		p := someone(group[len(group)-1])
		all = append(all, place+".name="+*p.Name, place+".identityNo="+*p.IdentityNo, place+".phone="+*p.Phone, place+".email="+*p.Email)
	}
	slices.Sort(all)
	return all
}

// H7: policies of any persons, erased in any order: what is left is what a plain list of them says.
func TestErasureAgreesWithAPlainModel(t *testing.T) {
	t.Parallel()
	const people, policies, rounds = 8, 25, 3
	for range rounds {
		seed := rand.Uint64()
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			w := insurancetest.New(t, dialect.SQLite).WithSamples()
			var sheets []*sheet
			for i := range policies {
				s := &sheet{}
				var insured, applicant *policy.Party
				if random.IntN(4) > 0 {
					s.insured = []int{random.IntN(people)}
					insured = someone(s.insured[0])
				}
				if random.IntN(2) > 0 {
					s.applicant = []int{random.IntN(people)}
					applicant = someone(s.applicant[0])
				}
				s.policy = account(t, w, fmt.Sprint(i), insured, applicant)
				for n := range random.IntN(3) {
					next := random.IntN(people)
					if len(s.insured) > 0 && s.insured[len(s.insured)-1] == next {
						continue // nothing would change
					}
					s.insured = append(s.insured, next)
					correct(t, w, s.policy, fmt.Sprintf("E-%d-%d", i, n), someone(next))
				}
				sheets = append(sheets, s)
			}
			w.Clock.Set(later)
			for _, person := range random.Perm(people)[:people-1] {
				w.Clock.Advance(time.Hour)
				erasedOf(t, w, sheets, person)
			}
			_, _, wrong, err := w.Issuing.Rerate(ctx, 0, 1<<62, 100)
			require.NoError(t, err)
			assert.Empty(t, wrong)
		})
	}
}

// erasedOf erases a person of the model and of the book, and compares them.
func erasedOf(t *testing.T, w *insurancetest.World, sheets []*sheet, person int) {
	t.Helper()
	held := 0
	for _, s := range sheets {
		if s.erase(person) {
			held++
		}
	}
	number := someone(person).IdentityNo
	if held == 0 {
		_, err := ask(w, privacy.ErasureInput{IdentityNo: number})
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
	} else {
		row := erase(t, w, privacy.ErasureInput{IdentityNo: number})
		assert.EqualValues(t, held, row.Done)
		assert.Zero(t, row.Failed)
	}
	assert.Empty(t, found(t, w, privacy.IdentityNo, *number))
	for _, s := range sheets {
		now, err := w.Policies.Personal(ctx, s.policy.Key())
		require.NoError(t, err)
		assert.Equal(t, s.expected(), says(now.Values), "policy %s after person %d", s.policy.Number(), person)
	}
}
