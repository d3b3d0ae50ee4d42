package command

import (
	"context"
	"fmt"

	"baodan/insurance/access"
	"baodan/insurance/people"
	"baodan/server"
)

// samplePassword is that of all sample people; samplePHC is its hash, made once so that nobody waits for fifteen.
const (
	samplePassword = "known-to-everyone"
	samplePHC      = "$argon2id$v=19$m=19456,t=2,p=1$YmFvZGFuIHNhbXBsZXMhIQ$k6jUE07/i00eB3NjEWzEvrXAhLDPhW3jDdaewlI1Fig"
)

// samplePeople are the insurer's people of the development data: enough of each role for four eyes.
var samplePeople = []people.Sample{
	{Name: "uma", Roles: []access.Role{access.Underwriting}},
	{Name: "ulf", Roles: []access.Role{access.Underwriting}},
	{Name: "sam", Roles: []access.Role{access.Sales}},
	{Name: "sue", Roles: []access.Role{access.Sales}},
	{Name: "cleo", Roles: []access.Role{access.Claims}},
	{Name: "carl", Roles: []access.Role{access.Claims}},
	{Name: "cora", Roles: []access.Role{access.Claims}},
	{Name: "clio", Roles: []access.Role{access.Claims}},
	{Name: "serge", Roles: []access.Role{access.Service}},
	{Name: "fay", Roles: []access.Role{access.Finance}},
	{Name: "fritz", Roles: []access.Role{access.Finance}},
	{Name: "ada", Roles: []access.Role{access.Audit}},
	{Name: "sec", Roles: []access.Role{access.SecurityAdmin}},
	{Name: "sly", Roles: []access.Role{access.SecurityAdmin}},
	{Name: "sys", Roles: []access.Role{access.SystemAdmin}},
}

// refuseSamplePeople refuses to serve real business while a password that everyone knows opens a door.
func refuseSamplePeople(ctx context.Context, a *server.App) error {
	name, err := a.People.Opens(ctx, samplePeople, samplePassword)
	if err == nil && name != "" {
		return fmt.Errorf("production refuses the sample person %s, whose password everyone knows: baodan person reset %s", name, name)
	}
	return err
}
