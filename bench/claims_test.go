package main // a command cannot be imported

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/bench/load"
	"baodan/bench/rig"
)

func at(seconds float64) time.Time { return epoch.Add(time.Duration(seconds * float64(time.Second))) }

func TestLives(t *testing.T) {
	l := lives{{at(0), at(2)}, {at(1), at(2)}, {at(1), at(4)}, {at(3), time.Time{}}}
	assert.Equal(t, 1, l.unpaid())
	assert.Equal(t, load.Latencies{2 * time.Second, time.Second, 3 * time.Second}, l.waits())
	for instant, waiting := range map[float64]int{0: 1, 1: 3, 2: 1, 3: 2, 4: 1} {
		assert.Equal(t, waiting, l.waitingAt(at(instant)), "at %g s", instant)
	}
	assert.Equal(t, 2, l.paidBy(at(3)))
	assert.InDelta(t, 1, l.rate(), 1e-9, "three in two seconds, the first of which is the beginning")
	assert.Zero(t, lives{{at(0), at(1)}}.rate())
	assert.Zero(t, lives(nil).rate())
}

func TestFields(t *testing.T) {
	body := []byte(`{"id":"evt_1","type":"policy.issued","subject":"P1","sequence":12,"data":{"type":"x"}}`)
	assert.Equal(t, "policy.issued", field(body, `"type":"`), "the first one")
	assert.Empty(t, field(body, `"timestamp":"`))
	assert.Empty(t, field([]byte(`"type":"cut`), `"type":"`))
	assert.Equal(t, 12, whole(body, `"sequence":`))
	assert.Zero(t, whole(body, `"seq":`))
	assert.Zero(t, whole([]byte(`"sequence":x`), `"sequence":`))
}

func TestPoliciesNextGivesEachOnce(t *testing.T) {
	p := policies{kept: []string{"A", "B"}}
	assert.Equal(t, []string{"A", "B", "", ""}, []string{p.next(), p.next(), p.next(), p.next()})
}

func TestNames(t *testing.T) {
	var n names
	require.NoError(t, n.Set("drained, slow"))
	assert.Equal(t, "drained,slow", n.String())
	require.Error(t, n.Set("drained,fast"))
	require.Error(t, n.Set(""))
}

func TestMeasuredTakesMediansOfRounds(t *testing.T) {
	m := &measured{Phase: claimsDrained, Unit: "claim", Cores: 2}
	for _, n := range []int{300, 100, 200} {
		m.addRound(round{
			units: n, elapsed: time.Second, statements: int64(20 * n), refused: 1, errors: 2, figures: map[string]float64{"x": float64(n)},
			cost:  rig.Cost{rig.Worker: time.Second, rig.Database: 800 * time.Millisecond, rig.Machine: 1900 * time.Millisecond},
			waits: load.Latencies{time.Duration(n) * time.Millisecond, time.Duration(n) * time.Microsecond},
		})
	}
	assert.InDelta(t, 200, m.Rate, 0)
	assert.InDelta(t, 200, m.P95, 0)
	assert.InDelta(t, 0.2, m.P50, 1e-9)
	assert.InDelta(t, 300, m.Max, 0)
	assert.Equal(t, 9, m.Errors)
	assert.InDelta(t, 20, m.Statements, 1e-9)
	assert.InDelta(t, 200, m.Figures["x"], 0)
	assert.InDelta(t, 5, m.CPU[rig.Worker], 1e-9)
	assert.NotContains(t, m.CPU, rig.Machine)
	assert.Equal(t, "claims, drained: limited by the CPU: 1.80 of 2 cores busy, 0.10 more by others and the kernel; one claim costs "+
		"20.0 SQL statements and worker 5.00 ms (56 %), database 4.00 ms (44 %), so that all cores together would do 222/s", m.limit())
	m.Busy = 1
	assert.Contains(t, m.limit(), "limited by waits")
	m.Open = true
	assert.Contains(t, m.limit(), "not at its limit")
}

func TestRank(t *testing.T) {
	var l load.Latencies
	for i := range 100 {
		l = append(l, time.Duration(i+1))
	}
	assert.EqualValues(t, 95, rank(l, 0.95))
	assert.EqualValues(t, 1, rank(l[:1], 0.95))
}

func TestClaimsGoals(t *testing.T) {
	r := newReport("claims", "hmac-sha256", false)
	r.measured(claimsDrained).Rate = 310
	r.measured(claimsSustained).Figures = map[string]float64{sharePaid: 0.5}
	r.measured(alone).P95s = []float64{10, 20, 40}
	r.measured(withSlow).P95s = []float64{11, 30, 44}
	r.claimsGoals(300)
	require.Len(t, r.Goals, 4)
	assert.True(t, r.Goals[0].Met)
	assert.False(t, r.Goals[1].Met)
	assert.InDelta(t, 1.1, r.Goals[2].Got, 1e-9, "round by round")
	r.addRound(r.measured(claimsDrained), round{units: 1, elapsed: time.Second, refused: 5})
	require.NoError(t, r.failed(), "requests are counted where they are sent")
	r.addRound(r.measured(claimsDrained), round{units: 1, elapsed: time.Second, errors: 1})
	require.Error(t, r.failed())
}

func TestQueriesOfClaimsFitTheSchema(t *testing.T) {
	files, err := filepath.Glob("../schema/*.graphqls")
	require.NoError(t, err)
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	require.NoError(t, err)
	claim, err := claimKind(&policies{}, time.Now())
	require.NoError(t, err)
	text, err := claim.Body.Append(nil, numberMark)
	require.NoError(t, err)
	var body struct{ Query string }
	require.NoError(t, json.Unmarshal(text, &body))
	for _, query := range []string{body.Query, readClaim, setEndpoint, readEndpoint} {
		_, list := gqlparser.LoadQueryWithRules(schema, query, nil)
		require.Empty(t, list, query)
	}
}
