package model

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Layer sets terms by key, each as text: P90D, true, 3, 20000, CUSTOMER PLATFORM.
type Layer map[string]string

// Defaults are the terms that histories use, as docs/products.md lists them.
var Defaults = Layer{
	"sale.quote": "true", "sale.issue": "true", "payers": "CUSTOMER SELLER PLATFORM", "quote.validity": "PT15M",
	"cover.waiting": "PT0S", "cover.length": "P1Y", "cover.mayAsk": "false", "cover.maxAhead": "P30D", "cover.maxPast": "PT0S",
	"endorse.allowed": "false", "endorse.by": "channel insurer", "endorse.changes": "plan insured", "endorse.downgrade": "false",
	"endorse.price": "byDays", "endorse.payer": "policy", "endorse.maxAhead": "P30D", "endorse.maxPast": "PT0S",
	"renew.allowed": "false", "renew.by": "channel insurer", "renew.noticeDays": "30", "renew.grace": "PT0S",
	"cancel.rule": "never", "cancel.by": "channel insurer", "cancel.reasons": "CUSTOMER_REQUEST CHANNEL_REQUEST DUPLICATE OTHER",
	"cancel.notice": "PT0S", "cancel.refund": "none", "cancel.afterPaidClaim": "none", "cancel.unshippedWithin": "PT0S",
	"cancel.withOpenClaim": "false",
	"claim.window":         "P30D", "claim.evidenceWindow": "P30D", "claim.most": "0", "claim.limitPer": "policy", "claim.eventLimit": "0",
	"claim.automaticLimit": "0", "claim.singleReviewLimit": "0", "claim.doubleReviewLimit": "0",
	"claim.reviewFromScore": "60", "claim.declineAboveScore": "85",
}

// merge lays layers over each other: default < product < plan < channel < agreement. Each replaces single keys, a list as a whole.
func merge(layers ...Layer) Layer {
	merged := maps.Clone(Defaults)
	for _, layer := range layers {
		maps.Copy(merged, layer)
	}
	return merged
}

func (l Layer) yes(key string) bool         { return l[key] == "true" }
func (l Layer) has(key, value string) bool  { return slices.Contains(strings.Fields(l[key]), value) }
func (l Layer) period(key string) Period    { return ReadPeriod(l[key]) }
func (l Layer) decimal(key string) *big.Rat { return Rat(l[key]) }
func (l Layer) number(key string) int {
	n, err := strconv.Atoi(l[key])
	if err != nil {
		panic(key + ": " + err.Error())
	}
	return n
}
