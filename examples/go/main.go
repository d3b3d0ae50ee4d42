// Command go is a channel's client in one go: it asks for the price of a return-freight policy, takes the policy out at
// that price, and asks again to show that the same order never makes a second one. Only sign.go is worth copying as it
// is; see ../README.md for the environment it reads.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"
)

// A price is asked for first; nothing is stored by it. The token holds the price for some minutes.
const quoteOperation = `mutation Quote($input: QuoteInput!) {
  quote(input: $input) {
    quote { premium { amount currency } token expiresAt }
    userErrors { code message path }
  }
}`

const issueOperation = `mutation Issue($input: IssuePolicyInput!) {
  issuePolicy(input: $input) {
    policy { number }
    replayed
    userErrors { code message path }
  }
}`

// money is exact: the amount is decimal text. Never put it into a float.
type money struct{ Amount, Currency string }

// payload holds what the two operations answer.
type payload struct {
	Quote struct {
		Premium          money
		Token, ExpiresAt string
	}
	Policy     struct{ Number string }
	Replayed   bool
	UserErrors []struct { // what is wrong with the input: code is stable, message is for developers
		Code, Message string
		Path          []string
	}
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	signer, err := newSigner(os.Getenv("BAODAN_KEY_ID"), os.Getenv("BAODAN_ALGORITHM"), os.Getenv("BAODAN_SECRET"))
	if err != nil {
		return err
	}
	client := &client{url: "http://127.0.0.1:8080/graphql", signer: signer, http: &http.Client{Timeout: 10 * time.Second}}
	if url := os.Getenv("BAODAN_URL"); url != "" {
		client.url = url
	}

	orderNo := "example-go-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	risk := sampleRisk(orderNo)
	quoted, err := client.call(quoteOperation, map[string]any{"risk": risk})
	if err != nil {
		return err
	}
	premium := quoted.Quote.Premium
	fmt.Fprintf(out, "premium %s %s until %s\n", premium.Amount, premium.Currency, quoted.Quote.ExpiresAt)

	// orderNo makes this safe to repeat: after a lost answer, send the same again.
	order := map[string]any{"orderNo": orderNo, "risk": risk, "quoteToken": quoted.Quote.Token,
		"expectedPremium": map[string]any{"amount": premium.Amount, "currency": premium.Currency}}
	first, err := client.call(issueOperation, order)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "policy %s replayed %t\n", first.Policy.Number, first.Replayed)
	second, err := client.call(issueOperation, order)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "policy %s replayed %t\n", second.Policy.Number, second.Replayed)
	if first.Policy.Number == "" || first.Replayed || second.Policy.Number != first.Policy.Number || !second.Replayed {
		return errors.New("the same order was not the same policy")
	}
	return nil
}

// sampleRisk is an order from a shop in Hangzhou to a buyer in Shenyang.
func sampleRisk(orderNo string) map[string]any {
	return map[string]any{
		"agreementCode": "AG-MALL-RFI",
		"planCode":      "A",
		"payer":         "CUSTOMER",
		"insureds":      []any{map[string]any{"reference": orderNo}},
		"factors": map[string]any{
			"sellerId": "S-1001", "sellerReturnRate": "0.05", // decimals are text
			"buyerId": "B-2002", "buyerReturns": 1, "buyerRiskScore": 10,
			"category": "clothing", "payTime": time.Now().UTC().Format(time.RFC3339), "payAmount": "199.00",
			"carrier": "SF", "trackingNo": "SF1234567890123", "weightKg": "0.8",
			"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": "1 Wensan Road"},
			"to":   map[string]any{"province": "21", "city": "2101", "county": "210102", "address": "2 Taiyuan Street"},
		},
	}
}

type client struct {
	url    string
	signer *signer
	http   *http.Client
}

// call sends one signed operation and gives what its one field answers.
func (c *client) call(operation string, input map[string]any) (payload, error) {
	body, err := json.Marshal(map[string]any{"query": operation, "variables": map[string]any{"input": input}})
	if err != nil {
		return payload{}, err
	}
	request, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return payload{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	c.signer.add(request, body)
	response, err := c.http.Do(request)
	if err != nil {
		return payload{}, err
	}
	defer response.Body.Close() //nolint:errcheck // read only
	var answer struct {
		Data   map[string]payload
		Errors json.RawMessage // protocol, authentication, limits: extensions.code says which
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return payload{}, fmt.Errorf("status %d, not a GraphQL answer: %w", response.StatusCode, err)
	}
	if len(answer.Errors) > 0 || response.StatusCode != http.StatusOK {
		return payload{}, fmt.Errorf("status %d: %s", response.StatusCode, answer.Errors)
	}
	for field, result := range answer.Data {
		if len(result.UserErrors) > 0 {
			return payload{}, fmt.Errorf("%s refused: %+v", field, result.UserErrors)
		}
		return result, nil
	}
	return payload{}, errors.New("an answer without data")
}
