package inbox

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Polled are the lists that are asked what changed. Policies are not: an index more would slow every order down.
var Polled = []List{ClaimList, RequestList, ApprovalList, JobList}

const (
	// overlap is how far back every answer looks behind the one before it: a row is stamped when it is written and seen once its transaction is
	// committed, 30 s later at most, and the clocks of servers may differ by 30 s.
	overlap = time.Minute
	// oldestToken is how old the last answer may be.
	oldestToken = time.Hour
	// mostChanged rows of a list are told; where there are more, the list is read again.
	mostChanged = 500
)

// Changes is what changed in lists since an answer.
type Changes struct {
	Token string // to ask with the next time
	Lists []*ListChanges
}

// ListChanges is what changed in a list.
type ListChanges struct {
	List    List
	Changed []*Changed
	Reload  bool // more changed than is told, or too long ago: the list is to be read again
}

// Changed is a row that was made or changed.
type Changed struct {
	ID        string
	ChangedAt time.Time
}

// polled is how a list is asked.
type polled struct {
	kind  work.Kind
	roles []access.Role // who may list it; none: all of the insurer's people
	read  func(ctx context.Context, client *ent.Client, newest func(*sql.Selector)) ([]stamped, error)
}

// stamped is a row with its stamp.
type stamped struct {
	ID        int64     `json:"id" sql:"id"`
	ChangedAt time.Time `json:"changed_at" sql:"changed_at"`
}

// newestFirst reads the newest stamps that a caller sees by the index, one more than is told.
func newestFirst(caller *access.Caller, from time.Time) func(*sql.Selector) {
	const column = claim.FieldChangedAt // it is called so in all tables, as is that of the channel
	seen := caller.InView(claim.FieldChannelID)
	return func(s *sql.Selector) {
		seen(s)
		s.Where(sql.GTE(s.C(column), from)).OrderBy(sql.Desc(s.C(column))).Limit(mostChanged + 1)
	}
}

var lists = map[List]polled{
	ClaimList: {kind: work.ClaimID, read: func(ctx context.Context, client *ent.Client, newest func(*sql.Selector)) (rows []stamped, err error) {
		where := predicate.Claim(newest)
		return rows, client.Claim.Query().Where(where).Select(claim.FieldID, claim.FieldChangedAt).Scan(ctx, &rows)
	}},
	RequestList: {
		kind: work.ServiceRequestID, roles: []access.Role{access.Service, access.Underwriting, access.Finance, access.Audit},
		read: func(ctx context.Context, client *ent.Client, newest func(*sql.Selector)) (rows []stamped, err error) {
			where := predicate.ServiceRequest(newest)
			return rows, client.ServiceRequest.Query().Where(where).Select(servicerequest.FieldID, servicerequest.FieldChangedAt).Scan(ctx, &rows)
		},
	},
	ApprovalList: {kind: work.ApprovalID, read: func(ctx context.Context, client *ent.Client, newest func(*sql.Selector)) (rows []stamped, err error) {
		where := predicate.Approval(newest)
		return rows, client.Approval.Query().Where(where).Select(approval.FieldID, approval.FieldChangedAt).Scan(ctx, &rows)
	}},
	JobList: {kind: work.JobID, read: func(ctx context.Context, client *ent.Client, newest func(*sql.Selector)) (rows []stamped, err error) {
		where := predicate.Job(newest)
		return rows, client.Job.Query().Where(where).Select(job.FieldID, job.FieldChangedAt).Scan(ctx, &rows)
	}},
}

// ChangesSince tells which rows of lists were made or changed since an answer, whatever filter a list is shown by: a row that fits no more is
// told of, too. It costs one statement a list, which reads what changed in a minute before that answer and since, by an index. Nothing is
// missed: every answer looks a minute behind the one before it, for what was written then and committed since; so a row may be told of
// twice, with the same time. A first call, with no token, tells of nothing. Faults: INVALID_VALUE; FORBIDDEN for a list that is not for
// the caller's roles.
func (s *Service) ChangesSince(ctx context.Context, caller *access.Caller, wanted []List, token *string) (*Changes, error) {
	now := work.RealTime()
	since, err := sinceOf(token, now)
	if err != nil {
		return nil, err
	}
	told := &Changes{Token: tokenOf(now)}
	for _, name := range Polled {
		if len(wanted) > 0 && !slices.Contains(wanted, name) {
			continue
		}
		of := lists[name]
		if _, all := caller.ChannelScope(); !all || len(of.roles) > 0 && !caller.HasRole(of.roles...) {
			if len(wanted) == 0 {
				continue // all that are for the caller
			}
			return nil, fault.New(fault.CodeForbidden, "this list is not for the caller's roles", "lists")
		}
		list := &ListChanges{List: name, Changed: []*Changed{}}
		told.Lists = append(told.Lists, list)
		switch {
		case token == nil:
		case now.Sub(since) > oldestToken:
			list.Reload = true
		default:
			if err := s.changed(ctx, caller, of, list, since); err != nil {
				return nil, err
			}
		}
	}
	return told, nil
}

// changed reads what changed in a list, the newest first.
func (s *Service) changed(ctx context.Context, caller *access.Caller, of polled, list *ListChanges, since time.Time) error {
	rows, err := of.read(ctx, s.store.Client, newestFirst(caller, since.Add(-overlap)))
	if err != nil {
		return fmt.Errorf("changes of %s: %w", list.List, err)
	}
	if len(rows) > mostChanged {
		list.Reload, rows = true, rows[:mostChanged]
	}
	for _, r := range rows {
		list.Changed = append(list.Changed, &Changed{ID: of.kind.Of(r.ID), ChangedAt: r.ChangedAt})
	}
	return nil
}

// tokenOf an instant; what is in it is nobody's business but ours.
func tokenOf(at time.Time) string { return "c" + strconv.FormatInt(at.UnixMilli(), 36) }

// sinceOf reads a token. Fault: INVALID_VALUE for one that none of our servers gave.
func sinceOf(token *string, now time.Time) (time.Time, error) {
	if token == nil {
		return now, nil
	}
	wrong := fault.New(fault.CodeInvalidValue, "this is no token of an earlier answer", "since")
	if len(*token) < 2 || (*token)[0] != 'c' {
		return now, wrong
	}
	millis, err := strconv.ParseInt((*token)[1:], 36, 64)
	since := time.UnixMilli(millis)
	if err != nil || millis < 0 || since.After(now.Add(overlap)) || tokenOf(since) != *token {
		return now, wrong
	}
	return since, nil
}
