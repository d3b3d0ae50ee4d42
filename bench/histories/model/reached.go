package model

// Reached names what a history came to, so that a run tells what it covered.
func (b *Book) Reached() (list []string) {
	for _, p := range b.Policies {
		list = append(list, "policy "+b.now(p).state())
		for _, c := range p.Changes {
			list = append(list, p.reachedBy(c)...)
		}
		for _, c := range p.Claims {
			list = append(list, "claim "+c.State)
			if c.reopened {
				list = append(list, "claim "+c.State+" that was reopened")
			}
			if c.Recovered > 0 {
				list = append(list, "claim recovered")
			}
		}
	}
	return list
}

func (p *Policy) reachedBy(c *Change) (list []string) {
	moved := map[string]bool{}
	var total Fen
	for _, l := range c.Lines {
		total += l.Premium
		if l.Premium != 0 {
			moved[l.Payer] = true
		}
	}
	switch {
	case !c.Cancels && total < 0:
		list = append(list, "downgrade that gives back to "+number(len(moved)))
	case !c.Cancels && total > 0:
		list = append(list, "upgrade")
	case !c.Cancels:
		list = append(list, "change of plan that moves nothing")
	default:
		list = append(list, "refund to "+number(len(moved)))
		if c.Effective.Equal(p.Start) && c.RecordedAt.After(p.Start) {
			list = append(list, "void")
		}
		for _, other := range p.Changes {
			if !other.Cancels && !other.Effective.Before(c.Effective) {
				list = append(list, "change of plan that is spent")
			}
		}
		if _, paid := p.countClaims(); paid > 0 {
			list = append(list, "cancellation of a policy with a paid claim")
		}
	}
	if !c.Cancels && c.Effective.Before(c.RecordedAt) {
		list = append(list, "change of plan in the past")
	}
	return list
}
