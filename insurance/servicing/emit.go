package servicing

import (
	"context"

	"baodan/ent/endorsement"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// emit records what an endorsement did.
func emit(ctx context.Context, tx *work.Tx, d *draft) error {
	e, after := d.row, d.policy.WithEndorsement(d.row)
	lines := d.policy.LinesOf(e)
	change, shares := event.MoneyOf(policy.PremiumOf(lines, d.policy.Currency())), sharesOf(policy.ByPayer(lines))
	var happened event.Payload = event.PolicyEndorsed{
		PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
		Kind: string(e.Kind), RecordedAt: event.Time(e.RecordedAt), EffectiveAt: event.Time(e.EffectiveAt), PremiumChange: change, ByPayer: shares,
		PlanCode: after.PlanCode(), Premium: event.MoneyOf(after.Premium()), SumInsured: event.MoneyOf(after.SumInsured()),
	}
	if e.Kind == endorsement.KindCancellation {
		happened = event.PolicyCancelled{
			PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
			Reason: e.Reason, RecordedAt: event.Time(e.RecordedAt), EffectiveAt: event.Time(e.EffectiveAt), PremiumChange: change, ByPayer: shares,
			Premium: event.MoneyOf(after.Premium()),
		}
	}
	return event.Record(ctx, tx, e.ChannelID, after.Number(), e.Version, e.RecordedAt, happened)
}

func sharesOf(shares []policy.Share) []event.Share {
	list := make([]event.Share, len(shares))
	for i, share := range shares {
		list[i] = event.Share{Payer: string(share.Payer), PremiumChange: event.MoneyOf(share.Premium)}
	}
	return list
}
