//go:build !faults

package work

// Point is a place where the fault laboratory (docs/faults.md) may kill the process. It does nothing, and costs
// nothing, unless the binary was built with the tag faults.
func Point(string) {}

// Bug tells whether a bug is planted, so that the fault laboratory can show that it would be found. It is never so
// unless the binary was built with the tag faults.
func Bug(string) bool { return false }
