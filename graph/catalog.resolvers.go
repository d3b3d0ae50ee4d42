package graph

import (
	"context"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/backtest"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
)

func (r *mutationResolver) SaveProduct(ctx context.Context, input model.SaveProductInput) (*model.SaveProductPayload, error) {
	in, err := r.saveInput(ctx, &input)
	var draft *ent.ProductVersion
	if err == nil {
		draft, err = r.Shelf.SaveDraft(ctx, caller(ctx), in)
	}
	faults, err := userErrors(err)
	return &model.SaveProductPayload{ProductVersion: draft, UserErrors: faults}, err
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input model.DiscardDraftInput) (*model.DiscardDraftPayload, error) {
	err := r.Shelf.Discard(ctx, caller(ctx), input.ProductCode, int(input.Version), int(input.ExpectedRevision))
	faults, err := userErrors(err)
	return &model.DiscardDraftPayload{Done: err == nil && len(faults) == 0, UserErrors: faults}, err
}

func (r *mutationResolver) RequestPublication(ctx context.Context, input model.RequestPublicationInput) (*model.RequestPublicationPayload, error) {
	waits, err := r.Shelf.RequestPublication(ctx, caller(ctx), catalog.Publication{
		Code: input.ProductCode, Version: int(input.Version), ExpectedRevision: int(input.ExpectedRevision),
		PublishAt: input.PublishAt, Reason: input.Reason,
	})
	faults, err := userErrors(err)
	return &model.RequestPublicationPayload{Approval: waits, UserErrors: faults}, err
}

func (r *mutationResolver) WithdrawProduct(ctx context.Context, input model.WithdrawProductInput) (*model.WithdrawProductPayload, error) {
	row, err := r.Shelf.Withdraw(ctx, caller(ctx), catalog.Withdrawal{Code: input.ProductCode, At: input.At, Reason: input.Reason})
	faults, err := userErrors(err)
	return &model.WithdrawProductPayload{ProductVersion: row, UserErrors: faults}, err
}

func (r *mutationResolver) BackTestProduct(ctx context.Context, input model.BackTestProductInput) (*model.BackTestProductPayload, error) {
	job, err := r.BackTest.Start(ctx, caller(ctx), backtest.Input{
		ProductCode: input.ProductCode, Version: int(input.Version), From: input.Bound.Start, Until: input.Bound.End, Sample: int(input.Sample),
	})
	faults, err := userErrors(err)
	return &model.BackTestProductPayload{Job: job, UserErrors: faults}, err
}

func (r *planOfferResolver) Name(ctx context.Context, obj *distribution.Offer) (string, error) {
	return in(ctx, obj.PlanName()), nil
}

func (r *planOfferResolver) Documents(ctx context.Context, obj *distribution.Offer) ([]*model.ProductDocument, error) {
	return r.documents(ctx, obj.Product), nil
}

func (r *productProblemResolver) Message(ctx context.Context, obj *catalog.FileProblem) (string, error) {
	return message(ctx, obj), nil
}

func (r *productVersionResolver) ID(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	return scalar.GlobalID(scalar.ProductID, obj.ID), nil
}

func (r *productVersionResolver) Name(ctx context.Context, obj *ent.ProductVersion) (*rule.Text, error) {
	v, err := r.lookedAt(ctx, obj)
	if v == nil {
		return &rule.Text{Zh: obj.Code, En: obj.Code}, err
	}
	name := v.Name()
	return &name, nil
}

func (r *productVersionResolver) File(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	b, err := r.Shelf.Stored(ctx, obj)
	if err != nil {
		return "", err
	}
	return string(b.File), nil
}

func (r *productVersionResolver) Plans(ctx context.Context, obj *ent.ProductVersion) ([]*catalog.Plan, error) {
	v, err := r.lookedAt(ctx, obj)
	if v == nil {
		return []*catalog.Plan{}, err
	}
	return v.Plans(), nil
}

func (r *productVersionResolver) Attachments(ctx context.Context, obj *ent.ProductVersion) ([]*model.ProductAttachment, error) {
	b, err := r.Shelf.Stored(ctx, obj)
	if err != nil {
		return nil, err
	}
	return attachmentsAnswer(b.Attachments()), nil
}

func (r *productVersionResolver) ArchiveURL(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	return r.archiveURL(ctx, obj)
}

func (r *productVersionResolver) Approval(ctx context.Context, obj *ent.ProductVersion) (*ent.Approval, error) {
	return r.Desk.Waiting(ctx, approval.KindPublication, catalog.Object(obj.Code, obj.Version))
}

func (r *publishedProductResolver) Documents(ctx context.Context, obj *catalog.Version) ([]*model.ProductDocument, error) {
	return r.documents(ctx, obj), nil
}

func (r *queryResolver) Offers(ctx context.Context) ([]*distribution.Offer, error) {
	c, err := channelOnly(ctx)
	if err != nil {
		return nil, err
	}
	return r.Directory.Offers(c.Channel.ID, r.Now()), nil
}

func (r *queryResolver) PublishedProducts(ctx context.Context) ([]*catalog.Version, error) {
	return r.Shelf.AllOnSale(), nil
}

func (r *queryResolver) Products(ctx context.Context) ([]*model.Product, error) {
	lines, err := r.Shelf.Lines(ctx)
	return linesAnswer(lines), err
}

func (r *queryResolver) ProductVersion(ctx context.Context, productCode string, version int32) (*ent.ProductVersion, error) {
	return orMissing(r.Shelf.Row(ctx, productCode, int(version)))
}

func (r *queryResolver) ProductDifferences(ctx context.Context, productCode string, from int32, to int32) ([]*model.Difference, error) {
	list, err := r.Shelf.Differences(ctx, productCode, int(from), int(to))
	return differences(list), err
}

func (r *queryResolver) ProductExamples(ctx context.Context, productCode string, version int32) ([]*model.ProductExample, error) {
	tried, err := r.Shelf.TryExamples(ctx, productCode, int(version))
	return examplesAnswer(tried), err
}

func (r *queryResolver) ProductPreview(ctx context.Context, input model.PreviewInput) (*model.ProductPreview, error) {
	preview, err := r.previewOf(ctx, &input)
	refusals, err := userErrors(err)
	return previewAnswer(preview, refusals), err
}

func (r *queryResolver) BackTest(ctx context.Context, jobID string) (*model.BackTest, error) {
	found, err := r.Resolver.BackTest.Result(ctx, scalar.KeyOf(scalar.JobID, jobID))
	return backTestAnswer(found), err
}

func (r *Resolver) PlanOffer() exec.PlanOfferResolver { return &planOfferResolver{r} }

func (r *Resolver) ProductProblem() exec.ProductProblemResolver { return &productProblemResolver{r} }

func (r *Resolver) ProductVersion() exec.ProductVersionResolver { return &productVersionResolver{r} }

func (r *Resolver) PublishedProduct() exec.PublishedProductResolver {
	return &publishedProductResolver{r}
}

type (
	planOfferResolver        struct{ *Resolver }
	productProblemResolver   struct{ *Resolver }
	productVersionResolver   struct{ *Resolver }
	publishedProductResolver struct{ *Resolver }
)
