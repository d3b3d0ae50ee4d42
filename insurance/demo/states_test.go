package demo_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/agreement"
	"baodan/ent/channel"
)

// counted are the enums of the contract whose every value the company has three times, and how rows have them.
var counted = map[string]string{
	"PolicyState":          "SELECT COUNT(*) FROM policies WHERE phase = '%s'",
	"ClaimState":           "SELECT COUNT(*) FROM claims WHERE state = '%s'",
	"PayoutState":          "SELECT COUNT(*) FROM payouts WHERE state = '%s'",
	"ApprovalState":        "SELECT COUNT(*) FROM approvals WHERE state = '%s'",
	"JobState":             "SELECT COUNT(*) FROM jobs WHERE state = '%s'",
	"DeliveryState":        "SELECT COUNT(*) FROM deliveries WHERE state = '%s'",
	"WebhookEndpointState": "SELECT COUNT(*) FROM webhook_endpoints WHERE state = '%s'",
	"ServiceRequestState":  "SELECT COUNT(*) FROM service_requests WHERE state = '%s'",
	"MailState":            "SELECT COUNT(*) FROM mails WHERE state = '%s'",
	"ProductState":         "SELECT COUNT(*) FROM product_versions WHERE state = '%s'",
	"PersonState":          "SELECT COUNT(*) FROM people WHERE state = '%s'",
}

// passing are values that stand in no row once the work that is due is done, with the reason.
var passing = map[string]string{
	"PayoutState.ORDERED": "an order is sent by the worker that finds it, in the same moment, and then its outcome is stored",
	"JobState.RUNNING":    "a job runs while a worker has it in its hands; when the story ends every worker has finished",
}

// hasEveryState: every value of every such enum stands in three rows at least.
func (c *company) hasEveryState(t *testing.T) {
	t.Helper()
	for enum, query := range counted {
		for _, value := range valuesOf(t, enum) {
			n := c.number(t, fmt.Sprintf(query, value))
			if reason, known := passing[enum+"."+value]; known {
				assert.Zero(t, n, "%s.%s is there after all: %s", enum, value, reason)
				continue
			}
			assert.GreaterOrEqual(t, n, 3, "%s.%s", enum, value)
		}
	}
	c.hasEveryAgreement(t)
}

// hasEveryAgreement: what an agreement stands at follows from the clock and its later versions.
func (c *company) hasEveryAgreement(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	channels, err := c.Store.Client.Channel.Query().Where(channel.Live(true)).IDs(ctx)
	require.NoError(t, err)
	assert.Len(t, channels, 6)
	rows, err := c.Store.Client.Agreement.Query().Where(agreement.ChannelIDIn(channels...)).All(ctx)
	require.NoError(t, err)
	states, err := c.Distribution.StatesOf(ctx, rows)
	require.NoError(t, err)
	count := map[string]int{}
	for _, state := range states {
		count[string(state)]++
	}
	for _, value := range valuesOf(t, "AgreementState") {
		assert.GreaterOrEqual(t, count[value], 3, "AgreementState.%s", value)
	}
}

// valuesOf an enum, as the contract lists them.
func valuesOf(t *testing.T, enum string) (values []string) {
	t.Helper()
	files, err := filepath.Glob("../../schema/*.graphqls")
	require.NoError(t, err)
	for _, path := range files {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		body := regexp.MustCompile(`(?ms)^enum ` + enum + `\b[^{]*\{(.*?)^\}`).FindSubmatch(text)
		if body == nil {
			continue
		}
		for _, found := range regexp.MustCompile(`(?m)^  ([A-Z_]+)`).FindAllSubmatch(body[1], -1) {
			values = append(values, string(found[1]))
		}
	}
	require.NotEmpty(t, values, "the contract has no enum %s", enum)
	return values
}

// hasWorkThatWaits: what a person finds on their desk, by what it is.
func (c *company) hasWorkThatWaits(t *testing.T) {
	t.Helper()
	now := c.Store.Now()
	for what, query := range map[string]string{
		"claims that nobody has":             "SELECT COUNT(*) FROM claims WHERE state = 'IN_REVIEW' AND assignee = 0",
		"claims in somebody's hands":         "SELECT COUNT(*) FROM claims WHERE state = 'IN_REVIEW' AND assignee <> 0",
		"payouts that others must approve":   "SELECT COUNT(*) FROM approvals WHERE state = 'REQUESTED' AND kind = 'CLAIM_PAYOUT'",
		"reopenings that others must decide": "SELECT COUNT(*) FROM approvals WHERE state = 'REQUESTED' AND kind = 'CLAIM_REOPENING'",
		"rows of files that failed":          "SELECT COUNT(*) FROM jobs WHERE kind = 'bulk.issue' AND failed > 0",
		"plans that were changed for more":   "SELECT COUNT(*) FROM endorsements WHERE kind = 'PLAN_CHANGE'",
		"insureds that were corrected":       "SELECT COUNT(*) FROM endorsements WHERE kind = 'INSURED_CHANGE'",
		"renewals":                           "SELECT COUNT(*) FROM policies WHERE renews <> 0",
	} {
		assert.GreaterOrEqual(t, c.number(t, query), 3, what)
	}
	for what, query := range map[string]string{
		"claims past their promise":    "SELECT COUNT(*) FROM claims WHERE state = 'IN_REVIEW' AND promised_at < ?",
		"claims whose promise is near": "SELECT COUNT(*) FROM claims WHERE state = 'IN_REVIEW' AND promised_at > ?",
	} {
		assert.GreaterOrEqual(t, c.number(t, query, now), 3, what)
	}
}
