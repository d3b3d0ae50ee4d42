package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
)

// distributionNode finds what only the insurer's people see of channels; credentials are for those who may list them.
func (r *Resolver) distributionNode(ctx context.Context, kind string, key int64) (model.Node, error) {
	c := caller(ctx)
	switch {
	case c.Audience != access.Ops:
	case kind == scalar.AgreementID:
		if a, err := r.Distribution.AgreementByKey(ctx, key); a != nil || err != nil {
			return a, err
		}
	case c.HasRole(access.Sales, access.SecurityAdmin, access.SystemAdmin, access.Audit):
		if one, err := r.Access.Find(ctx, key); one != nil || err != nil {
			return one, err
		}
	}
	return nil, nil // no such thing
}

func channelChange(in *model.ChangeChannelInput) distribution.ChannelChange {
	return distribution.ChannelChange{
		Code: in.Code, ExpectedRevision: int(in.ExpectedRevision), Name: in.Name, Terms: in.Terms, Reason: in.Reason,
	}
}

// opening closes or opens a channel of an expected revision; one that no channel has conflicts.
func opening(code string, open bool, revision int32, reason string) distribution.SetOpenInput {
	if revision < 1 {
		revision = -1
	}
	return distribution.SetOpenInput{Code: code, Open: open, ExpectedRevision: int(revision), Reason: reason}
}

func channelFilter(in *model.ChannelFilter) distribution.ChannelFilter {
	if in == nil {
		return distribution.ChannelFilter{}
	}
	return distribution.ChannelFilter{Sandbox: in.Sandbox, Open: in.Open, Code: valueOf(in.Code)}
}

func agreementFilter(in *model.AgreementFilter) distribution.AgreementFilter {
	if in == nil {
		return distribution.AgreementFilter{}
	}
	out := distribution.AgreementFilter{
		ChannelCode: valueOf(in.ChannelCode), ProductCode: valueOf(in.ProductCode), Code: valueOf(in.Code), AllVersions: in.AllVersions,
	}
	for _, state := range in.States {
		out.States = append(out.States, distribution.State(state))
	}
	return out
}

func agreementInput(in *model.RequestAgreementInput) distribution.AgreementInput {
	out := distribution.AgreementInput{
		ChannelCode: in.ChannelCode, Code: in.Code, Version: int(in.ExpectedVersion), ProductCode: in.ProductCode, Plans: in.Plans,
		CommissionRate: in.CommissionRate.String(), Terms: in.Terms, ValidUntil: in.ValidUntil,
	}
	if in.ValidFrom != nil {
		out.ValidFrom = *in.ValidFrom
	}
	for _, o := range in.Operations {
		out.Operations = append(out.Operations, distribution.Operation(o))
	}
	for _, q := range in.Quotas {
		out.Quotas = append(out.Quotas, distribution.QuotaInput{Measure: string(q.Measure), Per: string(q.Per), Most: q.Most})
	}
	return out
}

func credentialRequest(in *model.RequestCredentialInput) distribution.CredentialRequest {
	return distribution.CredentialRequest{
		ChannelCode: in.ChannelCode, Live: in.Live, KeyID: in.KeyID, Algorithm: in.Algorithm, PublicKey: in.PublicKey,
		Addresses: in.Addresses, RatePerSecond: int(in.RatePerSecond), ExpiresAt: in.ExpiresAt, Replaces: valueOf(in.Replaces),
		OverlapHours: int(in.OverlapHours), Reason: in.Reason,
	}
}

func operationsOf(a *ent.Agreement) []model.ChannelOperation {
	list := make([]model.ChannelOperation, len(a.Operations))
	for i, o := range a.Operations {
		list[i] = model.ChannelOperation(o)
	}
	return list
}

func quotasOf(quotas []distribution.Quota) []*model.Quota {
	list := make([]*model.Quota, len(quotas))
	for i, q := range quotas {
		list[i] = &model.Quota{Measure: model.QuotaMeasure(q.Measure), Per: model.QuotaSpan(q.Per), Most: q.Most, Used: q.Used}
	}
	return list
}

// usesOf are uses of deprecated elements, with the day on which each goes away by the schema of today.
func usesOf(uses []*distribution.DeprecationUse) []*model.DeprecationUse {
	list := make([]*model.DeprecationUse, len(uses))
	for i, u := range uses {
		list[i] = &model.DeprecationUse{
			Coordinate: u.Coordinate, Sunset: shown(sunsetOf(fullSchema(), u.Coordinate)), Calls: u.Calls, LastUsedAt: u.LastUsedAt,
		}
	}
	return list
}
