package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/file"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/backtest"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
)

// productNode is a product version, for the insurer's people.
func (r *Resolver) productNode(ctx context.Context, key int64) (model.Node, error) {
	if caller(ctx).Audience == access.Ops {
		if p, err := r.Catalog.RowByID(ctx, key); p != nil || err != nil {
			return p, err
		}
	}
	return nil, nil // no such thing
}

// saveInput reads the archive too, where one was sent.
func (r *Resolver) saveInput(ctx context.Context, in *model.SaveProductInput) (catalog.SaveInput, error) {
	out := catalog.SaveInput{
		ProductCode: in.ProductCode, Version: whole(in.Version), ExpectedRevision: whole(in.ExpectedRevision),
		File: in.File, AttachmentsOf: whole(in.AttachmentsOf), Examples: in.Examples,
	}
	if in.ArchiveID == nil {
		return out, nil
	}
	_, content, err := r.Files.Open(ctx, caller(ctx), scalar.KeyOf(scalar.FileID, *in.ArchiveID), file.PurposeProduct)
	if fault.Has(err, fault.CodeNotFound) {
		return out, fault.New(fault.CodeNotFound, "no such file has arrived", "archiveId")
	}
	if err != nil {
		return out, err
	}
	defer content.Close() //nolint:errcheck // read only
	out.Archive, err = io.ReadAll(io.LimitReader(content, catalog.LargestArchive+1))
	if err != nil {
		return out, fmt.Errorf("read archive: %w", err)
	}
	return out, nil
}

func whole(n *int32) *int {
	if n == nil {
		return nil
	}
	wide := int(*n)
	return &wide
}

// lookedAt is a version as people look at it. Of one that was saved before the rules for files became stricter and is no
// product any more there is no content to show.
func (r *Resolver) lookedAt(ctx context.Context, row *ent.ProductVersion) (*catalog.Version, error) {
	found, err := lookUp(ctx, row, row.ID, r.Catalog.CompiledAll)
	if err == nil {
		err = found.Err
	}
	if fault.Has(err, fault.CodeInvalidValue) {
		return nil, nil
	}
	return found.Value, err
}

// contentOf a version is its file and what lies beside it.
func (r *Resolver) contentOf(ctx context.Context, row *ent.ProductVersion) (*catalog.Bundle, error) {
	found, err := lookUp(ctx, row, row.ID, r.Catalog.Contents)
	if err != nil {
		return nil, err
	}
	return found.Value, found.Err
}

// archiveURL gives a version out as a zip archive.
func (r *Resolver) archiveURL(ctx context.Context, row *ent.ProductVersion) (string, error) {
	b, err := r.contentOf(ctx, row)
	if err != nil {
		return "", err
	}
	archive, err := b.Archive(row.Code)
	if err != nil {
		return "", err
	}
	digest, err := r.Files.Store(ctx, func(to io.Writer) error {
		_, err := io.Copy(to, bytes.NewReader(archive))
		return err
	})
	name := fmt.Sprintf("%s-v%d.zip", strings.ToLower(row.Code), row.Version)
	return r.PublicURL + "/files/" + r.Files.Link(caller(ctx), digest, name, "application/zip"), err
}

// previewOf quotes a sample risk; whatever stands against it is an answer.
func (r *Resolver) previewOf(ctx context.Context, in *model.PreviewInput) (*issuing.Preview, error) {
	v, err := r.Catalog.Trial(ctx, in.ProductCode, whole(in.Version), in.File)
	if err != nil {
		return &issuing.Preview{}, err
	}
	return r.Issuing.Preview(issuing.PreviewInput{
		Version: v, PlanCode: in.PlanCode, Payer: in.Payer, ChannelCode: in.ChannelCode, AgreementCode: in.AgreementCode,
		Period: in.Period, At: in.At, Factors: in.Factors,
	})
}

func previewAnswer(p *issuing.Preview, refusals []fault.Error) *model.ProductPreview {
	out := &model.ProductPreview{Period: p.Period, PremiumRating: p.Premium, SumInsuredRating: p.SumInsured, Refusals: refusals}
	if p.Premium != nil {
		out.Premium, out.SumInsured = &p.Premium.Result, &p.SumInsured.Result
	}
	return out
}

func linesAnswer(lines []*catalog.Line) []*model.Product {
	out := make([]*model.Product, len(lines))
	for i, l := range lines {
		out[i] = &model.Product{Code: l.Code, OnSale: l.OnSale, Versions: l.Versions}
	}
	return out
}

func examplesAnswer(tried []catalog.Tried) []*model.ProductExample {
	out := make([]*model.ProductExample, len(tried))
	for i, t := range tried {
		out[i] = &model.ProductExample{
			File: t.File, Line: int32(t.Line), Name: t.Name, Passed: len(t.Failures) == 0, Message: strings.Join(t.Failures, "; "),
		}
	}
	return out
}

func attachmentsAnswer(list []catalog.Attachment) []*model.ProductAttachment {
	out := make([]*model.ProductAttachment, len(list))
	for i, a := range list {
		out[i] = &model.ProductAttachment{Name: a.Name, Size: int64(a.Size), Sha256: a.SHA256}
	}
	return out
}

// defaultCurrency is that of a back-test that has not begun: nothing is nothing in any.
const defaultCurrency = "CNY"

func backTestAnswer(r *backtest.Result) *model.BackTest {
	if r == nil {
		return nil
	}
	currency := money.Currency(r.Currency)
	if currency == "" {
		currency = defaultCurrency
	}
	amount := func(minor int64) *money.Amount { return &money.Amount{Minor: minor, Currency: currency} }
	out := &model.BackTest{
		Job: r.Job, Policies: r.All.Policies, Refused: r.All.Refused,
		PremiumBefore: amount(r.All.Before), PremiumAfter: amount(r.All.After), Rows: make([]*model.BackTestRow, len(r.Rows)),
	}
	for i, row := range r.Rows {
		out.Rows[i] = &model.BackTestRow{
			Dimension: model.BackTestDimension(row.Dimension), Value: row.Value, Policies: row.Policies, Refused: row.Refused,
			PremiumBefore: amount(row.Before), PremiumAfter: amount(row.After),
		}
	}
	return out
}

// orMissing turns a thing that is not there into none.
func orMissing[T any](value *T, err error) (*T, error) {
	var missing fault.Fault
	if errors.As(err, &missing) && missing.Code == fault.CodeNotFound {
		return nil, nil
	}
	return value, err
}
