package files

import "strings"

// dangers begin a formula in a spreadsheet, in plain or full-width form, or are skipped before one.
const dangers = "=+-@\t\r\n＝＋－＠"

// Cell makes a text harmless in CSV and XLSX: a spreadsheet would run what begins as a formula, so that gets an apostrophe
// in front, which spreadsheets take for "text". Every cell of an export that is not a number, a time or a word of ours
// goes through it.
func Cell(text string) string {
	if startsDangerously(text) {
		return "'" + text
	}
	return text
}

// Plain takes back what Cell did.
func Plain(cell string) string {
	if rest, quoted := strings.CutPrefix(cell, "'"); quoted && startsDangerously(rest) {
		return rest
	}
	return cell
}

func startsDangerously(text string) bool {
	for _, first := range text {
		return strings.ContainsRune(dangers, first)
	}
	return false
}
