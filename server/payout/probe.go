package payout

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// probeKey is of no claim: the gateway never saw it, and never will.
const probeKey = "C000000000000000-0"

// shownOfAnswer is how much of an answer out of contract is told.
const shownOfAnswer = 200

// Probe asks the gateway for an order that nobody made, which moves no money: its address, our signature and its contract are right where
// it says not_found. The error is in its own words.
func (d *Driver) Probe(ctx context.Context) error {
	status, answer, err := d.exchange(ctx, http.MethodGet, "/payouts/"+url.PathEscape(probeKey), "", nil)
	if err != nil {
		return err
	}
	if status == http.StatusNotFound && absent(probeKey, answer) {
		return nil
	}
	return fmt.Errorf("%d %s: %s", status, http.StatusText(status), visible(string(answer), shownOfAnswer))
}
