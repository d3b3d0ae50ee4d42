package catalog

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strconv"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/file"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	asked "baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// Drafts saves drafts of versions and throws them away.
type Drafts struct {
	store     *work.Store
	audit     *audit.Log
	approvals *asked.Service
	files     *files.Service
	reader    *Reader
}

// SaveInput is a draft to be saved: a file, or an archive.
type SaveInput struct {
	RequestNo        string
	ProductCode      *string       // that the file must be of; needed with Version
	Version          *int          // the draft to change; nil: a new one
	ExpectedRevision *int          // needed with Version
	File             *string       // YAML
	Base             *string       // with File and Version: the file that the change began from; nil: nothing is brought together
	Archive          []byte        // zip, instead of File
	ArchiveID        *work.FileKey // that zip as a file that the caller sent
	AttachmentsOf    *int          // with File: whose examples and documents; nil: the draft's own, or of a new one the newest version's
	Examples         *string       // with File: instead of those
	Documents        []DocumentUpload
}

// mostDocuments come with one file.
const mostDocuments = 20

// DocumentUpload is a document that lies beside a product file from now on, instead of one of that name.
type DocumentUpload struct {
	Name    string       // as the file says it: bike-01/terms.md
	FileID  work.FileKey // a file that the caller sent
	content []byte
}

// SaveDraft saves a new draft (C1, C2, E5, E6), or changes one that still has the revision that was seen. Everything is
// checked first; each mistake is named with its path and line. A request to publish it that waits becomes void, and one
// that was approved for later is taken off the calendar. Where the draft was changed since and Base says what the change began from, both
// changes are brought together. Faults: INVALID_VALUE, NOT_FOUND, INVALID_STATE, CONFLICT.
func (s *Drafts) SaveDraft(ctx context.Context, caller *access.Caller, in SaveInput) (*ent.ProductVersion, error) {
	if err := s.unpack(ctx, caller, &in); err != nil {
		return nil, err
	}
	b, product, err := s.checked(ctx, in)
	if err != nil {
		return nil, err
	}
	if stored, revision, err := s.savedMeanwhile(ctx, in); err != nil {
		return nil, err
	} else if stored != nil {
		mine := *in.File
		in.ExpectedRevision = &revision
		if in.File, err = together(*in.Base, string(stored), mine, revision); err != nil {
			return nil, err
		}
		if b, product, err = s.checked(ctx, in); err != nil {
			return nil, apart(*in.Base, string(stored), mine, revision, err)
		}
	}
	if in.Version == nil {
		return s.add(ctx, caller, b, product)
	}
	return s.change(ctx, caller, b, product, *in.Version, *in.ExpectedRevision)
}

// savedMeanwhile is the file of a draft that somebody else saved since a change of it began, with its revision now; nil: nobody did, or
// the caller wants nothing brought together. Fault: NOT_FOUND.
func (s *Drafts) savedMeanwhile(ctx context.Context, in SaveInput) (stored []byte, revision int, err error) {
	if in.Base == nil {
		return nil, 0, nil
	}
	row, err := s.reader.Row(ctx, *in.ProductCode, *in.Version)
	if err != nil || row.Revision == *in.ExpectedRevision || row.State != productversion.StateDRAFT {
		return nil, 0, err
	}
	return row.File, row.Revision, nil
}

// checked is what is to be saved, without a mistake. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT.
func (s *Drafts) checked(ctx context.Context, in SaveInput) (*Bundle, *Product, error) {
	if err := in.check(); err != nil {
		return nil, nil, err
	}
	b, err := s.bundle(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	product, err := b.Check()
	if err != nil {
		return nil, nil, err
	}
	if in.ProductCode != nil && *in.ProductCode != product.Code() {
		return nil, nil, fault.New(fault.CodeConflict, "the file is of product "+product.Code(), "productCode")
	}
	return b, product, nil
}

// CheckInput is a product file to be checked.
type CheckInput struct {
	ProductCode   *string
	File          string
	AttachmentsOf *int
	Examples      *string
}

// Check tells what saving a file would say, and saves nothing. Faults: those of SaveDraft that the file alone makes.
func (s *Drafts) Check(ctx context.Context, in CheckInput) error {
	_, _, err := s.checked(ctx, SaveInput{ProductCode: in.ProductCode, File: &in.File, AttachmentsOf: in.AttachmentsOf, Examples: in.Examples})
	return err
}

// unpack reads the archive that the caller sent, where one is named. Fault: NOT_FOUND.
func (s *Drafts) unpack(ctx context.Context, caller *access.Caller, in *SaveInput) error {
	if len(in.Documents) > mostDocuments {
		return fault.Newf(fault.CodeInvalidValue, "at most %d documents", mostDocuments).At("documents")
	}
	for i := range in.Documents {
		each := &in.Documents[i]
		if each.Name == "" || utf8.RuneCountInString(each.Name) > longestName {
			return fault.Newf(fault.CodeInvalidValue, "a name has 1 to %d characters", longestName).At("documents", strconv.Itoa(i), "name")
		}
		var err error
		if each.content, err = s.sent(ctx, caller, each.FileID, "documents", strconv.Itoa(i), "fileId"); err != nil {
			return err
		}
	}
	if in.ArchiveID == nil {
		return nil
	}
	var err error
	in.Archive, err = s.sent(ctx, caller, *in.ArchiveID, "archiveId")
	return err
}

// sent is a file that the caller sent. Fault: NOT_FOUND.
func (s *Drafts) sent(ctx context.Context, caller *access.Caller, id work.FileKey, at ...string) ([]byte, error) {
	_, content, err := s.files.Open(ctx, caller, int64(id), file.PurposeProduct)
	if fault.Has(err, fault.CodeNotFound) {
		return nil, fault.New(fault.CodeNotFound, "no such file has arrived", at...)
	}
	if err != nil {
		return nil, err
	}
	defer content.Close() //nolint:errcheck // read only
	all, err := io.ReadAll(io.LimitReader(content, LargestArchive+1))
	if err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	return all, nil
}

func (in SaveInput) check() error {
	var faults fault.List
	bad := func(detail string, path string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, path))
	}
	if (in.File == nil) == (in.Archive == nil) {
		bad("either a file or an archive is needed", "file")
	}
	if in.Archive != nil && (in.AttachmentsOf != nil || in.Examples != nil || len(in.Documents) > 0) {
		bad("an archive holds its own examples and documents", "archiveId")
	}
	if in.Version != nil && (in.ExpectedRevision == nil || in.ProductCode == nil) {
		bad("a draft is changed at the revision that was seen, of a product that is named", "version")
	}
	if in.Base != nil && (in.File == nil || in.Version == nil) {
		bad("a base is that of a file and of a draft", "base")
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// bundle puts together what is to be saved.
func (s *Drafts) bundle(ctx context.Context, in SaveInput) (*Bundle, error) {
	if in.Archive != nil {
		return ReadArchive(in.Archive)
	}
	number := in.AttachmentsOf
	if number == nil {
		number = in.Version
	}
	b, err := s.reader.Beside(ctx, []byte(*in.File), number)
	if err != nil {
		return nil, err
	}
	for _, each := range in.Documents {
		delete(b.Beside, each.Name)
		if err := b.take(each.Name, bytes.NewReader(each.content)); err != nil {
			return nil, err
		}
	}
	if in.Examples == nil {
		return b, nil
	}
	for _, name := range b.names() {
		if path.Ext(name) == exampleEnding {
			delete(b.Beside, name)
		}
	}
	code, err := codeOf(b.File)
	if err != nil {
		return nil, err
	}
	b.Beside[nameOf(code, exampleEnding)] = []byte(*in.Examples)
	return b, nil
}

// Save stores a bundle as the next draft, for the command line and the samples. Fault: INVALID_VALUE.
func (s *Drafts) Save(ctx context.Context, caller *access.Caller, b *Bundle) (*ent.ProductVersion, error) {
	product, err := b.Check()
	if err != nil {
		return nil, err
	}
	return s.add(ctx, caller, b, product)
}

// add stores the next draft of a product.
func (s *Drafts) add(ctx context.Context, caller *access.Caller, b *Bundle, product *Product) (*ent.ProductVersion, error) {
	beside, err := b.pack()
	if err != nil {
		return nil, err
	}
	var draft *ent.ProductVersion
	err = s.store.Do(ctx, "save product", func(ctx context.Context, tx *work.Tx) error {
		number := 1
		last, err := tx.ProductVersion.Query().Where(productversion.Code(product.Code())).
			Order(ent.Desc(productversion.FieldVersion)).Select(productversion.FieldVersion).First(ctx)
		if err == nil {
			number = last.Version + 1
		} else if !ent.IsNotFound(err) {
			return err
		}
		draft, err = tx.ProductVersion.Create().SetID(tx.NewKey()).SetCode(product.Code()).SetVersion(number).
			SetState(productversion.StateDRAFT).SetFile(b.File).SetDocuments(beside).SetDigest(product.Digest()).
			SetSavedBy(caller.Actor()).SetCreatedAt(tx.Now).Save(ctx)
		if work.IsDuplicate(err) {
			return fault.New(fault.CodeConflict, "another draft of the product was saved at the same time")
		}
		if err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, draft.ID, ""); err != nil {
			return err
		}
		return s.saved(ctx, tx, caller, draft, nil)
	})
	if err != nil {
		return nil, err
	}
	return draft.Unwrap(), nil
}

// change stores other content of a draft.
func (s *Drafts) change(ctx context.Context, caller *access.Caller, b *Bundle, product *Product, number, expectedRevision int) (*ent.ProductVersion, error) {
	beside, err := b.pack()
	if err != nil {
		return nil, err
	}
	var draft *ent.ProductVersion
	err = s.store.Do(ctx, "save product", func(ctx context.Context, tx *work.Tx) error {
		before, err := s.guarded(ctx, tx, product.Code(), number, expectedRevision)
		if err != nil {
			return err
		}
		n, err := tx.ProductVersion.Update().
			Where(productversion.ID(before.ID), productversion.StateEQ(productversion.StateDRAFT), productversion.Revision(expectedRevision)).
			SetFile(b.File).SetDocuments(beside).SetDigest(product.Digest()).SetSavedBy(caller.Actor()).AddRevision(1).
			ClearPublishAt().ClearDueAt().SetLease(0).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Changed(work.ProductVersionID.Of(before.ID), "somebody changed the draft meanwhile", "expectedRevision")
		}
		if draft, err = tx.ProductVersion.Get(ctx, before.ID); err != nil {
			return err
		}
		if err := s.approvals.Void(ctx, tx, approval.KindPublication, Object(draft.Code, number), "the draft was changed"); err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, draft.ID, ""); err != nil {
			return err
		}
		return s.saved(ctx, tx, caller, draft, before)
	})
	if err != nil {
		return nil, err
	}
	return draft.Unwrap(), nil
}

// guarded looks at a draft in a transaction and says why it may not be changed.
func (s *Drafts) guarded(ctx context.Context, tx *work.Tx, code string, number, expectedRevision int) (*ent.ProductVersion, error) {
	row, err := tx.ProductVersion.Query().Where(productversion.Code(code), productversion.Version(number)).
		Select(productversion.FieldState, productversion.FieldRevision, productversion.FieldDigest, productversion.FieldPublishAt).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, fault.New(fault.CodeNotFound, Object(code, number), "version")
	case err != nil:
		return nil, err
	case row.State != productversion.StateDRAFT:
		row.Code, row.Version = code, number
		return nil, isDraft(row, " and never changes")
	case row.Revision != expectedRevision:
		return nil, fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed the draft meanwhile", "expectedRevision")
	}
	return row, nil
}

func (s *Drafts) saved(ctx context.Context, tx *work.Tx, caller *access.Caller, draft, before *ent.ProductVersion) error {
	entry := audit.Entry{
		Action: "product.save", ObjectKind: "product", Object: Object(draft.Code, draft.Version),
		After: map[string]any{"revision": draft.Revision, "digest": draft.Digest},
	}
	if before != nil {
		was := map[string]any{"revision": before.Revision, "digest": before.Digest}
		if before.PublishAt != nil {
			was["publishAt"] = before.PublishAt
		}
		entry.Before = was
	}
	return s.audit.Record(ctx, tx, caller.AuditActor(), entry)
}

// DiscardInput is a draft to throw away.
type DiscardInput struct {
	ProductCode               string
	Version, ExpectedRevision int
}

// Discard throws a draft away that still has the revision that was seen. A request to publish it becomes void. Faults:
// NOT_FOUND, INVALID_STATE, CONFLICT.
func (s *Drafts) Discard(ctx context.Context, caller *access.Caller, in DiscardInput) error {
	code, number, expectedRevision := in.ProductCode, in.Version, in.ExpectedRevision
	return s.store.Do(ctx, "discard draft", func(ctx context.Context, tx *work.Tx) error {
		row, err := s.guarded(ctx, tx, code, number, expectedRevision)
		if err != nil {
			return err
		}
		n, err := tx.ProductVersion.Delete().
			Where(productversion.ID(row.ID), productversion.StateEQ(productversion.StateDRAFT), productversion.Revision(expectedRevision)).Exec(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed the draft meanwhile", "expectedRevision")
		}
		if err := s.approvals.Void(ctx, tx, approval.KindPublication, Object(code, number), "the draft was thrown away"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "product.discard", ObjectKind: "product", Object: Object(code, number),
			Before: map[string]any{"revision": row.Revision, "digest": row.Digest},
		})
	})
}
