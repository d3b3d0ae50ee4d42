package server

import (
	"baodan/insurance/claims"
	"baodan/insurance/servicing"
	"baodan/insurance/webhooks"
)

// openServices opens what goes on after a policy was issued: servicing, claims, webhooks, and the outside world that
// they reach.
func (a *App) openServices() error {
	a.servicing = servicing.NewOffice(a.store, a.directory, a.office, a.ring)
	a.claims = claims.NewOffice(a.store, a.directory, a.office, a.ring, claims.Ports{})
	a.post = webhooks.NewPost(a.store, a.directory, a.ring, nil)
	return nil
}
