package command

import (
	"context"
	"fmt"
	"strings"

	"baodan/ent/credential"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/demo"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/server"
)

type seedCommand struct{}

// Run seeds the samples.
func (seedCommand) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		if !a.Config.Development() {
			return fmt.Errorf("production refuses the samples: their keys are known to everyone")
		}
		return Seed(*ctx, a)
	})
}

// sample is a channel of the development data with what it sells.
type sample struct {
	channel, name, agreement, product string
}

var samples = []sample{
	{"demo-mall", "演示商城 Demo Mall", "AG-MALL-RFI", "RFI-01"},
	{"demo-pay", "演示支付 Demo Pay", "AG-PAY-ASI", "ASI-01"},
}

const (
	sampleCommission = "0.10"
	sampleKeyPrefix  = "sandbox-" // with the channel's code: a key that everyone knows
)

// seeder is who made the samples, on record.
var seeder = access.CommandLine("seed")

// Seed adds the samples that are missing; what is there stays as it is. The demo company is a sample by itself: it gets no others.
func Seed(ctx context.Context, a *server.App) error {
	there, err := demo.There(ctx, a.Store)
	if err != nil || there {
		return err
	}
	for _, s := range samples {
		there, err := a.Store.Client.ProductVersion.Query().Where(productversion.Code(s.product)).Exist(ctx)
		if err != nil {
			return err
		}
		if !there {
			if _, err := publish(ctx, a, access.CommandLine("seed"), catalog.Seeds(), strings.ToLower(s.product)+".yaml"); err != nil {
				return fmt.Errorf("seed %s: %w", s.product, err)
			}
		}
		if err := seedChannel(ctx, a, s); err != nil {
			return fmt.Errorf("seed %s: %w", s.channel, err)
		}
	}
	if err := a.People.Seed(ctx, seeder, samplePeople, samplePHC); err != nil {
		return err
	}
	return a.Cache.Refresh(ctx)
}

func seedChannel(ctx context.Context, a *server.App, s sample) error {
	if _, err := a.Distribution.ChannelByCode(s.channel, false); err == nil {
		return nil
	}
	_, err := a.Distribution.AddChannel(ctx, seeder, distribution.ChannelInput{Code: s.channel, Name: s.name})
	if err != nil && !fault.Has(err, fault.CodeConflict) {
		return err
	}
	err = a.Distribution.AddAgreement(ctx, seeder, distribution.AgreementInput{
		ChannelCode: s.channel, Code: s.agreement, ProductCode: s.product,
		CommissionRate: sampleCommission, ValidFrom: a.Store.Now(),
	})
	if err != nil {
		return err
	}
	_, err = a.Access.AddCredential(ctx, seeder, access.CredentialInput{
		ChannelCode: s.channel, KeyID: sampleKeyPrefix + s.channel, Algorithm: credential.AlgorithmBearer,
		Material: []byte(sampleKeyPrefix + s.channel),
	})
	return err
}

// refuseSamples refuses to serve real business while a key that everyone knows opens a door.
func refuseSamples(ctx context.Context, a *server.App) error {
	if a.Config.Development() {
		return nil
	}
	keys := demo.SandboxKeys()
	for _, s := range samples {
		keys = append(keys, sampleKeyPrefix+s.channel)
	}
	for _, key := range keys {
		if a.Access.Bearer(key, a.Store.Now()) != nil {
			return fmt.Errorf("production refuses the sample key %s: baodan credential revoke %s", key, key)
		}
	}
	return refuseSamplePeople(ctx, a)
}
