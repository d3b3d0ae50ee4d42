package ledger

import (
	"context"
	"fmt"

	"baodan/engine/earning"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/coverpiece"
	"baodan/ent/receivedpremium"
	"baodan/ent/schema"
	"baodan/insurance/work"
)

// Kind of a booking. Those of cash come from receipts and payments.
type Kind string

// Kinds.
const (
	Issue          Kind = "ISSUE"
	Renewal        Kind = "RENEWAL"
	Endorsement    Kind = "ENDORSEMENT"
	Cancellation   Kind = "CANCELLATION"
	ClaimReported  Kind = "CLAIM_REPORTED"
	ClaimEstimated Kind = "CLAIM_ESTIMATED"
	ClaimReopened  Kind = "CLAIM_REOPENED"
	ClaimApproved  Kind = "CLAIM_APPROVED"
	ClaimPaid      Kind = "CLAIM_PAID"
	ClaimDeclined  Kind = "CLAIM_DECLINED"
	ClaimWithdrawn Kind = "CLAIM_WITHDRAWN"
	ClaimRecovered Kind = "CLAIM_RECOVERED"

	PremiumReceived  Kind = "PREMIUM_RECEIVED"
	PremiumRefunded  Kind = "PREMIUM_REFUNDED"
	CommissionPaid   Kind = "COMMISSION_PAID"
	AdvanceApplied   Kind = "ADVANCE_APPLIED"
	PremiumOffset    Kind = "PREMIUM_OFFSET"
	CommissionOffset Kind = "COMMISSION_OFFSET"
	WrittenOff       Kind = "WRITTEN_OFF"
	BadDebt          Kind = "BAD_DEBT"
)

// Booking is a booking with the cover that it moves.
type Booking struct {
	*ent.Booking
	Covers   []earning.Move
	received []schema.CashGroup // premium that it brought
}

func dayOf(d earning.Day) *int {
	n := int(d)
	return &n
}

// earns writes what the booking earns.
func (b *Booking) earns(s earning.Segment) {
	b.Num, b.SegFrom, b.SegTo, b.Den = &s.Num, dayOf(s.From), dayOf(s.To), &s.Den
	if s.AtOnce {
		b.NumNow, b.NowOn = &s.Now, dayOf(s.On)
	}
}

// Columns of bookings, as rowOf writes them.
var columns = []string{
	booking.FieldID, booking.FieldKind, booking.FieldLive, booking.FieldCurrency, booking.FieldBookedAt, booking.FieldDay, booking.FieldMonth,
	booking.FieldBoundDay, booking.FieldStartDay, booking.FieldLossDay, booking.FieldReportDay, booking.FieldDueDay,
	booking.FieldChannelID, booking.FieldAgreementID, booking.FieldAccount, booking.FieldPayer, booking.FieldMerchant, booking.FieldRegion,
	booking.FieldCategory, booking.FieldBand1, booking.FieldBand2, booking.FieldBand3, booking.FieldProductVersionID, booking.FieldPlan,
	booking.FieldCoverage, booking.FieldCost, booking.FieldCause, booking.FieldReason, booking.FieldPolicyID, booking.FieldClaimID,
	booking.FieldOrderNo, booking.FieldDocument, booking.FieldPremium, booking.FieldCommission, booking.FieldSumInsured, booking.FieldReserve,
	booking.FieldPayable, booking.FieldPaid, booking.FieldRecovered, booking.FieldCash, booking.FieldNum, booking.FieldSegFrom, booking.FieldSegTo,
	booking.FieldDen, booking.FieldNumNow, booking.FieldNowOn,
}

func rowOf(b *ent.Booking) []any {
	return []any{
		b.ID, b.Kind, b.Live, b.Currency, b.BookedAt, b.Day, b.Month, b.BoundDay, b.StartDay, b.LossDay, b.ReportDay, b.DueDay,
		b.ChannelID, b.AgreementID, b.Account, b.Payer, b.Merchant, b.Region, b.Category, b.Band1, b.Band2, b.Band3, b.ProductVersionID, b.Plan,
		b.Coverage, b.Cost, b.Cause, b.Reason, b.PolicyID, b.ClaimID, b.OrderNo, b.Document, b.Premium, b.Commission, b.SumInsured, b.Reserve,
		b.Payable, b.Paid, b.Recovered, b.Cash, b.Num, b.SegFrom, b.SegTo, b.Den, b.NumNow, b.NowOn,
	}
}

var pieceColumns = []string{coverpiece.FieldID, coverpiece.FieldSign, coverpiece.FieldPlan, coverpiece.FieldFromDay, coverpiece.FieldToDay}

// mostPieces of cover a booking moves: the key of a piece is that of its booking times this, and a number.
const mostPieces = 100

// insertedAtOnce is how many rows a statement writes: MySQL takes 65,535 values.
const insertedAtOnce = 1000

// insert stores bookings and their cover.
func insert(ctx context.Context, tx *work.Tx, list []*Booking) error {
	rows, pieces, received := make([][]any, len(list)), [][]any{}, [][]any{}
	for i, b := range list {
		rows[i] = rowOf(b.Booking)
		if max(len(b.Covers), len(b.received)) >= mostPieces {
			return fmt.Errorf("booking %d has %d pieces of cover, and premium of %d groups", b.ID, len(b.Covers), len(b.received))
		}
		received = append(received, receivedRows(b.ID, b.received)...)
		for n, move := range b.Covers {
			pieces = append(pieces, []any{b.ID*mostPieces + int64(n) + 1, move.Sign, move.Plan, int(move.From), int(move.To)})
		}
	}
	for _, all := range []work.Insert{
		{Table: booking.Table, Columns: columns, Rows: rows}, {Table: coverpiece.Table, Columns: pieceColumns, Rows: pieces},
		{Table: receivedpremium.Table, Columns: receivedColumns, Rows: received},
	} {
		for from := 0; from < len(all.Rows); from += insertedAtOnce {
			part := all
			part.Rows = all.Rows[from:min(from+insertedAtOnce, len(all.Rows))]
			if err := tx.Insert(ctx, part); err != nil {
				return fmt.Errorf("%s: %w", all.Table, err)
			}
		}
	}
	return nil
}
