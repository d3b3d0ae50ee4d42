package enquiry_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/cover"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/enquiry"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

var ctx = context.Background()

const day = 24 * time.Hour

// each runs a test with the samples on sale.
func each(t *testing.T, test func(t *testing.T, w *insurancetest.World)) {
	t.Helper()
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		test(t, w)
	})
}

// written is a policy that a test wrote straight into the tables, with what an oracle must know of it.
type written struct {
	row       *ent.InsurancePolicy
	channel   *ent.Channel
	product   string
	reference string
	persons   map[privacy.PersonalClass]string
	ends      *time.Time // its cancellation takes effect
}

// book writes policies: copies of one that was really issued, for each channel.
type book struct {
	w         *insurancetest.World
	templates map[int64]*ent.InsurancePolicy
	channels  []*ent.Channel
	products  map[int64]string
	serial    uint64
	key       int64
	policies  []*written
}

func newBook(t testing.TB, w *insurancetest.World) *book {
	b := &book{w: w, templates: map[int64]*ent.InsurancePolicy{}, products: map[int64]string{}, serial: 1_000_000, key: work.KeyAt(insurancetest.Epoch.Add(-3000 * day))}
	for _, live := range []bool{true, false} {
		for code, risk := range map[string]issuing.RiskInput{
			insurancetest.Mall: insurancetest.Freight("template"), insurancetest.Pay: insurancetest.Account("template", "BASIC"),
		} {
			channel, err := w.Distribution.ChannelByCode(code, live)
			require.NoError(t, err)
			machine := &access.Caller{Audience: access.Channel, Channel: channel, Credential: code, Language: "en"}
			issued, err := w.Issuing.Issue(ctx, machine, &issuing.IssueInput{OrderNo: "template", Risk: risk})
			require.NoError(t, err)
			b.channels = append(b.channels, channel)
			b.templates[channel.ID] = w.Store.Client.InsurancePolicy.GetX(ctx, issued.Policy.Key())
			b.products[channel.ID] = issued.Policy.Product().Code()
		}
	}
	slices.SortFunc(b.channels, func(a, c *ent.Channel) int { return cmp.Compare(a.ID, c.ID) })
	// The templates themselves are policies, too.
	for _, channel := range b.channels {
		row := b.templates[channel.ID]
		b.policies = append(b.policies, &written{row: row, channel: channel, product: b.products[channel.ID], reference: "template"})
	}
	return b
}

func (b *book) channel(code string, live bool) *ent.Channel {
	return b.channels[slices.IndexFunc(b.channels, func(c *ent.Channel) bool { return c.Live == live && c.Code == code })]
}

// add makes a policy that is not stored yet.
func (b *book) add(channel *ent.Channel, boundAt, startAt, endAt time.Time) *written {
	row := *b.templates[channel.ID]
	b.serial++
	b.key++
	row.ID, row.BoundAt, row.RatedAt, row.StartAt, row.EndAt, row.DueAt = b.key, boundAt, boundAt, startAt, endAt, nil
	row.OrderNo = fmt.Sprint("O-", b.serial)
	row.Number, _ = number.Format(number.Policy, b.serial)
	p := &written{row: &row, channel: channel, product: b.products[channel.ID], reference: fmt.Sprint("R-", b.serial), persons: map[privacy.PersonalClass]string{}}
	b.policies = append(b.policies, p)
	return p
}

// cancel ends a policy that is not stored yet, from a moment on.
func (p *written) cancel(from time.Time) {
	p.ends, p.row.State, p.row.Version = &from, insurancepolicy.StateCANCELLED, 2
}

// head says what lists go by, as it was when the policy was bound; nothing turned since.
func (b *book) head(p *written) {
	r := p.row
	state, next := policy.InForce, r.EndAt
	switch {
	case p.ends != nil && !p.ends.After(r.BoundAt):
		state = policy.Cancelled
	case r.BoundAt.Before(r.StartAt):
		state, next = policy.Pending, r.StartAt
	case !r.BoundAt.Before(r.EndAt):
		state = policy.Expired
	}
	if p.ends != nil && (p.ends.Before(next) || state == policy.Expired) {
		next = *p.ends
	}
	r.Live, r.Phase, r.ListedPremium, r.TurnsAt = p.channel.Live, insurancepolicy.Phase(state), r.Premium, nil
	if next.After(r.BoundAt) && state != policy.Cancelled {
		due := b.w.Distribution.Due(p.channel.ID, next)
		r.TurnsAt = &due
	}
}

// store writes policies, with their covers, cancellations and blind indexes.
func (b *book) store(t require.TestingT, all []*written) {
	for some := range slices.Chunk(all, 800) { // SQLite takes 32,766 values
		b.storeSome(t, some)
	}
}

func (b *book) storeSome(t require.TestingT, some []*written) {
	inserts := []work.Insert{
		{Table: insurancepolicy.Table, Columns: insurancepolicy.Columns}, {Table: cover.Table, Columns: cover.Columns},
		{Table: endorsement.Table, Columns: endorsement.Columns}, {Table: blindindex.Table, Columns: blindindex.Columns},
	}
	for _, p := range some {
		r := p.row
		b.serial++
		b.head(p)
		no, err := number.Format(number.Endorsement, b.serial)
		require.NoError(t, err)
		inserts[0].Rows = append(inserts[0].Rows, []any{
			r.ID, r.ChannelID, r.OrderNo, r.Number, r.RequestHash, r.AgreementID, r.ProductVersionID, r.PlanCode, r.Payer,
			r.Currency, r.Premium, r.SumInsured, string(r.State), r.Version, r.BoundAt, r.RatedAt, r.StartAt,
			r.EndAt, r.Risk, r.Worksheet, nil, nil, nil, nil, r.Live, p.product, string(r.Phase), r.PlanCode, r.ListedPremium, r.TurnsAt, 0, 0, 0, nil, 0,
		})
		inserts[1].Rows = append(inserts[1].Rows, []any{b.w.Store.NewKey(), r.ChannelID, p.product, p.reference, b.serial, r.ID, r.StartAt, r.EndAt})
		if p.ends != nil {
			inserts[2].Rows = append(inserts[2].Rows, []any{
				b.w.Store.NewKey(), r.ChannelID, r.ID, no, no, []byte("hash"), "CANCELLATION", 2, *p.ends, r.BoundAt, "", "", "OTHER",
				r.Currency, "[]", "{}", nil, nil, "channel:test",
			})
		}
		for class, value := range p.persons {
			inserts[3].Rows = append(inserts[3].Rows, []any{b.w.Store.NewKey(), r.ChannelID, b.w.Privacy.BlindIndex().Of(class, value), r.ID, 0, p.reference})
		}
	}
	require.NoError(t, b.w.Store.InsertAll(ctx, "write a book", inserts...))
}

// fits is what a filter means, said once more without any index.
func (b *book) fits(f *enquiry.Filter, p *written) bool {
	now := b.w.Distribution.Now(p.channel.ID)
	state := policy.Expired
	switch {
	case p.ends != nil && !p.ends.After(now):
		state = policy.Cancelled
	case now.Before(p.row.StartAt):
		state = policy.Pending
	case now.Before(p.row.EndAt):
		state = policy.InForce
	}
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	is := func(wanted *string, value string) bool { return wanted == nil || *wanted == value }
	return among(f.Numbers, p.row.Number) && among(f.OrderNos, p.row.OrderNo) && among(f.ChannelCodes, p.channel.Code) &&
		among(f.ProductCodes, p.product) && p.channel.Live == f.Mode.IsLive() &&
		(len(f.States) == 0 || slices.Contains(f.States, state)) &&
		(f.BoundAt == nil || !p.row.BoundAt.Before(f.BoundAt.Start) && p.row.BoundAt.Before(f.BoundAt.End)) &&
		among(f.PlanCodes, p.row.PlanCode) && (len(f.Payers) == 0 || slices.Contains(f.Payers, policy.Payer(p.row.Payer))) && f.CoverEnd.Holds(p.row.EndAt) &&
		(f.PremiumFrom == nil || p.row.Premium >= minor(f.PremiumFrom)) && (f.PremiumTo == nil || p.row.Premium <= minor(f.PremiumTo)) &&
		(len(f.AgreementCodes) == 0 || slices.Contains(f.AgreementCodes, b.agreement(p))) &&
		is(f.InsuredReference, p.reference) && is(f.PersonName, p.persons[privacy.Name]) &&
		is(f.IdentityNo, p.persons[privacy.IdentityNo]) && is(f.Phone, p.persons[privacy.Phone]) && is(f.Email, p.persons[privacy.Email])
}

// found are the keys that a filter must find, in the order of the list.
func (b *book) found(f *enquiry.Filter, order enquiry.Order) []int64 {
	var fit []*written
	for _, p := range b.policies {
		if b.fits(f, p) {
			fit = append(fit, p)
		}
	}
	slices.SortFunc(fit, func(a, c *written) int {
		switch order {
		case enquiry.EndsFirst, enquiry.EndsLast:
			return cmp.Or(a.row.EndAt.Compare(c.row.EndAt), cmp.Compare(a.row.ID, c.row.ID))
		case enquiry.LeastFirst, enquiry.MostFirst:
			return cmp.Or(cmp.Compare(a.row.Premium, c.row.Premium), cmp.Compare(a.row.ID, c.row.ID))
		case enquiry.Newest, enquiry.Oldest:
		}
		return cmp.Or(a.row.BoundAt.Compare(c.row.BoundAt), cmp.Compare(a.row.ID, c.row.ID))
	})
	keys := make([]int64, len(fit))
	for i, p := range fit {
		keys[i] = p.row.ID
	}
	if strings.HasSuffix(string(order), "_DESC") {
		slices.Reverse(keys)
	}
	return keys
}

// paged reads a list page by page, in one direction.
func paged(t require.TestingT, w *insurancetest.World, f *enquiry.Filter, order enquiry.Order, size int, backward bool) (keys []int64, pages int) {
	page := work.Page{Most: size, Backward: backward}
	for {
		pages++
		found, err := w.Enquiry.Policies(ctx, w.Person("serge"), f, order, page)
		require.NoError(t, err)
		require.LessOrEqual(t, len(found.Policies), size)
		some := make([]int64, len(found.Policies))
		for i, p := range found.Policies {
			some[i] = p.Key()
		}
		if backward {
			keys = append(some, keys...)
		} else {
			keys = append(keys, some...)
		}
		if !found.More {
			return keys, pages
		}
		through := found.Through
		if through == nil {
			require.NotEmpty(t, some, "there is something to go on from")
			through = &found.Places[len(some)-1]
			if backward {
				through = &found.Places[0]
			}
		}
		if page.After = *through; backward {
			page.After, page.Before = work.Place{}, *through
		}
	}
}

// minor units of an amount.
func minor(in *money.Input) int64 {
	amount, err := in.Amount.In(money.Currency(in.Currency))
	if err != nil {
		panic(err)
	}
	return amount.Minor
}

// agreement under which a policy was sold.
func (b *book) agreement(p *written) string {
	return b.w.Store.Client.Agreement.GetX(ctx, p.row.AgreementID).Code
}

// fill writes n random policies: many of one moment, some ended, some with persons.
func fill(t *rapid.T, b *book, n int) {
	start, stored := len(b.policies), false
	defer func() { // a draw that is broken off leaves nothing behind
		if !stored {
			b.policies = b.policies[:start]
		}
	}()
	for range n {
		at := b.w.Clock.Now().Add(-time.Duration(rapid.IntRange(0, 12).Draw(t, "bound")) * time.Hour)
		begins := at.Add(time.Duration(rapid.IntRange(-2, 24).Draw(t, "start")) * time.Hour)
		p := b.add(rapid.SampledFrom(b.channels).Draw(t, "channel"), at, begins, begins.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "length"))*time.Hour))
		p.row.Premium = int64(rapid.IntRange(10, 90).Draw(t, "premium"))
		p.row.Payer = rapid.SampledFrom([]string{"CUSTOMER", "SELLER", "PLATFORM"}).Draw(t, "payer")
		if rapid.IntRange(0, 3).Draw(t, "ended") == 0 {
			p.cancel(b.w.Clock.Now().Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "from")) * time.Hour))
		}
		if rapid.Bool().Draw(t, "person") {
			p.persons[privacy.Name] = rapid.SampledFrom(names).Draw(t, "name")
			p.persons[privacy.Phone] = rapid.SampledFrom(phones).Draw(t, "phone")
			p.persons[privacy.IdentityNo] = rapid.SampledFrom(ids).Draw(t, "id")
			p.persons[privacy.Email] = rapid.SampledFrom(emails).Draw(t, "email")
			p.reference = rapid.SampledFrom([]string{"acct-1", "acct-2", p.reference}).Draw(t, "reference")
		}
	}
	b.store(t, b.policies[start:])
	stored = true
}
