package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph"
)

// withID are the types beside Node that have an id, each with why one id never has two values for one caller at one moment.
var withID = map[string]string{
	"DeleteWebhookEndpointPayload": "it only tells the id of what is gone",
	"EvidenceFile":                 "a file, which never changes but that it is removed",
	"PlanOffer":                    "of an agreement version, a product version and a plan, none of which changes",
	"Product":                      "a product as it is now",
	"Quota":                        "a quota of an agreement version as it is used now",
}

// P1: programs keep things by their ids. So an answer that is about another moment, or about how something was found, has no id.
func TestP1WhatHasAnIDIsAThing(t *testing.T) {
	t.Parallel()
	schema := graph.FullSchema()
	for name, d := range schema.Types {
		if d.Kind != ast.Object || d.Fields.ForName("id") == nil {
			continue
		}
		node := false
		for _, i := range d.Interfaces {
			node = node || i == "Node"
		}
		assert.NotEqual(t, node, withID[name] != "", "%s has an id: it is a Node, or here", name)
	}
	for _, name := range []string{"PolicySnapshot", "EndorsementPreview", "RenewalPreview", "ClaimPreview", "ProductPreview", "Quote", "SearchHit"} {
		if assert.NotNil(t, schema.Types[name], name) {
			assert.Nil(t, schema.Types[name].Fields.ForName("id"), name)
		}
	}
}
