package distribution

import (
	"context"

	"baodan/engine/rule"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// TermsLookup names the plan of an agreement whose terms are wanted.
type TermsLookup struct {
	ChannelCode, AgreementCode, PlanCode string
	Mode                                 work.Mode
}

// LayeredTerms are the terms of a plan as they hold now under an agreement, each with the layer that sets it and what layers below
// it say (F1). Faults: NOT_FOUND, CHANNEL_CLOSED, NOT_AGREED, PRODUCT_OFF_SALE.
func (s *Service) LayeredTerms(_ context.Context, caller *access.Caller, of TermsLookup) ([]*rule.Explained, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, fault.New(fault.CodeNotFound, "there is no such channel", "channelCode")
	}
	channel, err := s.ChannelByCode(of.ChannelCode, of.Mode.IsLive())
	if err == nil && !caller.Sees(channel.ID) {
		err = fault.Newf(fault.CodeNotFound, "channel %s", of.ChannelCode)
	}
	if err != nil {
		return nil, err
	}
	agreement, err := s.Current(channel.ID, of.AgreementCode, s.Now(channel.ID))
	if err != nil {
		return nil, err
	}
	product, err := s.Selling.catalog.OnSale(agreement.ProductCode)
	if err != nil {
		return nil, err
	}
	if _, known := product.Plan(of.PlanCode); !known {
		return nil, fault.New(fault.CodeNotFound, "the product has no such plan", "planCode")
	}
	terms, err := s.Terms(product, of.PlanCode, agreement)
	if err != nil {
		return nil, err
	}
	list := terms.Explain()
	explained := make([]*rule.Explained, len(list))
	for i := range list {
		explained[i] = &list[i]
	}
	return explained, nil
}
