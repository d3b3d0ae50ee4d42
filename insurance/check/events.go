package check

import (
	"fmt"
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/cashentry"
	"baodan/ent/claim"
	"baodan/ent/closedmonth"
	entevent "baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// walkEvents: I4, the events of a subject count 1, 2, 3; I8, their subject is there. Walks over policies and claims hold that there
// are as many as versions.
func (r logWalk) walkEvents() error {
	return r.walk("events", func(after int64) (int64, int, error) {
		rows, err := r.Store.Client.Event.Query().Where(entevent.IDGT(after)).Order(ent.Asc(entevent.FieldID)).Limit(pageRows).
			Select(entevent.FieldID, entevent.FieldSubject, entevent.FieldSeq, entevent.FieldType).All(r.ctx)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		subjects, tests := map[string]bool{}, map[string]bool{}
		for _, e := range rows {
			subjects[e.Subject] = true
			if e.Type == event.EndpointTestedType {
				tests[e.Subject] = true // its subject is an endpoint, which may be gone
			}
		}
		list := slices.Collect(maps.Keys(subjects))
		versions, err := r.versionsOf(list)
		if err != nil {
			return after, 0, err
		}
		all, err := r.Store.Client.Event.Query().Where(entevent.SubjectIn(list...)).Select(entevent.FieldSubject, entevent.FieldSeq).All(r.ctx)
		if err != nil {
			return after, 0, err
		}
		seqs := map[string][]int{}
		for _, e := range all {
			seqs[e.Subject] = append(seqs[e.Subject], e.Seq)
		}
		for _, subject := range list {
			slices.Sort(seqs[subject])
			for i, seq := range seqs[subject] {
				if seq != i+1 {
					r.wrong(InOrder, subject, "sequences of its events", "1 to "+text(len(seqs[subject])), seqs[subject])
					break
				}
			}
			if versions[subject] == 0 && !tests[subject] {
				r.broken(Whole, subject, "there are events of it, and it is not there")
			}
		}
		r.lookedAt(InOrder, len(rows))
		return rows[len(rows)-1].ID, len(rows), nil
	})
}

// versionsOf policies and claims, by their numbers.
func (r logWalk) versionsOf(numbers []string) (map[string]int, error) {
	versions := map[string]int{}
	policies, err := r.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).
		Select(insurancepolicy.FieldNumber, insurancepolicy.FieldVersion).All(r.ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range policies {
		versions[p.Number] = p.Version
	}
	claims, err := r.Store.Client.Claim.Query().Where(claim.NumberIn(numbers...)).Select(claim.FieldNumber, claim.FieldVersion).All(r.ctx)
	for _, c := range claims {
		versions[c.Number] = c.Version
	}
	if err != nil {
		return nil, err
	}
	return versions, r.ofHouse(numbers, versions)
}

// ofHouse finds what events of the insurer alone are of: months that were closed, and what finance settled.
func (r logWalk) ofHouse(subjects []string, versions map[string]int) error {
	for _, subject := range subjects {
		var found bool
		var err error
		var month int
		if key, no := work.CashEntryID.Key(subject); no == nil {
			found, err = r.Store.Client.CashEntry.Query().Where(cashentry.ID(key)).Exist(r.ctx)
		} else if n, _ := fmt.Sscanf(subject, "M%6d", &month); n == 1 {
			found, err = r.Store.Client.ClosedMonth.Query().Where(closedmonth.Month(month)).Exist(r.ctx)
		}
		if err != nil {
			return err
		}
		if found {
			versions[subject] = 1
		}
	}
	return nil
}
