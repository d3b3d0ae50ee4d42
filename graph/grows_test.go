package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
	"baodan/insurance/access"
)

// closed are the enums that never get another value: the states of a life that is whole, and alternatives of which there is no third.
var closed = []string{
	"AgreementState", "ApprovalState", "ApprovalVerdict", "ClaimOutcome", "ClaimVerdict", "DeliveryState", "HealthState", "InstallationMode", "JobState", "MailState",
	"Mode", "PayoutState", "PersonState", "PolicyState", "ProductState", "ReportingTokenState", "ServiceRequestState", "WebhookEndpointState",
}

// Every enum says whether values will be added to it, in the directive and in words, in each view that has it.
func TestEnumsThatGrowSaySo(t *testing.T) {
	t.Parallel()
	schema, names := graph.FullSchema(), []string{}
	for name, d := range schema.Types {
		if d.Kind != ast.Enum || strings.HasPrefix(name, "__") {
			continue
		}
		names = append(names, name)
		assert.NotEqual(t, slices.Contains(closed, name), d.Directives.ForName("grows") != nil, "%s: it grows (@grows), or is closed (here)", name)
	}
	assert.Subset(t, names, closed)
	for _, audience := range []access.Audience{access.Channel, access.Ops, access.Public} {
		view := graph.Prune(schema, audience, true)
		for name, d := range view.Types {
			if schema.Types[name].Directives.ForName("grows") != nil {
				assert.Contains(t, d.Description, "Values will be added", name)
			} else if d.Kind == ast.Enum {
				assert.NotContains(t, d.Description, "Values will be added", name)
			}
		}
		assert.Contains(t, graph.SDL(view), "directive @grows on ENUM")
	}
	assert.Contains(t, graph.SDL(graph.Prune(schema, access.Channel, true)), "enum EndorsementKind @grows {")
}
