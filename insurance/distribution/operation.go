package distribution

import (
	"slices"

	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// Operation is what an agreement can permit a channel to do.
type Operation string

// Operations.
const (
	Issue   Operation = "ISSUE" // and quote
	Endorse Operation = "ENDORSE"
	Renew   Operation = "RENEW"
	Cancel  Operation = "CANCEL"
)

// Operations are all that there are.
var Operations = []Operation{Issue, Endorse, Renew, Cancel}

var verbs = map[Operation]string{Issue: "quote and issue", Endorse: "endorse", Renew: "renew", Cancel: "cancel"}

func checkOperations(list []Operation) (faults fault.List) {
	for i, o := range list {
		if !slices.Contains(Operations, o) {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "there is no operation %s", o).At("operations"))
		} else if slices.Contains(list[:i], o) {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "%s is there twice", o).At("operations"))
		}
	}
	return faults
}

// Allows tells whether the agreement lets its channel do something; an agreement that names no operation permits all.
// Fault: NOT_AGREED, which names the operation.
func (a *Agreement) Allows(o Operation) error {
	if len(a.Operations) == 0 || slices.Contains(a.Operations, string(o)) {
		return nil
	}
	return fault.Newf(fault.CodeNotAgreed, "agreement %s does not permit the channel to %s", a.Code, verbs[o])
}

// MayServe tells whether a channel may do something to a policy that it sold under an agreement. Endorsing and renewing
// need a channel that is open, cancelling does not. The insurer's own people are bound by neither: they serve the
// customer. Faults: CHANNEL_CLOSED, NOT_AGREED.
func (s *Selling) MayServe(caller *access.Caller, a *Agreement, o Operation) error {
	if caller.Audience != access.Channel {
		return nil
	}
	if c := s.masters.Channel(caller.Channel.ID); o != Cancel && (c == nil || !c.Open) {
		return fault.New(fault.CodeChannelClosed, "")
	}
	return a.Allows(o)
}
