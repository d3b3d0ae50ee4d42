package graph

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/insurance/access"
)

func (r *mutationResolver) Login(ctx context.Context, input model.LoginInput) (*model.LoginPayload, error) {
	panic(fmt.Errorf("not implemented: Login - login"))
}

func (r *mutationResolver) Logout(ctx context.Context) (*model.LogoutPayload, error) {
	panic(fmt.Errorf("not implemented: Logout - logout"))
}

func (r *mutationResolver) ChangePassword(ctx context.Context, input model.ChangePasswordInput) (*model.ChangePasswordPayload, error) {
	panic(fmt.Errorf("not implemented: ChangePassword - changePassword"))
}

func (r *mutationResolver) EnrolSecondFactor(ctx context.Context) (*model.EnrolSecondFactorPayload, error) {
	panic(fmt.Errorf("not implemented: EnrolSecondFactor - enrolSecondFactor"))
}

func (r *mutationResolver) ConfirmSecondFactor(ctx context.Context, input model.ConfirmSecondFactorInput) (*model.ConfirmSecondFactorPayload, error) {
	panic(fmt.Errorf("not implemented: ConfirmSecondFactor - confirmSecondFactor"))
}

func (r *mutationResolver) EndSession(ctx context.Context, input model.EndSessionInput) (*model.EndSessionPayload, error) {
	panic(fmt.Errorf("not implemented: EndSession - endSession"))
}

func (r *mutationResolver) AddPerson(ctx context.Context, input model.AddPersonInput) (*model.AddPersonPayload, error) {
	panic(fmt.Errorf("not implemented: AddPerson - addPerson"))
}

func (r *mutationResolver) ChangePerson(ctx context.Context, input model.ChangePersonInput) (*model.ChangePersonPayload, error) {
	panic(fmt.Errorf("not implemented: ChangePerson - changePerson"))
}

func (r *mutationResolver) RequestRoles(ctx context.Context, input model.RequestRolesInput) (*model.RequestRolesPayload, error) {
	panic(fmt.Errorf("not implemented: RequestRoles - requestRoles"))
}

func (r *mutationResolver) RequestRecovery(ctx context.Context, input model.RequestRecoveryInput) (*model.RequestRecoveryPayload, error) {
	panic(fmt.Errorf("not implemented: RequestRecovery - requestRecovery"))
}

func (r *mutationResolver) SuspendPerson(ctx context.Context, input model.SuspendPersonInput) (*model.SuspendPersonPayload, error) {
	panic(fmt.Errorf("not implemented: SuspendPerson - suspendPerson"))
}

func (r *mutationResolver) ReinstatePerson(ctx context.Context, input model.ReinstatePersonInput) (*model.ReinstatePersonPayload, error) {
	panic(fmt.Errorf("not implemented: ReinstatePerson - reinstatePerson"))
}

func (r *mutationResolver) UnlockPerson(ctx context.Context, input model.UnlockPersonInput) (*model.UnlockPersonPayload, error) {
	panic(fmt.Errorf("not implemented: UnlockPerson - unlockPerson"))
}

func (r *mutationResolver) RequestReportingToken(ctx context.Context, input model.RequestReportingTokenInput) (*model.RequestReportingTokenPayload, error) {
	panic(fmt.Errorf("not implemented: RequestReportingToken - requestReportingToken"))
}

func (r *mutationResolver) RevokeReportingToken(ctx context.Context, input model.RevokeReportingTokenInput) (*model.RevokeReportingTokenPayload, error) {
	panic(fmt.Errorf("not implemented: RevokeReportingToken - revokeReportingToken"))
}

func (r *personResolver) ID(ctx context.Context, obj *ent.Person) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *personResolver) Roles(ctx context.Context, obj *ent.Person) ([]access.Role, error) {
	panic(fmt.Errorf("not implemented: Roles - roles"))
}

func (r *personResolver) SecondFactor(ctx context.Context, obj *ent.Person) (bool, error) {
	panic(fmt.Errorf("not implemented: SecondFactor - secondFactor"))
}

func (r *queryResolver) People(ctx context.Context, filter *model.PersonFilter, first *int32, after *string, last *int32, before *string) (*model.PersonConnection, error) {
	panic(fmt.Errorf("not implemented: People - people"))
}

func (r *queryResolver) Colleagues(ctx context.Context, role access.Role) ([]*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Colleagues - colleagues"))
}

func (r *queryResolver) Sessions(ctx context.Context, personID *string) ([]*ent.Session, error) {
	panic(fmt.Errorf("not implemented: Sessions - sessions"))
}

func (r *queryResolver) ReportingTokens(ctx context.Context) ([]*ent.ReportingToken, error) {
	panic(fmt.Errorf("not implemented: ReportingTokens - reportingTokens"))
}

func (r *reportingTokenResolver) ID(ctx context.Context, obj *ent.ReportingToken) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *reportingTokenResolver) MadeBy(ctx context.Context, obj *ent.ReportingToken) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: MadeBy - madeBy"))
}

func (r *sessionResolver) ID(ctx context.Context, obj *ent.Session) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *sessionResolver) Person(ctx context.Context, obj *ent.Session) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Person - person"))
}

func (r *sessionResolver) Current(ctx context.Context, obj *ent.Session) (bool, error) {
	panic(fmt.Errorf("not implemented: Current - current"))
}

func (r *Resolver) Person() exec.PersonResolver { return &personResolver{r} }

func (r *Resolver) ReportingToken() exec.ReportingTokenResolver { return &reportingTokenResolver{r} }

func (r *Resolver) Session() exec.SessionResolver { return &sessionResolver{r} }

type (
	personResolver         struct{ *Resolver }
	reportingTokenResolver struct{ *Resolver }
	sessionResolver        struct{ *Resolver }
)
