package enquiry

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/person"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/policy"
)

// Kind of an entry in the story of a policy.
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

// Entry is something in the story of a policy. Its details hold no personal data, and no text that a person wrote but
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
	service  *Service
	policy   *policy.Policy
	claims   []*ent.Claim
	requests []*ent.ServiceRequest
	actors   map[int64]string // people, by key
	entries  []*Entry
}

// Timeline is the whole story of a policy, newest first, of these kinds or of all: at most 1,000 entries, of its newest 200
// claims and 100 service requests. Everything is read by index. It is for the insurer's people; to anybody else there is
// nothing to tell.
func (s *Service) Timeline(ctx context.Context, caller *access.Caller, policy *policy.Policy, kinds []Kind) ([]*Entry, error) {
	if _, all := caller.ChannelScope(); !all {
		return nil, nil
	}
	q := &timeline{service: s, policy: policy, actors: map[int64]string{}}
	if err := q.begin(ctx); err != nil {
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
			return nil, fmt.Errorf("timeline of policy %s: %w", policy.Number(), err)
		}
	}
	slices.SortFunc(q.entries, func(a, b *Entry) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.key, a.key)) })
	q.entries = q.entries[:min(len(q.entries), mostEntriesTold)]
	return q.entries, q.name(ctx)
}

// begin finds the claims and service requests of the policy.
func (s *timeline) begin(ctx context.Context) (err error) {
	client := s.service.store.Client
	claims := client.Claim.Query().Where(claim.PolicyID(s.policy.Key())).Order(ent.Desc(claim.FieldID)).Limit(mostClaimsTold)
	claims.Select(claim.FieldID, claim.FieldNumber, claim.FieldChannelID, claim.FieldCurrency)
	if s.claims, err = claims.All(ctx); err != nil {
		return fmt.Errorf("claims of policy %s: %w", s.policy.Number(), err)
	}
	s.requests, err = client.ServiceRequest.Query().Where(servicerequest.PolicyID(s.policy.Key())).
		Order(ent.Desc(servicerequest.FieldID)).Limit(mostRequests).All(ctx)
	if err != nil {
		return fmt.Errorf("service requests of policy %s: %w", s.policy.Number(), err)
	}
	return nil
}

func (s *timeline) add(e *Entry) { s.entries = append(s.entries, e) }

// claimKeys and the numbers by them.
func (s *timeline) claimKeys() []int64 {
	keys := make([]int64, len(s.claims))
	for i, c := range s.claims {
		keys[i] = c.ID
	}
	return keys
}

func (s *timeline) claimNumber(id int64) string {
	i := slices.IndexFunc(s.claims, func(c *ent.Claim) bool { return c.ID == id })
	if i < 0 {
		return ""
	}
	return s.claims[i].Number
}

func (s *timeline) claimNumbers() []string {
	numbers := make([]string, len(s.claims))
	for i, c := range s.claims {
		numbers[i] = c.Number
	}
	return numbers
}

// by notes a person whose name is looked up at the end; 0 is nobody.
func (s *timeline) by(id int64) string {
	if id == 0 {
		return ""
	}
	s.actors[id] = ""
	return unnamed(id)
}

func unnamed(id int64) string { return fmt.Sprint("\x00", id) }

// name writes the names of people into entries, all looked up at once.
func (s *timeline) name(ctx context.Context) error {
	if len(s.actors) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(s.actors))
	for id := range s.actors {
		ids = append(ids, id)
	}
	people, err := s.service.store.Client.Person.Query().Where(person.IDIn(ids...)).Select(person.FieldID, person.FieldName).All(ctx)
	if err != nil {
		return fmt.Errorf("names in the timeline of policy %s: %w", s.policy.Number(), err)
	}
	names := map[string]string{}
	for _, id := range ids {
		names[unnamed(id)] = ""
	}
	for _, p := range people {
		names[unnamed(p.ID)] = "person:" + p.Name
	}
	for _, e := range s.entries {
		if name, waiting := names[e.Actor]; waiting {
			e.Actor = name
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
