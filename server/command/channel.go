package command

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/server"
)

type channelCommand struct {
	Add   channelAdd   `cmd:"" help:"Add a channel, with a live and a sandbox half."`
	Close channelClose `cmd:"" help:"Close a channel: it can no longer quote, issue, endorse or renew."`
	Open  channelOpen  `cmd:"" help:"Open a closed channel again."`
}

// why is what the record says of a command.
type why struct {
	Reason string `default:"by the command line" help:"Why; kept on record."`
}

type channelAdd struct {
	Code string `arg:""`
	Name string `arg:""`
}

// Run adds a channel.
func (c channelAdd) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		_, err := a.Distribution.AddChannel(*ctx, operator(), distribution.ChannelInput{Code: c.Code, Name: c.Name})
		return err
	})
}

type channelClose struct {
	Code string `arg:""`
	why
}

// Run closes a channel.
func (c channelClose) Run(ctx *context.Context) error { return setOpen(*ctx, c.Code, false, c.Reason) }

type channelOpen struct {
	Code string `arg:""`
	why
}

// Run opens a channel.
func (c channelOpen) Run(ctx *context.Context) error { return setOpen(*ctx, c.Code, true, c.Reason) }

func setOpen(ctx context.Context, code string, open bool, reason string) error {
	return with(ctx, func(a *server.App) error {
		_, err := a.Distribution.SetOpen(ctx, operator(), distribution.SetOpenInput{Code: code, Reason: reason}, open)
		return err
	})
}

type agreementTerms struct {
	Channel string `arg:""`
	Code    string `arg:""`
	Plan    string `arg:""`
	Live    bool   `help:"Of the live half of the channel; otherwise the sandbox."`
}

// Run prints the merged terms of a plan under an agreement, and which layer set each.
func (c agreementTerms) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		channel, err := a.Distribution.ChannelByCode(c.Channel, c.Live)
		if err != nil {
			return err
		}
		agreement, err := a.Distribution.Current(channel.ID, c.Code, a.Store.Now())
		if err != nil {
			return err
		}
		product, err := a.Catalog.OnSale(agreement.ProductCode)
		if err != nil {
			return err
		}
		terms, err := a.Distribution.Terms(product, c.Plan, agreement)
		if err != nil {
			return err
		}
		for _, e := range terms.Explain() {
			fmt.Printf("%-24s %-10s %v\n", e.Key, e.Layer, e.Value)
		}
		return nil
	})
}

type agreementCommand struct {
	Terms agreementTerms `cmd:"" help:"Print the merged terms of a plan, and which layer set each (F1)."`
	Add   agreementAdd   `cmd:"" help:"Authorize a channel to sell a product, or make a new version of that."`
	End   agreementEnd   `cmd:"" help:"End an agreement: nothing new is issued under it."`
}

type agreementAdd struct {
	Channel    string     `arg:""`
	Code       string     `arg:""`
	Product    string     `arg:""`
	Commission string     `required:"" help:"Share of premium: 0.10."`
	Factor     *string    `help:"Factor of the product's premium, within what was filed: 0.90."`
	Least      *string    `help:"Least premium, within what was filed: 0.10."`
	Most       *string    `help:"Most premium, within what was filed: 6.00."`
	Plans      []string   `help:"Plans that may be sold; none: all."`
	Operations []string   `help:"ISSUE, ENDORSE, RENEW, CANCEL; none: all."`
	Quotas     []string   `help:"At most so much: POLICIES/DAY=1000, PREMIUM/TOTAL=50000.00; none: no bound."`
	From       *time.Time `help:"RFC 3339; none: now."`
	Until      *time.Time `help:"RFC 3339; none: without end."`
}

// Run makes an agreement.
func (c agreementAdd) Run(ctx *context.Context) error {
	in := distribution.AgreementInput{
		ChannelCode: c.Channel, Code: c.Code, ProductCode: c.Product, Plans: c.Plans,
		CommissionRate: c.Commission, ValidUntil: c.Until,
	}
	if c.Factor != nil || c.Least != nil || c.Most != nil {
		in.Premium = &distribution.PremiumTerms{Factor: c.Factor, Least: c.Least, Most: c.Most}
	}
	if c.From != nil {
		in.ValidFrom = *c.From
	}
	for _, o := range c.Operations {
		in.Operations = append(in.Operations, distribution.Operation(o))
	}
	for _, text := range c.Quotas {
		what, most, _ := strings.Cut(text, "=")
		measure, per, _ := strings.Cut(what, "/")
		amount, err := money.ParseDecimal(most)
		if err != nil {
			return fmt.Errorf("quota %q: %w", text, err)
		}
		in.Quotas = append(in.Quotas, distribution.QuotaInput{Measure: measure, Per: per, Most: amount})
	}
	return alone(*ctx, "requestAgreement", func(a *server.App) error { return a.Distribution.AddAgreement(*ctx, operator(), in) })
}

type agreementEnd struct {
	Channel string `arg:""`
	Code    string `arg:""`
	why
}

// Run ends an agreement.
func (c agreementEnd) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		_, err := a.Distribution.Terminate(*ctx, operator(), distribution.TerminateInput{ChannelCode: c.Channel, Code: c.Code, Reason: c.Reason})
		return err
	})
}

type credentialCommand struct {
	Add    credentialAdd    `cmd:"" help:"Give a channel a key; a secret that is made is printed this once."`
	Revoke credentialRevoke `cmd:"" help:"Take a key back at once."`
}

type credentialAdd struct {
	Channel   string   `arg:""`
	KeyID     string   `arg:""`
	Algorithm string   `enum:"hmac-sha256,ed25519,bearer" default:"hmac-sha256" help:"hmac-sha256, ed25519, or bearer (sandbox only)."`
	Live      bool     `help:"For the live half of the channel; otherwise the sandbox."`
	Material  string   `help:"base64: the public key for ed25519; a secret of your own otherwise."`
	Addresses []string `help:"Address ranges (CIDR) that may use it; none: all."`
	Rate      int      `help:"Cost points a second." default:"1000"`
	Replaces  string   `help:"Key id of the one that it takes the place of."`
	Overlap   int      `help:"Hours that the replaced one works on." default:"24"`
}

// Run adds a credential.
func (c credentialAdd) Run(ctx *context.Context) error {
	material, err := base64.StdEncoding.DecodeString(c.Material)
	if err != nil {
		return fmt.Errorf("material: %w", err)
	}
	return alone(*ctx, "requestCredential", func(a *server.App) error {
		secret, err := a.Access.AddCredential(*ctx, operator(), access.CredentialInput{
			ChannelCode: c.Channel, Live: c.Live, KeyID: c.KeyID, Algorithm: credential.Algorithm(c.Algorithm),
			Material: material, Addresses: c.Addresses, Rate: c.Rate,
			Replaces: c.Replaces, Overlap: time.Duration(c.Overlap) * time.Hour,
		})
		if err == nil && secret != "" {
			fmt.Println(secret)
		}
		return err
	})
}

type credentialRevoke struct {
	KeyID string `arg:""`
	why
}

// Run revokes a credential.
func (c credentialRevoke) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		_, err := a.Distribution.RevokeCredential(*ctx, operator(), distribution.RevokeInput{KeyID: c.KeyID, Reason: c.Reason})
		return err
	})
}
