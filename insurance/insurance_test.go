package insurance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/ent"
	kinds "baodan/ent/approval"
	"baodan/ent/job"
	"baodan/ent/schema"
	"baodan/insurance"
	"baodan/insurance/approval"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

var ctx = context.Background()

// remarks is a source of personal data that the product does not have: one sealed telephone number a policy, in a table
// of its own.
type remarks struct{ w *insurancetest.World }

func (r remarks) PersonalKind() string { return "remark" }

func (r remarks) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("remarks", "personal")}
}

func (r remarks) Personal(ctx context.Context, id int64) (*privacy.SubjectData, error) {
	data := &privacy.SubjectData{Object: fmt.Sprint(id)}
	key, value, err := r.read(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil || key == nil {
		return data, err
	}
	plain, err := r.w.Ring.Open(key, value, sealedIn(id))
	data.Values = []privacy.Value{{Class: privacy.Contact, Path: "remark", Text: string(plain)}}
	return data, err
}

func (r remarks) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	held, err := r.Personal(ctx, policyID)
	if err != nil || held == nil || len(held.Values) == 0 || !who.Is(privacy.Contact, held.Values[0].Text) {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE remarks SET personal_key = NULL, personal = NULL WHERE id = ?", policyID)
	return err
}

func (r remarks) read(ctx context.Context, id int64) (key, value []byte, err error) {
	rows, err := r.w.Store.Client.QueryContext(ctx, "SELECT personal_key, personal FROM remarks WHERE id = ?", id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, nil, errors.Join(sql.ErrNoRows, rows.Err())
	}
	return key, value, rows.Scan(&key, &value)
}

func sealedIn(id int64) string { return fmt.Sprintf("remarks.personal:7:%d", id) }

const phone = "13812345678"

// remarked is a server with that source, and a policy of which it says something.
func remarked(t *testing.T, w *insurancetest.World) (*insurance.Insurance, *policy.Policy) {
	t.Helper()
	_, err := w.Store.Client.ExecContext(ctx,
		"CREATE TABLE remarks (id bigint PRIMARY KEY, channel_id bigint NOT NULL, personal_key blob NULL, personal blob NULL, plain varchar(100) NOT NULL)")
	require.NoError(t, err)
	w.Sources = []privacy.Source{remarks{w}}
	s := w.AddServer()
	require.NoError(t, s.Cache.Refresh(ctx))
	risk, name, number := insurancetest.Account("acct-1", "BASIC"), "张三", phone
	risk.Insureds[0].Party = (&policy.Party{Name: &name, Phone: &number}).Input()
	issued, err := s.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "1", Risk: risk})
	require.NoError(t, err)
	id := issued.Policy.Key()
	key, value := w.Ring.Seal([]byte(phone), sealedIn(id))
	_, err = w.Store.Client.ExecContext(ctx, "INSERT INTO remarks VALUES (?, 7, ?, ?, '')", id, key, value)
	require.NoError(t, err)
	return s, issued.Policy
}

// H7: a source of personal data that Open was given is seen by erasure, by rotation of keys and by the search for leaks;
// nothing else has to be told of it.
func TestEverySourceOfPersonalDataIsSeen(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		s, p := remarked(t, w.WithSamples())

		leaks, searched := insurancetest.Leaks(t, s)
		assert.Empty(t, leaks)
		assert.Positive(t, searched)
		_, err := w.Store.Client.ExecContext(ctx, "UPDATE remarks SET plain = ? WHERE id = ?", "call "+phone, p.Key())
		require.NoError(t, err)
		leaks, _ = insurancetest.Leaks(t, s)
		require.Len(t, leaks, 1)
		assert.Contains(t, leaks[0], "remarks.plain")

		rotate(t, w, s)
		held, err := remarks{w}.Personal(ctx, p.Key())
		require.NoError(t, err)
		assert.Equal(t, phone, held.Values[0].Text, "it opens without the old key")

		erase(t, w, s)
		held, err = remarks{w}.Personal(ctx, p.Key())
		require.NoError(t, err)
		assert.Empty(t, held.Values)
	})
}

// rotate exchanges the current key, wraps everything again and retires the old one.
func rotate(t *testing.T, w *insurancetest.World, s *insurance.Insurance) {
	t.Helper()
	text, number, err := seal.AddKey(w.Keyring)
	require.NoError(t, err)
	text, err = seal.UseKey(text, number, w.Clock.Now())
	require.NoError(t, err)
	_, err = w.Ring.Reload(text)
	require.NoError(t, err)
	where, err := s.Privacy.KeyInUse(ctx, 1, time.Time{})
	require.NoError(t, err)
	require.NotEmpty(t, where)
	_, err = s.Privacy.StartRewrap(ctx, insurancetest.Command)
	require.NoError(t, err)
	_, err = s.Privacy.WorkRewraps(ctx)
	require.NoError(t, err)
	require.NoError(t, s.Privacy.Retirable(ctx, 1, time.Time{}))
	text, err = seal.RetireKey(text, 1, w.Clock.Now().Add(time.Hour))
	require.NoError(t, err)
	_, err = w.Ring.Reload(text)
	require.NoError(t, err)
}

// erase erases the person who has the telephone number, after all cover has ended.
func erase(t *testing.T, w *insurancetest.World, s *insurance.Insurance) {
	t.Helper()
	w.Clock.Set(insurancetest.Epoch.AddDate(2, 0, 0))
	number := phone
	e, err := s.Privacy.RequestErasure(ctx, w.Person("serge"), &privacy.ErasureInput{Phone: &number, Reason: "they asked for it"})
	require.NoError(t, err)
	_, err = s.Approvals.Approve(ctx, w.Person("sec"), approval.Decision{ID: work.ApprovalKey(e.Approval.ID), ExpectedRevision: e.Approval.Revision})
	require.NoError(t, err)
	_, err = s.Privacy.WorkErasures(ctx)
	require.NoError(t, err)
	row := s.Store.Client.Job.Query().Where(job.Kind(privacy.EraseJob)).Order(ent.Desc(job.FieldID)).FirstX(ctx)
	require.Equal(t, job.StateSucceeded, row.State, row.Problem)
}

// A service that keeps personal data is a source, also one that is added to Insurance later.
func TestEveryServiceThatKeepsPersonalDataIsASource(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	known, found := map[any]bool{}, 0
	for _, s := range w.Privacy.Sources() {
		known[s] = true
	}
	for _, field := range reflect.ValueOf(*w.Server).Fields() {
		if source, keeps := field.Interface().(privacy.Source); keeps {
			assert.True(t, known[source], "%T", source)
			found++
		}
	}
	assert.Equal(t, len(known), found)
}

// Each kind of request for approval is handled by the service that makes such requests.
func TestEveryKindOfApprovalIsHandled(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	for _, f := range (schema.Approval{}).Fields() {
		if d := f.Descriptor(); d.Name == "kind" {
			require.NotEmpty(t, d.Enums)
			for _, kind := range d.Enums {
				assert.True(t, w.Approvals.Handles(kinds.Kind(kind.V)), kind.N)
			}
		}
	}
}
