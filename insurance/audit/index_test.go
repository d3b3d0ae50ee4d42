package audit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/audit"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// V10: what one person or one actor did is read by an index of both, and not by one of the person whose records are then all looked at;
// so are a channel's records, those of a request and those from an address.
func TestV10RecordsAreReadByAnIndexOfWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.MySQL)
	w.WithSamples()
	half, err := w.Distribution.FindChannel(ctx, insurancetest.Command, insurancetest.Mall, true)
	require.NoError(t, err)
	db, person := w.Store.Client, work.PersonKey(7)
	var rows []*ent.AuditRecordCreate
	for i := range 3000 {
		one := db.AuditRecord.Create().SetID(w.Store.NewKey()).SetAt(w.Store.Now()).SetActor("person:busy").SetPersonID(7).SetAction("often").
			SetObjectKind("policy").SetObject(fmt.Sprint("P", i)).SetRequestID(fmt.Sprint("r", i)).SetAddress(fmt.Sprint("192.0.2.", i%200)).SetMAC(make([]byte, 32))
		if i%1000 == 0 {
			one.SetAction("seldom").SetChannelID(half.ID)
		}
		rows = append(rows, one)
		// what others do often this person does seldom, so that neither index alone would do
		rows = append(rows, db.AuditRecord.Create().SetID(w.Store.NewKey()).SetAt(w.Store.Now()).SetActor("person:other").SetPersonID(8).SetAction("seldom").
			SetObjectKind("policy").SetObject("P").SetAddress("192.0.2.250").SetMAC(make([]byte, 32)))
	}
	db.AuditRecord.CreateBulk(rows...).ExecX(ctx)
	_, err = db.ExecContext(ctx, "ANALYZE TABLE audit_records")
	require.NoError(t, err)
	for index, c := range map[string]struct {
		filter audit.Filter
		values []any
		found  int
	}{
		"auditrecord_person_id_action": {audit.Filter{PersonID: &person, Actions: []string{"seldom"}}, []any{7, "seldom"}, 3},
		"auditrecord_actor_action":     {audit.Filter{Actor: "person:busy", Actions: []string{"seldom"}}, []any{"person:busy", "seldom"}, 3},
		"auditrecord_channel_id":       {audit.Filter{ChannelCode: insurancetest.Mall}, []any{half.ID}, -1},
		"auditrecord_request_id":       {audit.Filter{RequestID: "r5"}, []any{"r5"}, 1},
		"auditrecord_address":          {audit.Filter{Address: "192.0.2.7", Actions: []string{"often"}}, []any{"192.0.2.7"}, 15},
	} {
		asked, statements := insurancetest.WithStatements(context.Background())
		found, err := w.Audit.Find(asked, c.filter, work.Page{Most: 20})
		require.NoError(t, err)
		if c.found >= 0 { // samples have records of the channel, too
			assert.Len(t, found.Rows, c.found, index)
		}
		assert.False(t, found.More, index)
		texts := statements.Texts()
		assert.Equal(t, index, usedIndex(t, db, texts[len(texts)-1], c.values), "%v", texts)
	}
}

// usedIndex is the index that the database reads a query by.
func usedIndex(t *testing.T, db *ent.Client, text string, values []any) string {
	t.Helper()
	require.Equal(t, len(values), strings.Count(text, "?"), text)
	rows, err := db.QueryContext(ctx, "EXPLAIN "+text, values...)
	require.NoError(t, err)
	defer rows.Close()
	names, err := rows.Columns()
	require.NoError(t, err)
	require.True(t, rows.Next())
	got := make([]any, len(names))
	for i := range got {
		got[i] = new([]byte)
	}
	require.NoError(t, rows.Scan(got...))
	for i, name := range names {
		if name == "key" {
			return string(*got[i].(*[]byte))
		}
	}
	return ""
}
