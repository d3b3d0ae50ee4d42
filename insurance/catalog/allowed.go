package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	asked "baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// isDraft refuses a version that is none: INVALID_STATE.
func isDraft(row *ent.ProductVersion, and string) error {
	if row.State == productversion.StateDRAFT {
		return nil
	}
	return fault.New(fault.CodeInvalidState, Object(row.Code, row.Version)+" is "+string(row.State)+and, "version")
}

func notOnSale(code string) error {
	return fault.New(fault.CodeInvalidState, "product "+code+" is not on sale", "productCode")
}

// mayWithdraw refuses a product whose newest version is not on sale; nil: none was published. INVALID_STATE.
func mayWithdraw(code string, newest *ent.ProductVersion) error {
	if newest == nil || newest.State != productversion.StatePUBLISHED {
		return notOnSale(code)
	}
	return nil
}

// mayKeep refuses a product that is not about to go off sale: INVALID_STATE.
func mayKeep(code string, newest *ent.ProductVersion, now time.Time) error {
	if err := mayWithdraw(code, newest); err != nil {
		return err
	}
	if newest.WithdrawAt == nil || reached(newest.WithdrawAt, now) {
		return fault.New(fault.CodeInvalidState, "no withdrawal of product "+code+" lies ahead", "productCode")
	}
	return nil
}

// Allowed says of versions which acts are possible now, and why others are not, by the keys of the versions: each act's own rules say it.
// A draft may be asked to be published where its content is right and its examples come out. What takes a product
// off sale, or keeps it there, is about the version that is on sale, whichever is looked at.
func (s *Publishing) Allowed(ctx context.Context, rows []*ent.ProductVersion) (map[int64][]*access.Act, error) {
	published, err := s.publishedOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	publications, err := s.publications(ctx, rows, published)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(rows))
	for _, row := range rows {
		newest := published[row.Code]
		allowed[row.ID], err = access.ActsOf(map[string]error{
			"backTestProduct": nil, "discardDraft": isDraft(row, " and never changes"), "keepProductOnSale": mayKeep(row.Code, newest, s.store.Now()),
			"requestPublication": publications[row.ID], "saveProduct": isDraft(row, " and never changes"), "withdrawProduct": mayWithdraw(row.Code, newest),
		})
		if err != nil {
			return nil, fmt.Errorf("acts on %s: %w", Object(row.Code, row.Version), err)
		}
	}
	return allowed, nil
}

// publishedOf are the versions of the products of some versions that were published last, by the codes of the products.
func (s *Publishing) publishedOf(ctx context.Context, rows []*ent.ProductVersion) (map[string]*ent.ProductVersion, error) {
	var codes []string
	for _, row := range rows {
		codes = append(codes, row.Code)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	each := make([]*string, len(codes))
	for i := range codes {
		each[i] = &codes[i]
	}
	found, err := s.store.Client.ProductVersion.Query().Where(work.Each(each, func(to *sql.Selector, code *string) {
		productversion.And(productversion.Code(*code), productversion.StateNEQ(productversion.StateDRAFT))(to)
		to.OrderBy(sql.Desc(to.C(productversion.FieldVersion))).Limit(1)
	})).Select(heads...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("versions that were published: %w", err)
	}
	byCode := make(map[string]*ent.ProductVersion, len(found))
	for _, row := range found {
		byCode[row.Code] = row
	}
	return byCode, nil
}

// publications tells what would refuse requests to publish versions, by their keys.
func (s *Publishing) publications(ctx context.Context, rows []*ent.ProductVersion, published map[string]*ent.ProductVersion) (map[int64]error, error) {
	refused := make(map[int64]error, len(rows))
	var drafts []*ent.ProductVersion
	var objects []string
	for _, row := range rows {
		newest := published[row.Code]
		switch {
		case isDraft(row, "") != nil:
			refused[row.ID] = isDraft(row, "")
		case newest != nil && newest.Version > row.Version:
			refused[row.ID] = laterPublished()
		default:
			drafts, objects = append(drafts, row), append(objects, Object(row.Code, row.Version))
		}
	}
	if len(drafts) == 0 {
		return refused, nil
	}
	contents, err := s.reader.Contents(ctx, drafts)
	if err != nil {
		return nil, err
	}
	waiting, err := s.approvals.Waiting(ctx, approval.KindPublication, objects)
	if err != nil {
		return nil, err
	}
	for i, row := range drafts {
		content := contents[row.ID]
		if content.Err != nil {
			return nil, content.Err
		}
		if refused[row.ID] = s.right(ctx, content.Value); refused[row.ID] == nil && waiting[objects[i]] != nil {
			refused[row.ID] = asked.WaitsAlready(objects[i])
		}
	}
	return refused, nil
}
