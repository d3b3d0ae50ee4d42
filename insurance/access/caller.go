// Package access decides who is calling and what that caller may see: credentials of channels, audiences, masking of
// personal data. How a request proves itself on the wire is the server's; what a caller may sell is distribution's.
package access

import "baodan/ent"

// Audience is a kind of caller; each sees its own view of the schema.
type Audience string

// Audiences.
const (
	Channel   Audience = "CHANNEL"   // a selling platform's machines
	Ops       Audience = "OPS"       // the insurer's people
	Reporting Audience = "REPORTING" // read-only business-intelligence tools
	Public    Audience = "PUBLIC"    // nobody in particular
)

// Role is what a person of the insurer may do.
type Role string

// Roles.
const (
	Underwriting Role = "UNDERWRITING"
	Sales        Role = "SALES"
	Claims       Role = "CLAIMS"
	Service      Role = "SERVICE"
	Finance      Role = "FINANCE"
	Admin        Role = "ADMIN"
)

// Caller is who sent a request.
type Caller struct {
	Audience   Audience
	Channel    *ent.Channel // of the CHANNEL audience
	Roles      []Role       // of the OPS audience
	Credential string       // key id; what the budget is kept by
	Rate       int          // cost points a second
	Language   string       // of messages: zh or en
}

// Live is false in the sandbox.
func (c *Caller) Live() bool { return c.Channel == nil || c.Channel.Live }

// ChannelScope is the only channel whose data the caller may see; all is true for the insurer's own people. A caller
// of neither kind sees nothing.
func (c *Caller) ChannelScope() (id int64, all bool) {
	switch c.Audience {
	case Channel:
		return c.Channel.ID, false
	case Ops:
		return 0, true
	case Reporting, Public:
	}
	return -1, false
}
