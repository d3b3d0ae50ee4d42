package servicing

import (
	"context"

	"baodan/ent/endorsement"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// emit records what an endorsement did.
func emit(ctx context.Context, tx *work.Tx, d *draft) error {
	e, after := d.row, d.policy.WithEndorsement(d.row)
	change := event.MoneyOf(inMinor(d.policy, e.PremiumChange))
	var happened event.Payload = event.PolicyEndorsed{
		PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
		Kind: string(e.Kind), RecordedAt: event.Time(e.RecordedAt), EffectiveAt: event.Time(e.EffectiveAt), PremiumChange: change, Payer: e.Payer,
		PlanCode: after.PlanCode(), Premium: event.MoneyOf(after.Premium()), SumInsured: event.MoneyOf(after.SumInsured()),
	}
	if e.Kind == endorsement.KindCancellation {
		happened = event.PolicyCancelled{
			PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
			Reason: e.Reason, RecordedAt: event.Time(e.RecordedAt), EffectiveAt: event.Time(e.EffectiveAt), PremiumChange: change, Payer: e.Payer,
			Premium: event.MoneyOf(after.Premium()),
		}
	}
	return event.Record(ctx, tx, e.ChannelID, after.Number(), e.Version, e.RecordedAt, happened)
}
