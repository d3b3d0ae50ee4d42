package claims

import (
	"reflect"
	"unsafe"

	"baodan/ent/claim"
)

// Transition is one way of a claim from a state to another, as tests look at it.
type Transition struct {
	Name       string
	From       []claim.State
	To         claim.State
	Event      string
	Open, Paid int
	Columns    []string
}

// Transitions are all there are.
func Transitions() (list []Transition) {
	all := reflect.ValueOf(&transitions).Elem()
	for i := range all.NumField() {
		t := *(*transition)(unsafe.Pointer(all.Field(i).UnsafeAddr()))
		list = append(list, Transition{all.Type().Field(i).Name, t.from, t.to, t.event.Type(), t.open, t.paid, t.columns})
	}
	return list
}
