// Package people decides who of the insurer's people may come in: persons and their roles, passwords and second factors,
// sessions, reporting tokens, and the insurer's identity provider. How a cookie travels is the server's; what a role may
// call is said in the schema.
package people

import (
	"context"
	"strconv"
	"time"

	"baodan/engine/seal"
	entapproval "baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Service lets people in. Each of its parts has one job, and its acts lie in these files:
//
//	Logins           login.go, oidc.go; hashes of passwords, in password.go
//	LiveSessions     session.go
//	Setup            setup.go
//	Reader           find.go
//	Directory        person.go, suspend.go, roles.go
//	Recovery         recover.go
//	ReportingTokens  token.go
//	Preferences      preference.go
//	Samples          sample.go
//	Purger           purge.go
//
// Second factors are checked in factor.go, tries to log in are counted in throttle.go. The service is safe for concurrent use.
type Service struct {
	*Logins
	*LiveSessions
	*Setup
	*Reader
	*Directory
	*Recovery
	*ReportingTokens
	*Preferences
	*Samples
	*Purger
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
func New(ctx context.Context, store *work.Store, cache *work.Cache, audit *audit.Log, approvals *approval.Service, ring *seal.Keyring, rules Rules) (*Service, error) {
	if rules.Stay == 0 {
		rules.Stay = usualStay
	}
	if rules.Idle == 0 {
		rules.Idle = usualIdle
	}
	hasher, attempts := newHasher(), &attempts{store, audit}
	factors, sessions := &factors{audit, ring, ring.Mac("recovery code")}, &LiveSessions{store, audit, rules}
	s := &Service{
		Logins: &Logins{store, audit, hasher, attempts, factors, sessions}, LiveSessions: sessions,
		Setup:  &Setup{store, audit, ring, hasher, attempts, factors, sessions},
		Reader: &Reader{store}, Directory: &Directory{store, audit, approvals, hasher}, Recovery: &Recovery{store, audit, approvals, hasher},
		ReportingTokens: &ReportingTokens{store: store, audit: audit, approvals: approvals}, Preferences: &Preferences{store, ring, ring.Mac("forms")}, Samples: &Samples{store, audit, hasher}, Purger: &Purger{store},
	}
	who := []access.Role{access.SecurityAdmin}
	approvals.Handle(entapproval.KindRoles, approval.Subject{Roles: who, Personal: true, Apply: s.applyRoles})
	approvals.Handle(entapproval.KindRecovery, approval.Subject{Roles: who, Personal: true, Apply: s.applyRecovery})
	approvals.Handle(entapproval.KindReportingToken, approval.Subject{Roles: who, Apply: s.applyToken})
	return s, cache.Keep(ctx, s.loadTokens)
}

// SealedColumns are those of second factors and of preferences.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{{Table: "people", Column: "totp_key", Boxed: "totp_secret", Also: "id", Context: func(id int64, _ string) string {
		return "people.totp_secret:" + strconv.FormatInt(id, 10)
	}}, preferenceColumn}
}
