package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// I5: the audit record verifies, against the copy of the checkpoints that each worker keeps; something is on record, and
// nothing waits for its number.
func (v *verifier) checkAudit(ctx context.Context) {
	for _, worker := range []string{workerA, workerB} {
		text, err := v.verify(ctx, worker)
		if finding := auditFinding(text, err); finding != "" {
			v.found.add("I5", worker, "%s", finding)
		}
	}
}

// verify recomputes the record as the insurer does, with the tool.
func (v *verifier) verify(ctx context.Context, worker string) (string, error) {
	c := exec.CommandContext(ctx, v.binary, "verify")
	c.Env = append(os.Environ(), "BAODAN_MODE=development", "METRICS_ADDR=off", "LOG_LEVEL=error", "DATA_DIR="+v.file("data-"+worker),
		"KEYRING_FILE="+v.file("keyring.json"), "MYSQL_DSN="+dsn(v.address(databaseChild)), "REDIS_ADDR="+v.address(redisChild))
	text, err := c.CombinedOutput()
	return string(text), err
}

// auditFinding is what is wrong by what the tool printed; nothing where all is well.
func auditFinding(text string, err error) string {
	text = strings.TrimSpace(text)
	switch {
	case err != nil:
		return text
	case strings.HasPrefix(text, "0 links"):
		return "nothing is on record, though products were published: " + text
	case !strings.Contains(text, " 0 records wait"):
		return "records wait for their number: " + text
	}
	return ""
}
