package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/people"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// loader finds a thing by its key; nil where there is none in the caller's view.
type loader func(ctx context.Context, caller *access.Caller, key int64) (model.Node, error)

// loaders are those of every type that implements Node. Who may see what is said by the package that it comes from.
var loaders = map[work.Kind]func(*Resolver) loader{
	work.PolicyID:         func(r *Resolver) loader { return by(r.Policies.ByID) },
	work.ChannelID:        func(r *Resolver) loader { return by(r.Distribution.ByID) },
	work.EndorsementID:    func(r *Resolver) loader { return by(r.Servicing.ByID) },
	work.ClaimID:          func(r *Resolver) loader { return by(r.Claims.ByID) },
	work.EndpointID:       func(r *Resolver) loader { return by(r.Webhooks.Endpoint) },
	work.DeliveryID:       func(r *Resolver) loader { return by(r.Webhooks.Delivery) },
	work.EventID:          func(r *Resolver) loader { return by(r.Webhooks.Event) },
	work.JobID:            func(r *Resolver) loader { return by(r.Background.ByID) },
	work.PersonID:         func(r *Resolver) loader { return r.person },
	work.SessionID:        func(r *Resolver) loader { return by(r.People.Session) },
	work.ReportingTokenID: func(r *Resolver) loader { return by(r.People.Token) },
	work.AuditRecordID:    func(r *Resolver) loader { return by(r.auditRecord) },
	work.ApprovalID:       func(r *Resolver) loader { return by(r.Approvals.ByID) },
	work.ProductVersionID: func(r *Resolver) loader { return by(r.Catalog.ByID) },
	work.AgreementID:      func(r *Resolver) loader { return by(r.Distribution.AgreementByID) },
	work.CredentialID:     func(r *Resolver) loader { return by(r.Access.ByID) },
	work.PayoutID:         func(r *Resolver) loader { return by(r.Claims.PayoutByID) },
	work.ClaimNoteID:      func(r *Resolver) loader { return by(r.Claims.NoteByID) },
	work.PreferenceID:     func(r *Resolver) loader { return by(r.People.Preference) },
	work.ServiceRequestID: func(r *Resolver) loader { return by(r.Helpdesk.ByID) },
}

// by makes a loader, for which a thing that is not there is no node.
func by[T any](find func(context.Context, *access.Caller, int64) (*T, error)) loader {
	return func(ctx context.Context, caller *access.Caller, key int64) (model.Node, error) {
		if found, err := find(ctx, caller, key); found != nil || err != nil {
			return found, err
		}
		return nil, nil // no such thing
	}
}

// node finds anything by its id; another channel's thing is as missing as one that never was. Fault: VARIABLE_INVALID for
// what is no id.
func (r *Resolver) node(ctx context.Context, id string) (model.Node, error) {
	kind, key, err := work.ParseID(id)
	load := loaders[kind]
	if err != nil || load == nil {
		return nil, refused(ctx, "id", fault.New(fault.CodeVariableInvalid, "it is no id of anything"))
	}
	return load(r)(ctx, caller(ctx), key)
}

// find is node for an id of ours, as it is stored now; nil for none.
func (r *Resolver) find(ctx context.Context, id string) (model.Node, error) {
	kind, key, err := work.ParseID(id)
	if err != nil || loaders[kind] == nil {
		return nil, nil //nolint:nilerr // what was changed is gone
	}
	if kind == work.ChannelID {
		return by(r.Distribution.StoredChannel)(ctx, caller(ctx), key)
	}
	return loaders[kind](r)(ctx, caller(ctx), key)
}

// revisionOf a thing that people or channels change; nil where it has none.
func revisionOf(n model.Node) *int32 {
	var revision int
	switch n := n.(type) {
	case *claims.Claim:
		revision = n.Revision()
	case *policy.Policy:
		revision = n.Revision()
	case *ent.Channel:
		revision = n.Revision
	case *ent.Person:
		revision = n.Revision
	case *ent.Approval:
		revision = n.Revision
	case *ent.ServiceRequest:
		revision = n.Revision
	case *ent.ProductVersion:
		revision = n.Revision
	case *ent.Agreement:
		revision = n.Version
	case *people.Preference:
		revision = n.Revision
	case *ent.Credential:
		revision = n.Revision
	case *ent.WebhookEndpoint:
		revision = n.Revision
	case *ent.Job:
		revision = n.Revision
	case *ent.ReportingToken:
		revision = n.Revision
	default:
		return nil
	}
	now := int32(revision)
	return &now
}

// keyOf reads the argument of a query that is the id of a kind; arguments, unlike fields of inputs, bind to no Go type of
// ours. Fault: VARIABLE_INVALID for any other id.
func keyOf(ctx context.Context, kind work.Kind, argument, id string) (int64, error) {
	key, err := scalar.Key(id, kind)
	return key, refused(ctx, argument, err)
}

// refused says which argument an error is about.
func refused(ctx context.Context, argument string, err error) error {
	return graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField(argument)), err)
}

// person finds a person for those who manage people, and a colleague for everybody else.
func (r *Resolver) person(ctx context.Context, caller *access.Caller, key int64) (model.Node, error) {
	if people.Manages(caller) {
		return by(r.People.ByID)(ctx, caller, key)
	}
	return by(r.People.Colleague)(ctx, caller, key)
}

// auditRecord finds a record for those who may read the record. The record knows no callers: they are known by those who are
// on it.
func (r *Resolver) auditRecord(ctx context.Context, caller *access.Caller, key int64) (*ent.AuditRecord, error) {
	if caller.Audience != access.Ops || !caller.HasRole(access.Audit, access.SecurityAdmin) {
		return nil, nil // no such record
	}
	found, err := r.Audit.ByID(ctx, key)
	if found == nil || !caller.Sees(found.ChannelID) {
		return nil, err
	}
	return found, err
}

// auditFilter is a filter of records, of those that the caller sees.
func auditFilter(ctx context.Context, filter *audit.Filter) audit.Filter {
	f := valueOf(filter)
	f.View = caller(ctx).InView
	return f
}
