package catalog

import (
	"context"
	"path"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	asked "baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Publishing puts versions on sale and takes them off, at once or at a moment ahead, on request or by command.
type Publishing struct {
	store     *work.Store
	audit     *audit.Log
	approvals *asked.Service
	reader    *Reader
}

// Publish puts a draft on sale at once (C3), without a second pair of eyes: for the command line and the samples. People
// ask with RequestPublication. A draft whose examples fail is refused with the example. Faults: NOT_FOUND, INVALID_STATE,
// CONFLICT, INVALID_VALUE.
func (s *Publishing) Publish(ctx context.Context, caller *access.Caller, code string, number, expectedRevision int) error {
	row, err := s.draft(ctx, code, number, expectedRevision)
	if err != nil {
		return err
	}
	if err := s.ready(ctx, row); err != nil {
		return err
	}
	return s.store.Do(ctx, "publish product", func(ctx context.Context, tx *work.Tx) error {
		if err := s.release(ctx, tx, frozen{Code: code, Version: number, Revision: expectedRevision, Digest: row.Digest}, caller.AuditActor(), ""); err != nil {
			return err
		}
		return s.approvals.Void(ctx, tx, approval.KindPublication, Object(code, number), "it was published")
	})
}

// draft is a version that may be published, at the revision that was seen.
func (s *Publishing) draft(ctx context.Context, code string, number, expectedRevision int) (*ent.ProductVersion, error) {
	row, err := s.reader.Row(ctx, code, number)
	switch {
	case err != nil:
		return nil, err
	case isDraft(row, "") != nil:
		return nil, isDraft(row, "")
	case row.Revision != expectedRevision:
		return nil, fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed the draft meanwhile", "expectedRevision")
	}
	return row, nil
}

// ready tells whether a draft could be published: it is right, its examples come out as they say, and no later version
// was published, since the newest is the one that is sold.
func (s *Publishing) ready(ctx context.Context, row *ent.ProductVersion) error {
	if err := superseded(ctx, s.store.Client.ProductVersion, row.Code, row.Version); err != nil {
		return err
	}
	b, err := stored(row)
	if err != nil {
		return err
	}
	return s.right(ctx, b)
}

// right tells whether the content of a draft is right, and its examples come out.
func (s *Publishing) right(ctx context.Context, b *Bundle) error {
	product, err := b.right()
	if err != nil {
		return err
	}
	return s.checkSuccessor(ctx, product)
}

// right is the product of a content that may be published as far as the content alone tells. Fault: INVALID_VALUE.
func (b *Bundle) right() (*Product, error) {
	product, err := b.Check()
	if err != nil {
		return nil, err
	}
	if err := Publishable(product); err != nil {
		return nil, err
	}
	return product, b.Try(product)
}

// Try runs the examples that lie beside the product file. Fault: INVALID_VALUE, one with the line for each that came out
// otherwise, for each rule that none names, and where there are none.
func (b *Bundle) Try(product *Product) error {
	var faults fault.List
	tried := 0
	for _, name := range b.names() {
		if path.Ext(name) != exampleEnding {
			continue
		}
		tried++
		for _, failure := range RunExamples(product, b.Beside[name]) {
			faults = append(faults, FileProblem{Fault: fault.New(fault.CodeInvalidValue, failure.Example+": "+failure.Sentence, name), Line: &failure.Line})
		}
	}
	if tried == 0 {
		return fault.New(fault.CodeInvalidValue, "a product is published with its examples, and there are none")
	}
	faults = append(faults, faultsOf(b.unnamed(product))...)
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// superseded refuses a version where a later one was published already: it would never be sold.
func superseded(ctx context.Context, versions *ent.ProductVersionClient, code string, number int) error {
	later, err := versions.Query().
		Where(productversion.Code(code), productversion.VersionGT(number), productversion.StateNEQ(productversion.StateDRAFT)).Exist(ctx)
	if err != nil {
		return err
	}
	if later {
		return laterPublished()
	}
	return nil
}

func laterPublished() error {
	return fault.New(fault.CodeInvalidState, "a later version was published already: save it as a new draft", "version")
}

// frozen is what a publication is about: these bytes and no others.
type frozen struct {
	Code      string     `json:"code"`
	Version   int        `json:"version"`
	Revision  int        `json:"revision"`
	Digest    string     `json:"digest"`
	PublishAt *time.Time `json:"publishAt,omitempty"`
}

// release puts frozen content on sale, or on the calendar where its time has not come. The update's own condition holds
// that it is still a draft and still the same.
func (s *Publishing) release(ctx context.Context, tx *work.Tx, f frozen, who audit.Actor, reason string) error {
	if err := superseded(ctx, tx.ProductVersion, f.Code, f.Version); err != nil {
		return err
	}
	update := tx.ProductVersion.Update().
		Where(productversion.Code(f.Code), productversion.Version(f.Version), productversion.StateEQ(productversion.StateDRAFT),
			productversion.Revision(f.Revision), productversion.Digest(f.Digest)).
		AddRevision(1).SetLease(0)
	entry := audit.Entry{Action: "product.publish", ObjectKind: "product", Object: Object(f.Code, f.Version), Reason: reason,
		After: map[string]any{"revision": f.Revision, "digest": f.Digest}}
	if later := f.PublishAt != nil && f.PublishAt.After(tx.Now); later {
		update.SetPublishAt(*f.PublishAt).SetDueAt(*f.PublishAt)
		entry.Action, entry.After = "product.schedule", map[string]any{"revision": f.Revision, "digest": f.Digest, "publishAt": f.PublishAt}
	} else {
		update.SetState(productversion.StatePUBLISHED).SetPublishedAt(tx.Now).ClearPublishAt().ClearDueAt()
	}
	n, err := update.Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.CodeConflict, "the draft was changed, published or thrown away meanwhile")
	}
	if err := s.audit.Record(ctx, tx, who, entry); err != nil {
		return err
	}
	return tx.Changed(ctx)
}

// Withdrawal takes a product off sale.
type Withdrawal struct {
	ProductCode      string
	At               *time.Time // nil: at once
	ExpectedRevision *int       // of the version on sale; nil: whichever it has, for the command line
	Reason           string
}

// Withdraw takes a product off sale (C4, 下架), at once or from a moment on; policies in force live on. A version that is
// published until that moment stays on sale. It answers the version that goes off sale. Faults: INVALID_VALUE, NOT_FOUND,
// INVALID_STATE, CONFLICT.
func (s *Publishing) Withdraw(ctx context.Context, caller *access.Caller, in Withdrawal) (*ent.ProductVersion, error) {
	if err := s.checkMoment(in.At, in.Reason, "at"); err != nil {
		return nil, err
	}
	var number int
	err := s.store.Do(ctx, "withdraw product", func(ctx context.Context, tx *work.Tx) error {
		rows, err := tx.ProductVersion.Query().Where(productversion.Code(in.ProductCode)).Order(ent.Desc(productversion.FieldVersion)).
			Select(productversion.FieldID, productversion.FieldVersion, productversion.FieldState, productversion.FieldRevision).All(ctx)
		if err != nil {
			return err
		}
		newest := slices.IndexFunc(rows, func(r *ent.ProductVersion) bool { return r.State != productversion.StateDRAFT })
		switch {
		case len(rows) == 0:
			return fault.New(fault.CodeNotFound, "product "+in.ProductCode, "productCode")
		case newest < 0 || rows[newest].State != productversion.StatePUBLISHED:
			return notOnSale(in.ProductCode)
		case in.ExpectedRevision != nil && rows[newest].Revision != *in.ExpectedRevision:
			return fault.Changed(work.ProductVersionID.Of(rows[newest].ID), "somebody changed the version meanwhile", "expectedRevision")
		}
		number = rows[newest].Version
		return s.withdraw(ctx, tx, caller, in, number)
	})
	if err != nil {
		return nil, err
	}
	return s.reader.Row(ctx, in.ProductCode, number)
}

func (s *Publishing) withdraw(ctx context.Context, tx *work.Tx, caller *access.Caller, in Withdrawal, number int) error {
	update := tx.ProductVersion.Update().
		Where(productversion.Code(in.ProductCode), productversion.StateEQ(productversion.StatePUBLISHED)).AddRevision(1).SetLease(0)
	after := map[string]any{}
	if in.At == nil {
		update.SetState(productversion.StateWITHDRAWN).SetWithdrawnAt(tx.Now).ClearWithdrawAt().ClearDueAt()
	} else {
		at := in.At.UTC().Truncate(time.Millisecond)
		update.SetWithdrawAt(at).SetDueAt(at)
		after["withdrawAt"] = at
	}
	n, err := update.Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return notOnSale(in.ProductCode)
	}
	err = s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "product.withdraw", ObjectKind: "product", Object: Object(in.ProductCode, number), After: after, Reason: in.Reason,
	})
	if err != nil {
		return err
	}
	return tx.Changed(ctx)
}
