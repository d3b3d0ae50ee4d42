// Package access decides who is calling and what that caller may see: credentials of channels, audiences, masking of
// personal data. How a request proves itself on the wire is the server's; what a caller may sell is distribution's.
package access

import (
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

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
	Underwriting  Role = "UNDERWRITING"
	Sales         Role = "SALES"
	Claims        Role = "CLAIMS"
	Service       Role = "SERVICE"
	Finance       Role = "FINANCE"
	Audit         Role = "AUDIT" // reads what is on record, changes nothing
	SecurityAdmin Role = "SECURITY_ADMIN"
	SystemAdmin   Role = "SYSTEM_ADMIN"
)

// Roles are all there are.
var Roles = []Role{Underwriting, Sales, Claims, Service, Finance, Audit, SecurityAdmin, SystemAdmin}

// Caller is who sent a request.
type Caller struct {
	Only         []int64 // of a person: the channels that they see, by the keys of their halves; nil: all
	Audience     Audience
	Channel      *ent.Channel // of the CHANNEL audience; of OPS: the channel for whose customer a person acts
	Person       *ent.Person  // of the OPS audience
	Session      *ent.Session // of the OPS audience
	Roles        []Role       // of the OPS audience
	PendingSetup []SetupStep  // of the OPS audience: what they must do before anything else is permitted
	Command      string       // of the command line: who runs it
	Credential   string       // key id; what the budget is kept by
	Rate         int          // cost points a second
	Language     string       // of messages: zh or en
	Address      string       // where the request came from
	Agent        string       // the program of the person who logs in
	RequestID    string
}

// SetupStep is something that a person must do before anything else.
type SetupStep string

// Steps, in the order in which they are done.
const (
	ChangePassword      SetupStep = "CHANGE_PASSWORD"       // their password was chosen by somebody else
	EnrolSecondFactor   SetupStep = "ENROL_SECOND_FACTOR"   // they have none
	ConfirmSecondFactor SetupStep = "CONFIRM_SECOND_FACTOR" // they have one, and this session was not proved with it
)

// CommandLine is the person who runs a command on the insurer's own machine: all roles, and on record as cli:USER.
func CommandLine(user string) *Caller {
	return &Caller{Audience: Ops, Roles: Roles, Command: user, Credential: "cli", Rate: DefaultRate, Language: "en"}
}

// Actor names the caller on records and revisions: person:alice, cli:root, channel:KEY-ID; nobody in particular is anonymous.
func (c *Caller) Actor() string {
	switch {
	case c.Person != nil:
		return "person:" + c.Person.Name
	case c.Command != "":
		return "cli:" + c.Command
	case c.Audience == Reporting:
		return "token:" + c.Credential
	case c.Audience == Public:
		return "anonymous"
	}
	return "channel:" + c.Credential
}

// PersonID is the key of the person that calls; 0 where it is none.
func (c *Caller) PersonID() int64 {
	if c.Person == nil {
		return 0
	}
	return c.Person.ID
}

// AuditActor is the caller as the audit record names them.
func (c *Caller) AuditActor() audit.Actor {
	return audit.Actor{Name: c.Actor(), PersonID: c.PersonID(), Address: c.Address, RequestID: c.RequestID}
}

// HasRole tells whether the caller has one of the roles.
func (c *Caller) HasRole(roles ...Role) bool {
	return slices.ContainsFunc(c.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// ActingFor is the caller as they act for a customer of a channel.
func (c *Caller) ActingFor(channel *ent.Channel) *Caller {
	acting := *c
	acting.Channel = channel
	return &acting
}

// Mode is that of the channel that calls; everybody else acts in real business.
func (c *Caller) Mode() work.Mode { return work.ModeOf(c.Channel == nil || c.Channel.Live) }

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

// Sees tells whether the caller may see what belongs to a channel, by its key: a channel sees its own, a person what belongs to the
// channels that are theirs, which today are all, and what belongs to none (0). This and InView, which narrows a query by the same, are
// the one answer to which channels a caller sees: every list and look-up asks here.
func (c *Caller) Sees(channel int64) bool {
	own, all := c.ChannelScope()
	if !all {
		return own == channel
	}
	return c.Only == nil || channel == 0 || slices.Contains(c.Only, channel)
}

// Channels are those that Sees lets through, by their keys; nil: all.
func (c *Caller) Channels() []int64 {
	own, all := c.ChannelScope()
	switch {
	case !all:
		return []int64{own}
	case c.Only == nil:
		return nil
	}
	return append([]int64{0}, c.Only...)
}

// InView narrows a query to rows that Sees lets through, by their column of the channel.
func (c *Caller) InView(column string) func(*sql.Selector) {
	channels := c.Channels()
	keys := make([]any, len(channels))
	for i, id := range channels {
		keys[i] = id
	}
	return func(s *sql.Selector) {
		if channels != nil {
			s.Where(sql.In(s.C(column), keys...))
		}
	}
}

// RolesOf reads the roles as they are stored with a person.
func RolesOf(p *ent.Person) []Role {
	roles := make([]Role, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = Role(r)
	}
	return roles
}
