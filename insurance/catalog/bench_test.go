package catalog_test

import (
	"encoding/json"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// seeded is a shipped product.
func seeded(t testing.TB, name string) *catalog.Product {
	t.Helper()
	file, err := fs.ReadFile(catalog.Seeds(), name+".yaml")
	require.NoError(t, err)
	p, err := catalog.Parse(file, catalog.Seeds())
	require.NoError(t, err)
	return p
}

// freight are factors of RFI-01 that cost 0.73 yuan, as JSON gives them.
func freight() map[string]any {
	return map[string]any{
		"sellerId": "S-1", "sellerReturnRate": "0.05", "buyerId": "B-1",
		"buyerReturns": json.Number("1"), "buyerRiskScore": json.Number("10"), "category": "clothing",
		"payTime": "2026-11-23T09:00:00+08:00", "payAmount": "199.00",
		"carrier": "SF", "trackingNo": "SF1234567890123", "weightKg": "0.8",
		"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "文三路 100 号"},
		"to":   map[string]any{"province": "21", "city": "2101", "county": "210102", "address": "青年大街 1 号"},
	}
}

// sold is when freight is sold: an hour after it was paid.
var sold = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// Judging and rating is on the way of every issue: its allocations are counted, so that a regression shows without a
// load test.
func TestRatingAllocatesLittle(t *testing.T) {
	p := seeded(t, "rfi-01")
	facts := kase(t, p, "A", freight()).Facts
	terms, err := p.Terms("A", nil, nil)
	require.NoError(t, err)
	allocations := testing.AllocsPerRun(100, func() {
		c := catalog.Case{Act: rule.Issue, Plan: "A", Payer: "CUSTOMER", Insureds: 1, Facts: facts, Terms: terms, Now: sold}
		findings := p.Judge(&c)
		_, errPremium := p.Premium(&c, &rating.Adjustment{})
		_, errSum := p.SumInsured(&c)
		if len(findings) > 0 || errPremium != nil || errSum != nil {
			t.Error(findings, errPremium, errSum)
		}
	})
	require.LessOrEqual(t, int(allocations), 40)
}

func BenchmarkRFI(b *testing.B) {
	p := seeded(b, "rfi-01")
	facts, violations := p.CheckFactors(freight())
	require.Empty(b, violations)
	terms, err := p.Terms("A", nil, nil)
	require.NoError(b, err)
	rate := func() {
		c := catalog.Case{Act: rule.Issue, Plan: "A", Payer: "CUSTOMER", Insureds: 1, Facts: facts, Terms: terms, Now: sold}
		if findings := p.Judge(&c); len(findings) > 0 {
			b.Fatal(findings)
		}
		premium, err := p.Premium(&c, &rating.Adjustment{})
		if err != nil || premium.Result.Minor != 73 {
			b.Fatal(premium, err)
		}
		if sum, err := p.SumInsured(&c); err != nil || sum.Result.Minor != 1300 {
			b.Fatal(sum, err)
		}
	}
	b.Run("JudgeAndRate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rate()
		}
	})
	b.Run("CheckFactors", func(b *testing.B) {
		b.ReportAllocs()
		raw := freight()
		for b.Loop() {
			if _, violations := p.CheckFactors(raw); violations != nil {
				b.Fatal(violations)
			}
		}
	})
	b.Run("MarshalWorksheet", func(b *testing.B) {
		c := catalog.Case{Act: rule.Issue, Plan: "A", Payer: "CUSTOMER", Insureds: 1, Facts: facts, Terms: terms, Now: sold}
		premium, err := p.Premium(&c, &rating.Adjustment{})
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := premium.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := catalog.Parse(p.Source(), catalog.Seeds()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
