package inbox

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/ent/servicerequest"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// unsent are the states in which a service request is not done.
var unsent = []servicerequest.State{servicerequest.StateOpen, servicerequest.StateInWork, servicerequest.StateSending}

// desksOf are the desks at which a caller works.
func desksOf(caller *access.Caller) (desks []servicerequest.Desk) {
	if caller.HasRole(access.Underwriting) {
		desks = append(desks, servicerequest.DeskUnderwriting)
	}
	if caller.HasRole(access.Finance) {
		desks = append(desks, servicerequest.DeskFinance)
	}
	return desks
}

// requests are the service requests of the caller's desks, and those that they opened. They are read along what is not sent of each
// desk, by the promised time.
func (s *Service) requests(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	now, me, desks := s.store.Now(), caller.PersonID(), desksOf(caller)
	var ranges []func(*sql.Selector)
	for _, desk := range []servicerequest.Desk{servicerequest.DeskUnderwriting, servicerequest.DeskFinance} {
		for _, state := range unsent {
			add := func(where ...predicate.ServiceRequest) {
				where = append(where, servicerequest.DeskEQ(desk), caller.InView(servicerequest.FieldChannelID), servicerequest.StateEQ(state), predicate.ServiceRequest(work.InMode(work.Live, servicerequest.FieldChannelID)))
				ranges = append(ranges, first(servicerequest.FieldPromisedAt, where...))
			}
			if caller.HasRole(access.Service) {
				add(servicerequest.OpenedBy(me))
			}
			if slices.Contains(desks, desk) {
				add(servicerequest.Assignee(me))
				add(servicerequest.Assignee(0))
				add(servicerequest.PromisedAtLT(now))
			}
		}
	}
	query := s.store.Client.ServiceRequest.Query().Where(work.Each(ranges, func(of *sql.Selector, one func(*sql.Selector)) { one(of) }))
	query.Select(servicerequest.FieldDesk, servicerequest.FieldOpenedBy, servicerequest.FieldAssignee, servicerequest.FieldOpenedAt, servicerequest.FieldPromisedAt)
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("service requests that wait: %w", err)
	}
	var items []*Item
	if len(desks) > 0 {
		of := func(r *ent.ServiceRequest) bool { return slices.Contains(desks, r.Desk) }
		items = append(items,
			requestItem(RequestsMine, map[string]any{"mine": true, "desks": desks, "states": unsent}, rows, func(r *ent.ServiceRequest) bool { return of(r) && r.Assignee == me }),
			requestItem(RequestsUnassigned, map[string]any{"unassigned": true, "desks": desks, "states": unsent}, rows, func(r *ent.ServiceRequest) bool { return of(r) && r.Assignee == 0 }),
			requestItem(RequestsOverdue, map[string]any{"overdue": true, "desks": desks}, rows, func(r *ent.ServiceRequest) bool { return of(r) && r.PromisedAt.Before(now) }),
		)
	}
	if caller.HasRole(access.Service) {
		items = append(items, requestItem(RequestsOpened, map[string]any{"opened": true}, rows, func(r *ent.ServiceRequest) bool { return r.OpenedBy == me }))
	}
	return items, nil
}

func requestItem(kind Kind, filter map[string]any, rows []*ent.ServiceRequest, wanted func(*ent.ServiceRequest) bool) *Item {
	var things []waiting
	for _, r := range rows {
		if wanted(r) {
			things = append(things, waiting{r.OpenedAt, r.PromisedAt})
		}
	}
	filter["mode"] = string(work.Live)
	return itemOf(kind, RequestList, filter, things)
}

// jobs are the caller's that run, and that failed.
func (s *Service) jobs(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	states := []job.State{job.StateQueued, job.StateRunning, job.StateFailed}
	query := s.store.Client.Job.Query().Where(work.Each(states, func(of *sql.Selector, state job.State) {
		first(job.FieldID, job.MadeBy(caller.Actor()), caller.InView(job.FieldChannelID), job.StateEQ(state))(of)
	}))
	query.Select(job.FieldState, job.FieldCreatedAt)
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("jobs that wait: %w", err)
	}
	var running, failed []waiting
	for _, j := range rows {
		if j.State == job.StateFailed {
			failed = append(failed, waiting{since: j.CreatedAt})
		} else {
			running = append(running, waiting{since: j.CreatedAt})
		}
	}
	return []*Item{
		itemOf(JobsRunning, JobList, map[string]any{"mine": true, "states": states[:2]}, running),
		itemOf(JobsFailed, JobList, map[string]any{"mine": true, "states": states[2:]}, failed),
	}, nil
}

// endpoints are those of channels that hear of nothing at present. Endpoints are few, as channels are: no index tells their states.
func (s *Service) endpoints(ctx context.Context, caller *access.Caller) ([]*Item, error) {
	troubled := []webhookendpoint.State{webhookendpoint.StatePaused, webhookendpoint.StateDisabled}
	rows, err := s.store.Client.WebhookEndpoint.Query().Where(webhookendpoint.DeletedAtIsNil(), caller.InView(webhookendpoint.FieldChannelID), webhookendpoint.StateIn(troubled...),
		predicate.WebhookEndpoint(work.InMode(work.Live, webhookendpoint.FieldChannelID))).Limit(most + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("troubled endpoints: %w", err)
	}
	things := make([]waiting, len(rows))
	for i, e := range rows {
		things[i].since = e.CreatedAt
		if e.FailingSince != nil {
			things[i].since = *e.FailingSince
		}
	}
	return []*Item{itemOf(EndpointsTroubled, EndpointList, map[string]any{"states": troubled}, things)}, nil
}
