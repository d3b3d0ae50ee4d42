package distribution

import (
	"slices"

	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// Operation is what an agreement can permit.
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

var verbs = map[Operation]string{Issue: "quoting and issuing", Endorse: "endorsing", Renew: "renewing", Cancel: "cancelling"}

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

// Allows tells whether the agreement permits something; an agreement that names no operation permits all.
// Fault: NOT_AGREED, which names the operation.
func (a *Agreement) Allows(o Operation) error {
	if len(a.Operations) == 0 || slices.Contains(a.Operations, string(o)) {
		return nil
	}
	return fault.Newf(fault.CodeNotAgreed, "agreement %s does not permit %s", a.Code, verbs[o])
}

// MayServe tells whether something may be done to a policy that was sold under an agreement. The agreement binds the channel and
// the insurer's people alike: what they do is charged to who pays by it. A channel must be open to endorse and to renew, not to
// cancel; the insurer's people serve the customers of a closed channel, too. Faults: CHANNEL_CLOSED, NOT_AGREED.
func (s *Selling) MayServe(caller *access.Caller, a *Agreement, o Operation) error {
	if c := s.masters.Channel(caller.Channel.ID); caller.Audience == access.Channel && o != Cancel && (c == nil || !c.Open) {
		return fault.New(fault.CodeChannelClosed, "")
	}
	return a.Allows(o)
}
