package enquiry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/ent/auditrecord"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

var (
	names  = []string{"张伟", "王芳", "李娜"}
	phones = []string{"13800000001", "13800000002"}
	emails = []string{"a@example.com", "b@example.com"}
	ids    = []string{"11010519491231002X", "440524188001010014"}
)

// anyFilter draws a filter that often finds something.
func anyFilter(t *rapid.T, b *book) *enquiry.Filter {
	f := &enquiry.Filter{Mode: work.ModeOf(rapid.Bool().Draw(t, "live"))}
	one := func(chance int, name string) bool { return rapid.IntRange(1, chance).Draw(t, name) == 1 }
	some := func(from func(p *written) string) []string {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return from(rapid.SampledFrom(b.policies).Draw(t, "policy")) }), 0, 30).Draw(t, "list")
	}
	if one(6, "numbers") {
		f.Numbers = append(some(func(p *written) string { return p.row.Number }), "P000000000000000", "nonsense")
	}
	if one(6, "orders") {
		f.OrderNos = append(some(func(p *written) string { return p.row.OrderNo }), "no-such-order")
	}
	if one(3, "channels") {
		f.ChannelCodes = append(rapid.SliceOfN(rapid.SampledFrom([]string{insurancetest.Mall, insurancetest.Pay}), 0, 2).Draw(t, "codes"), "no-such-channel")
	}
	if one(3, "products") {
		f.ProductCodes = rapid.SliceOfN(rapid.SampledFrom([]string{"RFI-01", "ASI-01", "XYZ-01"}), 1, 2).Draw(t, "codes")
	}
	if one(2, "states") {
		f.States = rapid.SliceOfN(rapid.SampledFrom([]policy.State{policy.Pending, policy.InForce, policy.Expired, policy.Cancelled}), 1, 4).Draw(t, "states")
	}
	if one(3, "bound") {
		from := b.w.Clock.Now().Add(-time.Duration(rapid.IntRange(-1, 13).Draw(t, "from")) * time.Hour)
		f.BoundAt = &policy.Period{Start: from, End: from.Add(time.Duration(rapid.IntRange(1, 8).Draw(t, "hours")) * time.Hour)}
	}
	if one(4, "end") {
		from := b.w.Clock.Now().Add(time.Duration(rapid.IntRange(-10, 20).Draw(t, "ends from")) * time.Hour)
		f.CoverEnd = &policy.Period{Start: from, End: from.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "hours")) * time.Hour)}
	}
	if one(5, "payer") {
		f.Payers = []policy.Payer{rapid.SampledFrom([]policy.Payer{policy.Customer, policy.Seller, policy.Platform}).Draw(t, "payer")}
	}
	if one(5, "premium") {
		f.PremiumFrom = &money.Input{Amount: money.MustDecimal("0.20"), Currency: "CNY"}
	}
	if one(5, "premium to") {
		f.PremiumTo = &money.Input{Amount: money.MustDecimal("0.73"), Currency: "CNY"}
	}
	if one(6, "agreement") {
		f.AgreementCodes = []string{rapid.SampledFrom([]string{"AG-MALL-RFI", "AG-PAY-ASI", "none"}).Draw(t, "agreement")}
	}
	if len(f.ProductCodes) == 1 && one(2, "plan") {
		f.PlanCodes = []string{rapid.SampledFrom([]string{"A", "BASIC", "PLUS"}).Draw(t, "plan")}
	}
	if one(5, "insured") {
		f.InsuredReference = rapid.Ptr(rapid.SampledFrom([]string{"acct-1", "acct-2", "acct-3", "template"}), false).Draw(t, "reference")
	}
	for _, p := range []struct {
		values []string
		into   **string
	}{{names, &f.PersonName}, {phones, &f.Phone}, {ids, &f.IdentityNo}, {emails, &f.Email}} {
		if one(6, "person") {
			*p.into = rapid.Ptr(rapid.SampledFrom(p.values), false).Draw(t, "value")
		}
	}
	return f
}

// E1: whatever the filter, a list holds what a look at every policy would find, in the same order, read forwards and
// backwards in pages of any size without a gap or a double; and the count is how many there are.
func TestE1FindsWhatALookAtEveryPolicyFinds(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		// A sandbox of which the clock was advanced: its policies are old before others.
		_, err := w.Distribution.AdvanceClock(ctx, b.channel(insurancetest.Pay, false), w.Clock.Now().Add(5*time.Hour))
		require.NoError(t, err)
		filled := false
		rapid.Check(t, func(t *rapid.T) {
			if !filled {
				fill(t, b, 150)
				filled = true
			}
			f := anyFilter(t, b)
			if rapid.IntRange(0, 40).Draw(t, "worker") == 0 {
				_, err := w.Policies.Turn(ctx, 50)
				require.NoError(t, err)
			}
			order := rapid.SampledFrom([]enquiry.Order{
				enquiry.Newest, enquiry.Oldest, enquiry.EndsFirst, enquiry.EndsLast, enquiry.LeastFirst, enquiry.MostFirst,
			}).Draw(t, "order")
			size := rapid.SampledFrom([]int{1, 7, 100}).Draw(t, "size")
			want := b.found(f, order)
			if size == 1 && len(want) > 20 {
				size = 7
			}
			got, _ := paged(t, w, f, order, size, false)
			require.Equal(t, len(want), len(got))
			require.True(t, slices.Equal(want, got), "forwards: %v, not %v", got, want)
			got, _ = paged(t, w, f, order, size, true)
			require.True(t, slices.Equal(want, got), "backwards: %v, not %v", got, want)
			most := rapid.SampledFrom([]int{1, 10, 1000}).Draw(t, "most")
			n, err := w.Enquiry.Count(ctx, w.Person("serge"), f, most)
			require.NoError(t, err)
			require.Equal(t, work.Count{Value: min(len(want), most), Exact: len(want) <= most}, n)
		})
	})
}

// V1: few policies in a state among very many others are one page, without any that do not fit.
func TestV1AStateThatIsRareIsFoundAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		mall := b.channel(insurancetest.Mall, true)
		var some []*written
		for i := range 12_000 {
			at := w.Clock.Now().Add(-time.Duration(i/3) * time.Second)
			p := b.add(mall, at, at, at.AddDate(1, 0, 0))
			if i == 20 || i == 7000 || i == 11_999 {
				p.cancel(at)
			}
			if some = append(some, p); len(some) == 1000 {
				b.store(t, some)
				some = nil
			}
		}
		f := &enquiry.Filter{States: []policy.State{policy.Cancelled}}
		want := b.found(f, enquiry.Newest)
		require.Len(t, want, 3)
		for _, backward := range []bool{false, true} {
			got, pages := paged(t, w, f, enquiry.Newest, 20, backward)
			assert.Equal(t, 1, pages)
			assert.Equal(t, want, got)
		}
		n, err := w.Enquiry.Count(ctx, w.Person("serge"), f, 10)
		require.NoError(t, err)
		assert.Equal(t, work.Count{Value: 3, Exact: true}, n)
		n, err = w.Enquiry.Count(ctx, w.Person("serge"), &enquiry.Filter{}, enquiry.MostCount)
		require.NoError(t, err)
		assert.Equal(t, work.Count{Value: enquiry.MostCount}, n)
	})
}

// A name that very many policies hold finds nothing by itself, and narrows whatever else finds few.
func TestE1AVeryCommonName(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		for range 6 {
			var some []*written
			for range 1000 {
				p := b.add(b.channels[0], w.Clock.Now(), w.Clock.Now(), w.Clock.Now().Add(day))
				p.persons[privacy.Name] = "张伟"
				some = append(some, p)
			}
			b.store(t, some)
		}
		other := b.add(b.channels[0], w.Clock.Now(), w.Clock.Now(), w.Clock.Now().Add(day))
		other.persons[privacy.Name], other.persons[privacy.Phone] = "王芳", "13800000001"
		some := b.policies[len(b.policies)-2]
		b.store(t, []*written{other})
		name, mode := "张伟", work.ModeOf(b.channels[0].Live)
		_, err := w.Enquiry.Policies(ctx, w.Person("serge"), &enquiry.Filter{PersonName: &name, Mode: mode}, enquiry.Newest, work.Page{Most: 10})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		f := &enquiry.Filter{PersonName: &name, Mode: mode, Numbers: []string{some.row.Number, other.row.Number}}
		got, _ := paged(t, w, f, enquiry.Newest, 10, false)
		assert.Equal(t, []int64{some.row.ID}, got)
		phone := "138-0000-0001"
		got, _ = paged(t, w, &enquiry.Filter{Phone: &phone, Mode: mode}, enquiry.Newest, 10, false)
		assert.Equal(t, []int64{other.row.ID}, got, "hyphens do not matter")
		got, _ = paged(t, w, &enquiry.Filter{Phone: &phone, PersonName: &name, Mode: mode}, enquiry.Newest, 10, false)
		assert.Empty(t, got)
	})
}

func cny(text string) *money.Input {
	return &money.Input{Amount: money.MustDecimal(text), Currency: "CNY"}
}

// V4: a name that very many policies hold is found along channels and times.
func TestV4AVeryCommonNameIsFoundAlongChannelsAndTimes(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		channel, start := b.channel(insurancetest.Pay, true), w.Clock.Now().Add(-6000*time.Second)
		for i := range 5_100 {
			at := start.Add(time.Duration(i) * time.Second)
			p := b.add(channel, at, at, at.AddDate(1, 0, 0))
			if p.persons[privacy.Name] = "张伟"; i%2 == 1 {
				p.persons[privacy.Phone] = "13800000001"
			}
		}
		b.store(t, b.policies[len(b.policies)-5_100:])
		name := "张伟"
		for what, f := range map[string]*enquiry.Filter{
			"channel": {PersonName: &name, ChannelCodes: []string{insurancetest.Pay}},
			"time":    {PersonName: &name, BoundAt: &policy.Period{Start: start.Add(time.Minute), End: start.Add(2 * time.Minute)}},
			"nothing": {PersonName: &name, ChannelCodes: []string{insurancetest.Mall}},
		} {
			want := b.found(f, enquiry.Newest)
			got, _ := paged(t, w, f, enquiry.Newest, 100, false)
			assert.Equal(t, want, append([]int64{}, got...), what)
			got, _ = paged(t, w, f, enquiry.Newest, 100, true)
			assert.Equal(t, want, append([]int64{}, got...), what)
			n, err := w.Enquiry.Count(ctx, w.Person("serge"), f, 10_000)
			require.NoError(t, err)
			assert.Equal(t, work.Count{Value: len(want), Exact: true}, n, what)
		}
	})
}

// V1: while no worker runs, lists are as true; and workers bring the rows up to date, also those that are older than what lists go by.
func TestV1ListsAreTrueWhileWorkersLag(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		now := w.Clock.Now()
		for i := range 900 {
			begins := now.Add(-time.Duration(i) * time.Minute)
			p := b.add(b.channels[i%len(b.channels)], begins.Add(-time.Hour), begins, begins.Add(300*time.Minute))
			if i%7 == 0 {
				p.cancel(begins.Add(10 * time.Minute))
			}
		}
		b.store(t, b.policies[len(b.policies)-900:])
		// What was stored by a program that did not know of it.
		_, err := w.Store.Client.ExecContext(ctx, "UPDATE policies SET live = TRUE, product_code = '', listed_plan = '', listed_premium = 0, phase = 'IN_FORCE', turns_at = ? WHERE id % 5 = 0", time.Unix(0, 0).UTC())
		require.NoError(t, err)
		check := func(when string) {
			for _, state := range []policy.State{policy.Pending, policy.InForce, policy.Expired, policy.Cancelled} {
				for _, order := range []enquiry.Order{enquiry.Newest, enquiry.EndsFirst, enquiry.MostFirst} {
					for _, f := range []*enquiry.Filter{{States: []policy.State{state}}, {Mode: work.Sandbox, ProductCodes: []string{"ASI-01"}, States: []policy.State{state}}} {
						want := b.found(f, order)
						got, _ := paged(t, w, f, order, 50, false)
						if order == enquiry.MostFirst { // of rows that lag the premium says nothing of their place
							slices.Sort(want)
							slices.Sort(got)
						}
						require.Equal(t, want, append([]int64{}, got...), "%s: %v %s", when, f, order)
					}
				}
			}
		}
		check("nothing turned")
		for turned := 1; turned > 0; {
			turned, err = w.Policies.Turn(ctx, 250)
			require.NoError(t, err)
			if turned > 0 && turned < 250 {
				check("some turned")
			}
		}
		check("all turned")
		late, err := w.Policies.Turned(ctx, 1)
		require.NoError(t, err)
		assert.Empty(t, late)
	})
}

// P13: a channel finds its own policies, and none of another.
func TestP13ChannelsFindTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		page, err := w.Enquiry.Policies(ctx, w.Caller(insurancetest.Mall), &enquiry.Filter{}, enquiry.Newest, work.Page{Most: 10})
		require.NoError(t, err)
		assert.False(t, slices.ContainsFunc(page.Policies, func(p *policy.Policy) bool { return p.Channel().ID != w.Caller(insurancetest.Mall).Channel.ID }))
		n, err := w.Enquiry.Count(ctx, w.Caller(insurancetest.Mall), &enquiry.Filter{}, 10)
		require.NoError(t, err)
		assert.Equal(t, len(page.Policies), n.Value)
	})
}

// Bad input has its code, at every limit.
func TestE1BadFilters(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		many := func(n int) []string { return slices.Repeat([]string{"x"}, n) }
		text := func(s string) *string { return &s }
		now := w.Clock.Now()
		for name, c := range map[string]struct {
			f    enquiry.Filter
			path string
		}{
			"101 numbers":       {enquiry.Filter{Numbers: many(101)}, "numbers"},
			"long number":       {enquiry.Filter{Numbers: []string{strings.Repeat("P", 25)}}, "numbers"},
			"101 orders":        {enquiry.Filter{OrderNos: many(101)}, "orderNos"},
			"order with spaces": {enquiry.Filter{OrderNos: []string{"a b"}}, "orderNos"},
			"101 channels":      {enquiry.Filter{ChannelCodes: many(101)}, "channelCodes"},
			"empty channel":     {enquiry.Filter{ChannelCodes: []string{""}}, "channelCodes"},
			"101 products":      {enquiry.Filter{ProductCodes: many(101)}, "productCodes"},
			"long product":      {enquiry.Filter{ProductCodes: []string{strings.Repeat("R", 33)}}, "productCodes"},
			"101 states":        {enquiry.Filter{States: slices.Repeat([]policy.State{policy.Pending}, 101)}, "states"},
			"no time":           {enquiry.Filter{BoundAt: &policy.Period{Start: now, End: now}}, "boundAt"},
			"backward time":     {enquiry.Filter{BoundAt: &policy.Period{Start: now, End: now.Add(-1)}}, "boundAt"},
			"no end":            {enquiry.Filter{CoverEnd: &policy.Period{Start: now, End: now}}, "coverEnd"},
			"101 payers":        {enquiry.Filter{Payers: slices.Repeat([]policy.Payer{policy.Seller}, 101)}, "payers"},
			"101 agreements":    {enquiry.Filter{AgreementCodes: many(101)}, "agreementCodes"},
			"101 plans":         {enquiry.Filter{PlanCodes: many(101), ProductCodes: many(1)}, "planCodes"},
			"no product's plan": {enquiry.Filter{PlanCodes: many(1)}, "planCodes"},
			"a part of a fen":   {enquiry.Filter{PremiumFrom: &money.Input{Amount: money.MustDecimal("0.001"), Currency: "CNY"}}, "premiumFrom"},
			"no currency":       {enquiry.Filter{PremiumTo: &money.Input{Amount: money.MustDecimal("1"), Currency: "XXX"}}, "premiumTo"},
			"two currencies":    {enquiry.Filter{PremiumFrom: cny("1"), PremiumTo: &money.Input{Amount: money.MustDecimal("1"), Currency: "USD"}}, "premiumTo"},
			"backward premium":  {enquiry.Filter{PremiumFrom: cny("1"), PremiumTo: cny("0.99")}, "premiumTo"},
			"long reference":    {enquiry.Filter{InsuredReference: text(strings.Repeat("a", 65))}, "insuredReference"},
			"empty reference":   {enquiry.Filter{InsuredReference: text("")}, "insuredReference"},
			"blank name":        {enquiry.Filter{PersonName: text(" ")}, "personName"},
			"long name":         {enquiry.Filter{PersonName: text(strings.Repeat("张", 255))}, "personName"},
			"other bytes":       {enquiry.Filter{Email: text("\xff@example.com")}, "email"},
			"empty id":          {enquiry.Filter{IdentityNo: text("")}, "identityNo"},
			"empty phone":       {enquiry.Filter{Phone: text("")}, "phone"},
		} {
			_, err := w.Enquiry.Policies(ctx, w.Person("serge"), &c.f, enquiry.Newest, work.Page{Most: 10})
			list := fault.All(err)
			if assert.Len(t, list, 1, "%s: %v", name, err) {
				assert.Equal(t, fault.CodeInvalidValue, list[0].Base().Code, name)
				assert.Equal(t, []string{"filter", c.path}, list[0].Base().Path, name)
			}
			_, err = w.Enquiry.Count(ctx, w.Person("serge"), &c.f, 10)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), name)
		}
		long := strings.Repeat("张", 254)
		got, _ := paged(t, w, &enquiry.Filter{Numbers: many(100), OrderNos: many(100), PersonName: &long}, enquiry.Newest, 100, false)
		assert.Empty(t, got, "at the limits")
		for _, most := range []int{0, -1, enquiry.MostCount + 1} {
			_, err := w.Enquiry.Count(ctx, w.Person("serge"), &enquiry.Filter{}, most)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), fmt.Sprint(most))
		}
	})
}

// H7: persons are looked for by those who may see personal data in clear, and that they looked is on record, never for whom.
func TestSearchesForPersonsAreOnRecord(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		number, name := "11010519491231002X", "张三"
		byPerson := &enquiry.Filter{IdentityNo: &number, PersonName: &name}
		for login, may := range map[string]bool{"serge": true, "cleo": true, "fay": true, "uma": true, "sam": false, "sys": false, "ada": false, "sec": false} {
			before := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("policy.search")).CountX(ctx)
			_, err := w.Enquiry.Policies(ctx, w.Person(login), byPerson, enquiry.Newest, work.Page{Most: 1})
			_, counted := w.Enquiry.Count(ctx, w.Person(login), byPerson, 1)
			after := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("policy.search")).CountX(ctx)
			if may {
				require.NoError(t, err, login)
				require.NoError(t, counted, login)
				assert.Equal(t, before+1, after, login)
				continue
			}
			require.True(t, fault.Has(err, fault.CodeForbidden), "%s: %v", login, err)
			assert.Equal(t, []string{"filter", "identityNo"}, fault.All(err)[0].Base().Path)
			require.True(t, fault.Has(counted, fault.CodeForbidden), login)
			assert.Equal(t, before, after, "%s learned nothing", login)
			_, err = w.Enquiry.Policies(ctx, w.Person(login), &enquiry.Filter{}, enquiry.Newest, work.Page{Most: 1})
			require.NoError(t, err, "%s: nobody is looked for", login)
		}
		last := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("policy.search")).FirstX(ctx)
		assert.NotContains(t, fmt.Sprint(last), number)
		assert.NotContains(t, fmt.Sprint(last), name)
		assert.Contains(t, fmt.Sprint(last), "identityNo")
	})
}
