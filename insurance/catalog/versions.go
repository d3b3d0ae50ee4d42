package catalog

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// Reader reads versions of products, drafts or not, and makes them ready for use.
type Reader struct {
	store     *work.Store
	approvals *approval.Service
	files     *files.Service
	masters   *Masters
}

// ProductSummary is a product with its versions.
type ProductSummary struct {
	Code     string
	OnSale   *ent.ProductVersion   // nil: off sale
	Draft    *ent.ProductVersion   // the newest; nil: none
	Versions []*ent.ProductVersion // newest first, at most 100
}

// ID of the product, by its code.
func (p *ProductSummary) ID() string { return work.Named("pdt", p.Code) }

const (
	mostVersions = 100
	mostRows     = 10_000
)

// heads are the columns of a version except its content, which Whole reads.
var heads = slices.DeleteFunc(slices.Clone(productversion.Columns), func(name string) bool {
	return name == productversion.FieldFile || name == productversion.FieldDocuments
})

// Summaries are all products by code, with the heads of their newest versions.
func (s *Reader) Summaries(ctx context.Context) ([]*ProductSummary, error) {
	rows, err := s.store.Client.ProductVersion.Query().
		Order(ent.Asc(productversion.FieldCode), ent.Desc(productversion.FieldVersion)).Limit(mostRows).Select(heads...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	lines := []*ProductSummary{}
	var last *ProductSummary
	decided := false // is it known whether the last one is on sale
	for _, row := range rows {
		if last == nil || last.Code != row.Code {
			last, decided = &ProductSummary{Code: row.Code}, false
			lines = append(lines, last)
		}
		if !decided && row.State != productversion.StateDRAFT {
			decided = true
			if row.State == productversion.StatePUBLISHED {
				last.OnSale = row
			}
		}
		if last.Draft == nil && row.State == productversion.StateDRAFT {
			last.Draft = row
		}
		if len(last.Versions) < mostVersions {
			last.Versions = append(last.Versions, row)
		}
	}
	return lines, nil
}

// Names of products, by their codes: of the version on sale, or of the newest where none is. One that cannot be read any more is called
// by its code.
func (s *Reader) Names(ctx context.Context, products []*ProductSummary) (map[string]rule.Text, error) {
	rows := make([]*ent.ProductVersion, len(products))
	for i, p := range products {
		if rows[i] = p.OnSale; rows[i] == nil {
			rows[i] = p.Versions[0]
		}
	}
	all, err := s.CompiledAll(ctx, rows)
	if err != nil {
		return nil, err
	}
	names := make(map[string]rule.Text, len(products))
	for i, p := range products {
		switch found := all[rows[i].ID]; {
		case found.Err == nil:
			names[p.Code] = found.Value.Name()
		case fault.Has(found.Err, fault.CodeInvalidValue):
			names[p.Code] = rule.Text{Zh: p.Code, En: p.Code}
		default:
			return nil, found.Err
		}
	}
	return names, nil
}

// Row is a version of a product, whole. Fault: NOT_FOUND.
func (s *Reader) Row(ctx context.Context, code string, number int) (*ent.ProductVersion, error) {
	return s.RowOrNewest(ctx, code, &number)
}

// ByID is a version by its key, whole; nil where there is none in the caller's view: the insurer's people see all.
func (s *Reader) ByID(ctx context.Context, caller *access.Caller, id int64) (*ent.ProductVersion, error) {
	if caller.Audience != access.Ops {
		return nil, nil // no such version
	}
	return s.RowByKey(ctx, id)
}

// RowByKey is a version by its key, whole, for work that has no caller; nil where there is none.
func (s *Reader) RowByKey(ctx context.Context, id int64) (*ent.ProductVersion, error) {
	row, err := s.store.Client.ProductVersion.Get(ctx, id)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("product version %d: %w", id, err)
	}
	return row, nil
}

// Is tells whether a version is there and still has a content.
func (s *Reader) Is(ctx context.Context, id int64, digest string) (bool, error) {
	same, err := s.store.Client.ProductVersion.Query().
		Where(productversion.ID(id), productversion.Digest(digest)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("product version %d: %w", id, err)
	}
	return same, nil
}

// RowOrNewest is a version of a product, or its newest one, draft or not. Faults: NOT_FOUND.
func (s *Reader) RowOrNewest(ctx context.Context, code string, number *int) (*ent.ProductVersion, error) {
	query := s.store.Client.ProductVersion.Query().Where(productversion.Code(code)).Order(ent.Desc(productversion.FieldVersion))
	if number != nil {
		query.Where(productversion.Version(*number))
	}
	row, err := query.First(ctx)
	if ent.IsNotFound(err) {
		if number == nil {
			return nil, fault.New(fault.CodeNotFound, "product "+code, "productCode")
		}
		return nil, fault.New(fault.CodeNotFound, Object(code, *number), "version")
	}
	if err != nil {
		return nil, fmt.Errorf("product %s: %w", code, err)
	}
	return row, nil
}

// Compiled is a version ready for use, draft or not. Fault: INVALID_VALUE where it is no product.
func (s *Reader) Compiled(ctx context.Context, row *ent.ProductVersion) (*Version, error) {
	all, err := s.CompiledAll(ctx, []*ent.ProductVersion{row})
	if err != nil {
		return nil, err
	}
	return all[row.ID].Value, all[row.ID].Err
}

// SoldOrNewest is the version of a product that is on sale, or its newest one where none is. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) SoldOrNewest(ctx context.Context, code string) (*Version, error) {
	if v, err := s.masters.OnSale(code); fault.All(err) == nil {
		return v, err
	}
	return s.CompileDraft(ctx, code, nil, nil)
}

// ArchiveLink gives a version out as a zip archive: a token for files.Service.Follow.
func (s *Reader) ArchiveLink(ctx context.Context, caller *access.Caller, row *ent.ProductVersion) (token string, err error) {
	contents, err := s.Contents(ctx, []*ent.ProductVersion{row})
	if err != nil {
		return "", err
	}
	if err := contents[row.ID].Err; err != nil {
		return "", err
	}
	archive, err := contents[row.ID].Value.Archive(row.Code)
	if err != nil {
		return "", err
	}
	digest, err := s.files.Store(ctx, func(to io.Writer) error {
		_, err := to.Write(archive)
		return err
	})
	if err != nil {
		return "", err
	}
	return s.files.Link(caller, digest, fmt.Sprintf("%s-v%d.zip", strings.ToLower(row.Code), row.Version), "application/zip"), nil
}

// CompileDraft is a version as it would be if its file were another one, without its documents; without a file it is the version as it is
// stored. Without a number it is the newest. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) CompileDraft(ctx context.Context, code string, number *int, file *string) (*Version, error) {
	if file == nil {
		row, err := s.RowOrNewest(ctx, code, number)
		if err != nil {
			return nil, err
		}
		return s.Compiled(ctx, row)
	}
	if line := firstNonUTF8([]byte(*file)); line != 0 {
		return nil, problemAt("file", line, "the file is not UTF-8")
	}
	product, err := Sketch([]byte(*file))
	if err != nil {
		return nil, problems(err)
	}
	if number != nil {
		if _, err := s.Row(ctx, code, *number); err != nil {
			return nil, err
		}
	}
	if product.Code() != code {
		return nil, fault.New(fault.CodeInvalidValue, "the file is of product "+product.Code(), "file")
	}
	return &Version{Product: product}, nil
}

// Beside is a product file with what lies beside a version of its product; nil: the newest, and nothing where there is
// none. Faults: INVALID_VALUE where the file does not say whose it is, NOT_FOUND.
func (s *Reader) Beside(ctx context.Context, file []byte, number *int) (*Bundle, error) {
	code, err := codeOf(file)
	if err != nil {
		return nil, err
	}
	row, err := s.RowOrNewest(ctx, code, number)
	if number == nil && fault.Has(err, fault.CodeNotFound) {
		return &Bundle{File: file, Beside: map[string][]byte{}}, nil
	}
	if err != nil {
		return nil, err
	}
	b, err := stored(row)
	if err != nil {
		return nil, err
	}
	b.File = file
	return b, nil
}

// codeOf reads whose a file is, and refuses one that cannot be read.
func codeOf(file []byte) (string, error) {
	if line := firstNonUTF8(file); line != 0 {
		return "", problemAt("file", line, "the file is not UTF-8")
	}
	var d definition
	if _, list := decode(file, &d); len(list.List) > 0 {
		return "", problems(list)
	}
	return d.Code, nil
}

// ExampleResult is an example with how it came out.
type ExampleResult struct {
	File     string
	Line     int
	Name     string
	Failures []string // empty: as it says
	Risk     *ExampleRisk
}

// ExampleRisk is what an example quotes or issues.
type ExampleRisk struct {
	PlanCode string
	Payer    string
	Factors  map[string]any
}

// Passed tells whether it came out as it says.
func (t *ExampleResult) Passed() bool { return len(t.Failures) == 0 }

// Message says how it came out otherwise; empty where it passed.
func (t *ExampleResult) Message() string { return strings.Join(t.Failures, "; ") }

// TryExamples runs the examples of a version. Fault: NOT_FOUND, INVALID_VALUE.
func (s *Reader) TryExamples(ctx context.Context, code string, number int) ([]ExampleResult, error) {
	row, err := s.Row(ctx, code, number)
	if err != nil {
		return nil, err
	}
	b, err := stored(row)
	if err != nil {
		return nil, err
	}
	product, err := s.Compiled(ctx, row)
	if err != nil {
		return nil, err
	}
	tried := []ExampleResult{}
	for _, name := range b.names() {
		if path.Ext(name) == exampleEnding {
			tried = append(tried, tryExamples(product.Product, name, b.Beside[name])...)
		}
	}
	return tried, nil
}

// ByKeys reads versions by their keys, at once.
func (s *Reader) ByKeys(ctx context.Context, ids []int64) (map[int64]*ent.ProductVersion, error) {
	rows, err := s.store.Client.ProductVersion.Query().Where(productversion.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("product versions: %w", err)
	}
	return work.ByKey(rows, func(v *ent.ProductVersion) int64 { return v.ID }), nil
}
