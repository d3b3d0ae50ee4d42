package voucher_test

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/earning"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
	"baodan/insurance/voucher"
)

// Figures, section 8: 30 January 2028 of book a, after premium of 1,014 and, of mini/ASI-01, 29 in the month.
func TestAWorkedDay(t *testing.T) {
	t.Parallel()
	row := func(day int, r voucher.Row) *voucher.Row {
		r.Day, r.TaxClass = earning.DayAt(2028, 1, day), "VAT6"
		return &r
	}
	rows := []*voucher.Row{
		row(2, voucher.Row{Kind: ledger.Issue, Account: "PAY", Channel: "pay", Coverage: "ASI-01", Agreement: "PAY-ASI", Version: "1", Premium: 985}),
		row(3, voucher.Row{Kind: ledger.Issue, Account: "MINI", Channel: "mini", Coverage: "ASI-01", Agreement: "MINI-ASI", Version: "1", CommissionAccount: "MINI", Premium: 29, Commission: 29 * 83333}),
		row(30, voucher.Row{Kind: ledger.Issue, Account: "MINI", Channel: "mini", Coverage: "ASI-01", Agreement: "MINI-ASI", Version: "1", CommissionAccount: "MINI", Premium: 60, Commission: 60 * 83333}),
		row(30, voucher.Row{Kind: ledger.ClaimApproved, Channel: "pay", Coverage: "ASI-01", Payable: 900_000, DueDay: true}),
		row(30, voucher.Row{Kind: ledger.ClaimPaid, Channel: "pay", Coverage: "ASI-01", Payable: -900_000, Paid: 900_000, Cash: -900_000, DueDay: true}),
	}
	list, err := voucher.Shipped().OfMonth(rows)
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []voucher.Line{
		{Account: "1122", Of: []string{"MINI"}, Debit: 60}, {Account: "2206", Of: []string{"pay", "ASI-01"}, Debit: 900_000},
		{Account: "6421", Of: []string{"mini", "MINI-ASI", "1"}, Debit: 5}, {Account: "6511", Of: []string{"pay", "ASI-01"}, Debit: 900_000},
		{Account: "1002", Credit: 900_000}, {Account: "2205", Of: []string{"MINI"}, Credit: 5}, {Account: "2206", Of: []string{"pay", "ASI-01"}, Credit: 900_000},
		{Account: "2221", Of: []string{"VAT6"}, Credit: 4}, {Account: "6031", Of: []string{"mini", "ASI-01"}, Credit: 57}, {Account: "6601", Credit: -1},
	}, list[2].Lines)
}

// Half up, the middle away from zero.
func TestRound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"1/2": 1, "-1/2": -1, "3/2": 2, "49/100": 0, "-149/100": -1, "7": 7, "0": 0} {
		exact, _ := new(big.Rat).SetString(text)
		assert.Equal(t, want, voucher.Round(exact), text)
	}
}

// E2: whatever a mapping is told apart by, sides are equal, and VAT of a month is that of its sum.
func TestE2SidesAreEqual(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var rows []*voucher.Row
		var gross int64
		for day := 1; day <= 28; day++ {
			for range rapid.IntRange(0, 3).Draw(t, "rows") {
				premium := rapid.Int64Range(-300, 900).Draw(t, "premium")
				gross += premium
				rows = append(rows, &voucher.Row{
					Day: earning.DayAt(2028, 2, day), Kind: ledger.Issue, Account: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "account"),
					Prepaid: rapid.Bool().Draw(t, "prepaid"), Channel: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "channel"), Coverage: "C", TaxClass: "VAT6",
					Agreement: "G", Version: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "version"), CommissionAccount: "A",
					Premium: premium, Commission: premium * 83333,
				})
			}
		}
		list, err := voucher.Shipped().OfMonth(rows)
		if err != nil {
			t.Fatal(err)
		}
		var tax int64
		for _, v := range list {
			var debit, credit int64
			for _, l := range v.Lines {
				debit += l.Debit
				credit += l.Credit
				if l.Account == "2221" {
					tax += l.Credit
				}
			}
			if debit != credit {
				t.Fatalf("%s: %d and %d", v.Day, debit, credit)
			}
		}
		if want := voucher.Round(big.NewRat(gross*6, 106)); tax != want {
			t.Fatalf("VAT %d, not %d", tax, want)
		}
	})
}

// A mapping that leaves something out, or goes nowhere, is refused; and so is what it does not know when it comes.
func TestE2MappingsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*voucher.Mapping){
		"an account that is not there": func(m *voucher.Mapping) { m.Rules[0].Debit = "9999" },
		"a kind that goes nowhere":     func(m *voucher.Mapping) { m.Rules = m.Rules[1:3] },
		"a dimension":                  func(m *voucher.Mapping) { m.Accounts[0].By = []voucher.Dimension{"colour"} },
		"a rate":                       func(m *voucher.Mapping) { m.TaxClasses["VAT6"] = "six" },
		"twice":                        func(m *voucher.Mapping) { m.Accounts = append(m.Accounts, m.Accounts[0]) },
		"no side":                      func(m *voucher.Mapping) { m.Rules[0].Sides = voucher.Sides{} },
	} {
		m := voucher.Shipped()
		change(m)
		text, err := json.Marshal(m)
		require.NoError(t, err)
		_, err = voucher.ReadMapping(text)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", name, err)
	}
	_, err := voucher.ReadMapping([]byte("{"))
	assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
	_, err = voucher.Shipped().OfMonth([]*voucher.Row{{Day: 1, Kind: "UNHEARD_OF", Premium: 1}})
	assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
	_, err = voucher.Shipped().OfMonth([]*voucher.Row{{Day: 1, Kind: ledger.Issue, TaxClass: "VAT9", Premium: 1}})
	assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
}
