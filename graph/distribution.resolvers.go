package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
)

func (r *agreementResolver) ID(ctx context.Context, obj *ent.Agreement) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *agreementResolver) Channel(ctx context.Context, obj *ent.Agreement) (*ent.Channel, error) {
	panic(fmt.Errorf("not implemented: Channel - channel"))
}

func (r *agreementResolver) Operations(ctx context.Context, obj *ent.Agreement) ([]model.ChannelOperation, error) {
	panic(fmt.Errorf("not implemented: Operations - operations"))
}

func (r *agreementResolver) Quotas(ctx context.Context, obj *ent.Agreement) ([]*model.Quota, error) {
	panic(fmt.Errorf("not implemented: Quotas - quotas"))
}

func (r *agreementResolver) State(ctx context.Context, obj *ent.Agreement) (model.AgreementState, error) {
	panic(fmt.Errorf("not implemented: State - state"))
}

func (r *channelResolver) ID(ctx context.Context, obj *ent.Channel) (string, error) {
	return scalar.GlobalID(scalar.ChannelID, obj.ID), nil
}

func (r *channelResolver) Credentials(ctx context.Context, obj *ent.Channel) ([]*ent.Credential, error) {
	panic(fmt.Errorf("not implemented: Credentials - credentials"))
}

func (r *channelResolver) Agreements(ctx context.Context, obj *ent.Channel) ([]*ent.Agreement, error) {
	panic(fmt.Errorf("not implemented: Agreements - agreements"))
}

func (r *channelResolver) WebhookEndpoints(ctx context.Context, obj *ent.Channel) ([]*ent.WebhookEndpoint, error) {
	panic(fmt.Errorf("not implemented: WebhookEndpoints - webhookEndpoints"))
}

func (r *channelResolver) DeprecationsInUse(ctx context.Context, obj *ent.Channel) ([]*model.DeprecationUse, error) {
	panic(fmt.Errorf("not implemented: DeprecationsInUse - deprecationsInUse"))
}

func (r *credentialResolver) ID(ctx context.Context, obj *ent.Credential) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *credentialResolver) Algorithm(ctx context.Context, obj *ent.Credential) (string, error) {
	panic(fmt.Errorf("not implemented: Algorithm - algorithm"))
}

func (r *mutationResolver) AddChannel(ctx context.Context, input model.AddChannelInput) (*model.AddChannelPayload, error) {
	panic(fmt.Errorf("not implemented: AddChannel - addChannel"))
}

func (r *mutationResolver) ChangeChannel(ctx context.Context, input model.ChangeChannelInput) (*model.ChangeChannelPayload, error) {
	panic(fmt.Errorf("not implemented: ChangeChannel - changeChannel"))
}

func (r *mutationResolver) CloseChannel(ctx context.Context, input model.CloseChannelInput) (*model.CloseChannelPayload, error) {
	panic(fmt.Errorf("not implemented: CloseChannel - closeChannel"))
}

func (r *mutationResolver) ReopenChannel(ctx context.Context, input model.ReopenChannelInput) (*model.ReopenChannelPayload, error) {
	panic(fmt.Errorf("not implemented: ReopenChannel - reopenChannel"))
}

func (r *mutationResolver) RequestAgreement(ctx context.Context, input model.RequestAgreementInput) (*model.RequestAgreementPayload, error) {
	panic(fmt.Errorf("not implemented: RequestAgreement - requestAgreement"))
}

func (r *mutationResolver) TerminateAgreement(ctx context.Context, input model.TerminateAgreementInput) (*model.TerminateAgreementPayload, error) {
	panic(fmt.Errorf("not implemented: TerminateAgreement - terminateAgreement"))
}

func (r *mutationResolver) RequestCredential(ctx context.Context, input model.RequestCredentialInput) (*model.RequestCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: RequestCredential - requestCredential"))
}

func (r *mutationResolver) RevokeCredential(ctx context.Context, input model.RevokeCredentialInput) (*model.RevokeCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: RevokeCredential - revokeCredential"))
}

func (r *mutationResolver) SetCredentialAddresses(ctx context.Context, input model.SetCredentialAddressesInput) (*model.SetCredentialAddressesPayload, error) {
	panic(fmt.Errorf("not implemented: SetCredentialAddresses - setCredentialAddresses"))
}

func (r *queryResolver) Channels(ctx context.Context, filter *model.ChannelFilter, first *int32, after *string, last *int32, before *string) (*model.ChannelConnection, error) {
	panic(fmt.Errorf("not implemented: Channels - channels"))
}

func (r *queryResolver) Channel(ctx context.Context, code string, live bool) (*ent.Channel, error) {
	panic(fmt.Errorf("not implemented: Channel - channel"))
}

func (r *queryResolver) Agreements(ctx context.Context, filter *model.AgreementFilter, first *int32, after *string, last *int32, before *string) (*model.AgreementConnection, error) {
	panic(fmt.Errorf("not implemented: Agreements - agreements"))
}

func (r *queryResolver) Agreement(ctx context.Context, channelCode string, code string, version *int32) (*ent.Agreement, error) {
	panic(fmt.Errorf("not implemented: Agreement - agreement"))
}

func (r *Resolver) Agreement() exec.AgreementResolver { return &agreementResolver{r} }

func (r *Resolver) Channel() exec.ChannelResolver { return &channelResolver{r} }

func (r *Resolver) Credential() exec.CredentialResolver { return &credentialResolver{r} }

type (
	agreementResolver  struct{ *Resolver }
	channelResolver    struct{ *Resolver }
	credentialResolver struct{ *Resolver }
)
