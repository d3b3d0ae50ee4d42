package enquiry_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/insurance/enquiry"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// BenchmarkFind measures every way of finding policies among POLICIES of them (30,000 where it is not set), on a real
// MySQL or MariaDB: none may take longer with ten times as many.
func BenchmarkFind(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("POLICIES"))
	if err != nil {
		n = 30_000
	}
	w := insurancetest.New(b, dialect.MySQL).WithSamples()
	shelf := newBook(b, w)
	mall, pay := shelf.channel(insurancetest.Mall, true), shelf.channel(insurancetest.Pay, true)
	start := w.Clock.Now().Add(-time.Duration(n) * time.Second)
	var some []*written
	for i := range n {
		channel := mall
		if i%3 == 0 {
			channel = pay
		}
		at := start.Add(time.Duration(i) * time.Second)
		p := shelf.add(channel, at, at, at.AddDate(0, 0, 90))
		if i%1000 == 7 {
			p.cancel(at)
		}
		if i%10 == 0 {
			p.persons[privacy.Name] = fmt.Sprint("张", i%2000)
			p.persons[privacy.Phone] = fmt.Sprintf("139%08d", i)
		}
		if some = append(some, p); len(some) == 1000 {
			shelf.store(b, some)
			some = nil
		}
	}
	mid := shelf.policies[n/2]
	text := func(s string) *string { return &s }
	middle := &policy.Period{Start: mid.row.BoundAt, End: mid.row.BoundAt.Add(time.Hour)}
	phone := fmt.Sprintf("139%08d", n/2/10*10)
	for _, c := range []struct {
		name string
		f    enquiry.Filter
	}{
		{"nothing", enquiry.Filter{}},
		{"number", enquiry.Filter{Numbers: []string{mid.row.Number}}},
		{"order", enquiry.Filter{OrderNos: []string{mid.row.OrderNo}}},
		{"channel", enquiry.Filter{ChannelCodes: []string{insurancetest.Pay}}},
		{"product", enquiry.Filter{ProductCodes: []string{"ASI-01"}}},
		{"in force", enquiry.Filter{States: []policy.State{policy.InForce}}},
		{"cancelled", enquiry.Filter{States: []policy.State{policy.Cancelled}}},
		{"pending, none", enquiry.Filter{States: []policy.State{policy.Pending}}},
		{"bound in an hour", enquiry.Filter{BoundAt: middle}},
		{"cancelled of a channel in an hour", enquiry.Filter{BoundAt: middle, ChannelCodes: []string{insurancetest.Mall}, States: []policy.State{policy.Cancelled}}},
		{"sandbox", enquiry.Filter{Mode: work.Sandbox}},
		{"insured", enquiry.Filter{InsuredReference: text(mid.reference)}},
		{"phone", enquiry.Filter{Phone: text(phone)}},
		{"common name", enquiry.Filter{PersonName: text("张10")}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				_, err := w.Enquiry.Policies(ctx, w.Person("serge"), &c.f, enquiry.Newest, work.Page{Most: 20})
				require.NoError(b, err)
			}
		})
		b.Run("count "+c.name, func(b *testing.B) {
			for b.Loop() {
				_, err := w.Enquiry.Count(ctx, w.Person("serge"), &c.f, 1000)
				require.NoError(b, err)
			}
		})
	}
	b.Run("a page in the middle", func(b *testing.B) {
		for b.Loop() {
			_, err := w.Enquiry.Policies(ctx, w.Person("serge"), &enquiry.Filter{}, enquiry.Newest, work.Page{Most: 20, After: work.Place{Key: mid.row.ID}})
			require.NoError(b, err)
		}
	})
}
