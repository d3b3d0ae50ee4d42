package statement

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"

	"baodan/engine/match"
	"baodan/engine/money"
	"baodan/engine/workday"
	"baodan/insurance/fault"
)

// FileMapping says how a channel's file is read; it is kept per channel.
type FileMapping struct {
	Columns map[string]string `json:"columns"` // what a column is, by its heading: order, kind, serial, booked, payer, premium, commissionRate, commission
	Kind    map[string]string `json:"kind"`    // NEW, RENEWED, ENDORSED, CANCELLED, by what the channel calls it
	Payer   map[string]string `json:"payer"`   // by what the channel calls them; empty: payers are not compared
	Amounts string            `json:"amounts"` // yuan, or fen
}

// columns of a file that are looked at; those that are needed.
var (
	fileColumns   = map[string]bool{"order": true, "kind": true, "serial": true, "booked": true, "payer": true, "premium": true, "commissionRate": true, "commission": true, "product": true, "plan": true, "merchant": true}
	neededColumns = []string{"order", "kind", "premium"}
)

// Theirs is what a channel's file says.
type Theirs struct {
	Lines      *match.Side
	Premium    int64 // sums in minor units
	Commission int64
}

const (
	longestCell = 1000 // bytes
	mostRows    = 5_000_000
)

// ReadTheirs reads a channel's file: CSV with headings, in UTF-8 or GBK. Faults: INVALID_VALUE, at the row and the column.
func ReadTheirs(file io.Reader, m *FileMapping, currency money.Currency) (*Theirs, error) {
	text, err := decoded(file)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(text)
	reader.ReuseRecord, reader.FieldsPerRecord = true, -1
	heading, err := reader.Read()
	if err != nil {
		return nil, fault.New(fault.CodeInvalidValue, "the file has no headings", "file")
	}
	at, err := m.places(heading)
	if err != nil {
		return nil, err
	}
	t, r := &Theirs{Lines: &match.Side{}}, &rowReader{FileMapping: m, at: at, currency: currency}
	for row := int64(2); ; row++ {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, atRow(row, "", "it is no CSV: "+csvError(err))
		}
		if row > mostRows {
			return nil, fault.Newf(fault.CodeInvalidValue, "at most %d rows", mostRows).At("file")
		}
		line, commission, err := r.line(row, cells)
		if err != nil {
			return nil, err
		}
		if line == nil {
			continue // an empty row
		}
		if !t.Lines.Add(line) {
			return nil, atRow(row, "order", "too long")
		}
		t.Premium += line.Premium
		t.Commission += commission
	}
}

// decoded is a file in UTF-8, whatever it was written in.
func decoded(file io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(file, 1<<16)
	head, err := in.Peek(1 << 15)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read file: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, fault.New(fault.CodeInvalidValue, "a spreadsheet: save it as CSV", "file")
	case bytes.IndexByte(head, 0) >= 0:
		return nil, fault.New(fault.CodeInvalidValue, "the file holds zero bytes: it is no text in UTF-8 or GBK", "file")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return in, err
	case validHead(head):
		return in, nil
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
}

// validHead tells whether the beginning of a file is UTF-8; its last character may be cut.
func validHead(head []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(head) {
			return true
		}
		if len(head) == 0 {
			return false
		}
		head = head[:len(head)-1]
	}
	return false
}

func csvError(err error) string {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return parse.Err.Error()
	}
	return "cannot be read"
}

func atRow(row int64, column, what string) error {
	where := "row " + strconv.FormatInt(row, 10)
	if column != "" {
		where += ", " + column
	}
	return fault.New(fault.CodeInvalidValue, where+": "+what, "file")
}

// places of columns by what they are.
func (m *FileMapping) places(heading []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range heading {
		is := m.Columns[strings.TrimSpace(name)]
		if is == "" {
			continue
		}
		if !fileColumns[is] {
			return nil, fault.Newf(fault.CodeInvalidValue, "the mapping knows no column %s", is).At("mapping")
		}
		if _, twice := at[is]; twice {
			return nil, fault.Newf(fault.CodeInvalidValue, "the file has the column %s twice", is).At("file")
		}
		at[is] = i
	}
	for _, name := range neededColumns {
		if _, there := at[name]; !there {
			return nil, fault.Newf(fault.CodeInvalidValue, "the file has no column for %s", name).At("file")
		}
	}
	return at, nil
}

// rowReader reads rows of a file.
type rowReader struct {
	*FileMapping
	at       map[string]int
	currency money.Currency
}

// line of a row, with its commission; nil where the row is empty.
func (r *rowReader) line(row int64, cells []string) (*match.Line, int64, error) {
	cell := func(name string) string {
		i, there := r.at[name]
		if !there || i >= len(cells) {
			return ""
		}
		return cells[i]
	}
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil, 0, nil
	}
	for _, text := range cells {
		if len(text) > longestCell || strings.ContainsRune(text, 0) || strings.ContainsRune(text, utf8.RuneError) {
			return nil, 0, atRow(row, "", "a cell is too long, or no text")
		}
	}
	l := &match.Line{Order: cell("order"), Rate: -1, Row: row}
	if strings.TrimSpace(l.Order) == "" {
		return nil, 0, atRow(row, "order", "an order number is needed")
	}
	var known bool
	if l.Kind, known = r.Kind[strings.TrimSpace(cell("kind"))]; !known {
		return nil, 0, atRow(row, "kind", "the mapping knows no such kind")
	}
	if payer := strings.TrimSpace(cell("payer")); payer != "" && len(r.Payer) > 0 {
		if l.Payer, known = r.Payer[payer]; !known {
			return nil, 0, atRow(row, "payer", "the mapping knows no such payer")
		}
	}
	var err error
	if text := strings.TrimSpace(cell("serial")); text != "" {
		if l.Serial, err = strconv.Atoi(text); err != nil || l.Serial < 1 || l.Serial > 1<<20 {
			return nil, 0, atRow(row, "serial", "a number from 1 on is needed")
		}
	}
	if text := strings.TrimSpace(cell("booked")); text != "" {
		if l.Booked, err = instant(text); err != nil {
			return nil, 0, atRow(row, "booked", "a time as 2028-02-29 23:58:00 is needed")
		}
	}
	if l.Premium, err = r.amount(cell("premium")); err != nil {
		return nil, 0, atRow(row, "premium", "an amount is needed")
	}
	if text := strings.TrimSpace(cell("commissionRate")); text != "" {
		rate, err := money.ParseDecimal(text)
		millionths, whole := rate.Mul(money.FromInt(1_000_000)).Int64()
		if err != nil || !whole {
			return nil, 0, atRow(row, "commissionRate", "a decimal with at most six digits is needed")
		}
		l.Rate = millionths
	}
	var commission int64
	if text := cell("commission"); strings.TrimSpace(text) != "" {
		if commission, err = r.amount(text); err != nil {
			return nil, 0, atRow(row, "commission", "an amount is needed")
		}
	}
	return l, commission, nil
}

// instant reads a time in the insurer's zone.
func instant(text string) (int64, error) {
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC3339, "2006/01/02 15:04:05", "2006/01/02 15:04"} {
		if at, err := time.ParseInLocation(layout, text, workday.Zone); err == nil {
			return at.Unix(), nil
		}
	}
	return 0, strconv.ErrSyntax
}

// amount in minor units, with thousands set apart or not.
func (r *rowReader) amount(text string) (int64, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", "")
	if text != "" && text[0] >= utf8.RuneSelf {
		text = strings.TrimLeft(width.Fold.String(text), "¥￥")
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		return 0, err
	}
	if r.Amounts == "fen" {
		minor, whole := d.Int64()
		if !whole {
			return 0, strconv.ErrSyntax
		}
		return minor, nil
	}
	amount, err := d.In(r.currency)
	return amount.Minor, err
}
