package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/fault"
)

// Judging tells which drafts have mistakes. That takes a tenth of a second for each content, so what was found of a content is kept.
type Judging struct {
	reader  *Reader
	masters *Masters
	mu      sync.Mutex
	known   map[saved]judgement
}

// saved is a content: each time that a draft is saved is another revision. Its digest does not tell of examples.
type saved struct {
	version  int64
	revision int
}

func savedAs(row *ent.ProductVersion) saved { return saved{row.ID, row.Revision} }

// judgement is what is wrong with a content.
type judgement struct {
	mistakes  int32  // that the content alone has
	successor string // of a content without any: a product that must be on sale; empty: none
}

const (
	// mostJudged contents are kept; those of all drafts that there are, nearly always.
	mostJudged = 1000
	// mostWeighed are the newest drafts that are looked at for mistakes.
	mostWeighed = 20
)

// Mistakes counts for each version what would keep its content off sale if it were asked for now, as many mistakes as RequestPublication
// would name at once; nil for what is no draft. The contents are read for all versions together, and each is judged when its judge is
// called.
func (s *Judging) Mistakes(ctx context.Context, versions []*ent.ProductVersion) (map[int64]func() (*int32, error), error) {
	judges := make(map[int64]func() (*int32, error), len(versions))
	unknown := map[int64]*ent.ProductVersion{}
	for _, row := range versions {
		judges[row.ID] = func() (*int32, error) { return nil, nil } // no draft
		if row.State != productversion.StateDRAFT {
			continue
		}
		if found, known := s.kept(savedAs(row)); known {
			judges[row.ID] = func() (*int32, error) { return s.counted(found), nil }
		} else {
			unknown[row.ID] = row
		}
	}
	full, err := s.reader.wholes(ctx, slices.Collect(maps.Values(unknown)))
	if err != nil {
		return nil, err
	}
	for id, row := range full {
		judges[id] = func() (*int32, error) { return s.judge(row) }
	}
	return judges, nil
}

// judge looks at a draft, unless its content was looked at before.
func (s *Judging) judge(whole *ent.ProductVersion) (*int32, error) {
	found, known := s.kept(savedAs(whole))
	if known {
		return s.counted(found), nil
	}
	b, err := stored(whole)
	if err != nil {
		return nil, fmt.Errorf("content of %s: %w", Object(whole.Code, whole.Version), err)
	}
	product, err := b.right()
	faults := fault.All(err)
	if err != nil && faults == nil {
		return nil, err
	}
	if found.mistakes = int32(len(faults)); len(faults) == 0 {
		found.successor = product.definition.Successor
	}
	s.keep(savedAs(whole), found)
	return s.counted(found), nil
}

// counted are the mistakes of a content as things are now.
func (s *Judging) counted(j judgement) *int32 {
	if j.successor != "" {
		if _, err := s.masters.OnSale(j.successor); err != nil {
			j.mistakes++
		}
	}
	return &j.mistakes
}

func (s *Judging) kept(content saved) (judgement, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.known[content]
	return found, known
}

func (s *Judging) keep(content saved, found judgement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= mostJudged {
		clear(s.known)
	}
	s.known[content] = found
}

// WrongDrafts are drafts with mistakes, among the newest 20 that could still go on sale: no later version did. All is false where there
// are more than these.
func (s *Judging) WrongDrafts(ctx context.Context) (wrong []*ent.ProductVersion, all bool, err error) {
	products, err := s.reader.Summaries(ctx)
	if err != nil {
		return nil, false, err
	}
	var drafts []*ent.ProductVersion
	for _, p := range products {
		for _, row := range p.Versions {
			if row.State != productversion.StateDRAFT {
				break // what comes below is older
			}
			drafts = append(drafts, row)
		}
	}
	slices.SortFunc(drafts, func(a, b *ent.ProductVersion) int { return int(min(max(b.ID-a.ID, -1), 1)) })
	all = len(drafts) <= mostWeighed
	drafts = drafts[:min(len(drafts), mostWeighed)]
	judges, err := s.Mistakes(ctx, drafts)
	if err != nil {
		return nil, false, err
	}
	for _, row := range drafts {
		mistakes, err := judges[row.ID]()
		if err != nil {
			return nil, false, err
		}
		if *mistakes > 0 {
			wrong = append(wrong, row)
		}
	}
	return wrong, all, nil
}
