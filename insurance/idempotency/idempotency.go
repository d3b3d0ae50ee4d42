// Package idempotency answers a mutation that is sent again as it was answered the first time (P7). Its caller numbers it; the
// number is stored in the transaction of the effect, with a hash of what was asked and the key of what was made. The same
// number with the same content does nothing and answers what was made, as it is now; with other content it is refused. Acts
// of a channel whose own row is the record - issuing, endorsing, claiming - do not need it.
package idempotency

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/idempotencyrecord"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// secretKept is for how long a secret that an answer shows once is shown again to who repeats the request: an answer that was
// lost is asked for again within minutes.
const secretKept = 24 * time.Hour

var numberPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Service knows which requests were done. It is safe for concurrent use.
type Service struct {
	store *work.Store
	mac   *seal.Mac // over act and content
	ring  *seal.Keyring
}

// New opens the service.
func New(store *work.Store, ring *seal.Keyring) *Service {
	return &Service{store: store, mac: ring.Mac("idempotency"), ring: ring}
}

// Request is a mutation under a number of its caller.
type Request struct {
	Caller *access.Caller
	No     string
	Act    string // name of the mutation
	Asked  any    // its input; written as JSON
}

// Answer is what an act made, or made the first time.
type Answer[T any] struct {
	Made     T
	Secret   string // shown once; empty: none, or forgotten by now
	Replayed bool
}

// record stores what a request made; it travels with the context of its act.
type record struct {
	service *Service
	owner   int64
	no      string
	hash    []byte
}

type recordKey struct{}

// Made says what an act made: its key, and a secret that its answer shows once, or "". Call it in the transaction that makes
// it. Without a number - at the command line, in a job - it does nothing.
func Made(ctx context.Context, tx *work.Tx, key int64, secret string) error {
	r, numbered := ctx.Value(recordKey{}).(*record)
	if !numbered {
		return nil
	}
	row := &ent.IdempotencyRecord{ID: tx.NewKey(), Owner: r.owner}
	create := tx.IdempotencyRecord.Create().SetID(row.ID).SetOwner(row.Owner).SetRequestNo(r.no).SetRequestHash(r.hash).SetMade(key).SetMadeAt(tx.Now)
	if secret != "" {
		wrapped, box := r.service.ring.Seal([]byte(secret), sealContext(row))
		create.SetSecretKey(wrapped).SetSecret(box).SetSecretUntil(tx.Now.Add(secretKept))
	}
	return create.Exec(ctx)
}

// Do does an act once for its number. The act says what it made by Made; load reads that again. Where two with one number run at
// once, one does it and the other answers the same. Faults: INVALID_VALUE for the number, REQUEST_MISMATCH, those of the act.
func Do[T any](ctx context.Context, s *Service, r Request, act func(context.Context) (T, string, error), load func(context.Context, int64) (T, error)) (answer Answer[T], err error) {
	if !numberPattern.MatchString(r.No) {
		return answer, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	kept, err := s.record(r)
	if err != nil {
		return answer, err
	}
	earlier, err := s.earlier(ctx, kept)
	if err == nil && earlier == nil {
		answer.Made, answer.Secret, err = act(context.WithValue(ctx, recordKey{}, kept))
		if err == nil {
			return answer, nil
		}
		// It may have been done all the same: by the same request at the same time, or by a commit whose answer was lost.
		failed := err
		if earlier, err = s.earlier(context.WithoutCancel(ctx), kept); err == nil && earlier == nil {
			return answer, failed
		}
	}
	if err != nil {
		return answer, err
	}
	answer.Replayed = true
	if answer.Secret, err = s.secret(earlier); err != nil {
		return answer, err
	}
	answer.Made, err = load(ctx, earlier.Made)
	return answer, err
}

// record is the record of a request.
func (s *Service) record(r Request) (*record, error) {
	asked, err := json.Marshal(r.Asked)
	if err != nil {
		return nil, fmt.Errorf("hash %s: %w", r.Act, err)
	}
	owner := r.Caller.PersonID()
	if r.Caller.Audience == access.Channel {
		owner = r.Caller.Channel.ID
	}
	return &record{s, owner, r.No, s.mac.Sum([]byte(r.Act), asked)}, nil
}

// earlier is the record under the number of a request; nil where there is none. Fault: REQUEST_MISMATCH for other content.
func (s *Service) earlier(ctx context.Context, r *record) (*ent.IdempotencyRecord, error) {
	row, err := s.store.Client.IdempotencyRecord.Query().
		Where(idempotencyrecord.Owner(r.owner), idempotencyrecord.RequestNo(r.no)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // it was never done
	}
	if err != nil {
		return nil, fmt.Errorf("request number: %w", err)
	}
	if string(row.RequestHash) != string(r.hash) {
		return nil, fault.RequestMismatch{Fault: fault.New(fault.CodeRequestMismatch, "", "requestNo"), FirstSeenAt: row.MadeAt, Differs: []string{}}
	}
	return row, nil
}

// secret is what the first answer showed, as long as it is kept.
func (s *Service) secret(row *ent.IdempotencyRecord) (string, error) {
	if row.SecretUntil == nil || !s.store.Now().Before(*row.SecretUntil) {
		return "", nil
	}
	text, err := s.ring.Open(row.SecretKey, row.Secret, sealContext(row))
	if err != nil {
		return "", fmt.Errorf("secret of request %d: %w", row.ID, err)
	}
	return string(text), nil
}

// sealContext binds a secret to its table, column, owner and row.
func sealContext(row *ent.IdempotencyRecord) string {
	return "idempotency_records.secret:" + strconv.FormatInt(row.Owner, 10) + ":" + strconv.FormatInt(row.ID, 10)
}

// SealedColumns are those of secrets.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{{Table: "idempotency_records", Column: "secret_key", Also: "owner", Context: func(id int64, owner string) string {
		return "idempotency_records.secret:" + owner + ":" + strconv.FormatInt(id, 10)
	}}}
}

// Purge forgets the secrets whose time is over, at most `most` of them, and answers how many.
func (s *Service) Purge(ctx context.Context, most int) (int, error) {
	ids, err := s.store.Client.IdempotencyRecord.Query().Where(idempotencyrecord.SecretUntilLTE(s.store.Now())).Limit(most).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge secrets of requests: %w", err)
	}
	err = s.store.Do(ctx, "purge secrets of requests", func(ctx context.Context, tx *work.Tx) error {
		return tx.IdempotencyRecord.Update().Where(idempotencyrecord.IDIn(ids...)).ClearSecret().ClearSecretKey().ClearSecretUntil().Exec(ctx)
	})
	return len(ids), err
}
