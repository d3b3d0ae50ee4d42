package graph

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/claims"
	"baodan/insurance/issuing"
)

func (r *claimResolver) ID(ctx context.Context, obj *claims.Claim) (string, error) {
	return scalar.GlobalID(scalar.ClaimID, obj.Key()), nil
}

func (r *claimResolver) Channel(ctx context.Context, obj *claims.Claim) (*ent.Channel, error) {
	panic(fmt.Errorf("not implemented: Channel - channel"))
}

func (r *claimResolver) EnteredBy(ctx context.Context, obj *claims.Claim) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: EnteredBy - enteredBy"))
}

func (r *claimResolver) Assignee(ctx context.Context, obj *claims.Claim) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Assignee - assignee"))
}

func (r *claimResolver) Score(ctx context.Context, obj *claims.Claim) (int32, error) {
	panic(fmt.Errorf("not implemented: Score - score"))
}

func (r *claimResolver) Findings(ctx context.Context, obj *claims.Claim) ([]*model.ClaimFinding, error) {
	panic(fmt.Errorf("not implemented: Findings - findings"))
}

func (r *claimResolver) Notes(ctx context.Context, obj *claims.Claim) ([]*ent.ClaimNote, error) {
	panic(fmt.Errorf("not implemented: Notes - notes"))
}

func (r *claimResolver) Payouts(ctx context.Context, obj *claims.Claim) ([]*ent.Payout, error) {
	panic(fmt.Errorf("not implemented: Payouts - payouts"))
}

func (r *claimResolver) Recoveries(ctx context.Context, obj *claims.Claim) ([]*ent.Recovery, error) {
	panic(fmt.Errorf("not implemented: Recoveries - recoveries"))
}

func (r *claimResolver) Approval(ctx context.Context, obj *claims.Claim) (*ent.Approval, error) {
	panic(fmt.Errorf("not implemented: Approval - approval"))
}

func (r *claimResolver) PromisedAt(ctx context.Context, obj *claims.Claim) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: PromisedAt - promisedAt"))
}

func (r *claimDecisionResolver) Sentence(ctx context.Context, obj *claims.Decision) (string, error) {
	return in(ctx, obj.Sentence), nil
}

func (r *claimNoteResolver) Person(ctx context.Context, obj *ent.ClaimNote) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Person - person"))
}

func (r *mutationResolver) SubmitClaim(ctx context.Context, input claims.SubmitInput) (*model.SubmitClaimPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	done, err := r.Claims.Submit(ctx, c, &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.SubmitClaimPayload{UserErrors: faults}, err
	}
	return &model.SubmitClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) UpdateClaim(ctx context.Context, input claims.UpdateInput) (*model.UpdateClaimPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	done, err := r.Claims.Update(ctx, c, &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.UpdateClaimPayload{UserErrors: faults}, err
	}
	return &model.UpdateClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) WithdrawClaim(ctx context.Context, input claims.WithdrawInput) (*model.WithdrawClaimPayload, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	done, err := r.Claims.Withdraw(ctx, c, &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.WithdrawClaimPayload{UserErrors: faults}, err
	}
	return &model.WithdrawClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) TakeClaim(ctx context.Context, input model.TakeClaimInput) (*model.TakeClaimPayload, error) {
	panic(fmt.Errorf("not implemented: TakeClaim - takeClaim"))
}

func (r *mutationResolver) AssignClaim(ctx context.Context, input model.AssignClaimInput) (*model.AssignClaimPayload, error) {
	panic(fmt.Errorf("not implemented: AssignClaim - assignClaim"))
}

func (r *mutationResolver) RequestEvidence(ctx context.Context, input model.RequestEvidenceInput) (*model.RequestEvidencePayload, error) {
	panic(fmt.Errorf("not implemented: RequestEvidence - requestEvidence"))
}

func (r *mutationResolver) NoteClaim(ctx context.Context, input model.NoteClaimInput) (*model.NoteClaimPayload, error) {
	panic(fmt.Errorf("not implemented: NoteClaim - noteClaim"))
}

func (r *mutationResolver) DecideClaim(ctx context.Context, input model.DecideClaimInput) (*model.DecideClaimPayload, error) {
	panic(fmt.Errorf("not implemented: DecideClaim - decideClaim"))
}

func (r *mutationResolver) RetryPayout(ctx context.Context, input model.RetryPayoutInput) (*model.RetryPayoutPayload, error) {
	panic(fmt.Errorf("not implemented: RetryPayout - retryPayout"))
}

func (r *mutationResolver) SettleDisputedPayout(ctx context.Context, input model.SettleDisputedPayoutInput) (*model.SettleDisputedPayoutPayload, error) {
	panic(fmt.Errorf("not implemented: SettleDisputedPayout - settleDisputedPayout"))
}

func (r *mutationResolver) RecordRecovery(ctx context.Context, input model.RecordRecoveryInput) (*model.RecordRecoveryPayload, error) {
	panic(fmt.Errorf("not implemented: RecordRecovery - recordRecovery"))
}

func (r *payoutResolver) Amount(ctx context.Context, obj *ent.Payout) (*money.Amount, error) {
	panic(fmt.Errorf("not implemented: Amount - amount"))
}

func (r *policyResolver) Claims(ctx context.Context, obj *issuing.Policy, first *int32, after *string, last *int32, before *string) (*model.ClaimConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Resolver.Claims.OfPolicy(ctx, obj, page)
	edges := make([]*model.ClaimEdge, len(list))
	for i, c := range list {
		edges[i] = &model.ClaimEdge{Cursor: scalar.Cursor(c.Key()), Node: c}
	}
	info := infoOf(page, more, edges, func(e *model.ClaimEdge) string { return e.Cursor })
	return &model.ClaimConnection{Edges: edges, PageInfo: info}, err
}

func (r *queryResolver) Claim(ctx context.Context, number string) (*claims.Claim, error) {
	return r.Resolver.Claims.ByNumber(ctx, caller(ctx), number)
}

func (r *queryResolver) Claims(ctx context.Context, filter model.ClaimFilter, orderBy model.ClaimOrder, first *int32, after *string, last *int32, before *string) (*model.ClaimConnection, error) {
	panic(fmt.Errorf("not implemented: Claims - claims"))
}

func (r *queryResolver) ClaimQueues(ctx context.Context, productCode *string) ([]*model.ClaimQueue, error) {
	panic(fmt.Errorf("not implemented: ClaimQueues - claimQueues"))
}

func (r *queryResolver) ClaimReasons(ctx context.Context, productCode string) ([]*model.ClaimReason, error) {
	panic(fmt.Errorf("not implemented: ClaimReasons - claimReasons"))
}

func (r *recoveryResolver) Amount(ctx context.Context, obj *ent.Recovery) (*money.Amount, error) {
	panic(fmt.Errorf("not implemented: Amount - amount"))
}

func (r *recoveryResolver) Person(ctx context.Context, obj *ent.Recovery) (*ent.Person, error) {
	panic(fmt.Errorf("not implemented: Person - person"))
}

func (r *submitClaimInputResolver) FileIds(ctx context.Context, obj *claims.SubmitInput, data []string) error {
	obj.FileIDs = fileKeys(data)
	return nil
}

func (r *updateClaimInputResolver) FileIds(ctx context.Context, obj *claims.UpdateInput, data []string) error {
	obj.FileIDs = fileKeys(data)
	return nil
}

func (r *Resolver) Claim() exec.ClaimResolver { return &claimResolver{r} }

func (r *Resolver) ClaimDecision() exec.ClaimDecisionResolver { return &claimDecisionResolver{r} }

func (r *Resolver) ClaimNote() exec.ClaimNoteResolver { return &claimNoteResolver{r} }

func (r *Resolver) Payout() exec.PayoutResolver { return &payoutResolver{r} }

func (r *Resolver) Recovery() exec.RecoveryResolver { return &recoveryResolver{r} }

func (r *Resolver) SubmitClaimInput() exec.SubmitClaimInputResolver {
	return &submitClaimInputResolver{r}
}

func (r *Resolver) UpdateClaimInput() exec.UpdateClaimInputResolver {
	return &updateClaimInputResolver{r}
}

type (
	claimResolver            struct{ *Resolver }
	claimDecisionResolver    struct{ *Resolver }
	claimNoteResolver        struct{ *Resolver }
	payoutResolver           struct{ *Resolver }
	recoveryResolver         struct{ *Resolver }
	submitClaimInputResolver struct{ *Resolver }
	updateClaimInputResolver struct{ *Resolver }
)
