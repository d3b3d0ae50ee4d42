package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	asked "baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Publication asks to put a draft on sale.
type Publication struct {
	ProductCode      string
	Version          int
	ExpectedRevision int
	PublishAt        *time.Time // nil: from its approval on
	Reason           string
}

// farthest is how far ahead a product may be put on the calendar.
const farthest = 366 * 24 * time.Hour

// shown is a version as a request shows it: value by value, so that what would change stands out.
type shown struct {
	frozen
	Attachments map[string]string `json:"attachments"` // SHA-256 by name
	Product     any               `json:"product"`
}

// RequestPublication asks to publish a draft (C3, E7). The draft must be right and its examples come out; what is asked
// is frozen by revision and digest, beside what is on sale. Another underwriter must approve it. Faults: INVALID_VALUE,
// NOT_FOUND, INVALID_STATE, CONFLICT.
func (s *Publishing) RequestPublication(ctx context.Context, caller *access.Caller, in Publication) (*ent.Approval, error) {
	if err := s.checkMoment(in.PublishAt, in.Reason, "publishAt"); err != nil {
		return nil, err
	}
	row, err := s.draft(ctx, in.ProductCode, in.Version, in.ExpectedRevision)
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx, row); err != nil {
		return nil, err
	}
	request, err := s.compare(ctx, row, in)
	if err != nil {
		return nil, err
	}
	var waits *ent.Approval
	err = s.store.Do(ctx, "request publication", func(ctx context.Context, tx *work.Tx) error {
		// Locks the draft: who saves it at the same time either comes first, or finds the request and voids it.
		n, err := tx.ProductVersion.Update().
			Where(productversion.ID(row.ID), productversion.StateEQ(productversion.StateDRAFT), productversion.Revision(row.Revision)).
			SetLease(tx.NewKey()).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed the draft meanwhile", "expectedRevision")
		}
		waits, err = s.approvals.Request(ctx, tx, caller, *request)
		return err
	})
	if err != nil {
		return nil, err
	}
	return waits.Unwrap(), nil
}

// compare writes what is asked for and what it would replace.
func (s *Publishing) compare(ctx context.Context, row *ent.ProductVersion, in Publication) (*asked.Request, error) {
	content, err := show(row)
	if err != nil {
		return nil, err
	}
	if in.PublishAt != nil {
		at := in.PublishAt.UTC().Truncate(time.Millisecond)
		content.PublishAt = &at
	}
	request := &asked.Request{Kind: approval.KindPublication, Object: Object(row.Code, row.Version), Content: content, Reason: in.Reason}
	newest, err := newest(ctx, s.store.Client.ProductVersion, row.Code)
	if err != nil || newest == nil {
		return request, err
	}
	request.InForce, err = show(newest)
	return request, err
}

// newest is the version of a product that was published last; nil where none was.
func newest(ctx context.Context, versions *ent.ProductVersionClient, code string) (*ent.ProductVersion, error) {
	row, err := versions.Query().
		Where(productversion.Code(code), productversion.StateNEQ(productversion.StateDRAFT)).
		Order(ent.Desc(productversion.FieldVersion)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // a new product
	}
	if err != nil {
		return nil, fmt.Errorf("newest version of %s: %w", code, err)
	}
	return row, nil
}

func show(row *ent.ProductVersion) (*shown, error) {
	b, err := stored(row)
	if err != nil {
		return nil, err
	}
	tree, err := b.tree()
	if err != nil {
		return nil, err
	}
	return &shown{
		frozen:      frozen{Code: row.Code, Version: row.Version, Revision: row.Revision, Digest: row.Digest},
		Attachments: tree.Attachments, Product: tree.Product,
	}, nil
}

// handlePublications lets another underwriter approve what one asked for.
func (s *Publishing) handlePublications() {
	s.approvals.Handle(approval.KindPublication, asked.Subject{
		Roles: []access.Role{access.Underwriting},
		Apply: func(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
			var f frozen
			if err := json.Unmarshal([]byte(r.Content), &f); err != nil {
				return fmt.Errorf("publication %d: %w", r.ID, err)
			}
			if err := stillReplaces(ctx, tx, r, f.Code); err != nil {
				return err
			}
			return s.release(ctx, tx, f, by.AuditActor(), r.Reason)
		},
	})
}

// stillReplaces tells whether a request shows the version that it would replace now. Fault: CONFLICT where another one was
// published since: what that one changed would be undone unseen.
func stillReplaces(ctx context.Context, tx *work.Tx, r *ent.Approval, code string) error {
	var shown frozen
	if r.InForce != nil {
		if err := json.Unmarshal([]byte(*r.InForce), &shown); err != nil {
			return fmt.Errorf("publication %d: %w", r.ID, err)
		}
	}
	row, err := newest(ctx, tx.ProductVersion, code)
	if err != nil {
		return err
	}
	if row != nil && row.Version != shown.Version {
		return fault.Newf(fault.CodeConflict, "%s was published since this was asked", Object(code, row.Version))
	}
	return nil
}

// checkMoment finds fault with when something is to happen, and why.
func (s *Publishing) checkMoment(at *time.Time, reason, path string) error {
	if err := asked.CheckReason(reason); err != nil {
		return err
	}
	if now := s.store.Now(); at != nil && (!at.After(now) || at.After(now.Add(farthest))) {
		return fault.New(fault.CodeInvalidValue, "it lies ahead, by 366 days at most", path)
	}
	return nil
}

// Object names a version on records and requests: RFI-01/3.
func Object(code string, number int) string { return code + "/" + strconv.Itoa(number) }
