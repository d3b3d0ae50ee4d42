package event_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/insurance/event"
)

// What was published never changes its form: each payload is a committed file.
func TestPayloadsAreGolden(t *testing.T) { // not parallel: with -update it writes what parallel tests read
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for _, payload := range []event.Payload{
		event.PolicyIssued{
			PolicyNumber: "P000000000000012", OrderNo: "O-1", AgreementCode: "AG-MALL-RFI", ProductCode: "RFI-01",
			ProductVersion: 1, PlanCode: "A", Payer: "CUSTOMER",
			Premium:    event.MoneyOf(money.Amount{Minor: 73, Currency: money.CNY}),
			SumInsured: event.MoneyOf(money.Amount{Minor: 1300, Currency: money.CNY}),
			Insureds:   []string{"O-1"}, BoundAt: event.Time(at), Start: event.Time(at), End: event.Time(at.AddDate(0, 0, 90)),
		},
		event.PolicyEndorsed{
			PolicyNumber: "P000000000000020", OrderNo: "O-2", EndorsementNumber: "E000000000000015", RequestNo: "E-1",
			Kind: "PLAN_CHANGE", RecordedAt: event.Time(at), EffectiveAt: event.Time(at.AddDate(0, 0, 7)), PremiumChange: fen(24),
			ByPayer:  []event.Share{{Payer: "PLATFORM", PremiumChange: fen(24)}},
			PlanCode: "PLUS", Premium: fen(36), SumInsured: fen(1_000_000_00),
		},
		event.PolicyCancelled{
			PolicyNumber: "P000000000000020", OrderNo: "O-2", EndorsementNumber: "E000000000000028", RequestNo: "C-1",
			Reason: "CUSTOMER_REQUEST", RecordedAt: event.Time(at), EffectiveAt: event.Time(at), PremiumChange: fen(-24),
			ByPayer: []event.Share{{Payer: "CUSTOMER", PremiumChange: fen(-10)}, {Payer: "PLATFORM", PremiumChange: fen(-14)}}, Premium: fen(12),
		},
		event.PolicyRenewed{
			PolicyNumber: "P000000000000020", OrderNo: "O-2", RenewedBy: "P000000000000036", NewOrderNo: "O-3", At: event.Time(at),
		},
		event.PolicyExpiring{PolicyNumber: "P000000000000020", OrderNo: "O-2", End: event.Time(at.AddDate(1, 0, 0))},
		event.PolicyExpired{PolicyNumber: "P000000000000020", OrderNo: "O-2", End: event.Time(at.AddDate(1, 0, 0))},
		event.EndpointTested{EndpointID: "whe_1jsbzy8fdnr00", RequestNo: "T-1", SentAt: event.Time(at)},
	} {
		golden(t, payload)
	}
}

// golden compares a payload with its committed file.
func golden(t *testing.T, payload event.Payload) {
	t.Helper()
	got, err := json.MarshalIndent(payload, "", "  ")
	require.NoError(t, err)
	path := "testdata/" + payload.Type() + ".json"
	if *update {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got), payload.Type())
}

func fen(minor int64) event.Money {
	return event.MoneyOf(money.Amount{Minor: minor, Currency: money.CNY})
}
