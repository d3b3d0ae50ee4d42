package files

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// MediaSheet is the media type of what Sheet writes.
const MediaSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Sheet writes a table as an XLSX file, row by row, until next answers io.EOF. All cells are texts: none is a formula, whatever it says.
// Rows beyond a few megabytes lie in a file meanwhile, not in memory.
func Sheet(w io.Writer, next func() ([]string, error)) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // what it wrote was read
	stream, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	for no := 1; ; no++ {
		row, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = text
		}
		at, err := excelize.CoordinatesToCellName(1, no)
		if err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
		if err := stream.SetRow(at, cells); err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
	}
	if err := stream.Flush(); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}
