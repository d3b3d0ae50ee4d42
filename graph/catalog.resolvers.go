package graph

import (
	"context"
	"fmt"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/graph/exec"
	"baodan/graph/model"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
)

func (r *mutationResolver) SaveProduct(ctx context.Context, input model.SaveProductInput) (*model.SaveProductPayload, error) {
	panic(fmt.Errorf("not implemented: SaveProduct - saveProduct"))
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input model.DiscardDraftInput) (*model.DiscardDraftPayload, error) {
	panic(fmt.Errorf("not implemented: DiscardDraft - discardDraft"))
}

func (r *mutationResolver) RequestPublication(ctx context.Context, input model.RequestPublicationInput) (*model.RequestPublicationPayload, error) {
	panic(fmt.Errorf("not implemented: RequestPublication - requestPublication"))
}

func (r *mutationResolver) WithdrawProduct(ctx context.Context, input model.WithdrawProductInput) (*model.WithdrawProductPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawProduct - withdrawProduct"))
}

func (r *mutationResolver) BackTestProduct(ctx context.Context, input model.BackTestProductInput) (*model.BackTestProductPayload, error) {
	panic(fmt.Errorf("not implemented: BackTestProduct - backTestProduct"))
}

func (r *planOfferResolver) Name(ctx context.Context, obj *distribution.Offer) (string, error) {
	return in(ctx, obj.PlanName()), nil
}

func (r *planOfferResolver) Documents(ctx context.Context, obj *distribution.Offer) ([]*model.ProductDocument, error) {
	return r.documents(ctx, obj.Product), nil
}

func (r *productProblemResolver) Message(ctx context.Context, obj *catalog.FileProblem) (string, error) {
	panic(fmt.Errorf("not implemented: Message - message"))
}

func (r *productVersionResolver) ID(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

func (r *productVersionResolver) Name(ctx context.Context, obj *ent.ProductVersion) (*rule.Text, error) {
	panic(fmt.Errorf("not implemented: Name - name"))
}

func (r *productVersionResolver) File(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	panic(fmt.Errorf("not implemented: File - file"))
}

func (r *productVersionResolver) Plans(ctx context.Context, obj *ent.ProductVersion) ([]*catalog.Plan, error) {
	panic(fmt.Errorf("not implemented: Plans - plans"))
}

func (r *productVersionResolver) Attachments(ctx context.Context, obj *ent.ProductVersion) ([]*model.ProductAttachment, error) {
	panic(fmt.Errorf("not implemented: Attachments - attachments"))
}

func (r *productVersionResolver) ArchiveURL(ctx context.Context, obj *ent.ProductVersion) (string, error) {
	panic(fmt.Errorf("not implemented: ArchiveURL - archiveUrl"))
}

func (r *productVersionResolver) Approval(ctx context.Context, obj *ent.ProductVersion) (*ent.Approval, error) {
	panic(fmt.Errorf("not implemented: Approval - approval"))
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
	panic(fmt.Errorf("not implemented: Products - products"))
}

func (r *queryResolver) ProductVersion(ctx context.Context, productCode string, version int32) (*ent.ProductVersion, error) {
	panic(fmt.Errorf("not implemented: ProductVersion - productVersion"))
}

func (r *queryResolver) ProductDifferences(ctx context.Context, productCode string, from int32, to int32) ([]*model.Difference, error) {
	panic(fmt.Errorf("not implemented: ProductDifferences - productDifferences"))
}

func (r *queryResolver) ProductExamples(ctx context.Context, productCode string, version int32) ([]*model.ProductExample, error) {
	panic(fmt.Errorf("not implemented: ProductExamples - productExamples"))
}

func (r *queryResolver) ProductPreview(ctx context.Context, input model.PreviewInput) (*model.ProductPreview, error) {
	panic(fmt.Errorf("not implemented: ProductPreview - productPreview"))
}

func (r *queryResolver) BackTest(ctx context.Context, jobID string) (*model.BackTest, error) {
	panic(fmt.Errorf("not implemented: BackTest - backTest"))
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
