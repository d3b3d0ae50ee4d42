package graph

import (
	"context"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/issuing"
)

func (r *claimResolver) ID(ctx context.Context, obj *claims.Claim) (string, error) {
	return scalar.GlobalID(scalar.ClaimID, obj.Key()), nil
}

func (r *claimDecisionResolver) Sentence(ctx context.Context, obj *claims.Decision) (string, error) {
	return in(ctx, obj.Sentence), nil
}

func (r *claimFindingResolver) Sentence(ctx context.Context, obj *catalog.ClaimFinding) (string, error) {
	return in(ctx, obj.Sentence), nil
}

func (r *claimNoteResolver) Person(ctx context.Context, obj *ent.ClaimNote) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.PersonID)
}

func (r *mutationResolver) SubmitClaim(ctx context.Context, input claims.SubmitInput) (*model.SubmitClaimPayload, error) {
	done, err := r.Claims.Submit(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.SubmitClaimPayload{UserErrors: faults}, err
	}
	return &model.SubmitClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) UpdateClaim(ctx context.Context, input claims.UpdateInput) (*model.UpdateClaimPayload, error) {
	done, err := r.Claims.Update(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.UpdateClaimPayload{UserErrors: faults}, err
	}
	return &model.UpdateClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) WithdrawClaim(ctx context.Context, input claims.WithdrawInput) (*model.WithdrawClaimPayload, error) {
	done, err := r.Claims.Withdraw(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.WithdrawClaimPayload{UserErrors: faults}, err
	}
	return &model.WithdrawClaimPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *mutationResolver) TakeClaim(ctx context.Context, input claims.TakeInput) (*model.TakeClaimPayload, error) {
	done, err := r.Claims.Take(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.TakeClaimPayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) AssignClaim(ctx context.Context, input claims.AssignInput) (*model.AssignClaimPayload, error) {
	done, err := r.Claims.Assign(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.AssignClaimPayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) RequestEvidence(ctx context.Context, input claims.EvidenceInput) (*model.RequestEvidencePayload, error) {
	done, err := r.Claims.RequestEvidence(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.RequestEvidencePayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) NoteClaim(ctx context.Context, input claims.NoteInput) (*model.NoteClaimPayload, error) {
	done, err := r.Claims.Note(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.NoteClaimPayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) DecideClaim(ctx context.Context, input claims.DecideInput) (*model.DecideClaimPayload, error) {
	done, err := r.Claims.Decide(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.DecideClaimPayload{UserErrors: faults}, err
	}
	return &model.DecideClaimPayload{Claim: done.Claim, Approval: done.Approval, UserErrors: faults}, err
}

func (r *mutationResolver) RetryPayout(ctx context.Context, input claims.RetryInput) (*model.RetryPayoutPayload, error) {
	done, err := r.Claims.RetryPayout(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.RetryPayoutPayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) SettleDisputedPayout(ctx context.Context, input claims.SettleInput) (*model.SettleDisputedPayoutPayload, error) {
	done, err := r.Claims.SettleDisputed(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	return &model.SettleDisputedPayoutPayload{Claim: done, UserErrors: faults}, err
}

func (r *mutationResolver) RecordRecovery(ctx context.Context, input claims.RecoveryInput) (*model.RecordRecoveryPayload, error) {
	done, err := r.Claims.Recover(ctx, caller(ctx), &input)
	faults, err := userErrors(err)
	if done == nil {
		return &model.RecordRecoveryPayload{UserErrors: faults}, err
	}
	return &model.RecordRecoveryPayload{Claim: done.Claim, Replayed: done.Replayed, UserErrors: faults}, err
}

func (r *payoutResolver) Amount(ctx context.Context, obj *ent.Payout) (*money.Amount, error) {
	return minor(obj.Amount, obj.Currency), nil
}

func (r *policyResolver) Claims(ctx context.Context, obj *issuing.Policy, first *int32, after *string, last *int32, before *string) (*model.ClaimConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Resolver.Claims.OfPolicy(ctx, obj, page)
	return claimsOnPage(page, list, more), err
}

func (r *queryResolver) Claim(ctx context.Context, number string) (*claims.Claim, error) {
	return r.Resolver.Claims.ByNumber(ctx, caller(ctx), number)
}

func (r *queryResolver) Claims(ctx context.Context, filter model.ClaimFilter, orderBy model.ClaimOrder, first *int32, after *string, last *int32, before *string) (*model.ClaimConnection, error) {
	page, err := pageOf(first, after, last, before)
	if err != nil {
		return nil, err
	}
	list, more, err := r.Resolver.Claims.List(ctx, caller(ctx), claimFilter(&filter), orderBy == model.ClaimOrderSubmittedAtDesc, page)
	return claimsOnPage(page, list, more), err
}

func (r *queryResolver) ClaimQueues(ctx context.Context, productCode *string) ([]*model.ClaimQueue, error) {
	list, err := r.Resolver.Claims.Queues(ctx, caller(ctx), valueOf(productCode))
	return claimQueues(list), err
}

func (r *queryResolver) ClaimReasons(ctx context.Context, productCode string) ([]*claims.Reason, error) {
	return r.claimReasons(ctx, productCode)
}

func (r *recoveryResolver) Amount(ctx context.Context, obj *ent.Recovery) (*money.Amount, error) {
	return minor(obj.Amount, obj.Currency), nil
}

func (r *recoveryResolver) Person(ctx context.Context, obj *ent.Recovery) (*ent.Person, error) {
	return r.Desk.Person(ctx, obj.PersonID)
}

func (r *assignClaimInputResolver) PersonID(ctx context.Context, obj *claims.AssignInput, data *string) error {
	if data != nil {
		key := scalar.KeyOf(scalar.PersonID, *data)
		obj.PersonID = &key
	}
	return nil
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

func (r *Resolver) ClaimFinding() exec.ClaimFindingResolver { return &claimFindingResolver{r} }

func (r *Resolver) ClaimNote() exec.ClaimNoteResolver { return &claimNoteResolver{r} }

func (r *Resolver) Payout() exec.PayoutResolver { return &payoutResolver{r} }

func (r *Resolver) Recovery() exec.RecoveryResolver { return &recoveryResolver{r} }

func (r *Resolver) AssignClaimInput() exec.AssignClaimInputResolver {
	return &assignClaimInputResolver{r}
}

func (r *Resolver) SubmitClaimInput() exec.SubmitClaimInputResolver {
	return &submitClaimInputResolver{r}
}

func (r *Resolver) UpdateClaimInput() exec.UpdateClaimInputResolver {
	return &updateClaimInputResolver{r}
}

type (
	claimResolver            struct{ *Resolver }
	claimDecisionResolver    struct{ *Resolver }
	claimFindingResolver     struct{ *Resolver }
	claimNoteResolver        struct{ *Resolver }
	payoutResolver           struct{ *Resolver }
	recoveryResolver         struct{ *Resolver }
	assignClaimInputResolver struct{ *Resolver }
	submitClaimInputResolver struct{ *Resolver }
	updateClaimInputResolver struct{ *Resolver }
)
