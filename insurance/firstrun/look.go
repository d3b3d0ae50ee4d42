package firstrun

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/credential"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// mostAdmins are looked at; an installation has a handful.
const mostAdmins = 100

// look at all steps.
func (s *Service) look(ctx context.Context) ([]*Step, error) {
	admins, err := s.admins(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := s.keys(ctx)
	if err != nil {
		return nil, err
	}
	tried, err := s.tried(ctx)
	if err != nil {
		return nil, err
	}
	channel, err := s.channel(ctx)
	if err != nil {
		return nil, err
	}
	steps := append([]*Step{secondAdmin(admins), secondFactor(admins), keys}, tried...)
	steps = append(steps, s.product(), channel)
	now := s.Store.Now()
	for _, step := range steps {
		if !step.Task.acts() {
			step.CheckedAt = &now
		}
	}
	return steps, nil
}

// admins are the active security and system administrators.
func (s *Service) admins(ctx context.Context) ([]*ent.Person, error) {
	list, _, err := s.People.Find(ctx, people.Filter{
		States: []person.State{person.StateActive}, Roles: []access.Role{access.SecurityAdmin, access.SystemAdmin},
	}, work.Page{Most: mostAdmins})
	slices.Reverse(list) // in the order in which they were added
	return list, err
}

// secondAdmin: two security administrators, who both came in: each approves what the other asks for.
func secondAdmin(admins []*ent.Person) *Step {
	step, never := &Step{Task: SecondAdmin, Finding: Done}, []string{}
	for _, p := range admins {
		if !holds(p, access.SecurityAdmin) {
			continue
		}
		step.About = append(step.About, p.DisplayName)
		if p.LastLoginAt == nil {
			never = append(never, p.DisplayName)
		}
	}
	switch {
	case len(step.About) < 2:
		step.Finding = TooFew
	case len(never) > 0:
		step.Finding, step.About = NeverCame, never
	}
	return step
}

// secondFactor: every administrator has one.
func secondFactor(admins []*ent.Person) *Step {
	step, without := &Step{Task: SecondFactor, Finding: Done}, []string{}
	for _, p := range admins {
		step.About = append(step.About, p.DisplayName)
		if p.TotpConfirmedAt == nil {
			without = append(without, p.DisplayName)
		}
	}
	if len(without) > 0 || len(admins) == 0 {
		step.Finding, step.About = NoFactor, without
	}
	return step
}

func holds(p *ent.Person, role access.Role) bool {
	return slices.Contains(p.Roles, string(role))
}

const sealContext = "first run"

// keys: the keyring of this process opens what it sealed, and it is the one that workers sign the audit record with.
func (s *Service) keys(ctx context.Context) (*Step, error) {
	step, plain := &Step{Task: Keys, Finding: Done}, rand.Text()
	key, box := s.Ring.Seal([]byte(plain), sealContext)
	if opened, err := s.Ring.Open(key, box, sealContext); err != nil || string(opened) != plain {
		return step.refused(fmt.Errorf("a sealed value was not opened: %w", err)), nil
	}
	signed, ours, err := s.Audit.NewestSigned(ctx)
	switch {
	case err != nil:
		return nil, err
	case signed == nil:
		step.Finding = NotSigned
	case !ours:
		step.Finding = OtherKeys
	}
	return step, nil
}

// product: one is on sale.
func (s *Service) product() *Step {
	step := &Step{Task: Product, Finding: Done}
	for _, v := range s.Catalog.AllOnSale() {
		step.About = append(step.About, v.Code())
	}
	if len(step.About) == 0 {
		step.Finding = NothingOnSale
	}
	return step
}

// channel: one of live business is open, with an agreement in force and a key.
func (s *Service) channel(ctx context.Context) (*Step, error) {
	now := s.Store.Now()
	open, agreed := []*ent.Channel{}, []*ent.Channel{}
	for _, id := range s.Distribution.LiveChannels() {
		c := s.Distribution.Channel(id)
		if c == nil || !c.Open {
			continue
		}
		open = append(open, c)
		if len(s.Distribution.Agreements(id, now)) > 0 {
			agreed = append(agreed, c)
		}
	}
	step := &Step{Task: Channel, Finding: Done}
	switch {
	case len(open) == 0:
		step.Finding = NoChannel
		return step, nil
	case len(agreed) == 0:
		step.Finding, step.About = NoAgreement, codes(open)
		return step, nil
	}
	keyed, err := s.keyed(ctx, agreed, now)
	if err != nil {
		return nil, err
	}
	if step.About = codes(keyed); len(keyed) == 0 {
		step.Finding, step.About = NoCredential, codes(agreed)
	}
	return step, nil
}

// keyed are the channels that have a key that works.
func (s *Service) keyed(ctx context.Context, channels []*ent.Channel, now time.Time) (list []*ent.Channel, err error) {
	ids := make([]int64, len(channels))
	for i, c := range channels {
		ids[i] = c.ID
	}
	found, err := s.Store.Client.Credential.Query().Where(credential.ChannelIDIn(ids...), credential.RevokedAtIsNil(),
		credential.Or(credential.ExpiresAtIsNil(), credential.ExpiresAtGT(now))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("first run: %w", err)
	}
	has := map[int64]bool{}
	for _, c := range found {
		has[c.ChannelID] = true
	}
	for _, c := range channels {
		if has[c.ID] {
			list = append(list, c)
		}
	}
	return list, nil
}

func codes(channels []*ent.Channel) []string {
	list := make([]string, len(channels))
	for i, c := range channels {
		list[i] = c.Code
	}
	return list
}
