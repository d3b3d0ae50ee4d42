package enquiry_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/enquiry"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// P4: a page reads at most 5 rows for each that it shows and 100 more, a count 2 for each that it counts and 100 more, whatever part of
// the filter is given: among 3,000 policies, or LISTS of them (make bench-lists: 100,000, where it also prints what each took).
func TestP4ListsReadFewRows(t *testing.T) {
	t.Parallel()
	n, err := strconv.Atoi(os.Getenv("LISTS"))
	if err != nil {
		n = 3000
	}
	w := insurancetest.NewPinned(t, dialect.MySQL).WithSamples()
	b := newBook(t, w)
	start := w.Clock.Now().Add(-time.Duration(n) * time.Second)
	for i := range n {
		at := start.Add(time.Duration(i) * time.Second)
		p := b.add(b.channels[i%len(b.channels)], at, at, at.AddDate(0, 0, 90))
		if p.row.Premium = int64(10 + i%500); i%1000 == 7 {
			p.cancel(at)
		}
		if p.row.Payer = "CUSTOMER"; i%900 == 8 {
			p.row.Payer = "PLATFORM"
		}
		if i%7 == 0 {
			p.persons[privacy.Phone] = fmt.Sprintf("139%08d", i)
		}
	}
	b.store(t, b.policies[4:])
	mid, pay := b.policies[n/2], b.policies[n/2]
	for i := n / 2; !mid.channel.Live || len(pay.persons) == 0 || !pay.channel.Live; i++ {
		if b.policies[i].channel.Live {
			mid = b.policies[i]
		}
		if len(b.policies[i].persons) > 0 {
			pay = b.policies[i]
		}
	}
	text := func(s string) *string { return &s }
	day := &policy.Period{Start: mid.row.BoundAt, End: mid.row.BoundAt.Add(time.Hour)}
	ends := &policy.Period{Start: mid.row.EndAt, End: mid.row.EndAt.Add(time.Hour)}
	for _, c := range []struct {
		name string
		f    enquiry.Filter
	}{
		{"nothing", enquiry.Filter{}}, {"sandbox", enquiry.Filter{Mode: work.Sandbox}},
		{"number", enquiry.Filter{Numbers: []string{mid.row.Number}}}, {"order", enquiry.Filter{OrderNos: []string{mid.row.OrderNo}}},
		{"channel", enquiry.Filter{ChannelCodes: []string{insurancetest.Pay}}}, {"product", enquiry.Filter{ProductCodes: []string{"ASI-01"}}},
		{"agreement", enquiry.Filter{AgreementCodes: []string{b.agreement(mid)}}}, {"rare payer", enquiry.Filter{Payers: []policy.Payer{policy.Platform}}},
		{"in force", enquiry.Filter{States: []policy.State{policy.InForce}}}, {"cancelled", enquiry.Filter{States: []policy.State{policy.Cancelled}}},
		{"pending", enquiry.Filter{States: []policy.State{policy.Pending}}}, {"expired", enquiry.Filter{States: []policy.State{policy.Expired}}},
		{"bound", enquiry.Filter{BoundAt: day}}, {"cover ends", enquiry.Filter{CoverEnd: ends}},
		{"premium", enquiry.Filter{PremiumFrom: cny("3.00"), PremiumTo: cny("3.10")}}, {"phone", enquiry.Filter{Phone: text(pay.persons[privacy.Phone])}},
		{"channel and day", enquiry.Filter{BoundAt: day, ChannelCodes: []string{insurancetest.Mall}}},
		{"product in force", enquiry.Filter{ProductCodes: []string{"RFI-01"}, States: []policy.State{policy.InForce}}},
	} {
		for _, most := range []int{20, 100} {
			began := time.Now()
			var page *enquiry.Page
			read := w.RowsReadBy(t, func() {
				page, err = w.Enquiry.Policies(ctx, w.Person("serge"), &c.f, "", work.Page{Most: most})
				require.NoError(t, err)
			})
			assert.LessOrEqual(t, read, 5*most+100, "%s, a page of %d", c.name, most)
			t.Logf("%-20s page of %3d: %3d found, %5d rows read, %s", c.name, most, len(page.Policies), read, time.Since(began).Round(10*time.Microsecond))
		}
		assert.LessOrEqual(t, w.RowsReadBy(t, func() {
			_, err := w.Enquiry.Count(ctx, w.Person("serge"), &c.f, 1000)
			require.NoError(t, err)
		}), 2*1000+100, "%s, count", c.name)
	}
}
