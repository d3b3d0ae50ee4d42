package catalog

import "baodan/insurance/fault"

// FileProblem is one mistake of a product file, as an error that a person can act on.
type FileProblem struct {
	fault.Fault
	Line *int // in the file, from 1; nil: of none
}
