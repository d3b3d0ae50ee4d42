package rig_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/rig"
)

func TestParseStat(t *testing.T) {
	const rest = " S 1 2 3 0 -1 4194304 100 0 0 0 1234 66 0 0 20 0 9 0 100 1000 200"
	for name, command := range map[string]string{"plain": "7 (mariadbd)", "odd name": "7 (a) b (c d)"} {
		t.Run(name, func(t *testing.T) {
			used, err := rig.ParseStat([]byte(command + rest))
			require.NoError(t, err)
			assert.Equal(t, 13*time.Second, used)
		})
	}
	for _, wrong := range []string{"", "7 mariadbd S 1", "7 (x) S 1 2 3", "7 (x) S 1 2 3 0 -1 4194304 100 0 0 0 a b 0"} {
		_, err := rig.ParseStat([]byte(wrong))
		require.Error(t, err, wrong)
	}
}

func TestParseStatOfThisProcess(t *testing.T) {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		t.Skip("no /proc here")
	}
	_, err = rig.ParseStat(text)
	require.NoError(t, err)
}

func TestParseResident(t *testing.T) {
	assert.EqualValues(t, 108524<<10, rig.ParseResident([]byte("Name:\tbaodan\nVmHWM:\t  200000 kB\nVmRSS:\t  108524 kB\n")))
	assert.Zero(t, rig.ParseResident([]byte("Name:\tbaodan\n")))
	assert.Zero(t, rig.ParseResident([]byte("VmRSS:\tmuch kB\n")))
}

func TestCostSince(t *testing.T) {
	before := rig.Cost{rig.Server: 3 * time.Second, rig.Redis: time.Second}
	after := rig.Cost{rig.Server: 5 * time.Second, rig.Load: time.Second}
	assert.Equal(t, rig.Cost{rig.Server: 2 * time.Second}, after.Since(before), "only what was read both times")
	assert.Equal(t, 5*time.Second, after[rig.Server])
}

func TestParseMachine(t *testing.T) {
	busy, err := rig.ParseMachine([]byte("cpu  100 10 200 99999 5000 1 2 7 50 50\ncpu0 1 1 1 1 1 1 1 1 0 0\n"))
	require.NoError(t, err)
	assert.Equal(t, 3200*time.Millisecond, busy, "neither idle nor waiting, guests not twice")
	for _, wrong := range []string{"", "cpu 1 2 3", "cpu0 1 2 3 4 5 6 7 8", "cpu a 2 3 4 5 6 7 8 9"} {
		_, err := rig.ParseMachine([]byte(wrong))
		require.Error(t, err, wrong)
	}
	cost := rig.Cost{rig.Machine: 5 * time.Second, rig.Server: 3 * time.Second, rig.Load: time.Second}
	assert.Equal(t, time.Second, cost.Others())
	assert.Zero(t, rig.Cost{rig.Server: time.Second}.Others())
}

func TestParseSysbench(t *testing.T) {
	rate, err := rig.ParseSysbench("SQL statistics:\n    transactions:                        100010 (21700.53 per sec.)\n    queries:  1 (2.00 per sec.)\n")
	require.NoError(t, err)
	assert.InDelta(t, 21700.53, rate, 0)
	_, err = rig.ParseSysbench("FATAL: unable to connect")
	require.ErrorContains(t, err, "unable to connect")
}

func TestParseInfo(t *testing.T) {
	info := rig.ParseInfo("$99\r\n# Server\r\nredis_version:7.0.15\r\nprocess_id:42\r\nexecutable:/a:b\r\n\r\n+OK\r\n")
	assert.Equal(t, map[string]string{"redis_version": "7.0.15", "process_id": "42", "executable": "/a:b"}, info)
}
