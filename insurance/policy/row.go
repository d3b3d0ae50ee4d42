package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

// The row of a policy holds what was bound, which is never written again, and a head: version, state, counts of claims,
// the policy that renews it, its due time. All statements that write a row are in this file, in head.go and in erase.go. The row is
// also the lock of whatever hangs on the policy: claims, endorsements, personal data.

// ErrMoved says that a policy is not as it was read: somebody else changed it meanwhile.
var ErrMoved = errors.New("the policy was changed meanwhile")

// Insert is new policies, as rows to be stored together with what belongs to them.
func Insert(rows ...*ent.InsurancePolicy) work.Insert {
	insert := work.Insert{Table: insurancepolicy.Table, Columns: insurancepolicy.Columns, Rows: make([][]any, len(rows))}
	for i, p := range rows {
		insert.Rows[i] = []any{ // in the order of insurancepolicy.Columns
			p.ID, p.ChannelID, p.OrderNo, p.Number, p.RequestHash, p.AgreementID, p.ProductVersionID, p.PlanCode, p.Payer,
			p.Currency, p.Premium, p.SumInsured, string(p.State), p.Version, p.BoundAt, p.RatedAt, p.StartAt,
			p.EndAt, p.Risk, p.Worksheet, p.PersonalKey, p.Personal, p.Renews, p.RenewedBy, p.Live, p.ProductCode, string(p.Phase),
			p.ListedPlan, p.ListedPremium, p.TurnsAt, p.Claims, p.OpenClaims, p.PaidClaims,
			p.DueAt, p.Lease,
		}
	}
	return insert
}

// Lock makes other writers of a policy and of its claims wait until the transaction ends.
func Lock(ctx context.Context, tx *work.Tx, id int64) error {
	if err := tx.InsurancePolicy.Update().Where(insurancepolicy.ID(id)).AddClaims(0).Exec(ctx); err != nil {
		return fmt.Errorf("lock policy %d: %w", id, err)
	}
	return nil
}

// LockRow locks a policy and reads it.
func LockRow(ctx context.Context, tx *work.Tx, id int64) (*ent.InsurancePolicy, error) {
	if err := Lock(ctx, tx, id); err != nil {
		return nil, err
	}
	row, err := tx.InsurancePolicy.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("policy %d: %w", id, err)
	}
	return row, nil
}

// LockPolicy is LockRow, as erasure of a person calls it.
func (s *Service) LockPolicy(ctx context.Context, tx *work.Tx, id int64) (*ent.InsurancePolicy, error) {
	return LockRow(ctx, tx, id)
}

// LockAt locks a policy that has the version it was read with. It fails with ErrMoved where it has another.
func LockAt(ctx context.Context, tx *work.Tx, row *ent.InsurancePolicy) error {
	return lockWhere(ctx, tx, row, insurancepolicy.Version(row.Version))
}

// LockUnclaimed is LockAt where no claim was submitted since the policy was read, either.
func LockUnclaimed(ctx context.Context, tx *work.Tx, row *ent.InsurancePolicy) error {
	return lockWhere(ctx, tx, row, insurancepolicy.Version(row.Version), insurancepolicy.Claims(row.Claims))
}

func lockWhere(ctx context.Context, tx *work.Tx, row *ent.InsurancePolicy, as ...predicate.InsurancePolicy) error {
	n, err := tx.InsurancePolicy.Update().Where(insurancepolicy.ID(row.ID)).Where(as...).AddClaims(0).Save(ctx)
	return moved(n, err)
}

func moved(n int, err error) error {
	if err == nil && n == 0 {
		err = ErrMoved
	}
	return err
}

// Move is what the next version of a policy changes in its row, beside the version.
type Move struct {
	Cancel    bool    // it is cancelled; its claims must be those that it was read with
	After     *Listed // what lists go by then; nil: as before
	RenewedBy int64   // key of the policy that renews it; 0: none
	Instead   *int64  // key of the renewal that it replaces, since that one never began; nil: none was made before
}

// Next moves a policy that is neither cancelled nor changed since it was read to its next version. It fails with ErrMoved
// where it was changed meanwhile.
func Next(ctx context.Context, tx *work.Tx, read *ent.InsurancePolicy, m Move) error {
	head := tx.InsurancePolicy.Update().Where(
		insurancepolicy.ID(read.ID), insurancepolicy.Version(read.Version), insurancepolicy.StateEQ(insurancepolicy.StateACTIVE),
	).AddVersion(1)
	if m.Cancel {
		head.Where(
			insurancepolicy.Claims(read.Claims), insurancepolicy.OpenClaims(read.OpenClaims), insurancepolicy.PaidClaims(read.PaidClaims),
		).SetState(insurancepolicy.StateCANCELLED)
	}
	if m.After != nil {
		m.After.write(head)
	}
	if m.RenewedBy != 0 {
		head.Where(renewedBy(m.Instead)).SetRenewedBy(m.RenewedBy)
	}
	return moved(head.Save(ctx))
}

func renewedBy(id *int64) predicate.InsurancePolicy {
	if id == nil {
		return insurancepolicy.RenewedByIsNil()
	}
	return insurancepolicy.RenewedBy(*id)
}

// Announcement is what a worker makes of a policy that it took.
type Announcement struct {
	Read *ent.InsurancePolicy
	Next *time.Time // when it is to be announced next; nil: never
	Told bool       // something is told of it now, which moves it to its next version
}

// Announce stores announcements of different policies, and gives their leases back. It fails with ErrMoved, having stored none, where one of the policies was
// changed since it was read, or another worker took it.
func Announce(ctx context.Context, tx *work.Tx, lease int64, list []Announcement) error {
	var next, told, which strings.Builder
	var moments, versions, keys []any
	for _, a := range list {
		next.WriteString(" WHEN ? THEN ?")
		moments = append(moments, a.Read.ID, a.Next)
		which.WriteString(" OR id = ? AND version = ?")
		keys = append(keys, a.Read.ID, a.Read.Version)
		if a.Told {
			told.WriteString(",?")
			versions = append(versions, a.Read.ID)
		}
	}
	version := "version"
	if len(versions) > 0 {
		version += " + CASE WHEN id IN (" + told.String()[len(","):] + ") THEN 1 ELSE 0 END"
	}
	result, err := tx.ExecContext(ctx, "UPDATE "+insurancepolicy.Table+" SET due_at = CASE id"+next.String()+" END, lease = 0, version = "+version+
		" WHERE lease = ? AND ("+which.String()[len(" OR "):]+")", slices.Concat(moments, versions, []any{lease}, keys)...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || int(n) != len(list) {
		return cmp.Or(err, ErrMoved)
	}
	return nil
}

// Delay puts off the announcement of a policy that a worker took. It keeps the lease: what is due is not done.
func (s *Service) Delay(ctx context.Context, id, lease int64, until time.Time) error {
	return s.Reader.store.Client.InsurancePolicy.Update().Where(insurancepolicy.ID(id), insurancepolicy.Lease(lease)).SetDueAt(until).Exec(ctx)
}

// OpenClaim counts a claim that is submitted, where fewer than `most` claims of the policy are open or paid; 0: any
// number. It answers whether it did. The policy is locked by it.
func OpenClaim(ctx context.Context, tx *work.Tx, id, most int64) (bool, error) {
	head := tx.InsurancePolicy.Update().Where(insurancepolicy.ID(id)).AddClaims(1).AddOpenClaims(1)
	if most > 0 {
		head.Where(fewerClaims(most))
	}
	n, err := head.Save(ctx)
	return n > 0, err
}

// MayOpenClaim tells of the row of a policy what OpenClaim makes sure of: fewer than `most` of its claims are open or paid.
func MayOpenClaim(head *ent.InsurancePolicy, most int64) bool {
	return most <= 0 || int64(head.OpenClaims+head.PaidClaims) < most
}

func fewerClaims(most int64) predicate.InsurancePolicy {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(insurancepolicy.FieldOpenClaims)).WriteString(" + ").Ident(s.C(insurancepolicy.FieldPaidClaims)).
				WriteString(" < ").Arg(most)
		}))
	}
}

// CountClaims adds to the counts of open and of paid claims of policies, which it locks in the order of their keys. It
// answers how many policies there were.
func CountClaims(ctx context.Context, tx *work.Tx, open, paid int, ids ...int64) (int, error) {
	slices.Sort(ids)
	head := tx.InsurancePolicy.Update().Where(insurancepolicy.IDIn(ids...))
	if open != 0 {
		head.AddOpenClaims(open)
	}
	if paid != 0 {
		head.AddPaidClaims(paid)
	}
	return head.Save(ctx)
}
