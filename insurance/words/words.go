// Package words has the words of the contract for people: what each value of its enums, and each error code, is called in Chinese and in
// English. A test finds a value without a word.
package words

import (
	"maps"
	"slices"
	"strings"

	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// Term is a word, by the coordinate of what it is for: ClaimState.PAID, ErrorCode.NOT_FOUND.
type Term struct {
	Coordinate string
	Text       rule.Text
}

// errorCodes is the enum of the error codes; codes of top-level errors, which are not in it, are named after it too.
const errorCodes = "ErrorCode"

// areas of the business, each a table of its own: by enum, then by value.
var areas = []map[string]map[string]string{house, business, claims, distribution, outside, recorded}

// Of is the word of a value of an enum; false: there is none. What the table does not say in English is said by the value itself.
func Of(enum, value string) (rule.Text, bool) {
	if enum == errorCodes {
		entry, known := fault.Registry[fault.Code(value)]
		return rule.Text{Zh: entry.Zh, En: entry.En}, known
	}
	for _, area := range areas {
		if word, known := area[enum][value]; known {
			zh, en, named := strings.Cut(word, " | ")
			if !named {
				en = english(value)
			}
			return rule.Text{Zh: zh, En: en}, true
		}
	}
	return rule.Text{}, false
}

// Codes are the words of all error codes, by their names.
func Codes() []Term {
	var list []Term
	for _, code := range slices.Sorted(maps.Keys(fault.Registry)) {
		text, _ := Of(errorCodes, string(code))
		list = append(list, Term{errorCodes + "." + string(code), text})
	}
	return list
}

// All are the values that the tables name, as coordinates.
func All() []string {
	var list []string
	for _, area := range areas {
		for enum, values := range area {
			for value := range values {
				list = append(list, enum+"."+value)
			}
		}
	}
	slices.Sort(list)
	return list
}

// english reads a value as words: IN_REVIEW is "In review".
func english(value string) string {
	text := strings.ToLower(strings.ReplaceAll(value, "_", " "))
	return strings.ToUpper(text[:1]) + text[1:]
}
