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
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// Version is a stored version of a product, compiled. What it says never changes once it was published, so it is
// compiled once a process and kept.
type Version struct {
	*Product
	ID     int64
	Number int
}

// Service holds the products: all versions by key, and which one of each product is on sale.
type Service struct {
	store     *work.Store
	audit     *audit.Log
	approvals *approval.Service
	files     *files.Service
	onSale    atomic.Pointer[map[string]*Version]
	mu        sync.Mutex
	byID      map[int64]*Version
}

// New loads the products on sale and keeps them in step with the database.
func New(ctx context.Context, store *work.Store, masters *work.Cache, book *audit.Log, desk *approval.Service, uploads *files.Service) (*Service, error) {
	s := &Service{store: store, audit: book, approvals: desk, files: uploads, byID: map[int64]*Version{}}
	s.handlePublications()
	return s, masters.Keep(ctx, s.load)
}

// OnSale is the version of a product that may be sold now: the newest that was ever published, unless it was
// withdrawn. Fault: PRODUCT_OFF_SALE.
func (s *Service) OnSale(code string) (*Version, error) {
	if v := (*s.onSale.Load())[code]; v != nil {
		return v, nil
	}
	return nil, fault.Newf(fault.CodeProductOffSale, "product %s", code)
}

// AllOnSale is every product that may be sold now, ordered by code.
func (s *Service) AllOnSale() []*Version {
	all := slices.Collect(maps.Values(*s.onSale.Load()))
	slices.SortFunc(all, func(a, b *Version) int { return cmp.Compare(a.Code(), b.Code()) })
	return all
}

// Version is any version by its key, on sale or not: policies live on under the version they were sold under.
func (s *Service) Version(ctx context.Context, id int64) (*Version, error) {
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

// Document is the content of a document of a product version. Fault: NOT_FOUND.
func (s *Service) Document(ctx context.Context, code string, number int, sha256 string) (Document, error) {
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

func (s *Service) load(ctx context.Context) error {
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
	onSale := map[string]*Version{}
	for code, h := range newest {
		if h.State != productversion.StatePUBLISHED {
			continue
		}
		if onSale[code], err = s.Version(ctx, h.ID); err != nil {
			return err
		}
	}
	s.onSale.Store(&onSale)
	return nil
}

func (s *Service) compile(row *ent.ProductVersion) (*Version, error) {
	documents, err := unpack(row.Documents)
	if err != nil {
		return nil, fmt.Errorf("documents of %s/%d: %w", row.Code, row.Version, err)
	}
	product, err := Parse(row.File, documents)
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
