package files_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"baodan/insurance/files"
)

// A sheet holds the rows as texts: what begins as a formula is none.
func TestASheetHoldsTextsAlone(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"保单号", "Premium"}, {"=1+1", "0.12"}}
	var file bytes.Buffer
	no := 0
	require.NoError(t, files.Sheet(&file, func() ([]string, error) {
		if no == len(rows) {
			return nil, io.EOF
		}
		no++
		return rows[no-1], nil
	}))
	book, err := excelize.OpenReader(&file)
	require.NoError(t, err)
	read, err := book.GetRows(book.GetSheetName(0))
	require.NoError(t, err)
	assert.Equal(t, rows, read)
	formula, err := book.GetCellFormula(book.GetSheetName(0), "A2")
	require.NoError(t, err)
	assert.Empty(t, formula)

	broken := errors.New("broken")
	assert.ErrorIs(t, files.Sheet(io.Discard, func() ([]string, error) { return nil, broken }), broken)
}
