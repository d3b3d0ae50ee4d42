// Package people decides who of the insurer's people may come in: persons and their roles, passwords and second factors,
// sessions, reporting tokens, and the insurer's identity provider. How a cookie travels is the server's; what a role may
// call is said in the schema.
package people

import (
	"context"
	"strconv"
	"time"

	"baodan/engine/seal"
	"baodan/ent/approval"
	"baodan/insurance/access"
	desk "baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Service lets people in. It is safe for concurrent use.
type Service struct {
	store     *work.Store
	audit     *audit.Log
	approvals *desk.Service
	ring      *seal.Keyring
	codes     *seal.Mac // of recovery codes
	hasher    *hasher
	tokens    tokens
	rules     Rules
}

// Rules are what an insurer sets.
type Rules struct {
	// SecondFactor says that nobody does anything before they have set up a second factor.
	SecondFactor bool
	// Stay is how long a session lasts whatever happens; 0: 12 hours.
	Stay time.Duration
	// Idle is how long a session lasts while nobody uses it; 0: 30 minutes. It is kept to within a minute.
	Idle time.Duration
}

const (
	usualStay = 12 * time.Hour
	usualIdle = 30 * time.Minute
)

// New opens the service, keeps the reporting tokens in step with the database, and handles the requests for roles,
// recovery and reporting tokens, which another security administrator approves.
func New(ctx context.Context, store *work.Store, masters *work.Cache, book *audit.Log, approvals *desk.Service, ring *seal.Keyring, rules Rules) (*Service, error) {
	if rules.Stay == 0 {
		rules.Stay = usualStay
	}
	if rules.Idle == 0 {
		rules.Idle = usualIdle
	}
	o := &Service{store: store, audit: book, approvals: approvals, ring: ring, codes: ring.Mac("recovery code"), hasher: newHasher(), rules: rules}
	who := []access.Role{access.SecurityAdmin}
	approvals.Handle(approval.KindRoles, desk.Subject{Roles: who, Personal: true, Apply: o.applyRoles})
	approvals.Handle(approval.KindRecovery, desk.Subject{Roles: who, Personal: true, Apply: o.applyRecovery})
	approvals.Handle(approval.KindReportingToken, desk.Subject{Roles: who, Apply: o.applyToken})
	return o, masters.Keep(ctx, o.loadTokens)
}

// SealedColumns are those of second factors.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{{Table: "people", Column: "totp_key", Also: "id", Context: func(id int64, _ string) string {
		return "people.totp_secret:" + strconv.FormatInt(id, 10)
	}}}
}
