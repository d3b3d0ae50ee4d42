package command

import (
	"fmt"
	"io"
)

// greet says where everything is and what to try first.
func greet(w io.Writer, publicURL string, demoCompany bool) {
	if demoCompany {
		fmt.Fprintf(w, "\nBaodan is running, with the demo company: %s\n\n%s\n", publicURL, whoIsWho)
		return
	}
	fmt.Fprintf(w, firstRequest, publicURL, samplePassword)
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
