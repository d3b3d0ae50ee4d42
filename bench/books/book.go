// Package books drives books of acts - what channels and finance did, act by act - through the product, and compares what the ledger made
// of them with expected answers to the fen. The answers come from an independent calculator.
package books

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"baodan/ent/schema"
)

//go:embed testdata
var files embed.FS

// Book is what was done, in the order of places.
type Book struct {
	Accounts []struct {
		Code, Kind, Channel string
		Days                int
	}
	Channels []struct {
		Code, Account string
		Agreements    []struct {
			Code, Product string
			Versions      []struct {
				From           time.Time
				CommissionRate string
				Terms          map[string]any
				Accounts       map[string]string
			}
		}
	}
	Acts []*Act
}

// Act of a book.
type Act struct {
	N                                 int
	At                                time.Time
	Channel, Do                       string
	Agreement, Plan, Payer            string
	Factors                           map[string]any
	Order, Of, Request, Reason        string
	Period                            json.RawMessage // two instants of an issue; the month of a payment
	Insured                           map[string]string
	EffectiveAt                       *time.Time
	Claim, Outcome, By, Kind, Account string
	OccurredAt                        time.Time
	Facts                             map[string]any
	Amount, Month, BankRef            string
	PlacedLate                        bool
}

// Table is a table of expected answers.
type Table struct {
	Columns []string
	Rows    [][]any
}

// Expected answers of a book.
type Expected struct {
	Acts         Answers
	Bookings     *Table
	Statements   Statements
	Vouchers     *Table
	TrialBalance *Table
	AsKnownAt    []*Known
}

// Statements are those that are expected, with or without their lines.
type Statements struct {
	LineColumns []string
	List        []*Statement
}

// UnmarshalJSON reads a list, or an object with the columns of lines.
func (s *Statements) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		return json.Unmarshal(text, &s.List)
	}
	var with struct {
		LineColumns []string
		Statements  []*Statement
	}
	err := json.Unmarshal(text, &with)
	s.LineColumns, s.List = with.LineColumns, with.Statements
	return err
}

// Statement is an expected one.
type Statement struct {
	Channel, Agreement, Period string
	Totals                     map[string]schema.StatementSum
	Premium, Commission        int64
	CommissionByVersion        map[int]struct {
		Rate                              string
		Base, ExactMillionths, Commission int64
	}
	Payers    map[string]schema.StatementPayerTotal
	Accounts  map[string]int64
	LineCount int
	Lines     [][]any
}

// Known is how the books stood, as it was known at an instant.
type Known struct {
	KnownAt                             time.Time
	OpenItems, Prepaid, PremiumReceived *Table
}

// Answer is what is expected of an act; nil: nothing.
type Answer struct {
	N                                                      int
	Premium, Commission, Reserve, Payable, Paid, Recovered *int64
	Refused                                                string
}

// Answers are objects, or a table.
type Answers []*Answer

// UnmarshalJSON reads either.
func (a *Answers) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		return json.Unmarshal(text, (*[]*Answer)(a))
	}
	var table Table
	if err := json.Unmarshal(text, &table); err != nil {
		return err
	}
	for _, values := range table.Rows {
		row := map[string]any{}
		for i, name := range table.Columns {
			if values[i] != "" {
				row[name] = values[i]
			}
		}
		again, err := json.Marshal(row)
		if err != nil {
			return err
		}
		answer := &Answer{}
		if err := json.Unmarshal(again, answer); err != nil {
			return err
		}
		*a = append(*a, answer)
	}
	return nil
}

// Read a book and what is expected of it.
func Read(name string) (book *Book, expected *Expected, err error) {
	for file, into := range map[string]any{"book-": &book, "expected-": &expected} {
		text, err := files.ReadFile("testdata/" + file + name + ".json")
		if err != nil {
			return nil, nil, err
		}
		if err := json.Unmarshal(text, into); err != nil {
			return nil, nil, fmt.Errorf("%s%s: %w", file, name, err)
		}
	}
	return book, expected, nil
}
