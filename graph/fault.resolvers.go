package graph

import (
	"context"

	"baodan/graph/exec"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
)

func (r *premiumMismatchErrorResolver) Message(ctx context.Context, obj *fault.PremiumMismatch) (string, error) {
	return message(ctx, obj), nil
}

func (r *productOffSaleErrorResolver) Message(ctx context.Context, obj *distribution.OffSale) (string, error) {
	return message(ctx, obj), nil
}

func (r *requestMismatchErrorResolver) Message(ctx context.Context, obj *fault.RequestMismatch) (string, error) {
	return message(ctx, obj), nil
}

func (r *ruleRefusedErrorResolver) Message(ctx context.Context, obj *fault.RuleRefused) (string, error) {
	return message(ctx, obj), nil
}

func (r *simpleErrorResolver) Message(ctx context.Context, obj *fault.Fault) (string, error) {
	return message(ctx, obj), nil
}

func (r *Resolver) PremiumMismatchError() exec.PremiumMismatchErrorResolver {
	return &premiumMismatchErrorResolver{r}
}

func (r *Resolver) ProductOffSaleError() exec.ProductOffSaleErrorResolver {
	return &productOffSaleErrorResolver{r}
}

func (r *Resolver) RequestMismatchError() exec.RequestMismatchErrorResolver {
	return &requestMismatchErrorResolver{r}
}

func (r *Resolver) RuleRefusedError() exec.RuleRefusedErrorResolver {
	return &ruleRefusedErrorResolver{r}
}

func (r *Resolver) SimpleError() exec.SimpleErrorResolver { return &simpleErrorResolver{r} }

type (
	premiumMismatchErrorResolver struct{ *Resolver }
	productOffSaleErrorResolver  struct{ *Resolver }
	requestMismatchErrorResolver struct{ *Resolver }
	ruleRefusedErrorResolver     struct{ *Resolver }
	simpleErrorResolver          struct{ *Resolver }
)
