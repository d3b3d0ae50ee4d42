package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/reportingtoken"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

const (
	// TokenPrefix begins every reporting token, so that one that went astray is known for what it is.
	TokenPrefix = "baodan-reporting-"

	tokenLives = 400 * 24 * time.Hour
	tokenRate  = 200 // cost points a second
	mostTokens = 1000
)

// TokenState is what has become of a token.
type TokenState string

// States.
const (
	TokenWorks   TokenState = "ACTIVE"
	TokenExpired TokenState = "EXPIRED"
	TokenRevoked TokenState = "REVOKED"
)

// ReportingTokens gives and takes back the tokens of reporting tools, and tells who shows one. Those that work are in memory, in
// step with the database to within half a second.
type ReportingTokens struct {
	store     *work.Store
	audit     *audit.Log
	approvals *approval.Service
	working   atomic.Pointer[map[[sha256.Size]byte]*ent.ReportingToken] // by their hash
	seen      sync.Map                                                  // key of a token -> when its use was written down last
}

func (s *ReportingTokens) loadTokens(ctx context.Context) error {
	rows, err := s.store.Client.ReportingToken.Query().
		Where(reportingtoken.RevokedAtIsNil(), reportingtoken.ExpiresAtGT(s.store.Now())).All(ctx)
	if err != nil {
		return fmt.Errorf("load reporting tokens: %w", err)
	}
	known := map[[sha256.Size]byte]*ent.ReportingToken{}
	for _, row := range rows {
		known[[sha256.Size]byte(row.TokenHash)] = row
	}
	s.working.Store(&known)
	return nil
}

// TokenCaller is who shows a reporting token. It is looked up by hash, so the time it takes tells nothing of the token.
// Fault: UNAUTHENTICATED.
func (s *ReportingTokens) TokenCaller(ctx context.Context, token string) (*access.Caller, error) {
	row := (*s.working.Load())[sha256.Sum256([]byte(token))]
	now := s.store.Now()
	if row == nil || !now.Before(row.ExpiresAt) {
		return nil, fault.New(fault.CodeUnauthenticated, "unknown token, or one that is over")
	}
	last, _ := s.seen.Load(row.ID)
	if at, seen := last.(time.Time); !seen || now.Sub(at) >= seenEvery {
		s.seen.Store(row.ID, now)
		err := s.store.Client.ReportingToken.Update().Where(reportingtoken.ID(row.ID)).SetLastUsedAt(now).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("reporting token: %w", err)
		}
	}
	return &access.Caller{Audience: access.Reporting, Credential: row.Name, Rate: row.RatePerSecond}, nil
}

// TokenInput asks for a reporting token.
type TokenInput struct {
	RequestNo string
	Name      string
	ExpiresAt time.Time
	Reason    string
}

type tokenContent struct {
	Name      string    `json:"name"`
	ExpiresAt time.Time `json:"expiresAt"`
}

type tokenSecret struct {
	Hash []byte `json:"hash"`
}

// RequestToken asks for a token for a business-intelligence tool, which is shown this once and works once another
// security administrator approved. Faults: INVALID_VALUE; CONFLICT for the name of a token that works or waits.
func (s *ReportingTokens) RequestToken(ctx context.Context, c *access.Caller, in TokenInput) (row *ent.Approval, token string, err error) {
	if err := in.validate(s.store.Now()); err != nil {
		return nil, "", err
	}
	var random [tokenSize]byte
	rand.Read(random[:])
	token = TokenPrefix + hex.EncodeToString(random[:])
	err = s.store.Do(ctx, "request reporting token", func(ctx context.Context, tx *work.Tx) error {
		if err := nameIsFree(ctx, tx, in.Name); err != nil {
			return err
		}
		row, err = s.approvals.Request(ctx, tx, c, approval.Request{
			Kind: entapproval.KindReportingToken, Object: in.Name, Content: tokenContent{in.Name, in.ExpiresAt.UTC()},
			Secret: tokenSecret{tokenHash(token)}, Reason: in.Reason,
		})
		if err == nil {
			row = row.Unwrap()
			err = idempotency.Made(ctx, tx, row.ID, token)
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return row, token, nil
}

func (in *TokenInput) validate(now time.Time) error {
	n := utf8.RuneCountInString(in.Name)
	if n == 0 || n > longestDisplay || !utf8.ValidString(in.Name) || strings.TrimSpace(in.Name) != in.Name || strings.ContainsFunc(in.Name, unicode.IsControl) {
		return fault.New(fault.CodeInvalidValue, "a name has 1 to 64 characters, and no blanks around it", "name")
	}
	if !in.ExpiresAt.After(now) || in.ExpiresAt.After(now.Add(tokenLives)) {
		return fault.New(fault.CodeInvalidValue, "a token lives at most 400 days", "expiresAt")
	}
	return approval.CheckReason(in.Reason)
}

func nameIsFree(ctx context.Context, tx *work.Tx, name string) error {
	taken, err := tx.ReportingToken.Query().
		Where(reportingtoken.Name(name), reportingtoken.RevokedAtIsNil(), reportingtoken.ExpiresAtGT(tx.Now)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reporting tokens: %w", err)
	}
	if taken {
		return fault.New(fault.CodeConflict, "a token of that name works already", "name")
	}
	return nil
}

// applyToken makes the token that was shown work.
func (s *ReportingTokens) applyToken(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var asked tokenContent
	var secret tokenSecret
	if err := read(&r.Content, &asked); err != nil {
		return err
	}
	if err := read(r.Secret, &secret); err != nil {
		return err
	}
	if !asked.ExpiresAt.After(tx.Now) {
		return fault.New(fault.CodeConflict, "it would be over already")
	}
	if err := nameIsFree(ctx, tx, asked.Name); err != nil {
		return err
	}
	err := tx.ReportingToken.Create().SetID(tx.NewKey()).SetName(asked.Name).SetTokenHash(secret.Hash).SetRatePerSecond(tokenRate).
		SetMadeBy(r.RequestedBy).SetCreatedAt(tx.Now).SetExpiresAt(asked.ExpiresAt).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make reporting token: %w", err)
	}
	err = s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "reporting_token.add", ObjectKind: "reporting_token", Object: asked.Name,
		After: map[string]any{"expiresAt": asked.ExpiresAt}, Reason: r.Reason,
	})
	if err != nil {
		return err
	}
	return tx.Changed(ctx)
}

// RevokeInput is a token to take back.
type RevokeInput struct {
	ID               work.ReportingTokenKey
	ExpectedRevision *int // nil: whichever it has
	Reason           string
}

// RevokeToken takes a token back: at once here, on other servers within half a second. Faults:
// INVALID_VALUE, NOT_FOUND, CONFLICT where it was revoked meanwhile.
func (s *ReportingTokens) RevokeToken(ctx context.Context, c *access.Caller, in RevokeInput) (row *ent.ReportingToken, err error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	id := int64(in.ID)
	err = s.store.Do(ctx, "revoke reporting token", func(ctx context.Context, tx *work.Tx) error {
		update := tx.ReportingToken.Update().Where(reportingtoken.ID(id), reportingtoken.RevokedAtIsNil()).SetRevokedAt(tx.Now).AddRevision(1)
		if in.ExpectedRevision != nil {
			update.Where(reportingtoken.Revision(*in.ExpectedRevision))
		}
		n, err := update.Save(ctx)
		if err != nil {
			return fmt.Errorf("revoke reporting token: %w", err)
		}
		row, err = tx.ReportingToken.Get(ctx, id)
		if ent.IsNotFound(err) {
			return fault.New(fault.CodeNotFound, "no such token", "id")
		}
		if err != nil {
			return fmt.Errorf("revoke reporting token: %w", err)
		}
		row = row.Unwrap()
		if n == 0 {
			return fault.Changed(work.ReportingTokenID.Of(id), "somebody revoked the token meanwhile", "expectedRevision")
		}
		err = s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: "reporting_token.revoke", ObjectKind: "reporting_token", Object: row.Name, Reason: in.Reason,
		})
		if err != nil {
			return err
		}
		return tx.Changed(ctx)
	})
	if err != nil {
		return nil, err
	}
	return row, s.loadTokens(ctx)
}

// Tokens are the reporting tokens, newest first, at most 1,000.
func (s *ReportingTokens) Tokens(ctx context.Context, state *TokenState) ([]*ent.ReportingToken, error) {
	query, now := s.store.Client.ReportingToken.Query(), s.store.Now()
	if state != nil {
		switch *state {
		case TokenWorks:
			query.Where(reportingtoken.RevokedAtIsNil(), reportingtoken.ExpiresAtGT(now))
		case TokenExpired:
			query.Where(reportingtoken.RevokedAtIsNil(), reportingtoken.ExpiresAtLTE(now))
		case TokenRevoked:
			query.Where(reportingtoken.RevokedAtNotNil())
		}
	}
	rows, err := query.Order(reportingtoken.ByID(sql.OrderDesc())).Limit(mostTokens).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reporting tokens: %w", err)
	}
	return rows, nil
}

// Token by its key, for those who may see tokens; nil where there is none.
func (s *ReportingTokens) Token(ctx context.Context, c *access.Caller, id int64) (*ent.ReportingToken, error) {
	if c.Audience != access.Ops || !c.HasRole(access.SecurityAdmin, access.Audit) {
		return nil, nil // no such token
	}
	row, err := s.store.Client.ReportingToken.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such token
	}
	return row, err
}
