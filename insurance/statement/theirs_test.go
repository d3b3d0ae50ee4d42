package statement_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"baodan/engine/match"
	"baodan/engine/money"
	"baodan/insurance/fault"
	"baodan/insurance/statement"
)

func mapping() *statement.FileMapping {
	return &statement.FileMapping{
		Columns: map[string]string{"订单号": "order", "业务类型": "kind", "序号": "serial", "入账时间": "booked", "付费方": "payer", "保费（元）": "premium", "佣金率": "commissionRate", "佣金（元）": "commission"},
		Kind:    map[string]string{"新保": "NEW", "退保": "CANCELLED"}, Payer: map[string]string{"买家": "CUSTOMER", "平台": "PLATFORM"},
	}
}

const heading = "订单号,业务类型,序号,入账时间,付费方,保费（元）,佣金率,佣金（元）\n"

func readTheirs(text string) (*statement.Theirs, error) {
	return statement.ReadTheirs(strings.NewReader(text), mapping(), money.CNY)
}

// E2: a channel's file is read as it comes: with a mark of its order of bytes or without, in UTF-8 or GBK, with amounts written as people do.
func TestE2AChannelsFileIsRead(t *testing.T) {
	t.Parallel()
	text := heading + "A-1,新保,1,2028-02-20 15:42,买家,\"1,234.5\",0.1,123.45\n\n A-2 ,退保,,2028/02/21 08:00:01,平台,-0.12,,\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	for name, file := range map[string]string{"UTF-8": text, "with a mark": "\ufeff" + text, "GBK": gbk} {
		theirs, err := readTheirs(file)
		require.NoError(t, err, name)
		assert.Equal(t, 2, theirs.Lines.Len(), name)
		assert.EqualValues(t, 123_450-12, theirs.Premium, name)
		assert.EqualValues(t, 12_345, theirs.Commission, name)
	}
	inFen := mapping()
	inFen.Amounts = "fen"
	theirs, err := statement.ReadTheirs(strings.NewReader(heading+"A-1,新保,1,,买家,12,0.1,1\n"), inFen, money.CNY)
	require.NoError(t, err)
	assert.EqualValues(t, 12, theirs.Premium)
}

// What cannot be read is refused with a code, at its row and column.
func TestE2FilesThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"": "no headings", "PK\x03\x04rest": "a spreadsheet", "a\x00b": "zero bytes", "甲,乙\n": "no column for order", "订单号,订单号\n": "twice",
		heading + "A-1,新保,1,,买家,=1+1,0.1,0.1\n":                    "row 2, premium",
		heading + "A-1,新保,1,,买家,0.125,0.1,0.1\n":                   "row 2, premium",
		heading + "A-1,续期,1,,买家,0.12,0.1,0.1\n":                    "row 2, kind",
		heading + "A-1,新保,1,,路人,0.12,0.1,0.1\n":                    "row 2, payer",
		heading + "A-1,新保,0,,买家,0.12,0.1,0.1\n":                    "row 2, serial",
		heading + "A-1,新保,1,昨天,买家,0.12,0.1,0.1\n":                  "row 2, booked",
		heading + "A-1,新保,1,,买家,0.12,十,0.1\n":                      "row 2, commissionRate",
		heading + ",新保,1,,买家,0.12,0.1,0.1\n":                       "row 2, order",
		heading + "A-1,新保,1,,买家,0.12,0.1,0.1\nA-2,\"新保,1\n":        "it is no CSV",
		heading + strings.Repeat("x", 2000) + ",新保,1,,买家,0.12,,\n": "a cell is too long",
	} {
		_, err := readTheirs(text)
		require.Error(t, err, says)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.ErrorContains(t, err, says)
	}
}

// How long a file of a million rows takes to be read and sorted, and to be compared with as many of ours, and in how much memory. It is a
// measurement: MILLION says so.
func TestAMillionLines(t *testing.T) {
	if os.Getenv("MILLION") == "" {
		t.Skip("MILLION is not set: make bench-ledger sets it")
	}
	const lines = 1_000_000
	var file bytes.Buffer
	file.WriteString(heading)
	ours := &match.Side{}
	for i := range lines {
		no := (i * 7_919) % lines
		fmt.Fprintf(&file, "R%09d,新保,1,2028-02-20 15:42:57,买家,0.%02d,0.1,0.01\n", no, 10+no%90)
		ours.Add(&match.Line{Order: fmt.Sprintf("R%09d", i), Kind: "NEW", Serial: 1, Payer: "CUSTOMER", Premium: int64(10 + i%90), Rate: 100_000})
	}
	text := file.Bytes()
	began := time.Now()
	alone, err := statement.ReadTheirs(bytes.NewReader(text), mapping(), money.CNY)
	require.NoError(t, err)
	require.NoError(t, match.Compare(&match.Side{}, alone.Lines, nil, func(*match.Difference) error { return nil })) // sorts it
	reading := time.Since(began)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began = time.Now()
	theirs, err := statement.ReadTheirs(bytes.NewReader(text), mapping(), money.CNY)
	require.NoError(t, err)
	differences := 0
	require.NoError(t, match.Compare(ours, theirs.Lines, nil, func(*match.Difference) error { differences++; return nil }))
	whole := time.Since(began)
	runtime.ReadMemStats(&after)
	assert.Zero(t, differences)
	fmt.Printf("a million lines: read and sorted in %.2f s, compared with a million of ours in %.2f s (%.2f times); the heap is %d MiB\n",
		reading.Seconds(), whole.Seconds(), whole.Seconds()/reading.Seconds(), after.HeapSys>>20)
}
