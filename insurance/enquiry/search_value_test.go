package enquiry_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/searchvalue"
	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// A4: a return-freight policy is found by its tracking number, outbound or returned, by the insurer's people and by its channel, and
// by no other; also one that was stored before its product named what it is searched by.
func TestA4FoundByTrackingNumber(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		mall := w.Caller(insurancetest.Mall)
		sell := func(caller *access.Caller, order, trackingNo string) string {
			risk := insurancetest.Freight(order)
			risk.Factors["trackingNo"] = trackingNo
			issued, err := w.Issuing.Issue(ctx, caller, &issuing.IssueInput{OrderNo: order, Risk: risk})
			require.NoError(t, err)
			return issued.Policy.Number()
		}
		first, second := sell(mall, "O-1", "SF-1234567890123"), sell(mall, "O-2", "sf1234567890999")
		both := []string{sell(mall, "O-4", "ZT0000000001"), sell(mall, "O-3", "ZT-0000000001")}
		w.Clock.Set(insurancetest.ReturnTime)
		claimed, err := w.Claims.Submit(ctx, mall, &claims.SubmitInput{
			RequestNo: "C-1", PolicyNumber: first, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: insurancetest.ReturnFacts("YT-0000000001"),
		})
		require.NoError(t, err)
		_, err = w.Claims.Update(ctx, mall, &claims.UpdateInput{
			RequestNo: "U-1", ClaimNumber: claimed.Claim.Number(), Facts: map[string]any{"returnTrackingNo": "YT0000000002"},
		})
		require.NoError(t, err)

		byPeople := func(value string, more enquiry.Filter) []string {
			t.Helper()
			more.SearchValue = &value
			page, err := w.Enquiry.Policies(ctx, w.Person("serge"), &more, enquiry.Newest, work.Page{Most: 20})
			require.NoError(t, err)
			return numbersOf(page.Policies)
		}
		byChannel := func(caller *access.Caller, value string) []string {
			t.Helper()
			list, err := w.Policies.BySearchValue(ctx, caller, value)
			require.NoError(t, err)
			return numbersOf(list)
		}
		for value, want := range map[string][]string{
			"SF1234567890123": {first}, "sf-1234567890123": {first}, " SF 1234567890999 ": {second}, "YT0000000002": {first},
			"yt0000000001": {first}, "SF123456789012": {}, "XX1234567": {}, "-": {},
		} {
			assert.Equal(t, want, byPeople(value, enquiry.Filter{}), value)
			assert.Equal(t, want, byChannel(mall, value), value)
			assert.Empty(t, byChannel(w.Caller(insurancetest.Pay), value), "another channel's")
			assert.Empty(t, byPeople(value, enquiry.Filter{Mode: work.Sandbox}), value)
			assert.Empty(t, byPeople(value, enquiry.Filter{States: []policy.State{policy.Cancelled}}), value)
		}
		assert.ElementsMatch(t, both, byChannel(mall, "ZT0000000001"))
		assert.ElementsMatch(t, both, byPeople("ZT0000000001", enquiry.Filter{ChannelCodes: []string{insurancetest.Mall}}))
		assert.Equal(t, both[:1], byPeople("ZT0000000001", enquiry.Filter{Numbers: both[:1]}))

		stored, err := w.Store.Client.SearchValue.Query().Count(ctx)
		require.NoError(t, err)
		assert.Equal(t, 6, stored)
		_, err = w.Store.Client.SearchValue.Delete().Where(searchvalue.ValueNEQ("YT0000000002")).Exec(ctx)
		require.NoError(t, err)
		for _, want := range []int{4, 0} {
			made := 0
			for last := int64(0); ; {
				next, looked, n, err := w.Policies.IndexSearchValues(ctx, last, 3)
				require.NoError(t, err)
				if last, made = next, made+n; looked == 0 {
					break
				}
			}
			assert.Equal(t, want, made)
		}
		assert.Equal(t, []string{first}, byChannel(mall, "SF1234567890123"))
		assert.Equal(t, []string{first}, byChannel(mall, "YT0000000002"))
	})
}

func TestA4SearchValuesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		for _, value := range []string{"", "  ", string(make([]byte, 201)), "\xff"} {
			_, err := w.Enquiry.Policies(ctx, w.Person("serge"), &enquiry.Filter{SearchValue: &value}, enquiry.Newest, work.Page{Most: 20})
			require.Error(t, err)
			assert.Equal(t, []string{"filter", "searchValue"}, fault.All(err)[0].Base().Path)
			_, err = w.Policies.BySearchValue(ctx, w.Caller(insurancetest.Mall), value)
			require.Error(t, err)
			assert.Equal(t, fault.CodeInvalidValue, fault.All(err)[0].Base().Code)
			assert.Equal(t, []string{"value"}, fault.All(err)[0].Base().Path)
		}
	})
}

func numbersOf(list []*policy.Policy) []string {
	numbers := make([]string, len(list))
	for i, p := range list {
		numbers[i] = p.Number()
	}
	return numbers
}
