package check

import "baodan/ent"

// I6: what hangs on a policy is of its channel, and every row of a half of a channel says so.
func (r policyWalk) policyApart(p *policies, row *ent.InsurancePolicy) {
	channel := r.Distribution.Channel(row.ChannelID)
	if channel == nil {
		r.broken(Apart, row.Number, "its channel %d is not there", row.ChannelID)
		return
	}
	of := func(what string, found any) { r.wrong(Apart, row.Number, what, row.ChannelID, found) }
	r.wrong(Apart, row.Number, "live", channel.Live, row.Live)
	for _, e := range p.endorsements[row.ID] {
		of("channel of endorsement "+e.Number, e.ChannelID)
	}
	for _, c := range p.claims[row.ID] {
		of("channel of claim "+c.Number, c.ChannelID)
		r.wrong(Apart, c.Number, "live", channel.Live, c.Live)
	}
	for _, e := range p.events[row.Number] {
		of("channel of event "+e.Type, e.ChannelID)
	}
	for _, c := range p.covers[row.ID] {
		if c.ChannelID > 0 {
			of("channel of the cover of "+c.Reference, c.ChannelID)
		}
	}
	for _, id := range []*int64{row.Renews, row.RenewedBy} {
		if id != nil && p.others[*id] != nil {
			of("channel of "+p.others[*id].Number+", before or after it", p.others[*id].ChannelID)
		}
	}
}

func (r claimWalk) claimApart(c *claimsPage, row *ent.Claim) {
	of := func(what string, found any) { r.wrong(Apart, row.Number, what, row.ChannelID, found) }
	for _, v := range c.revisions[row.ID] {
		of("channel of request "+v.RequestNo, v.ChannelID)
	}
	for _, p := range c.payouts[row.ID] {
		of("channel of payout "+p.PaymentKey, p.ChannelID)
	}
	for _, e := range c.events[row.Number] {
		of("channel of event "+e.Type, e.ChannelID)
	}
}
