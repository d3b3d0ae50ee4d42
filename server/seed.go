package server

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"baodan/ent"
	"baodan/ent/credential"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
)

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

// seed adds the samples that are missing; what is there stays as it is.
func (a *App) seed(ctx context.Context) error {
	for _, s := range samples {
		there, err := a.Store.Client.ProductVersion.Query().Where(productversion.Code(s.product)).Exist(ctx)
		if err != nil {
			return err
		}
		if !there {
			if _, err := a.publish(ctx, access.CommandLine("seed"), catalog.Seeds(), strings.ToLower(s.product)+".yaml"); err != nil {
				return fmt.Errorf("seed %s: %w", s.product, err)
			}
		}
		if err := a.seedChannel(ctx, s); err != nil {
			return fmt.Errorf("seed %s: %w", s.channel, err)
		}
	}
	if err := a.People.Seed(ctx, seeder, samplePeople, samplePHC); err != nil {
		return err
	}
	return a.Cache.Refresh(ctx)
}

func (a *App) seedChannel(ctx context.Context, s sample) error {
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

// refuseSeeds refuses to serve real business while a key that everyone knows opens a door.
func (a *App) refuseSeeds(ctx context.Context) error {
	if a.config.development() {
		return nil
	}
	for _, s := range samples {
		if a.Access.Bearer(sampleKeyPrefix+s.channel, a.Store.Now()) != nil {
			return fmt.Errorf("production refuses the sample key %s: baodan credential revoke %s", sampleKeyPrefix+s.channel, sampleKeyPrefix+s.channel)
		}
	}
	return a.refuseSamplePeople(ctx)
}

// publish saves a product file with what belongs to it, and puts it on sale.
func (a *App) publish(ctx context.Context, caller *access.Caller, folder fs.FS, name string) (*ent.ProductVersion, error) {
	bundle, err := catalog.ReadFolder(folder, name)
	if err != nil {
		return nil, err
	}
	draft, err := a.Catalog.Save(ctx, caller, bundle)
	if err != nil {
		return nil, err
	}
	if err := a.Catalog.Publish(ctx, caller, draft.Code, draft.Version, draft.Revision); err != nil {
		return nil, err
	}
	return draft, a.Cache.Refresh(ctx)
}

// greet says where everything is and what to try first.
func (a *App) greet(w io.Writer) {
	fmt.Fprintf(w, firstRequest, a.config.PublicURL, samplePassword)
}

const firstRequest = `
Baodan is running: %[1]s/graphql   (try queries at %[1]s/graphiql, key sandbox-demo-mall)

The insurer's people of the samples - uma, sam, cleo, serge, fay, ada, sec, sys - log in with the password %[2]s

Take out your first policy, return-freight cover for an order; paste this into another terminal:

curl -s %[1]s/graphql -H 'Authorization: Bearer sandbox-demo-mall' -H 'Content-Type: application/json' -d '{
  "query": "mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { replayed policy { number state premium { amount currency } sumInsured { amount } period { start end } rating { steps { rule inputs { name value } value } } } userErrors { code message path } } }",
  "variables": {"in": {"orderNo": "ORDER-1", "risk": {
    "agreementCode": "AG-MALL-RFI", "planCode": "A", "insureds": [{"reference": "ORDER-1"}],
    "factors": {"sellerId": "S-1", "sellerReturnRate": "0.05", "buyerId": "B-1", "buyerReturns": 1, "buyerRiskScore": 10,
      "category": "clothing", "payTime": "2026-11-23T10:00:00+08:00", "payAmount": "199.00", "carrier": "SF",
      "trackingNo": "SF1234567890123", "weightKg": "0.8",
      "from": {"province": "33", "city": "3301", "county": "330106", "address": "文三路 100 号"},
      "to": {"province": "21", "city": "2101", "county": "210102", "address": "青年大街 1 号"}}}}}}'

`
