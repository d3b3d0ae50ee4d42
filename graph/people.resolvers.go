package graph

import (
	"context"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/people"
)

func (r *mutationResolver) Login(ctx context.Context, input model.LoginInput) (*model.LoginPayload, error) {
	key, err := r.People.Login(ctx, caller(ctx), loginInput(&input))
	keep(ctx, key)
	faults, err := userErrors(err)
	return &model.LoginPayload{Viewer: viewerOf(key), UserErrors: faults}, err
}

func (r *mutationResolver) Logout(ctx context.Context) (*model.LogoutPayload, error) {
	c, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	err = r.People.Logout(ctx, c)
	drop(ctx)
	faults, err := userErrors(err)
	return &model.LogoutPayload{Done: len(faults) == 0, UserErrors: faults}, err
}

func (r *mutationResolver) ChangePassword(ctx context.Context, input model.ChangePasswordInput) (*model.ChangePasswordPayload, error) {
	c, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	key, err := r.Resolver.People.ChangePassword(ctx, c, input.Current, input.New)
	keep(ctx, key)
	faults, err := userErrors(err)
	return &model.ChangePasswordPayload{Done: key != nil, UserErrors: faults}, err
}

func (r *mutationResolver) EnrolSecondFactor(ctx context.Context) (*model.EnrolSecondFactorPayload, error) {
	c, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	secret, uri, err := r.Resolver.People.EnrolSecondFactor(ctx, c)
	faults, err := userErrors(err)
	return &model.EnrolSecondFactorPayload{Secret: shown(secret), URI: shown(uri), UserErrors: faults}, err
}

func (r *mutationResolver) ConfirmSecondFactor(ctx context.Context, input model.ConfirmSecondFactorInput) (*model.ConfirmSecondFactorPayload, error) {
	c, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	key, codes, err := r.Resolver.People.ConfirmSecondFactor(ctx, c, input.Code)
	keep(ctx, key)
	faults, err := userErrors(err)
	return &model.ConfirmSecondFactorPayload{RecoveryCodes: codes, UserErrors: faults}, err
}

func (r *mutationResolver) EndSession(ctx context.Context, input model.EndSessionInput) (*model.EndSessionPayload, error) {
	c, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	key := scalar.KeyOf(scalar.SessionID, input.ID)
	err = r.Resolver.People.EndSession(ctx, c, key)
	if key == c.Session.ID {
		drop(ctx)
	}
	faults, err := userErrors(err)
	return &model.EndSessionPayload{Done: len(faults) == 0, UserErrors: faults}, err
}

func (r *mutationResolver) AddPerson(ctx context.Context, input model.AddPersonInput) (*model.AddPersonPayload, error) {
	added, err := r.Resolver.People.Add(ctx, caller(ctx), people.AddInput{
		Name: input.Name, DisplayName: input.DisplayName, Email: input.Email, Roles: input.Roles, Reason: input.Reason,
	})
	faults, err := userErrors(err)
	return addedPayload(added, faults), err
}

func (r *mutationResolver) ChangePerson(ctx context.Context, input model.ChangePersonInput) (*model.ChangePersonPayload, error) {
	p, err := r.Resolver.People.Change(ctx, caller(ctx), people.ChangeInput{
		ID: scalar.KeyOf(scalar.PersonID, input.ID), ExpectedRevision: int(input.ExpectedRevision),
		DisplayName: input.DisplayName, Email: input.Email,
	})
	faults, err := userErrors(err)
	return &model.ChangePersonPayload{Person: p, UserErrors: faults}, err
}

func (r *mutationResolver) RequestRoles(ctx context.Context, input model.RequestRolesInput) (*model.RequestRolesPayload, error) {
	row, err := r.Resolver.People.RequestRoles(ctx, caller(ctx), people.RolesInput{
		ID: scalar.KeyOf(scalar.PersonID, input.ID), ExpectedRevision: int(input.ExpectedRevision),
		Roles: input.Roles, Reason: input.Reason,
	})
	faults, err := userErrors(err)
	return &model.RequestRolesPayload{Approval: row, UserErrors: faults}, err
}

func (r *mutationResolver) RequestRecovery(ctx context.Context, input model.RequestRecoveryInput) (*model.RequestRecoveryPayload, error) {
	row, password, err := r.Resolver.People.RequestRecovery(ctx, caller(ctx), stateInput(input.ID, input.ExpectedRevision, input.Reason))
	faults, err := userErrors(err)
	return &model.RequestRecoveryPayload{Approval: row, TemporaryPassword: shown(password), UserErrors: faults}, err
}

func (r *mutationResolver) SuspendPerson(ctx context.Context, input model.SuspendPersonInput) (*model.SuspendPersonPayload, error) {
	p, err := r.Resolver.People.Suspend(ctx, caller(ctx), stateInput(input.ID, input.ExpectedRevision, input.Reason))
	faults, err := userErrors(err)
	return &model.SuspendPersonPayload{Person: p, UserErrors: faults}, err
}

func (r *mutationResolver) ReinstatePerson(ctx context.Context, input model.ReinstatePersonInput) (*model.ReinstatePersonPayload, error) {
	p, err := r.Resolver.People.Reinstate(ctx, caller(ctx), stateInput(input.ID, input.ExpectedRevision, input.Reason))
	faults, err := userErrors(err)
	return &model.ReinstatePersonPayload{Person: p, UserErrors: faults}, err
}

func (r *mutationResolver) UnlockPerson(ctx context.Context, input model.UnlockPersonInput) (*model.UnlockPersonPayload, error) {
	p, err := r.Resolver.People.Unlock(ctx, caller(ctx), scalar.KeyOf(scalar.PersonID, input.ID))
	faults, err := userErrors(err)
	return &model.UnlockPersonPayload{Person: p, UserErrors: faults}, err
}

func (r *mutationResolver) RequestReportingToken(ctx context.Context, input model.RequestReportingTokenInput) (*model.RequestReportingTokenPayload, error) {
	row, token, err := r.Resolver.People.RequestToken(ctx, caller(ctx), people.TokenInput{
		Name: input.Name, ExpiresAt: input.ExpiresAt, Reason: input.Reason,
	})
	faults, err := userErrors(err)
	return &model.RequestReportingTokenPayload{Approval: row, Token: shown(token), UserErrors: faults}, err
}

func (r *mutationResolver) RevokeReportingToken(ctx context.Context, input model.RevokeReportingTokenInput) (*model.RevokeReportingTokenPayload, error) {
	row, err := r.Resolver.People.RevokeToken(ctx, caller(ctx), scalar.KeyOf(scalar.TokenID, input.ID), input.Reason)
	faults, err := userErrors(err)
	return &model.RevokeReportingTokenPayload{Token: row, UserErrors: faults}, err
}

func (r *personResolver) ID(ctx context.Context, obj *ent.Person) (string, error) {
	return scalar.GlobalID(scalar.PersonID, obj.ID), nil
}

func (r *personResolver) Roles(ctx context.Context, obj *ent.Person) ([]access.Role, error) {
	return access.RolesOf(obj), nil
}

func (r *personResolver) SecondFactor(ctx context.Context, obj *ent.Person) (bool, error) {
	return obj.TotpConfirmedAt != nil, nil
}

func (r *queryResolver) People(ctx context.Context, filter *model.PersonFilter, first *int32, after *string, last *int32, before *string) (*model.PersonConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Resolver.People.Find(ctx, personFilter(filter), page)
	return peoplePage(page, list, more), err
}

func (r *queryResolver) Colleagues(ctx context.Context, role access.Role) ([]*ent.Person, error) {
	return r.Resolver.People.Colleagues(ctx, role)
}

func (r *queryResolver) Sessions(ctx context.Context, personID *string) ([]*ent.Session, error) {
	c := caller(ctx)
	if personID == nil {
		return r.Resolver.People.Sessions(ctx, c, c.PersonID())
	}
	return r.Resolver.People.Sessions(ctx, c, scalar.KeyOf(scalar.PersonID, *personID))
}

func (r *queryResolver) ReportingTokens(ctx context.Context) ([]*ent.ReportingToken, error) {
	return r.Resolver.People.Tokens(ctx)
}

func (r *reportingTokenResolver) ID(ctx context.Context, obj *ent.ReportingToken) (string, error) {
	return scalar.GlobalID(scalar.TokenID, obj.ID), nil
}

func (r *reportingTokenResolver) MadeBy(ctx context.Context, obj *ent.ReportingToken) (*ent.Person, error) {
	return r.Resolver.People.ByID(ctx, obj.MadeBy)
}

func (r *sessionResolver) ID(ctx context.Context, obj *ent.Session) (string, error) {
	return scalar.GlobalID(scalar.SessionID, obj.ID), nil
}

func (r *sessionResolver) Person(ctx context.Context, obj *ent.Session) (*ent.Person, error) {
	return r.Resolver.People.ByID(ctx, obj.PersonID)
}

func (r *sessionResolver) Current(ctx context.Context, obj *ent.Session) (bool, error) {
	c := caller(ctx)
	return c.Session != nil && c.Session.ID == obj.ID, nil
}

func (r *Resolver) Person() exec.PersonResolver { return &personResolver{r} }

func (r *Resolver) ReportingToken() exec.ReportingTokenResolver { return &reportingTokenResolver{r} }

func (r *Resolver) Session() exec.SessionResolver { return &sessionResolver{r} }

type (
	personResolver         struct{ *Resolver }
	reportingTokenResolver struct{ *Resolver }
	sessionResolver        struct{ *Resolver }
)
