//go:build !faults

package work

// Point is a place where the fault laboratory (docs/faults.md) may kill or stop the process. It does nothing, and costs
// nothing, unless the binary was built with the tag faults.
func Point(string) {}
