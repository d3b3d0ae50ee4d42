package catalog

import (
	"context"

	"baodan/ent"
	"baodan/ent/predicate"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// CancelWithdrawalInput takes a withdrawal back.
type CancelWithdrawalInput struct {
	ProductCode      string
	ExpectedRevision int // of the version on sale, since moving its withdrawal makes another
	Reason           string
}

// CancelWithdrawal takes back a withdrawal that lies ahead, and answers the version that stays on sale. Like the withdrawal it needs no
// second pair of eyes: what goes on being sold is what two people let on sale, to the byte, and nothing has changed until
// now. What is off sale already stays so; it comes back by a publication, and that two people decide. Faults:
// INVALID_VALUE, NOT_FOUND, INVALID_STATE, CONFLICT.
func (s *Publishing) CancelWithdrawal(ctx context.Context, caller *access.Caller, in CancelWithdrawalInput) (*ent.ProductVersion, error) {
	if err := s.checkMoment(nil, in.Reason, ""); err != nil {
		return nil, err
	}
	var number int
	err := s.store.Do(ctx, "keep product", func(ctx context.Context, tx *work.Tx) error {
		row, err := leaving(ctx, tx, in)
		if err != nil {
			return err
		}
		number = row.Version
		n, err := stay(ctx, tx, productversion.ID(row.ID), productversion.Revision(in.ExpectedRevision), productversion.WithdrawAtGT(tx.Now))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed it meanwhile", "expectedRevision")
		}
		// Older ones were to go with it.
		if _, err := stay(ctx, tx, productversion.Code(in.ProductCode), productversion.WithdrawAtNotNil()); err != nil {
			return err
		}
		err = s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "product.keep", ObjectKind: "product", Object: Object(in.ProductCode, number),
			Before: map[string]any{"withdrawAt": row.WithdrawAt}, Reason: in.Reason,
		})
		if err != nil {
			return err
		}
		return tx.Changed(ctx)
	})
	if err != nil {
		return nil, err
	}
	return s.reader.Row(ctx, in.ProductCode, number)
}

// leaving is the version on sale, which is about to go off it.
func leaving(ctx context.Context, tx *work.Tx, in CancelWithdrawalInput) (*ent.ProductVersion, error) {
	row, err := tx.ProductVersion.Query().Where(productversion.Code(in.ProductCode), productversion.StateNEQ(productversion.StateDRAFT)).
		Order(ent.Desc(productversion.FieldVersion)).
		Select(productversion.FieldVersion, productversion.FieldState, productversion.FieldRevision, productversion.FieldWithdrawAt).First(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, fault.New(fault.CodeNotFound, "product "+in.ProductCode, "productCode")
	case err != nil:
		return nil, err
	case mayKeep(in.ProductCode, row, tx.Now) != nil:
		return nil, mayKeep(in.ProductCode, row, tx.Now)
	case row.Revision != in.ExpectedRevision:
		return nil, fault.Changed(work.ProductVersionID.Of(row.ID), "somebody changed it meanwhile", "expectedRevision")
	}
	return row, nil
}

// stay takes published versions off the calendar, also from a worker that is applying them now.
func stay(ctx context.Context, tx *work.Tx, which ...predicate.ProductVersion) (int, error) {
	return tx.ProductVersion.Update().Where(productversion.StateEQ(productversion.StatePUBLISHED)).Where(which...).
		ClearWithdrawAt().ClearDueAt().SetLease(0).AddRevision(1).Save(ctx)
}
