package audit_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/auditlink"
	"baodan/insurance/audit"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// record writes records and answers their keys.
func record(t testing.TB, s *insurancetest.Server, n int, e audit.Entry) {
	t.Helper()
	for i := range n {
		entry := e
		entry.Object = fmt.Sprint(e.Object, i)
		require.NoError(t, s.Store.Do(ctx, "act", func(ctx context.Context, tx *work.Tx) error {
			return s.Audit.Record(ctx, tx, audit.Actor{Name: "person:uma", PersonID: 7, Address: "192.0.2.1", RequestID: "r"}, entry)
		}))
	}
}

var entry = audit.Entry{
	Action: "product.publish", ObjectKind: "product", Object: "RFI-01/", ChannelID: 3,
	Before: map[string]any{"state": "DRAFT"}, After: map[string]any{"state": "PUBLISHED"}, Reason: "季度末上线",
}

func sealAll(t testing.TB, s *insurancetest.Server) (sealed int) {
	t.Helper()
	for {
		n, err := s.Audit.Seal(ctx)
		require.NoError(t, err)
		if n == 0 {
			return sealed
		}
		sealed += n
		_, err = s.Audit.Checkpoint(ctx)
		require.NoError(t, err)
	}
}

func verify(t testing.TB, s *insurancetest.Server, f *audit.File) *audit.Verified {
	t.Helper()
	v, err := s.Audit.Verify(ctx, f, nil)
	require.NoError(t, err)
	return v
}

// Numbers have no gaps with several sealers, and every record that was committed gets one.
func TestManySealAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		servers := []*insurancetest.Server{w.Server, w.AddServer()}
		var group sync.WaitGroup
		for _, s := range servers {
			group.Go(func() { record(t, s, 40, entry) })
			for range 2 {
				group.Go(func() {
					for range 20 {
						_, err := s.Audit.Seal(ctx)
						assert.NoError(t, err)
						_, err = s.Audit.Checkpoint(ctx)
						assert.NoError(t, err)
					}
				})
			}
		}
		group.Wait()
		sealAll(t, w.Server)
		numbers, err := w.Store.Client.AuditLink.Query().Order(ent.Asc(auditlink.FieldID)).IDs(ctx)
		require.NoError(t, err)
		require.Len(t, numbers, 80)
		for i, sequence := range numbers {
			assert.EqualValues(t, i+1, sequence)
		}
		v := verify(t, w.Server, nil)
		assert.Nil(t, v.Bad)
		assert.EqualValues(t, 80, v.Links)
		assert.EqualValues(t, 80, v.Records)
	})
}

// A checkpoint is due a minute after the last one, or 1,000 links, and never without something new.
func TestCheckpoints(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		made := func() bool {
			made, err := w.Audit.Checkpoint(ctx)
			require.NoError(t, err)
			return made
		}
		assert.False(t, made())
		record(t, w.Server, 3, entry)
		assert.False(t, made(), "nothing is sealed")
		_, err := w.Audit.Seal(ctx)
		require.NoError(t, err)
		assert.True(t, made())
		w.Clock.Advance(time.Hour)
		assert.False(t, made(), "nothing new")
		record(t, w.Server, 1, entry)
		_, err = w.Audit.Seal(ctx)
		require.NoError(t, err)
		assert.True(t, made())
		record(t, w.Server, 1, entry)
		_, err = w.Audit.Seal(ctx)
		require.NoError(t, err)
		assert.False(t, made(), "too soon")
		w.Clock.Advance(time.Minute)
		assert.True(t, made())
		s, err := w.Audit.State(ctx)
		require.NoError(t, err)
		assert.EqualValues(t, 5, s.Sequence)
		assert.EqualValues(t, 5, s.Checkpoint)
		assert.Zero(t, s.Pending)
	})
}

func TestAThousandLinksAreACheckpoint(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "sqlite3")
	require.NoError(t, w.Store.Do(ctx, "acts", func(ctx context.Context, tx *work.Tx) error {
		for range 2100 {
			if err := w.Audit.Record(ctx, tx, audit.Actor{Name: "cli:root"}, entry); err != nil {
				return err
			}
		}
		return nil
	}))
	assert.Equal(t, 2100, sealAll(t, w.Server))
	numbers, err := w.Store.Client.AuditCheckpoint.Query().IDs(ctx)
	require.NoError(t, err)
	assert.Equal(t, []int64{500, 1500}, numbers)
	v := verify(t, w.Server, nil)
	assert.Nil(t, v.Bad)
	assert.EqualValues(t, 600, v.Unnamed)
}

// The file outside gets every checkpoint, also with several copiers; a line that a crash tore is written again.
func TestTheFileOutsideHasEveryCheckpoint(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		f := audit.NewFile(filepath.Join(t.TempDir(), "checkpoints"))
		require.NoError(t, w.Audit.Copy(ctx, f))
		assert.Nil(t, verify(t, w.Server, f).Bad)
		for i := range 4 {
			record(t, w.Server, 2, entry)
			sealAll(t, w.Server)
			w.Clock.Advance(2 * time.Minute)
			if i == 2 {
				appendText(t, f, `{"previous":4,"pla`)
			}
			var group sync.WaitGroup
			for range 3 {
				group.Go(func() { assert.NoError(t, w.Audit.Copy(ctx, f)) })
			}
			group.Wait()
		}
		v := verify(t, w.Server, f)
		assert.Nil(t, v.Bad)
		assert.EqualValues(t, 4, v.FileLines)
		other := audit.NewFile(filepath.Join(t.TempDir(), "of another host"))
		w.Clock.Advance(time.Hour)
		bad := verify(t, w.Server, other).Bad
		require.NotNil(t, bad)
		assert.Equal(t, "file", bad.What)
		require.NoError(t, w.Audit.Copy(ctx, other))
		assert.Nil(t, verify(t, w.Server, other).Bad)
		assert.Equal(t, text(t, f), text(t, other))
	})
}

// What somebody slipped among those that wait holds up nobody, and is found.
func TestAPoisonedQueueHoldsUpNobody(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		record(t, w.Server, 2, entry)
		sealAll(t, w.Server)
		sealed := w.Store.Client.AuditRecord.Query().FirstIDX(ctx)
		exec(t, w, "INSERT INTO audit_pending (id) VALUES (5), (?)", sealed)
		record(t, w.Server, 2, entry)
		assert.Equal(t, 2, sealAll(t, w.Server))
		lag, err := w.Audit.Lag(ctx)
		require.NoError(t, err)
		assert.Greater(t, lag, 5*time.Second)
		assert.NotNil(t, verify(t, w.Server, nil).Bad)
	})
}

func TestLag(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "sqlite3")
	lag, err := w.Audit.Lag(ctx)
	require.NoError(t, err)
	assert.Zero(t, lag)
	record(t, w.Server, 1, entry)
	w.Clock.Advance(7 * time.Second)
	lag, err = w.Audit.Lag(ctx)
	require.NoError(t, err)
	assert.Equal(t, 7*time.Second, lag)
}

func TestFind(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		begin := w.Clock.Now()
		write := func(who audit.Actor, action, kind, object string) {
			w.Clock.Advance(time.Minute)
			require.NoError(t, w.Store.Do(ctx, "act", func(ctx context.Context, tx *work.Tx) error {
				return w.Audit.Record(ctx, tx, who, audit.Entry{Action: action, ObjectKind: kind, Object: object})
			}))
		}
		uma, root := audit.Actor{Name: "person:uma", PersonID: 7}, audit.Actor{Name: "cli:root"}
		write(uma, "a.x", "policy", "P1")
		write(root, "a.y", "policy", "P2")
		write(uma, "a.y", "claim", "P1")
		write(uma, "a.z", "policy", "P1")
		write(root, "a.x", "policy", "P1")
		person, from, to := work.PersonKey(7), begin.Add(2*time.Minute), begin.Add(4*time.Minute)
		for name, c := range map[string]struct {
			filter audit.Filter
			want   string
		}{
			"all":                  {audit.Filter{}, "a.x/P1 a.z/P1 a.y/P1 a.y/P2 a.x/P1"},
			"person":               {audit.Filter{PersonID: &person}, "a.z/P1 a.y/P1 a.x/P1"},
			"actor":                {audit.Filter{Actor: "cli:root"}, "a.x/P1 a.y/P2"},
			"object":               {audit.Filter{ObjectKind: "policy", Object: "P1"}, "a.x/P1 a.z/P1 a.x/P1"},
			"kind":                 {audit.Filter{ObjectKind: "claim"}, "a.y/P1"},
			"actions":              {audit.Filter{Actions: []string{"a.y", "a.x", "a.y"}}, "a.x/P1 a.y/P1 a.y/P2 a.x/P1"},
			"both":                 {audit.Filter{Actions: []string{"a.y", "a.z"}, PersonID: &person}, "a.z/P1 a.y/P1"},
			"time":                 {audit.Filter{At: &work.Period{Start: from, End: to}}, "a.y/P1 a.y/P2"},
			"none":                 {audit.Filter{Actor: "nobody"}, ""},
			"object of an actor":   {audit.Filter{ObjectKind: "policy", Object: "P1", Actor: "cli:root"}, "a.x/P1"},
			"kind with an action":  {audit.Filter{ObjectKind: "policy", Actions: []string{"a.z", "a.y"}}, "a.z/P1 a.y/P2"},
			"no channel":           {audit.Filter{ChannelCode: "nowhere"}, ""},
			"a request":            {audit.Filter{RequestID: "r-1"}, ""},
			"an address, a person": {audit.Filter{Address: "192.0.2.99", PersonID: &person}, ""},
		} {
			for _, backward := range []bool{false, true} {
				for size := 1; size <= 3; size++ {
					n, err := w.Audit.Count(ctx, c.filter, size)
					require.NoError(t, err)
					assert.Equal(t, work.CountOf(len(strings.Fields(c.want)), size), n, "%s counted to %d", name, size)
					assert.Equal(t, c.want, strings.Join(walk(t, w, c.filter, work.Page{Most: size, Backward: backward}), " "), "%s %v %d", name, backward, size)
				}
			}
		}
		_, err := w.Audit.Find(ctx, audit.Filter{Object: "P1"}, work.Page{Most: 1})
		require.Error(t, err)
		_, err = w.Audit.Find(ctx, audit.Filter{Actions: make([]string, 21)}, work.Page{Most: 1})
		require.Error(t, err)
	})
}

// walk reads a list page by page.
func walk(t *testing.T, w *insurancetest.World, f audit.Filter, page work.Page) (all []string) {
	t.Helper()
	for {
		found, err := w.Audit.Find(ctx, f, page)
		require.NoError(t, err)
		list, more := found.Rows, found.More
		require.LessOrEqual(t, len(list), page.Most)
		var part []string
		for _, r := range list {
			part = append(part, r.Action+"/"+r.Object)
		}
		if page.Backward {
			all = append(part, all...)
		} else {
			all = append(all, part...)
		}
		if !more {
			return all
		}
		if page.Backward {
			page.Before.Key = list[0].ID
		} else {
			page.After.Key = list[len(list)-1].ID
		}
	}
}
