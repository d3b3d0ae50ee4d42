package audit_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/audit"
	"baodan/insurance/insurancetest"
)

// The first bad record is named.
func TestTheFirstBadRecordIsNamed(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		record(t, w.Server, 9, entry)
		sealAll(t, w.Server)
		links := read(t, w, "audit_links")
		exec(t, w, "UPDATE audit_records SET reason = 'another' WHERE id IN (?, ?)", links.rows[6][1], links.rows[3][1])
		bad := verify(t, w.Server, nil).Bad
		require.NotNil(t, bad)
		assert.Equal(t, audit.Bad{What: "record", ID: links.rows[3][1].(int64), Sequence: 4, Wrong: "is not what was written"}, *bad)
		assert.Equal(t, fmt.Sprintf("audit record %d at number 4: is not what was written", bad.ID), bad.Error())
	})
}
