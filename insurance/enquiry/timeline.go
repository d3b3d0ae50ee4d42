package enquiry

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/person"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Kind of an entry in the timeline of a policy.
type Kind string

// Kinds.
const (
	OfPolicy   Kind = "POLICY"
	OfClaim    Kind = "CLAIM"
	OfNote     Kind = "NOTE"
	OfPayout   Kind = "PAYOUT"
	OfDocument Kind = "DOCUMENT"
	OfDelivery Kind = "DELIVERY"
	OfRequest  Kind = "SERVICE_REQUEST"
	OfAudit    Kind = "AUDIT"
)

// Entry is something in the timeline of a policy. Its details hold no personal data, and no text that a person wrote but
// the reason of what is on record.
type Entry struct {
	At      time.Time
	Kind    Kind
	Type    string // of the event, or action on record
	Subject string // number of the policy, endorsement, claim or service request
	Actor   string // empty: not known, or nobody
	Details map[string]any

	key int64 // orders entries of one moment
}

const (
	mostEntriesTold = 1000
	mostClaimsTold  = 200 // newest first, as the next
	mostRequests    = 100
)

// timeline is what is being told of a policy.
type timeline struct {
	policy   *policy.Policy
	claims   []*ent.Claim
	requests []*ent.ServiceRequest
	entries  []*Entry
}

// timelines are told together: what they need is read for all of them at once.
type timelines struct {
	service *Service
	all     []*timeline
	about   map[string]*timeline // by the number of a policy, claim or service request
	actors  map[int64]string     // people, by key
}

// Timelines are the timelines of policies, newest first, of these kinds or of all, by the keys of the policies: at most 1,000
// entries each, of the newest 200 claims and 100 service requests of each. Everything is read by index. It is for the insurer's
// people; to anybody else there is nothing to tell.
func (s *Service) Timelines(ctx context.Context, caller *access.Caller, policies []*policy.Policy, kinds []Kind) (map[int64][]*Entry, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, nil
	}
	q := &timelines{service: s, about: map[string]*timeline{}, actors: map[int64]string{}}
	if err := q.begin(ctx, policies); err != nil {
		return nil, err
	}
	for _, source := range []struct {
		kind Kind
		tell func(context.Context) error
	}{
		{OfPolicy, q.policyEvents}, {OfClaim, q.claimEvents}, {OfNote, q.notes}, {OfPayout, q.payouts},
		{OfDocument, q.documents}, {OfDelivery, q.deliveries}, {OfRequest, q.serviceRequests}, {OfAudit, q.records},
	} {
		if len(kinds) > 0 && !slices.Contains(kinds, source.kind) {
			continue
		}
		if err := source.tell(ctx); err != nil {
			return nil, fmt.Errorf("timelines of policies: %w", err)
		}
	}
	lines := make(map[int64][]*Entry, len(q.all))
	for _, one := range q.all {
		slices.SortFunc(one.entries, func(a, b *Entry) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.key, a.key)) })
		one.entries = one.entries[:min(len(one.entries), mostEntriesTold)]
		lines[one.policy.Key()] = one.entries
	}
	return lines, q.name(ctx)
}

// begin finds the claims and service requests of the policies.
func (s *timelines) begin(ctx context.Context, policies []*policy.Policy) error {
	byPolicy := map[int64]*timeline{}
	for _, p := range policies {
		if byPolicy[p.Key()] == nil {
			one := &timeline{policy: p}
			byPolicy[p.Key()], s.about[p.Number()], s.all = one, one, append(s.all, one)
		}
	}
	client := s.service.store.Client
	claims, err := client.Claim.Query().Where(work.Each(s.all, func(q *sql.Selector, one *timeline) {
		claim.PolicyID(one.policy.Key())(q)
		q.OrderBy(sql.Desc(q.C(claim.FieldID))).Limit(mostClaimsTold)
	})).Order(ent.Desc(claim.FieldID)).
		Select(claim.FieldID, claim.FieldPolicyID, claim.FieldNumber, claim.FieldChannelID, claim.FieldCurrency).All(ctx)
	if err != nil {
		return fmt.Errorf("claims of policies: %w", err)
	}
	for _, c := range claims {
		one := byPolicy[c.PolicyID]
		one.claims, s.about[c.Number] = append(one.claims, c), one
	}
	requests, err := client.ServiceRequest.Query().Where(work.Each(s.all, func(q *sql.Selector, one *timeline) {
		servicerequest.PolicyID(one.policy.Key())(q)
		q.OrderBy(sql.Desc(q.C(servicerequest.FieldID))).Limit(mostRequests)
	})).Order(ent.Desc(servicerequest.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("service requests of policies: %w", err)
	}
	for _, r := range requests {
		one := byPolicy[r.PolicyID]
		one.requests, s.about[r.Number] = append(one.requests, r), one
	}
	return nil
}

// claimed are the timelines in which there are claims.
func (s *timelines) claimed() []*timeline {
	return slices.DeleteFunc(slices.Clone(s.all), func(one *timeline) bool { return len(one.claims) == 0 })
}

// ofClaims are the claims of all timelines, by their keys.
func (s *timelines) ofClaims() map[int64]*ent.Claim {
	claims := map[int64]*ent.Claim{}
	for _, one := range s.all {
		for _, c := range one.claims {
			claims[c.ID] = c
		}
	}
	return claims
}

// add tells something of the timeline that is about a number.
func (s *timelines) add(number string, e *Entry) {
	one := s.about[number]
	one.entries = append(one.entries, e)
}

// newest orders and bounds what is read of a timeline.
func newest(q *sql.Selector, field string) { q.OrderBy(sql.Desc(q.C(field))).Limit(mostEntriesTold) }

// claimKeys and the numbers by them.
func (s *timeline) claimKeys() []int64 {
	keys := make([]int64, len(s.claims))
	for i, c := range s.claims {
		keys[i] = c.ID
	}
	return keys
}

func (s *timeline) requestKeys() []int64 {
	keys := make([]int64, len(s.requests))
	for i, r := range s.requests {
		keys[i] = r.ID
	}
	return keys
}

func (s *timeline) requestNumbers() []string {
	numbers := make([]string, len(s.requests))
	for i, r := range s.requests {
		numbers[i] = r.Number
	}
	return numbers
}

func (s *timeline) claimNumbers() []string {
	numbers := make([]string, len(s.claims))
	for i, c := range s.claims {
		numbers[i] = c.Number
	}
	return numbers
}

// by notes a person whose name is looked up at the end; 0 is nobody.
func (s *timelines) by(id int64) string {
	if id == 0 {
		return ""
	}
	s.actors[id] = ""
	return unnamed(id)
}

func unnamed(id int64) string { return fmt.Sprint("\x00", id) }

// name writes the names of people into entries, all looked up at once.
func (s *timelines) name(ctx context.Context) error {
	if len(s.actors) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(s.actors))
	for id := range s.actors {
		ids = append(ids, id)
	}
	people, err := s.service.store.Client.Person.Query().Where(person.IDIn(ids...)).Select(person.FieldID, person.FieldName).All(ctx)
	if err != nil {
		return fmt.Errorf("names in timelines: %w", err)
	}
	names := map[string]string{}
	for _, id := range ids {
		names[unnamed(id)] = ""
	}
	for _, p := range people {
		names[unnamed(p.ID)] = "person:" + p.Name
	}
	for _, one := range s.all {
		for _, e := range one.entries {
			if name, waiting := names[e.Actor]; waiting {
				e.Actor = name
			}
		}
	}
	return nil
}

// read is a JSON object as details hold it, its numbers as they are written; what is none is left out.
func read(text string) map[string]any {
	var value map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil || value == nil {
		return map[string]any{}
	}
	return value
}
