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

func TestStepsPutTheYardstickBesideItsEqual(t *testing.T) {
	assert.Equal(t, []step{{1, false}, {32, false}, {32, true}, {128, false}, {64, true}}, steps([]int{1, 32, 128}, []int{32, 64}))
	assert.Empty(t, steps(nil, nil))
}

func TestNumbers(t *testing.T) {
	n := numbers{7}
	require.NoError(t, n.Set("1, 8,128"))
	assert.Equal(t, numbers{1, 8, 128}, n)
	assert.Equal(t, "1,8,128", n.String())
	for _, wrong := range []string{"", "0", "-1", "1,", "x"} {
		require.Error(t, n.Set(wrong), wrong)
	}
}

// Every query fits the contract, with and without the steps of rating.
func TestQueriesFitTheSchema(t *testing.T) {
	files, err := filepath.Glob("../schema/*.graphqls")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	require.NoError(t, err)
	for _, full := range []bool{false, true} {
		issue, err := issueKind(full)
		require.NoError(t, err)
		quote, err := quoteKind(full)
		require.NoError(t, err)
		policy, err := policyKind(full, &policies{})
		require.NoError(t, err)
		for kind, mark := range map[*load.Kind]string{issue: load.OrderMark, quote: load.OrderMark, policy: numberMark} {
			text, err := kind.Body.Append(nil, mark)
			require.NoError(t, err)
			var body struct{ Query string }
			require.NoError(t, json.Unmarshal(text, &body))
			_, list := gqlparser.LoadQueryWithRules(schema, body.Query, nil)
			require.Empty(t, list, body.Query)
		}
	}
}

func TestPoliciesKeepNumbersFromAnswers(t *testing.T) {
	var p policies
	p.keep([]byte(`{"data":{"issuePolicy":{"policy":{"number":"P000000000000422","state":"PENDING"}}}}`))
	p.keep([]byte(`{"data":{"issuePolicy":{"policy":null}}}`))
	p.keep([]byte(`{"number":"P1`))
	require.Equal(t, []string{"P000000000000422"}, p.kept)
	assert.Equal(t, "P000000000000422", p.any())
}

func TestReportTakesMediansOfRounds(t *testing.T) {
	r := newReport("issue", "hmac-sha256", false)
	for _, n := range []int{300, 100, 200} {
		latencies := load.Latencies{time.Duration(n) * time.Millisecond}
		result := &load.Result{Answered: n, Completed: n, Elapsed: time.Second, Latencies: latencies}
		r.add("issue", 128, phase{result, rig.Cost{rig.Server: time.Second}})
		r.addYardstick(32, 1000)
	}
	require.NoError(t, r.compare(600))
	r.issueGoals()
	one := r.at("issue", 128)
	assert.InDelta(t, 200, one.Rate, 0)
	assert.InDelta(t, 200, one.P99, 0)
	assert.InDelta(t, 300, one.Max, 0)
	assert.InDelta(t, 5, one.CPU[rig.Server], 1e-9)
	assert.InDelta(t, 0.2, one.Ratio[32], 1e-9)
	assert.Equal(t, []goal{
		{"issue, 128 at once, rate to sysbench with 32 threads", one.Ratio[32], 0.25, false, false},
		{"issue, 128 at once, p99 ms", 200, 50, true, false},
	}, r.Goals)
	require.NoError(t, r.failed(), "a goal that is missed is no failure")
	require.ErrorContains(t, r.compare(599), "599", "a policy that was answered is missing")
	require.Error(t, r.compare(601))
	assert.Nil(t, r.at("issue", 1))
}

func TestMemoryQuarters(t *testing.T) {
	m := &memory{MiB: []float64{100, 100, 150, 170, 180, 190, 110, 112}}
	assert.InDelta(t, 1.11, m.growth(), 1e-9)
	assert.Zero(t, (&memory{}).growth())
	assert.InDelta(t, 1, (&memory{MiB: []float64{5}}).growth(), 1e-9)
}
