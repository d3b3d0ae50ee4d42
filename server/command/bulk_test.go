package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/work"
)

const bulkHeader = "orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted\r\n"

func bulkRow(no, plan string) string {
	return no + "," + plan + ",PLATFORM,acct-" + no + ",acct-" + no + ",2020-01-01T00:00:00+08:00,normal,true\r\n"
}

// commandVariable holds the arguments of a command line that the test runs as a process of its own.
const commandVariable = "BAODAN_COMMAND_CHILD"

// TestCommandChild is that process: the binary itself, except its name.
func TestCommandChild(t *testing.T) {
	text := os.Getenv(commandVariable)
	if text == "" {
		t.Skip("it is a part of other tests")
	}
	var arguments []string
	require.NoError(t, json.Unmarshal([]byte(text), &arguments))
	os.Args = append([]string{"baodan"}, arguments...)
	Main()
	os.Exit(0)
}

// shell runs the binary on an embedded database of its own.
type shell struct {
	t      *testing.T
	data   string // the DATA_DIR
	folder string // of files
}

func newShell(t *testing.T) *shell {
	t.Helper()
	s := &shell{t: t, data: t.TempDir(), folder: t.TempDir()}
	_, _, code := s.run("seed")
	require.Zero(t, code)
	return s
}

// run answers what a command printed and its exit code.
func (s *shell) run(arguments ...string) (stdout, stderr string, code int) {
	s.t.Helper()
	text, err := json.Marshal(arguments)
	require.NoError(s.t, err)
	var out, problems bytes.Buffer
	c := exec.Command(os.Args[0], "-test.run", "^TestCommandChild$")
	c.Env = append(os.Environ(), commandVariable+"="+string(text), "DATA_DIR="+s.data, "MYSQL_DSN=", "REDIS_ADDR=", "LOG_LEVEL=error", "METRICS_ADDR=off")
	c.Stdout, c.Stderr = &out, &problems
	var exit *exec.ExitError
	if err := c.Run(); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		require.NoError(s.t, err)
	}
	return out.String(), problems.String(), code
}

// bulk is baodan bulk issue for the sandbox of demo-pay.
func (s *shell) bulk(file string, more ...string) (job, stderr string, code int) {
	s.t.Helper()
	out, problems, code := s.run(append([]string{"bulk", "issue", file, "--sandbox", "--channel", "demo-pay", "--agreement", "AG-PAY-ASI"}, more...)...)
	return strings.TrimSpace(out), problems, code
}

func (s *shell) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	require.NoError(s.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// rows of a table, read while no command runs.
func (s *shell) rows(table string) (count int) {
	s.t.Helper()
	db, err := work.OpenSQLite(filepath.Join(s.data, "baodan.db"))
	require.NoError(s.t, err)
	defer db.Close()
	require.NoError(s.t, db.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM "+table).Scan(&count))
	return count
}

// B1: on the insurer's own machine a file is checked, issued, mended and sent again; what was issued stays single, and the
// exit code says whether a row failed.
func TestB1BulkByCommand(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	good, bad := bulkRow("C-1", "BASIC")+bulkRow("C-2", "PLUS")+bulkRow("C-3", "BASIC"), bulkRow("C-4", "GOLD")+bulkRow("C-5", "GOLD")
	file, failures := s.write("accounts.csv", bulkHeader+good+bad), filepath.Join(s.folder, "failed.csv")

	job, said, code := s.bulk(file, "--check", "--failures", failures)
	assert.Equal(t, 1, code, said)
	assert.Regexp(t, `^job_\w+$`, job)
	assert.Contains(t, said, "bulk.check SUCCEEDED: 3 of 5 done, 2 failed\n")
	assert.Contains(t, said, "baodan: 2 rows failed\n")
	assert.Zero(t, s.rows("policies"), "a check issues nothing")
	require.FileExists(t, failures)
	checked, err := os.ReadFile(failures)
	require.NoError(t, err)

	job, said, code = s.bulk(file, "--failures", failures)
	assert.Equal(t, 1, code, said)
	assert.Contains(t, said, "bulk.issue SUCCEEDED: 3 of 5 done, 2 failed\n")
	content, err := os.ReadFile(failures)
	require.NoError(t, err)
	assert.Equal(t, string(checked), string(content), "the check said so before")
	info, err := os.Stat(failures)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "it holds personal data")
	failed, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, failed, 3, string(content))
	assert.Equal(t, []string{"row", "code", "path", "message", "orderNo"}, failed[0][:5])
	assert.Equal(t, []string{"4", "NOT_AGREED", "planCode"}, failed[1][:3])
	assert.Equal(t, "C-4", failed[1][4])
	assert.Equal(t, "5", failed[2][0])
	for _, table := range []string{"policies", "covers", "events"} {
		assert.Equal(t, 3, s.rows(table), table)
	}
	out, _, code := s.run("bulk", "status", job)
	assert.Zero(t, code)
	assert.Equal(t, "bulk.issue SUCCEEDED: 3 of 5 done, 2 failed\n", out)

	again, said, code := s.bulk(file)
	assert.Equal(t, 1, code, said)
	assert.NotEqual(t, job, again)
	assert.Contains(t, said, "3 of 5 done, 2 failed", "what was issued before counts as done")
	assert.Equal(t, 3, s.rows("policies"), "and nothing is doubled")

	// The file of failures is mended as it is, and goes through.
	_, said, code = s.bulk(s.write("mended.csv", strings.ReplaceAll(string(content), "GOLD", "BASIC")))
	assert.Zero(t, code, said)
	assert.Contains(t, said, "bulk.issue SUCCEEDED: 2 of 2 done, 0 failed\n")
	for _, table := range []string{"policies", "covers", "events"} {
		assert.Equal(t, 5, s.rows(table), table)
	}
	_, said, code = s.bulk(file)
	assert.Equal(t, 1, code, said)
	assert.Contains(t, said, "3 of 5 done, 2 failed", "C-4 and C-5 are other policies now")
	assert.Equal(t, 5, s.rows("policies"))
}

// B1: a job that is left to workers is stopped, resumed and looked at by commands; the next worker does it.
func TestB1BulkJobsByCommand(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	status := func(job string) string {
		out, said, code := s.run("bulk", "status", job)
		assert.Zero(t, code, said)
		return strings.TrimSpace(out)
	}
	job, said, code := s.bulk(s.write("left.csv", bulkHeader+bulkRow("L-1", "BASIC")), "--detach")
	require.Zero(t, code, said)
	assert.Regexp(t, "^bulk.issue QUEUED: 0 of ", status(job))
	assert.Zero(t, s.rows("policies"))
	for _, step := range []struct {
		verb  string
		code  int
		state string
	}{{"stop", 0, "STOPPED"}, {"stop", 1, "STOPPED"}, {"resume", 0, "QUEUED"}, {"resume", 1, "QUEUED"}} {
		_, said, code := s.run("bulk", step.verb, job)
		assert.Equal(t, step.code, code, "%s: %s", step.verb, said)
		assert.Equal(t, step.code == 1, strings.Contains(said, "INVALID_STATE"), said)
		assert.Contains(t, status(job), "bulk.issue "+step.state)
	}
	_, said, code = s.bulk(s.write("next.csv", bulkHeader+bulkRow("L-2", "BASIC")))
	assert.Zero(t, code, said)
	assert.Equal(t, "bulk.issue SUCCEEDED: 1 of 1 done, 0 failed", status(job), "it waited longer, so it came first")
	assert.Equal(t, 2, s.rows("policies"))
}

// What cannot begin says why, starts nothing and does not exit with 0.
func TestB1BulkCommandRefuses(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	file := s.write("accounts.csv", bulkHeader+bulkRow("R-1", "BASIC"))
	for said, arguments := range map[string][]string{
		"NOT_FOUND":              {"bulk", "issue", file, "--sandbox", "--channel", "nobody", "--agreement", "AG-PAY-ASI"},
		"NOT_AGREED":             {"bulk", "issue", file, "--sandbox", "--channel", "demo-pay", "--agreement", "AG-MALL-RFI"},
		"INVALID_VALUE":          {"bulk", "issue", s.write("wrong.csv", "colour"+bulkHeader), "--sandbox", "--channel", "demo-pay", "--agreement", "AG-PAY-ASI"},
		"missing flags":          {"bulk", "issue", file, "--channel", "demo-pay"},
		"no such file":           {"bulk", "issue", file + "x", "--channel", "demo-pay", "--agreement", "AG-PAY-ASI"},
		"NOT_FOUND: no such job": {"bulk", "status", "job_0000000000000"},
		"no such job":            {"bulk", "stop", "job_0000000000000"},
	} {
		_, problems, code := s.run(arguments...)
		assert.NotZero(t, code, arguments)
		assert.Contains(t, problems, said, arguments)
	}
	assert.Zero(t, s.rows("policies"))
	assert.Zero(t, s.rows("jobs"))
}
