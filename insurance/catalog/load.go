package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/productversion"
	"baodan/insurance/work"
)

// What is in product versions is looked up for all versions of a list at once, and answered by their keys. What is wrong with one
// of them is its own error.

// wholes are rows with their contents.
func (s *Reader) wholes(ctx context.Context, rows []*ent.ProductVersion) (map[int64]*ent.ProductVersion, error) {
	full := make(map[int64]*ent.ProductVersion, len(rows))
	var heads []int64
	for _, row := range rows {
		if full[row.ID] = row; row.File == nil {
			heads = append(heads, row.ID)
		}
	}
	if len(heads) == 0 {
		return full, nil
	}
	list, err := s.store.Client.ProductVersion.Query().Where(productversion.IDIn(heads...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("product versions: %w", err)
	}
	for _, row := range list {
		full[row.ID] = row
	}
	return full, nil
}

// Contents of versions: their files and what lies beside these.
func (s *Reader) Contents(ctx context.Context, rows []*ent.ProductVersion) (map[int64]work.Result[*Bundle], error) {
	full, err := s.wholes(ctx, rows)
	if err != nil {
		return nil, err
	}
	contents := make(map[int64]work.Result[*Bundle], len(rows))
	for id, row := range full {
		b, err := stored(row)
		contents[id] = work.Result[*Bundle]{Value: b, Err: err}
	}
	return contents, nil
}

// CompiledAll are versions ready for use, drafts or not.
func (s *Reader) CompiledAll(ctx context.Context, rows []*ent.ProductVersion) (map[int64]work.Result[*Version], error) {
	var drafts []*ent.ProductVersion
	var released []int64
	for _, row := range rows {
		if row.State == productversion.StateDRAFT {
			drafts = append(drafts, row)
		} else {
			released = append(released, row.ID)
		}
	}
	if err := s.masters.Preload(ctx, released); err != nil {
		return nil, err
	}
	full, err := s.wholes(ctx, drafts)
	if err != nil {
		return nil, err
	}
	all := make(map[int64]work.Result[*Version], len(rows))
	for _, id := range released {
		v, err := s.masters.Version(ctx, id)
		all[id] = work.Result[*Version]{Value: v, Err: err}
	}
	for id, row := range full {
		v, err := s.compileDraft(row)
		all[id] = work.Result[*Version]{Value: v, Err: err}
	}
	return all, nil
}

// compileDraft is a draft ready for use. Fault: INVALID_VALUE where it is no product.
func (s *Reader) compileDraft(full *ent.ProductVersion) (*Version, error) {
	v, err := s.masters.compile(full)
	var list *Problems
	if errors.As(err, &list) {
		return nil, problems(list)
	}
	return v, err
}

// PublicationsOf versions are the requests to publish them that wait for others.
func (s *Reader) PublicationsOf(ctx context.Context, rows []*ent.ProductVersion) (map[int64]*ent.Approval, error) {
	objects := make([]string, len(rows))
	for i, row := range rows {
		objects[i] = Object(row.Code, row.Version)
	}
	waiting, err := s.approvals.Waiting(ctx, approval.KindPublication, objects)
	if err != nil {
		return nil, err
	}
	requests := make(map[int64]*ent.Approval, len(waiting))
	for i, row := range rows {
		requests[row.ID] = waiting[objects[i]]
	}
	return requests, nil
}

// Newest are the newest versions of products, drafts or not, by the codes of the products.
func (s *Reader) Newest(ctx context.Context, codes []string) (map[string]*Version, error) {
	rows, err := s.store.Client.ProductVersion.Query().Where(productversion.CodeIn(codes...)).
		Order(ent.Asc(productversion.FieldVersion)).Select(heads...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("newest versions of products: %w", err)
	}
	newest := map[string]*ent.ProductVersion{}
	for _, row := range rows {
		newest[row.Code] = row
	}
	all, err := s.CompiledAll(ctx, slices.Collect(maps.Values(newest)))
	if err != nil {
		return nil, err
	}
	versions := map[string]*Version{}
	for code, row := range newest {
		if versions[code], err = all[row.ID].Value, all[row.ID].Err; err != nil {
			return nil, err
		}
	}
	return versions, nil
}
