package catalog

import (
	"errors"
	"strings"

	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// FileProblem is one mistake of a product file, as an error that a person can act on.
type FileProblem struct {
	fault.Fault
	Line        *int    // in the file, from 1; nil: of none
	Column, End *int    // of the word that is wrong, and after it, in characters from 1; nil: the whole line
	Fix         *string // what to put in its place; nil: nothing is near
}

// Message says what is wrong alone: the line and the path say where. What has no Chinese text, such as a failing example, is told in English.
func (p FileProblem) Message(language string) string {
	if language == "zh" {
		return fault.FileMistake(p.Detail)
	}
	return p.Detail
}

// problems turns the mistakes of a product file into faults.
func problems(err error) error {
	var list *Problems
	if !errors.As(err, &list) {
		return err
	}
	return faultsOf(list.List)
}

func faultsOf(list []Problem) fault.List {
	faults := fault.List{}
	for _, p := range list {
		one := FileProblem{Fault: fault.New(fault.CodeInvalidValue, p.Sentence, steps(p.Path)...), Line: &p.Line}
		if p.Column > 0 {
			one.Column, one.End = &p.Column, &p.End
		}
		if word := rule.Suggested(p.Sentence); word != "" {
			one.Fix = &word
		}
		faults = append(faults, one)
	}
	return faults
}

// steps of a path such as rating.tables[0].rows[3].
func steps(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(strings.NewReplacer("[", ".", "]", "").Replace(path), ".")
}

func problemAt(name string, line int, sentence string) error {
	return fault.List{FileProblem{Fault: fault.New(fault.CodeInvalidValue, sentence, name), Line: &line}}
}

// wrongArchive says what is wrong with a bundle, or with one of its files.
func wrongArchive(name, format string, arguments ...any) error {
	path := []string{"archive"}
	if name != "" {
		path = append(path, strings.ToValidUTF8(name, "?"))
	}
	return fault.List{FileProblem{Fault: fault.Newf(fault.CodeInvalidValue, format, arguments...).At(path...)}}
}
