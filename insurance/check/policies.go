package check

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/cover"
	"baodan/ent/endorsement"
	entevent "baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// policies are a page of them with what hangs on each.
type policies struct {
	rows         []*ent.InsurancePolicy
	views        map[int64]*policy.Policy // as they are now
	bound        map[int64]*policy.Policy
	endorsements map[int64][]*ent.Endorsement
	claims       map[int64][]*ent.Claim
	events       map[string][]*ent.Event // by number, in order; of the policies and of those that they renew
	covers       map[int64][]*ent.Cover
	others       map[int64]*ent.InsurancePolicy // that they renew, or that renew them
	orders       map[order]int                  // rows of an order
	numbers      map[string]int                 // rows of a number
	bookings     map[int64][]*ent.Booking
}

type order struct {
	channel int64
	no      string
}

// policyWalk looks at policies and what hangs on them.
type policyWalk struct{ *run }

// walkPolicies looks at policies with all that hangs on them.
func (r policyWalk) walkPolicies() error {
	return r.walk("policies", func(after int64) (int64, int, error) {
		rows, err := r.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDGT(after)).
			Order(ent.Asc(insurancepolicy.FieldID)).Limit(pageRows).All(r.ctx)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		p := &policies{rows: rows}
		for _, read := range []func(*policies) error{r.readViews, r.readParts, r.readEventsOf, r.readCovers, r.readSame} {
			if err := read(p); err != nil {
				return after, 0, err
			}
		}
		if p.bookings, err = r.bookingsOf(idsOf(rows)); err != nil {
			return after, 0, err
		}
		for _, row := range rows {
			r.acknowledged(p, row)
			r.premiums(p, row)
			r.policyApart(p, row)
			r.policyWhole(p, row)
			r.renewals(p, row)
			r.policyRebuilt(p, row)
			r.policyBooked(p, row)
		}
		for _, of := range []Invariant{Acknowledged, Premiums, Apart, Whole, Rebuilt, Booked} {
			r.lookedAt(of, len(rows))
		}
		return rows[len(rows)-1].ID, len(rows), r.rated(rows)
	})
}

func idsOf(rows []*ent.InsurancePolicy) []int64 {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids
}

// readViews reads policies as they are now and as they were bound; one that cannot be read is half there.
func (r policyWalk) readViews(p *policies) error {
	p.views, p.bound = map[int64]*policy.Policy{}, map[int64]*policy.Policy{}
	list, err := r.Policies.Views(r.ctx, p.rows, policy.PointInTime{})
	if err == nil {
		for i, row := range p.rows {
			p.views[row.ID] = list[i]
		}
	}
	for _, row := range p.rows {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if p.views[row.ID] == nil {
			if p.views[row.ID], err = r.Policies.View(r.ctx, row, policy.PointInTime{}); err != nil {
				r.broken(Whole, row.Number, "it cannot be read: %v", err)
				continue
			}
		}
		if p.bound[row.ID], err = r.Policies.AsBound(r.ctx, row); err != nil {
			r.broken(Whole, row.Number, "it cannot be read as it was bound: %v", err)
		}
	}
	return nil
}

// readParts reads endorsements, claims, and the policies before and after.
func (r policyWalk) readParts(p *policies) error {
	ids := idsOf(p.rows)
	endorsements, err := r.Store.Client.Endorsement.Query().Where(endorsement.PolicyIDIn(ids...)).Order(ent.Asc(endorsement.FieldVersion)).All(r.ctx)
	if err != nil {
		return err
	}
	p.endorsements = work.Group(endorsements, func(e *ent.Endorsement) int64 { return e.PolicyID })
	claims, err := r.Store.Client.Claim.Query().Where(claim.PolicyIDIn(ids...)).
		Select(claim.FieldID, claim.FieldPolicyID, claim.FieldChannelID, claim.FieldNumber, claim.FieldState, claim.FieldLive).All(r.ctx)
	if err != nil {
		return err
	}
	p.claims = work.Group(claims, func(c *ent.Claim) int64 { return c.PolicyID })
	near := map[int64]bool{}
	for _, row := range p.rows {
		for _, id := range []*int64{row.Renews, row.RenewedBy} {
			if id != nil {
				near[*id] = true
			}
		}
	}
	others, err := r.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(slices.Collect(maps.Keys(near))...)).All(r.ctx)
	p.others = work.ByKey(others, func(o *ent.InsurancePolicy) int64 { return o.ID })
	return err
}

// readEventsOf reads the events of policies and of those that they renew.
func (r policyWalk) readEventsOf(p *policies) error {
	numbers := map[string]bool{}
	for _, row := range p.rows {
		numbers[row.Number] = true
	}
	for _, row := range p.others {
		numbers[row.Number] = true
	}
	events, err := r.Store.Client.Event.Query().Where(entevent.SubjectIn(slices.Collect(maps.Keys(numbers))...)).
		Order(ent.Asc(entevent.FieldSubject, entevent.FieldSeq)).All(r.ctx)
	p.events = work.Group(events, func(e *ent.Event) string { return e.Subject })
	return err
}

// readCovers reads the covers of the insureds of policies, which are indexed by whom they are of.
func (r policyWalk) readCovers(p *policies) error {
	channels, products, references := map[int64]bool{}, map[string]bool{}, map[string]bool{}
	for _, row := range p.rows {
		bound := p.bound[row.ID]
		if bound == nil {
			continue
		}
		list, err := bound.References()
		if err != nil {
			r.broken(Whole, row.Number, "its risk cannot be read: %v", err)
			continue
		}
		channels[row.ChannelID], products[row.ProductCode] = true, true
		for _, reference := range list {
			references[reference] = true
		}
	}
	companies := []int64{0, -1} // where the rule spans the company: its live half, and its sandboxes
	p.covers = map[int64][]*ent.Cover{}
	all := slices.Collect(maps.Keys(references))
	for part := range slices.Chunk(all, pageRows) {
		covers, err := r.Store.Client.Cover.Query().Where(
			cover.ChannelIDIn(append(slices.Collect(maps.Keys(channels)), companies...)...),
			cover.ProductCodeIn(slices.Collect(maps.Keys(products))...), cover.ReferenceIn(part...)).All(r.ctx)
		if err != nil {
			return err
		}
		for _, c := range covers {
			p.covers[c.PolicyID] = append(p.covers[c.PolicyID], c)
		}
	}
	return nil
}

// readSame counts the rows that have the orders and numbers of policies.
func (r policyWalk) readSame(p *policies) error {
	channels, orders, numbers := map[int64]bool{}, []string{}, []string{}
	for _, row := range p.rows {
		channels[row.ChannelID] = true
		orders, numbers = append(orders, row.OrderNo), append(numbers, row.Number)
	}
	p.orders, p.numbers = map[order]int{}, map[string]int{}
	same, err := r.Store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelIDIn(slices.Collect(maps.Keys(channels))...), insurancepolicy.OrderNoIn(orders...)).
		Select(insurancepolicy.FieldChannelID, insurancepolicy.FieldOrderNo).All(r.ctx)
	if err != nil {
		return err
	}
	for _, row := range same {
		p.orders[order{row.ChannelID, row.OrderNo}]++
	}
	same, err = r.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).Select(insurancepolicy.FieldNumber).All(r.ctx)
	for _, row := range same {
		p.numbers[row.Number]++
	}
	return err
}

// read reads what an event says.
func read[T any](e *ent.Event) (said T, err error) {
	err = json.Unmarshal([]byte(e.Payload), &said)
	return said, err
}

// typeAt is the type of the event with a sequence; the newest one's for -1.
func typeAt(events []*ent.Event, seq int) string {
	for _, e := range events {
		if e.Seq == seq {
			return e.Type
		}
	}
	return "none"
}

func sorted(found map[Finding]bool) []Finding {
	return slices.SortedFunc(maps.Keys(found), func(a, b Finding) int { return strings.Compare(a.String(), b.String()) })
}
