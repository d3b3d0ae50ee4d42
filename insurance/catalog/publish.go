package catalog

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Save stores a product file with its documents and examples as the next draft version (C1, C2). Everything is checked
// first; the faults name each mistake's place in the file. Faults: INVALID_VALUE.
func (s *Shelf) Save(ctx context.Context, file []byte, documents fs.FS) (*ent.ProductVersion, error) {
	archive, err := pack(documents)
	if err != nil {
		return nil, err
	}
	stored, err := unpack(archive)
	if err != nil {
		return nil, err
	}
	product, err := Parse(file, stored) // what is stored must do, not what lies beside it
	if err != nil {
		return nil, problems(err)
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
			SetState(productversion.StateDRAFT).SetFile(file).SetDocuments(archive).SetDigest(product.Digest()).
			SetCreatedAt(tx.Now).Save(ctx)
		if work.IsDuplicate(err) {
			return fault.New(fault.Conflict, "another draft of the product was saved at the same time")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return draft.Unwrap(), nil
}

// Publish puts a draft on sale (C3); from then on it never changes. A draft whose examples fail is refused with the
// example. Faults: NOT_FOUND, INVALID_STATE, CONFLICT, INVALID_VALUE.
func (s *Shelf) Publish(ctx context.Context, code string, number, expectedRevision int) error {
	row, err := s.store.Client.ProductVersion.Query().
		Where(productversion.Code(code), productversion.Version(number)).Only(ctx)
	if ent.IsNotFound(err) {
		return fault.Newf(fault.NotFound, "product %s version %d", code, number)
	}
	if err != nil {
		return fmt.Errorf("publish product: %w", err)
	}
	if row.State != productversion.StateDRAFT {
		return fault.Newf(fault.InvalidState, "version %d is %s", number, row.State)
	}
	if row.Revision != expectedRevision {
		return fault.Newf(fault.Conflict, "the draft has revision %d", row.Revision)
	}
	if err := s.try(row); err != nil {
		return err
	}
	return s.store.Do(ctx, "publish product", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.ProductVersion.Update().
			Where(productversion.ID(row.ID), productversion.StateEQ(productversion.StateDRAFT), productversion.Revision(expectedRevision)).
			SetState(productversion.StatePUBLISHED).SetPublishedAt(tx.Now).AddRevision(1).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "somebody changed the draft meanwhile")
		}
		return tx.Changed(ctx)
	})
}

// Withdraw takes a product off sale (C4, 下架); policies in force live on. Faults: NOT_FOUND, INVALID_STATE.
func (s *Shelf) Withdraw(ctx context.Context, code string) error {
	return s.store.Do(ctx, "withdraw product", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.ProductVersion.Update().
			Where(productversion.Code(code), productversion.StateEQ(productversion.StatePUBLISHED)).
			SetState(productversion.StateWITHDRAWN).SetWithdrawnAt(tx.Now).AddRevision(1).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			known, err := tx.ProductVersion.Query().Where(productversion.Code(code)).Exist(ctx)
			if err != nil {
				return err
			}
			if !known {
				return fault.Newf(fault.NotFound, "product %s", code)
			}
			return fault.Newf(fault.InvalidState, "product %s is not on sale", code)
		}
		return tx.Changed(ctx)
	})
}

// try runs the examples that lie beside the product file.
func (s *Shelf) try(row *ent.ProductVersion) error {
	v, err := s.compile(row)
	if err != nil {
		return err
	}
	archive, err := unpack(row.Documents)
	if err != nil {
		return err
	}
	var faults fault.List
	tried := 0
	for _, f := range archive.File {
		if path.Ext(f.Name) != ".example" {
			continue
		}
		tried++
		text, err := fs.ReadFile(archive, f.Name)
		if err != nil {
			return err
		}
		for _, failure := range RunExamples(v.Product, text) {
			faults = append(faults, fault.New(fault.InvalidValue, failure.String(), f.Name))
		}
	}
	if tried == 0 {
		return fault.New(fault.InvalidValue, "a product is published with its examples, and there are none")
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// problems turns the mistakes of a product file into faults.
func problems(err error) error {
	var list *Problems
	if !errors.As(err, &list) {
		return err
	}
	faults := fault.List{}
	for _, p := range list.List {
		faults = append(faults, fault.New(fault.InvalidValue, p.String(), strings.Split(p.Path, ".")...))
	}
	return faults
}

// pack writes a folder as a zip archive; the same files give the same bytes.
func pack(folder fs.FS) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		from, err := folder.Open(name)
		if err != nil {
			return err
		}
		defer from.Close() //nolint:errcheck // read only
		to, err := w.Create(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("pack documents: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack documents: %w", err)
	}
	return out.Bytes(), nil
}

// unpack reads what pack wrote.
func unpack(archive []byte) (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}
