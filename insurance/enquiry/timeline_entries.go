package enquiry

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/delivery"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	"baodan/ent/file"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/ent/servicerequest"
	"baodan/ent/webhookendpoint"
	happened "baodan/insurance/event"
	"baodan/insurance/work"
)

// policyEvents are the policy's own events; those that an endorsement made are about it, and know who asked for it.
func (s *timelines) policyEvents(ctx context.Context) error {
	client := s.service.store.Client
	events, err := client.Event.Query().Where(work.Each(s.all, func(q *sql.Selector, one *timeline) {
		event.Subject(one.policy.Number())(q)
		newest(q, event.FieldSeq)
	})).All(ctx)
	if err != nil {
		return err
	}
	changes, err := client.Endorsement.Query().Where(work.Each(s.all, func(q *sql.Selector, one *timeline) {
		endorsement.PolicyID(one.policy.Key())(q)
		newest(q, endorsement.FieldVersion)
	})).Select(endorsement.FieldPolicyID, endorsement.FieldVersion, endorsement.FieldNumber, endorsement.FieldMadeBy).All(ctx)
	if err != nil {
		return err
	}
	type version struct {
		policy int64
		seq    int
	}
	byVersion := make(map[version]*ent.Endorsement, len(changes))
	for _, e := range changes {
		byVersion[version{e.PolicyID, e.Version}] = e
	}
	for _, row := range events {
		e := &Entry{At: row.OccurredAt, Kind: OfPolicy, Type: row.Type, Subject: row.Subject, Details: read(row.Payload), key: row.ID}
		if change := byVersion[version{s.about[row.Subject].policy.Key(), row.Seq}]; change != nil {
			e.Subject, e.Actor = change.Number, change.MadeBy
		}
		s.add(row.Subject, e)
	}
	return nil
}

// claimEvents are the events of the policy's claims; those that a revision made know who sent it.
func (s *timelines) claimEvents(ctx context.Context) error {
	claimed, claims := s.claimed(), s.ofClaims()
	if len(claimed) == 0 {
		return nil
	}
	client := s.service.store.Client
	events, err := client.Event.Query().Where(work.Each(claimed, func(q *sql.Selector, one *timeline) {
		event.SubjectIn(one.claimNumbers()...)(q)
		newest(q, event.FieldID)
	})).All(ctx)
	if err != nil {
		return err
	}
	revisions, err := client.ClaimRevision.Query().Where(work.Each(claimed, func(q *sql.Selector, one *timeline) {
		claimrevision.ClaimIDIn(one.claimKeys()...)(q)
		newest(q, claimrevision.FieldID)
	})).Select(claimrevision.FieldClaimID, claimrevision.FieldVersion, claimrevision.FieldMadeBy).All(ctx)
	if err != nil {
		return err
	}
	type version struct {
		claim string
		seq   int
	}
	madeBy := make(map[version]string, len(revisions))
	for _, r := range revisions {
		madeBy[version{claims[r.ClaimID].Number, r.Version}] = r.MadeBy
	}
	for _, row := range events {
		s.add(row.Subject, &Entry{
			At: row.OccurredAt, Kind: OfClaim, Type: row.Type, Subject: row.Subject, Actor: madeBy[version{row.Subject, row.Seq}],
			Details: read(row.Payload), key: row.ID,
		})
	}
	return nil
}

// notes tell that somebody wrote something down; what they wrote may name people, and is read at the claim.
func (s *timelines) notes(ctx context.Context) error {
	claimed, claims := s.claimed(), s.ofClaims()
	if len(claimed) == 0 {
		return nil
	}
	rows, err := s.service.store.Client.ClaimNote.Query().Where(work.Each(claimed, func(q *sql.Selector, one *timeline) {
		claimnote.ClaimIDIn(one.claimKeys()...)(q)
		newest(q, claimnote.FieldID)
	})).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		number := claims[row.ClaimID].Number
		s.add(number, &Entry{
			At: row.At, Kind: OfNote, Type: "note." + strings.ToLower(string(row.Kind)), Subject: number,
			Actor: s.by(row.PersonID), Details: map[string]any{}, key: row.ID,
		})
	}
	return nil
}

// payouts are told twice: when they were ordered, and when the bank's answer was known.
func (s *timelines) payouts(ctx context.Context) error {
	claimed, claims := s.claimed(), s.ofClaims()
	if len(claimed) == 0 {
		return nil
	}
	rows, err := s.service.store.Client.Payout.Query().Where(work.Each(claimed, func(q *sql.Selector, one *timeline) {
		payout.And(payout.ChannelID(one.policy.Row().ChannelID), payout.ClaimIDIn(one.claimKeys()...))(q)
		newest(q, payout.FieldID)
	})).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		number := claims[row.ClaimID].Number
		amount := happened.MoneyOf(money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)})
		details := func() map[string]any {
			return map[string]any{"attempt": row.Attempt, "amount": map[string]any{"amount": amount.Amount, "currency": string(amount.Currency)}}
		}
		s.add(number, &Entry{At: row.OrderedAt, Kind: OfPayout, Type: "payout.ordered", Subject: number, Details: details(), key: row.ID})
		if row.SettledAt == nil {
			continue
		}
		settled := details()
		for name, value := range map[string]string{"reference": row.Reference, "reason": row.Reason} {
			if value != "" {
				settled[name] = value
			}
		}
		s.add(number, &Entry{
			At: *row.SettledAt, Kind: OfPayout, Type: "payout." + strings.ToLower(string(row.State)), Subject: number,
			Details: settled, key: row.ID + 1, // behind its order, where both are of one moment
		})
	}
	return nil
}

// documents are the files that came with claims and service requests. Their names were chosen by people, and are left out.
func (s *timelines) documents(ctx context.Context) error {
	claims, requests := s.ofClaims(), map[int64]*ent.ServiceRequest{}
	asked := slices.DeleteFunc(slices.Clone(s.all), func(one *timeline) bool { return len(one.requests) == 0 })
	for _, one := range asked {
		for _, r := range one.requests {
			requests[r.ID] = r
		}
	}
	err := s.files(ctx, s.claimed(), func(one *timeline) predicate.File { return file.ClaimIDIn(one.claimKeys()...) },
		func(f *ent.File) string { return claims[*f.ClaimID].Number })
	if err != nil {
		return err
	}
	return s.files(ctx, asked, func(one *timeline) predicate.File { return file.RequestIDIn(one.requestKeys()...) },
		func(f *ent.File) string { return requests[*f.RequestID].Number })
}

// files of some timelines, found by one index.
func (s *timelines) files(ctx context.Context, some []*timeline, which func(*timeline) predicate.File, subject func(*ent.File) string) error {
	if len(some) == 0 {
		return nil
	}
	rows, err := s.service.store.Client.File.Query().Where(work.Each(some, func(q *sql.Selector, one *timeline) {
		which(one)(q)
		newest(q, file.FieldID)
	})).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		s.add(subject(row), &Entry{
			At: row.CreatedAt, Kind: OfDocument, Type: "file." + strings.ToLower(string(row.State)), Actor: s.by(row.PersonID), key: row.ID,
			Subject: subject(row),
			Details: map[string]any{"fileId": work.FileID.Of(row.ID), "mediaType": row.MediaType, "size": row.Size, "purpose": string(row.Purpose)},
		})
	}
	return nil
}

// deliveryOf is an endpoint with the timeline of a policy of its channel.
type deliveryOf struct {
	endpoint int64
	timeline *timeline
}

// deliveries tell what became of each event at each of the channel's endpoints; those that were purged are not told.
func (s *timelines) deliveries(ctx context.Context) error {
	client := s.service.store.Client
	channels := work.Group(s.all, func(one *timeline) int64 { return one.policy.Row().ChannelID })
	endpoints, err := client.WebhookEndpoint.Query().Where(webhookendpoint.ChannelIDIn(slices.Collect(maps.Keys(channels))...)).
		Select(webhookendpoint.FieldID, webhookendpoint.FieldChannelID, webhookendpoint.FieldURL).All(ctx)
	if err != nil {
		return err
	}
	var recipients []deliveryOf
	hosts := map[int64]string{}
	for _, e := range endpoints {
		hosts[e.ID] = hostOf(e.URL)
		for _, one := range channels[e.ChannelID] {
			recipients = append(recipients, deliveryOf{e.ID, one})
		}
	}
	for part := range slices.Chunk(recipients, recipientsPerStatement) {
		rows, err := client.Delivery.Query().Where(work.Each(part, func(q *sql.Selector, l deliveryOf) {
			delivery.And(delivery.EndpointID(l.endpoint), delivery.SubjectIn(append(l.timeline.claimNumbers(), l.timeline.policy.Number())...))(q)
			newest(q, delivery.FieldID)
		})).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e := &Entry{
				At: row.CreatedAt, Kind: OfDelivery, Type: row.Type, Subject: row.Subject, key: row.ID,
				Details: map[string]any{
					"deliveryId": work.DeliveryID.Of(row.ID), "endpointId": work.EndpointID.Of(row.EndpointID), "endpoint": hosts[row.EndpointID],
					"state": string(row.State), "attempts": row.Attempts, "sequence": row.Seq,
				},
			}
			if row.DeliveredAt != nil {
				e.At = *row.DeliveredAt
			}
			s.add(row.Subject, e)
		}
	}
	return nil
}

// hostOf tells a channel's endpoints apart for a reader; the rest of an address may hold what is secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// recipientsPerStatement are looked at in one statement; the embedded database takes 500 at most.
const recipientsPerStatement = 400

// serviceRequests are told as they moved.
func (s *timelines) serviceRequests(context.Context) error {
	for _, one := range s.all {
		for _, row := range one.requests {
			s.moves(row)
		}
	}
	return nil
}

// moves of a service request.
func (s *timelines) moves(row *ent.ServiceRequest) {
	tell := func(moved string, e Entry) {
		e.Kind, e.Type, e.Subject = OfRequest, "service_request."+moved, row.Number
		e.Details = map[string]any{"kind": string(row.Kind), "desk": string(row.Desk), "delivery": string(row.Delivery)}
		s.add(row.Number, &e)
	}
	tell("opened", Entry{At: row.OpenedAt, Actor: s.by(row.OpenedBy), key: row.ID})
	if row.SentAt != nil {
		tell("sent", Entry{At: *row.SentAt, key: row.ID + 1})
	}
	if row.ClosedAt != nil && row.State == servicerequest.StateCancelled {
		tell("cancelled", Entry{At: *row.ClosedAt, key: row.ID + 2})
	} else if row.ClosedAt != nil {
		tell("closed", Entry{At: *row.ClosedAt, key: row.ID + 2})
	}
}

// records are what is on record about policies, their claims and service requests, and about approvals of these.
func (s *timelines) records(ctx context.Context) error {
	policyNumber := func(one *timeline) []string { return []string{one.policy.Number()} }
	for _, about := range []struct {
		kind    string
		objects func(*timeline) []string
	}{
		{"policy", policyNumber}, {"claim", (*timeline).claimNumbers}, {"service_request", (*timeline).requestNumbers},
		{"approval", func(one *timeline) []string { return append(policyNumber(one), one.claimNumbers()...) }},
	} {
		some := slices.DeleteFunc(slices.Clone(s.all), func(one *timeline) bool { return len(about.objects(one)) == 0 })
		if len(some) == 0 {
			continue
		}
		rows, err := s.service.store.Client.AuditRecord.Query().Where(work.Each(some, func(q *sql.Selector, one *timeline) {
			auditrecord.And(auditrecord.ObjectKind(about.kind), auditrecord.ObjectIn(about.objects(one)...))(q)
			newest(q, auditrecord.FieldAt)
		})).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			s.add(row.Object, recordEntry(row))
		}
	}
	return nil
}

// recordEntry is a record as it is told.
func recordEntry(row *ent.AuditRecord) *Entry {
	details := map[string]any{}
	if row.Reason != "" {
		details["reason"] = row.Reason
	}
	for name, text := range map[string]*string{"before": row.Before, "after": row.After} {
		if text != nil {
			details[name] = read(*text)
		}
	}
	return &Entry{At: row.At, Kind: OfAudit, Type: row.Action, Subject: row.Object, Actor: row.Actor, Details: details, key: row.ID}
}
