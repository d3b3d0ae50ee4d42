package enquiry

import (
	"context"
	"strings"

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
)

// policyEvents are the policy's own events; those that an endorsement made are about it, and know who asked for it.
func (s *timeline) policyEvents(ctx context.Context) error {
	client := s.service.store.Client
	events, err := client.Event.Query().Where(event.Subject(s.policy.Number())).
		Order(ent.Desc(event.FieldSeq)).Limit(mostEntriesTold).All(ctx)
	if err != nil {
		return err
	}
	changes, err := client.Endorsement.Query().Where(endorsement.PolicyID(s.policy.Key())).
		Order(ent.Desc(endorsement.FieldVersion)).Limit(mostEntriesTold).
		Select(endorsement.FieldVersion, endorsement.FieldNumber, endorsement.FieldMadeBy).All(ctx)
	if err != nil {
		return err
	}
	byVersion := make(map[int]*ent.Endorsement, len(changes))
	for _, e := range changes {
		byVersion[e.Version] = e
	}
	for _, row := range events {
		e := &Entry{At: row.OccurredAt, Kind: OfPolicy, Type: row.Type, Subject: row.Subject, Details: read(row.Payload), key: row.ID}
		if change := byVersion[row.Seq]; change != nil {
			e.Subject, e.Actor = change.Number, change.MadeBy
		}
		s.add(e)
	}
	return nil
}

// claimEvents are the events of the policy's claims; those that a revision made know who sent it.
func (s *timeline) claimEvents(ctx context.Context) error {
	if len(s.claims) == 0 {
		return nil
	}
	client := s.service.store.Client
	events, err := client.Event.Query().Where(event.SubjectIn(s.claimNumbers()...)).
		Order(ent.Desc(event.FieldID)).Limit(mostEntriesTold).All(ctx)
	if err != nil {
		return err
	}
	revisions, err := client.ClaimRevision.Query().Where(claimrevision.ClaimIDIn(s.claimKeys()...)).
		Order(ent.Desc(claimrevision.FieldID)).Limit(mostEntriesTold).
		Select(claimrevision.FieldClaimID, claimrevision.FieldVersion, claimrevision.FieldMadeBy).All(ctx)
	if err != nil {
		return err
	}
	type version struct {
		claim string
		seq   int
	}
	madeBy := make(map[version]string, len(revisions))
	for _, r := range revisions {
		madeBy[version{s.claimNumber(r.ClaimID), r.Version}] = r.MadeBy
	}
	for _, row := range events {
		s.add(&Entry{
			At: row.OccurredAt, Kind: OfClaim, Type: row.Type, Subject: row.Subject, Actor: madeBy[version{row.Subject, row.Seq}],
			Details: read(row.Payload), key: row.ID,
		})
	}
	return nil
}

// notes tell that somebody wrote something down; what they wrote may name people, and is read at the claim.
func (s *timeline) notes(ctx context.Context) error {
	if len(s.claims) == 0 {
		return nil
	}
	rows, err := s.service.store.Client.ClaimNote.Query().Where(claimnote.ClaimIDIn(s.claimKeys()...)).
		Order(ent.Desc(claimnote.FieldID)).Limit(mostEntriesTold).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		s.add(&Entry{
			At: row.At, Kind: OfNote, Type: "note." + strings.ToLower(string(row.Kind)), Subject: s.claimNumber(row.ClaimID),
			Actor: s.by(row.PersonID), Details: map[string]any{}, key: row.ID,
		})
	}
	return nil
}

// payouts are told twice: when they were ordered, and when the bank's answer was known.
func (s *timeline) payouts(ctx context.Context) error {
	if len(s.claims) == 0 {
		return nil
	}
	rows, err := s.service.store.Client.Payout.Query().
		Where(payout.ChannelID(s.policy.Row().ChannelID), payout.ClaimIDIn(s.claimKeys()...)).
		Order(ent.Desc(payout.FieldID)).Limit(mostEntriesTold).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		amount := happened.MoneyOf(money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)})
		details := func() map[string]any {
			return map[string]any{"attempt": row.Attempt, "amount": map[string]any{"amount": amount.Amount, "currency": string(amount.Currency)}}
		}
		s.add(&Entry{At: row.OrderedAt, Kind: OfPayout, Type: "payout.ordered", Subject: s.claimNumber(row.ClaimID), Details: details(), key: row.ID})
		if row.SettledAt == nil {
			continue
		}
		settled := details()
		for name, value := range map[string]string{"reference": row.Reference, "reason": row.Reason} {
			if value != "" {
				settled[name] = value
			}
		}
		s.add(&Entry{
			At: *row.SettledAt, Kind: OfPayout, Type: "payout." + strings.ToLower(string(row.State)), Subject: s.claimNumber(row.ClaimID),
			Details: settled, key: row.ID + 1, // behind its order, where both are of one moment
		})
	}
	return nil
}

// documents are the files that came with claims and service requests. Their names were chosen by people, and are left out.
func (s *timeline) documents(ctx context.Context) error {
	var which []predicate.File
	subjects := map[int64]string{}
	if len(s.claims) > 0 {
		which = append(which, file.ClaimIDIn(s.claimKeys()...))
	}
	if len(s.requests) > 0 {
		keys := make([]int64, len(s.requests))
		for i, r := range s.requests {
			keys[i], subjects[r.ID] = r.ID, r.Number
		}
		which = append(which, file.RequestIDIn(keys...))
	}
	for _, some := range which { // one index each
		rows, err := s.service.store.Client.File.Query().Where(some).
			Order(ent.Desc(file.FieldID)).Limit(mostEntriesTold).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e := &Entry{
				At: row.CreatedAt, Kind: OfDocument, Type: "file." + strings.ToLower(string(row.State)), Actor: s.by(row.PersonID), key: row.ID,
				Details: map[string]any{"fileId": row.ID, "mediaType": row.MediaType, "size": row.Size, "purpose": string(row.Purpose)},
			}
			if row.ClaimID != nil {
				e.Subject = s.claimNumber(*row.ClaimID)
			} else if row.RequestID != nil {
				e.Subject = subjects[*row.RequestID]
			}
			s.add(e)
		}
	}
	return nil
}

// deliveries tell what became of each event at each of the channel's endpoints; those that were purged are not told.
func (s *timeline) deliveries(ctx context.Context) error {
	client := s.service.store.Client
	endpoints, err := client.WebhookEndpoint.Query().Where(webhookendpoint.ChannelID(s.policy.Row().ChannelID)).IDs(ctx)
	if err != nil {
		return err
	}
	subjects := append(s.claimNumbers(), s.policy.Number())
	for _, endpoint := range endpoints {
		rows, err := client.Delivery.Query().Where(delivery.EndpointID(endpoint), delivery.SubjectIn(subjects...)).
			Order(ent.Desc(delivery.FieldID)).Limit(mostEntriesTold).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e := &Entry{
				At: row.CreatedAt, Kind: OfDelivery, Type: row.Type, Subject: row.Subject, key: row.ID,
				Details: map[string]any{
					"deliveryId": row.ID, "endpointId": endpoint, "state": string(row.State), "attempts": row.Attempts, "sequence": row.Seq,
				},
			}
			if row.DeliveredAt != nil {
				e.At = *row.DeliveredAt
			}
			s.add(e)
		}
	}
	return nil
}

// serviceRequests are told as they moved.
func (s *timeline) serviceRequests(context.Context) error {
	for _, row := range s.requests {
		tell := func(moved string, e Entry) {
			e.Kind, e.Type, e.Subject = OfRequest, "service_request."+moved, row.Number
			e.Details = map[string]any{"kind": string(row.Kind), "desk": string(row.Desk), "delivery": string(row.Delivery)}
			s.add(&e)
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
	return nil
}

// records are what is on record about the policy, its claims and service requests, and about approvals of these.
func (s *timeline) records(ctx context.Context) error {
	requests := make([]string, len(s.requests))
	for i, r := range s.requests {
		requests[i] = r.Number
	}
	claims, policy := s.claimNumbers(), []string{s.policy.Number()}
	for _, about := range []struct {
		kind    string
		objects []string
	}{
		{"policy", policy}, {"claim", claims}, {"service_request", requests}, {"approval", append(policy, claims...)},
	} {
		if len(about.objects) == 0 {
			continue
		}
		rows, err := s.service.store.Client.AuditRecord.Query().
			Where(auditrecord.ObjectKind(about.kind), auditrecord.ObjectIn(about.objects...)).
			Order(ent.Desc(auditrecord.FieldAt)).Limit(mostEntriesTold).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			details := map[string]any{}
			if row.Reason != "" {
				details["reason"] = row.Reason
			}
			for name, text := range map[string]*string{"before": row.Before, "after": row.After} {
				if text != nil {
					details[name] = read(*text)
				}
			}
			s.add(&Entry{At: row.At, Kind: OfAudit, Type: row.Action, Subject: row.Object, Actor: row.Actor, Details: details, key: row.ID})
		}
	}
	return nil
}
