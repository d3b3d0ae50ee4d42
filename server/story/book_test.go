package story

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A book is what channels and the insurer's people did over years, and what each act moved by an independent calculator, to
// the fen: testdata/books/book-NAME.json and expected-NAME.json. BOOKS names another folder of books.

// book is what was done, by place.
type book struct {
	Channels []struct {
		Code       string
		Agreements []struct {
			Code, Product string
			Versions      []bookVersion
		}
	}
	Acts []bookAct
}

// bookVersion is a version of an agreement.
type bookVersion struct {
	Version        int
	From           time.Time
	CommissionRate string
	Terms          map[string]any
}

// bookAct is one act; which fields it has depends on Do.
type bookAct struct {
	N       int
	At      time.Time
	Do      string
	Channel string

	Order, Of, Request     string // numbers; Of: the order that is renewed
	Agreement, Plan, Payer string
	Factors                map[string]any
	Period                 any // of an issue two instants; of acts of finance a month
	Insured                map[string]any
	EffectiveAt            *string
	Reason                 string

	Claim       string
	OccurredAt  string
	Facts       map[string]any
	Outcome, By string
	Amount      string // in yuan; left out: the computed one
	Kind        string
}

// bookFigures are what an act moves, by name, in fen; commission in millionths of a fen.
type bookFigures map[string]any

// readBook reads a book, in the order of its instants, and what is expected by the place of each act.
func readBook(t testing.TB, folder, name string) (b book, expected map[int]bookFigures) {
	t.Helper()
	readJSON(t, filepath.Join(folder, "book-"+name+".json"), &b)
	// Places are the order of the log. An act that was placed late still was recorded at its instant, and moves the same.
	slices.SortStableFunc(b.Acts, func(a, b bookAct) int { return a.At.Compare(b.At) })
	var answers struct{ Acts json.RawMessage }
	readJSON(t, filepath.Join(folder, "expected-"+name+".json"), &answers)
	return b, readFigures(t, answers.Acts)
}

// readFigures reads a list of objects, or a table of columns and rows.
func readFigures(t testing.TB, text json.RawMessage) map[int]bookFigures {
	t.Helper()
	var list []bookFigures
	if text[0] == '{' {
		var table struct {
			Columns []string
			Rows    [][]any
		}
		require.NoError(t, json.Unmarshal(text, &table))
		for _, row := range table.Rows {
			f := bookFigures{}
			for i, column := range table.Columns {
				if row[i] != nil {
					f[column] = row[i]
				}
			}
			list = append(list, f)
		}
	} else {
		require.NoError(t, json.Unmarshal(text, &list))
	}
	figures := map[int]bookFigures{}
	for _, f := range list {
		figures[int(f["n"].(float64))] = f
	}
	return figures
}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into), file)
}

// isMoney says that an act is one of finance, which moves no policy and no claim.
func (a bookAct) isMoney() bool {
	return slices.Contains([]string{"payment", "apply", "refundPaid", "commissionPaid", "offset", "writeOff", "close"}, a.Do)
}

func (a bookAct) String() string {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // what was read from JSON can be written
	}
	return fmt.Sprintf("act %d: %s", a.N, text)
}
