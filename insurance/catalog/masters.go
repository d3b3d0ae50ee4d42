package catalog

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Version is a stored version of a product, compiled. What it says never changes once it was published, so it is
// compiled once a process and kept.
type Version struct {
	*Product
	ID     int64
	Number int
}

// Masters holds the products in memory: all versions that were published by key, and which one of each product is on sale.
type Masters struct {
	store  *work.Store
	onSale atomic.Pointer[map[string]*Version]
	last   atomic.Pointer[map[string]int64] // key of the version of each product that was published last, on sale or not
	mu     sync.Mutex
	byID   map[int64]*Version
}

// OnSale is the version of a product that may be sold now: the newest that was ever published, unless it was
// withdrawn. Fault: PRODUCT_OFF_SALE.
func (s *Masters) OnSale(code string) (*Version, error) {
	if v := (*s.onSale.Load())[code]; v != nil {
		return v, nil
	}
	return nil, fault.Newf(fault.CodeProductOffSale, "product %s", code)
}

// AllOnSale is every product that may be sold now, ordered by code.
func (s *Masters) AllOnSale() []*Version {
	all := slices.Collect(maps.Values(*s.onSale.Load()))
	slices.SortFunc(all, func(a, b *Version) int { return cmp.Compare(a.Code(), b.Code()) })
	return all
}

// Version is any version by its key, on sale or not: policies live on under the version they were sold under.
func (s *Masters) Version(ctx context.Context, id int64) (*Version, error) {
	s.mu.Lock()
	v := s.byID[id]
	s.mu.Unlock()
	if v != nil {
		return v, nil
	}
	row, err := s.store.Client.ProductVersion.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("product version %d: %w", id, err)
	}
	return s.compile(row)
}

// Preload reads versions that are not in memory, at once, so that Version finds them there.
func (s *Masters) Preload(ctx context.Context, ids []int64) error {
	var missing []int64
	s.mu.Lock()
	for _, id := range ids {
		if s.byID[id] == nil {
			missing = append(missing, id)
		}
	}
	s.mu.Unlock()
	if len(missing) == 0 {
		return nil
	}
	rows, err := s.store.Client.ProductVersion.Query().Where(productversion.IDIn(missing...)).All(ctx)
	if err != nil {
		return fmt.Errorf("product versions: %w", err)
	}
	for _, row := range rows {
		s.compile(row) //nolint:errcheck // the one that asks for it is told what is wrong with it
	}
	return nil
}

// Document is the content of a document of a product version. Fault: NOT_FOUND.
func (s *Masters) Document(ctx context.Context, code string, number int, sha256 string) (Document, error) {
	missing := fault.New(fault.CodeNotFound, "document")
	id, err := s.store.Client.ProductVersion.Query().
		Where(productversion.Code(code), productversion.Version(number), productversion.StateNEQ(productversion.StateDRAFT)).
		OnlyID(ctx)
	if ent.IsNotFound(err) {
		return Document{}, missing
	}
	if err != nil {
		return Document{}, fmt.Errorf("document of %s/%d: %w", code, number, err)
	}
	v, err := s.Version(ctx, id)
	if err != nil {
		return Document{}, err
	}
	for _, d := range v.Documents() {
		if d.SHA256 == sha256 {
			return d, nil
		}
	}
	return Document{}, missing
}

func (s *Masters) load(ctx context.Context) error {
	heads, err := s.store.Client.ProductVersion.Query().
		Where(productversion.StateNEQ(productversion.StateDRAFT)).
		Order(ent.Asc(productversion.FieldVersion)).
		Select(productversion.FieldID, productversion.FieldCode, productversion.FieldState).All(ctx)
	if err != nil {
		return fmt.Errorf("load products: %w", err)
	}
	newest := map[string]*ent.ProductVersion{}
	for _, h := range heads {
		newest[h.Code] = h
	}
	onSale, keys := map[string]*Version{}, make(map[string]int64, len(newest))
	for code, h := range newest {
		keys[code] = h.ID
		if h.State != productversion.StatePUBLISHED {
			continue
		}
		if onSale[code], err = s.Version(ctx, h.ID); err != nil {
			return err
		}
	}
	s.onSale.Store(&onSale)
	s.last.Store(&keys)
	return nil
}

func (s *Masters) compile(row *ent.ProductVersion) (*Version, error) {
	documents, err := unpack(row.Documents)
	if err != nil {
		return nil, fmt.Errorf("documents of %s/%d: %w", row.Code, row.Version, err)
	}
	product, err := Recall(row.File, documents)
	if err != nil {
		return nil, fmt.Errorf("product %s/%d: %w", row.Code, row.Version, err)
	}
	v := &Version{Product: product, ID: row.ID, Number: row.Version}
	if row.State != productversion.StateDRAFT {
		s.mu.Lock()
		s.byID[row.ID] = v
		s.mu.Unlock()
	}
	return v, nil
}
