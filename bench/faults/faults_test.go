package main

import (
	"errors"
	"io"
	"maps"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/faults/bugs"
)

// What says nothing is told from what should never be said.
func TestAnswersAreJudged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		text   string
		err    error
		want   outcome
	}{
		"no answer":    {0, "", errors.New("broken"), silence},
		"proxy":        {502, "bad gateway", nil, silence},
		"our fault":    {200, `{"errors":[{"extensions":{"code":"INTERNAL","retryable":true}}]}`, nil, silence},
		"conflict":     {200, `{"data":{"submitClaim":{"userErrors":[{"code":"CONFLICT"}]}}}`, nil, silence},
		"refusal":      {200, `{"data":{"submitClaim":{"claim":null,"userErrors":[{"code":"INVALID_STATE"}]}}}`, nil, refused},
		"mismatch":     {200, `{"data":{"submitClaim":{"userErrors":[{"code":"REQUEST_MISMATCH"}]}}}`, nil, wrong},
		"nonce":        {401, `{"errors":[{"extensions":{"code":"NONCE_REUSED","retryable":false}}]}`, nil, wrong},
		"half a text":  {200, `{"data":{"submit`, nil, wrong},
		"nothing":      {200, `{"data":{"submitClaim":{"claim":null,"userErrors":[]}}}`, nil, wrong},
		"a claim":      {200, `{"data":{"submitClaim":{"replayed":false,"claim":{"number":"C1"},"userErrors":[]}}}`, nil, accepted},
		"other answer": {200, `{"data":{"issuePolicy":{"policy":{"number":"P1"}}}}`, nil, wrong},
	} {
		got, _ := judge(submit, c.status, []byte(c.text), c.err)
		assert.Equal(t, c.want, got, name)
	}
}

// A request has one answer for ever.
func TestAnswersOfOneRequestAgree(t *testing.T) {
	t.Parallel()
	number := func(no string) *payload { return &payload{Object: []byte(no)} }
	replay := func(no string) *payload { return &payload{Object: []byte(no), Replayed: true} }
	no := &payload{UserErrors: []struct{ Code, Message string }{{"INVALID_STATE", ""}}}
	var fine, other, twice, late findings
	r := &request{}
	r.note(&fine, silence, nil, false, "")
	r.note(&fine, accepted, number("1"), false, "")
	r.note(&fine, accepted, replay("1"), true, "")
	assert.False(t, fine.any(), fine.text())
	r.note(&other, accepted, replay("2"), true, "")
	assert.Equal(t, "I1", other.names())
	r = &request{}
	r.note(&twice, accepted, number("1"), false, "")
	r.note(&twice, accepted, number("1"), false, "")
	assert.Equal(t, "I1", twice.names())
	r = &request{}
	r.note(&late, accepted, number("1"), false, "")
	r.note(&late, refused, no, true, "")
	assert.Equal(t, "I1", late.names())
}

// Broken rows are found, each by its invariant, and whole ones are not.
func TestBrokenRowsAreFound(t *testing.T) {
	t.Parallel()
	whole := func() *data {
		event := &eventRow{id: 1, channel: 1, subject: "P1", kind: "policy.issued", seq: 1, entries: 1, deliveries: 1, got: 1,
			payload: `{"premium":{"amount":"0.73","currency":"CNY"}}`}
		return &data{
			codes: map[int64]string{1: mall}, lastOffset: 1, entries: 1,
			policies:  map[int64]*policyRow{1: {id: 1, channel: 1, number: "P1", state: "ACTIVE", premium: 73, version: 1, covers: 1}},
			events:    map[int64]*eventRow{1: event},
			bySubject: map[string][]*eventRow{"P1": {event}},
		}
	}
	for name, c := range map[string]struct {
		breaks func(*data)
		want   string
	}{
		"whole":            {func(*data) {}, ""},
		"event missing":    {func(d *data) { d.bySubject, d.events, d.entries, d.lastOffset = nil, nil, 0, 0 }, "I3, I8"},
		"other premium":    {func(d *data) { d.policies[1].premium = 74 }, "I3"},
		"not in the log":   {func(d *data) { d.events[1].entries = 0 }, "I4"},
		"hole in the log":  {func(d *data) { d.lastOffset = 2 }, "I4"},
		"not delivered":    {func(d *data) { d.events[1].got = 0 }, "I4"},
		"no policy":        {func(d *data) { d.policies = nil }, "I8"},
		"no cover":         {func(d *data) { d.policies[1].covers = 0 }, "I8"},
		"counts wrong":     {func(d *data) { d.policies[1].paidClaims = 1 }, "I8"},
		"half a cancel":    {func(d *data) { d.policies[1].state = "CANCELLED" }, "I8"},
		"version too high": {func(d *data) { d.policies[1].version = 2 }, "I8"},
	} {
		v := &verifier{&lab{found: &findings{}}}
		d := whole()
		c.breaks(d)
		v.checkPremiums(d)
		v.checkEvents(d)
		v.checkWhole(d)
		assert.Equal(t, c.want, v.found.names(), "%s: %s", name, v.found.text())
	}
}

// Money that went out twice, or for nothing, is found.
func TestMoneyIsCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state, payout string
		times         int64
		want          string
	}{
		"paid":        {"PAID", "PAID", 1, ""},
		"twice":       {"PAID", "PAID", 2, "I2"},
		"never":       {"PAID", "PAID", 0, "I2"},
		"for nothing": {"DECLINED", "DECLINED", 1, "I2"},
		"not noted":   {"APPROVED", "ORDERED", 1, "I2"},
	} {
		v := &verifier{&lab{found: &findings{}}}
		claim := &claimRow{number: "C1", state: c.state, payouts: 1, payoutRows: []*payoutRow{{key: "C1-1", state: c.payout, amount: 100}}}
		claim.payable.Int64 = 100
		p := &paid{Key: "C1-1", ClaimNumber: "C1", Times: c.times}
		p.Paid.Minor = 100
		v.checkMoney(&data{claims: map[int64]*claimRow{1: claim}}, map[string]*paid{"C1-1": p})
		assert.Equal(t, c.want, v.found.names(), "%s: %s", name, v.found.text())
	}
}

// The proxy carries, loses an answer with its connection, and cuts.
func TestProxyCarriesAndCuts(t *testing.T) {
	t.Parallel()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	go func() {
		for conn, err := server.Accept(); err == nil; conn, err = server.Accept() {
			go io.Copy(conn, conn)
		}
	}()
	p, err := newProxy(server.Addr().String())
	require.NoError(t, err)
	defer p.close()
	say := func(conn net.Conn) error {
		require.NoError(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
		if _, err := conn.Write([]byte("ping")); err != nil {
			return err
		}
		_, err := io.ReadFull(conn, make([]byte, 4))
		return err
	}
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", p.address())
		require.NoError(t, err)
		return conn
	}
	conn := dial()
	require.NoError(t, say(conn))
	p.swallow.Store(1)
	assert.Error(t, say(conn))
	assert.EqualValues(t, 1, p.swallowed.Load())
	conn = dial()
	require.NoError(t, say(conn))
	p.cut()
	assert.Error(t, say(conn))
	assert.NoError(t, say(dial()))
}

// Every bug that can be made is planted, and the other way round.
func TestEveryBugIsPlanted(t *testing.T) {
	t.Parallel()
	var names []string
	for _, b := range planted {
		names = append(names, b.name)
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(bugs.Edits)), names)
}

// What the tool says of the audit record is understood.
func TestAuditFindings(t *testing.T) {
	t.Parallel()
	const whole = "9 links, 9 records, 2 checkpoints, 2 lines of the file; 0 records wait, 1 links since the newest checkpoint\nthe audit record is whole"
	assert.Empty(t, auditFinding(whole, nil))
	assert.NotEmpty(t, auditFinding("audit link at offset 3: is missing", errors.New("exit status 1")))
	assert.NotEmpty(t, auditFinding("0 links, 0 records, 0 checkpoints, 0 lines of the file; 0 records wait, 0 links since the newest checkpoint", nil))
	assert.NotEmpty(t, auditFinding("9 links, 10 records, 2 checkpoints, 2 lines of the file; 10 records wait, 1 links since the newest checkpoint", nil))
}
