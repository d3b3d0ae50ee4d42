package people_test

import (
	"context"
	"encoding/base32"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// house is a world with its people.
type house struct {
	*insurancetest.World
	ctx context.Context
}

// each runs a test in a house on both kinds of database.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) { test(t, &house{w, context.Background()}) })
}

// nobody calls from an address.
func nobody(address string) *access.Caller {
	return &access.Caller{Audience: access.Public, Address: address, Agent: "test", RequestID: "req", Language: "en"}
}

// has makes sure that somebody of the staff is there.
func (h *house) has(name string) *ent.Person { return h.Person(name).Person }

func (h *house) login(name, password, code string) (*people.Key, error) {
	return h.People.Login(h.ctx, nobody("192.0.2.9"), people.LoginInput{Name: name, Password: password, Code: code})
}

// enter logs somebody of the staff in who has no second factor.
func (h *house) enter(t *testing.T, name string) *people.Key {
	t.Helper()
	h.has(name)
	key, err := h.login(name, insurancetest.Password, "")
	require.NoError(t, err)
	return key
}

// factor is somebody's second factor.
type factor struct {
	secret []byte
	codes  []string
}

// code is what an authenticator program shows.
func (f factor) code(at time.Time) string {
	code, err := totp.GenerateCode(base32.StdEncoding.EncodeToString(f.secret), at)
	if err != nil {
		panic(err) // what is encoded here can be decoded
	}
	return code
}

// enrol gives somebody a second factor, and answers the key of their session from then on. The clock moves on, so that the
// next code is another.
func (h *house) enrol(t *testing.T, name string) (factor, *people.Key) {
	t.Helper()
	key := h.enter(t, name)
	text, uri, err := h.People.EnrolSecondFactor(h.ctx, key.Caller)
	require.NoError(t, err)
	assert.Contains(t, uri, "otpauth://totp/Baodan:"+name+"?")
	assert.Contains(t, uri, text)
	var f factor
	f.secret, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	require.NoError(t, err)
	again, err := h.People.Caller(h.ctx, key.Token)
	require.NoError(t, err)
	fresh, codes, err := h.People.ConfirmSecondFactor(h.ctx, again, f.code(h.Clock.Now()))
	require.NoError(t, err)
	f.codes = codes
	h.Clock.Advance(30 * time.Second)
	return f, fresh
}

// row is a person as they are stored.
func (h *house) row(name string) *ent.Person {
	return h.Store.Client.Person.Query().Where(person.Name(name)).OnlyX(h.ctx)
}

func (h *house) approve(name string, row *ent.Approval) error {
	_, err := h.Approvals.Approve(h.ctx, h.Person(name), approval.Decision{ID: work.ApprovalKey(row.ID), ExpectedRevision: row.Revision})
	return err
}

// actions on record, oldest first.
func (h *house) actions() (list []string) {
	for _, r := range h.Store.Client.AuditRecord.Query().AllX(h.ctx) {
		list = append(list, r.Action)
	}
	return list
}

func has(t *testing.T, err error, code fault.Code, at ...any) {
	t.Helper()
	assert.True(t, fault.Has(err, code), "%s: %v %v", code, err, at)
}

// together runs something many times at once and answers how many of them had which outcome.
func together(n int, do func() error) map[fault.Code]int {
	outcomes, mu, start := map[fault.Code]int{}, sync.Mutex{}, make(chan struct{})
	var group sync.WaitGroup
	for range n {
		group.Go(func() {
			<-start
			err := do()
			code := fault.Code("")
			if list := fault.All(err); len(list) > 0 {
				code = list[0].Base().Code
			} else if err != nil {
				code = fault.CodeInternal
			}
			mu.Lock()
			outcomes[code]++
			mu.Unlock()
		})
	}
	close(start)
	group.Wait()
	return outcomes
}
