package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/distribution"
)

func (r *agreementResolver) ID(ctx context.Context, obj *ent.Agreement) (string, error) {
	return scalar.GlobalID(scalar.AgreementID, obj.ID), nil
}

func (r *agreementResolver) Channel(ctx context.Context, obj *ent.Agreement) (*ent.Channel, error) {
	return r.Directory.HalfOf(ctx, obj.ChannelID)
}

func (r *agreementResolver) Operations(ctx context.Context, obj *ent.Agreement) ([]model.ChannelOperation, error) {
	return operationsOf(obj), nil
}

func (r *agreementResolver) Quotas(ctx context.Context, obj *ent.Agreement) ([]*model.Quota, error) {
	quotas, err := r.Directory.QuotasOf(ctx, obj)
	return quotasOf(quotas), err
}

func (r *agreementResolver) State(ctx context.Context, obj *ent.Agreement) (model.AgreementState, error) {
	state, err := r.Directory.StateOf(ctx, obj)
	return model.AgreementState(state), err
}

func (r *channelResolver) ID(ctx context.Context, obj *ent.Channel) (string, error) {
	return scalar.GlobalID(scalar.ChannelID, obj.ID), nil
}

func (r *channelResolver) Credentials(ctx context.Context, obj *ent.Channel) ([]*ent.Credential, error) {
	return r.Gate.CredentialsOf(ctx, obj.ID)
}

func (r *channelResolver) Agreements(ctx context.Context, obj *ent.Channel) ([]*ent.Agreement, error) {
	return r.Directory.AgreementsOf(ctx, obj.ID)
}

func (r *channelResolver) WebhookEndpoints(ctx context.Context, obj *ent.Channel) ([]*ent.WebhookEndpoint, error) {
	return r.Post.EndpointsOf(ctx, obj.ID)
}

func (r *channelResolver) DeprecationsInUse(ctx context.Context, obj *ent.Channel) ([]*model.DeprecationUse, error) {
	uses, err := r.Directory.DeprecationsOf(ctx, obj.ID)
	return usesOf(uses), err
}

func (r *credentialResolver) ID(ctx context.Context, obj *ent.Credential) (string, error) {
	return scalar.GlobalID(scalar.CredentialID, obj.ID), nil
}

func (r *credentialResolver) Algorithm(ctx context.Context, obj *ent.Credential) (string, error) {
	return string(obj.Algorithm), nil
}

func (r *mutationResolver) AddChannel(ctx context.Context, input model.AddChannelInput) (*model.AddChannelPayload, error) {
	channel, err := r.Directory.AddChannel(ctx, caller(ctx), distribution.ChannelInput{Code: input.Code, Name: input.Name, Terms: input.Terms})
	faults, err := userErrors(err)
	return &model.AddChannelPayload{Channel: channel, UserErrors: faults}, err
}

func (r *mutationResolver) ChangeChannel(ctx context.Context, input model.ChangeChannelInput) (*model.ChangeChannelPayload, error) {
	channel, err := r.Directory.ChangeChannel(ctx, caller(ctx), channelChange(&input))
	faults, err := userErrors(err)
	return &model.ChangeChannelPayload{Channel: channel, UserErrors: faults}, err
}

func (r *mutationResolver) CloseChannel(ctx context.Context, input model.CloseChannelInput) (*model.CloseChannelPayload, error) {
	channel, err := r.Directory.SetOpen(ctx, caller(ctx), opening(input.Code, false, input.ExpectedRevision, input.Reason))
	faults, err := userErrors(err)
	return &model.CloseChannelPayload{Channel: channel, UserErrors: faults}, err
}

func (r *mutationResolver) ReopenChannel(ctx context.Context, input model.ReopenChannelInput) (*model.ReopenChannelPayload, error) {
	channel, err := r.Directory.SetOpen(ctx, caller(ctx), opening(input.Code, true, input.ExpectedRevision, input.Reason))
	faults, err := userErrors(err)
	return &model.ReopenChannelPayload{Channel: channel, UserErrors: faults}, err
}

func (r *mutationResolver) RequestAgreement(ctx context.Context, input model.RequestAgreementInput) (*model.RequestAgreementPayload, error) {
	asked, err := r.Directory.RequestAgreement(ctx, caller(ctx), agreementInput(&input), input.Reason)
	faults, err := userErrors(err)
	return &model.RequestAgreementPayload{Approval: asked, UserErrors: faults}, err
}

func (r *mutationResolver) TerminateAgreement(ctx context.Context, input model.TerminateAgreementInput) (*model.TerminateAgreementPayload, error) {
	agreement, err := r.Directory.Terminate(ctx, caller(ctx), distribution.TerminateInput(input))
	faults, err := userErrors(err)
	return &model.TerminateAgreementPayload{Agreement: agreement, UserErrors: faults}, err
}

func (r *mutationResolver) RequestCredential(ctx context.Context, input model.RequestCredentialInput) (*model.RequestCredentialPayload, error) {
	asked, secret, err := r.Directory.RequestCredential(ctx, caller(ctx), credentialRequest(&input))
	faults, err := userErrors(err)
	return &model.RequestCredentialPayload{Approval: asked, Secret: shown(secret), UserErrors: faults}, err
}

func (r *mutationResolver) RevokeCredential(ctx context.Context, input model.RevokeCredentialInput) (*model.RevokeCredentialPayload, error) {
	credential, err := r.Directory.RevokeCredential(ctx, caller(ctx), input.KeyID, input.Reason)
	faults, err := userErrors(err)
	return &model.RevokeCredentialPayload{Credential: credential, UserErrors: faults}, err
}

func (r *mutationResolver) SetCredentialAddresses(ctx context.Context, input model.SetCredentialAddressesInput) (*model.SetCredentialAddressesPayload, error) {
	credential, err := r.Directory.SetCredentialAddresses(ctx, caller(ctx), input.KeyID, input.Addresses, input.Reason)
	faults, err := userErrors(err)
	return &model.SetCredentialAddressesPayload{Credential: credential, UserErrors: faults}, err
}

func (r *queryResolver) Channels(ctx context.Context, filter *model.ChannelFilter, first *int32, after *string, last *int32, before *string) (*model.ChannelConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Directory.Channels(ctx, channelFilter(filter), page)
	edges := make([]*model.ChannelEdge, len(list))
	for i, c := range list {
		edges[i] = &model.ChannelEdge{Cursor: scalar.Cursor(c.ID), Node: c}
	}
	info := infoOf(page, more, edges, func(e *model.ChannelEdge) string { return e.Cursor })
	return &model.ChannelConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) Channel(ctx context.Context, code string, live bool) (*ent.Channel, error) {
	return r.Directory.FindChannel(ctx, code, live)
}

func (r *queryResolver) Agreements(ctx context.Context, filter *model.AgreementFilter, first *int32, after *string, last *int32, before *string) (*model.AgreementConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Directory.ListAgreements(ctx, agreementFilter(filter), page)
	edges := make([]*model.AgreementEdge, len(list))
	for i, a := range list {
		edges[i] = &model.AgreementEdge{Cursor: scalar.Cursor(a.ID), Node: a}
	}
	info := infoOf(page, more, edges, func(e *model.AgreementEdge) string { return e.Cursor })
	return &model.AgreementConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) Agreement(ctx context.Context, channelCode string, code string, version *int32) (*ent.Agreement, error) {
	return r.Directory.FindAgreement(ctx, channelCode, code, int(valueOf(version)))
}

func (r *Resolver) Agreement() exec.AgreementResolver { return &agreementResolver{r} }

func (r *Resolver) Channel() exec.ChannelResolver { return &channelResolver{r} }

func (r *Resolver) Credential() exec.CredentialResolver { return &credentialResolver{r} }

type (
	agreementResolver  struct{ *Resolver }
	channelResolver    struct{ *Resolver }
	credentialResolver struct{ *Resolver }
)
