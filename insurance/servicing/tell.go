package servicing

import (
	"context"

	"baodan/ent/endorsement"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// tell records what an endorsement did.
func tell(ctx context.Context, tx *work.Tx, d *draft) error {
	e, after := d.row, d.policy.WithEndorsement(d.row)
	change := event.MoneyOf(inMinor(d.policy, e.PremiumChange))
	var happened event.Payload = event.PolicyEndorsed{
		PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
		Kind: string(e.Kind), RecordedAt: event.Moment(e.RecordedAt), EffectiveAt: event.Moment(e.EffectiveAt), PremiumChange: change, Payer: e.Payer,
		PlanCode: after.PlanCode(), Premium: event.MoneyOf(after.Premium()), SumInsured: event.MoneyOf(after.SumInsured()),
	}
	if e.Kind == endorsement.KindCancellation {
		happened = event.PolicyCancelled{
			PolicyNumber: after.Number(), OrderNo: after.OrderNo(), EndorsementNumber: e.Number, RequestNo: e.RequestNo,
			Reason: e.Reason, RecordedAt: event.Moment(e.RecordedAt), EffectiveAt: event.Moment(e.EffectiveAt), PremiumChange: change, Payer: e.Payer,
			Premium: event.MoneyOf(after.Premium()),
		}
	}
	return event.Record(ctx, tx, e.ChannelID, after.Number(), e.Version, e.RecordedAt, happened)
}
