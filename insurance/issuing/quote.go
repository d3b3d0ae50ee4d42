package issuing

import (
	"context"
	"encoding/base64"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Quote is a price that holds until ExpiresAt for the holder of its token, for the same risk. Nothing is stored.
type Quote struct {
	Premium    money.Amount
	SumInsured money.Amount
	Coverages  []policy.Coverage
	Rating     *rating.Worksheet
	Token      string
	ExpiresAt  time.Time
}

// quotedPrice is the content of a quote token: for which channel and risk, under which versions and at which instant
// the price was made.
type quotedPrice struct {
	Channel   int64     `json:"c"`
	Agreement int64     `json:"a"`
	Product   int64     `json:"p"`
	Risk      string    `json:"r"` // keyed hash of the risk
	Premium   int64     `json:"m"` // minor units
	RatedAt   time.Time `json:"t"`
	ExpiresAt time.Time `json:"e"`
}

// Quote prices a risk (D1, A1). Faults: INVALID_VALUE, REQUIRED, CHANNEL_CLOSED, NOT_AGREED, PRODUCT_OFF_SALE,
// RULE_REFUSED.
func (s *Service) Quote(ctx context.Context, caller *access.Caller, in *QuoteInput) (*Quote, error) {
	now := s.distribution.Now(caller.Channel.ID)
	u, err := s.underwriter.underwrite(ctx, caller.Channel.ID, rule.Quote, demand{in: &IssueInput{Risk: in.Risk}, now: now})
	if err != nil {
		return nil, err
	}
	validity, err := u.terms.Period("quote.validity", u.facts)
	if err != nil {
		return nil, err
	}
	expires := validity.AddTo(now, u.product.Location())
	open, hidden := in.Risk.split(u.product, u.facts)
	hash, err := s.orders.fingerprint(open, hidden, u.product.Factors())
	if err != nil {
		return nil, err
	}
	token, err := s.tokens.Token(quotedPrice{
		Channel: caller.Channel.ID, Agreement: u.agreement.ID, Product: u.product.ID,
		Risk: base64.RawURLEncoding.EncodeToString(hash.sum), Premium: u.premium.Result.Minor,
		RatedAt: now, ExpiresAt: expires,
	})
	return &Quote{
		Premium: u.premium.Result, SumInsured: u.sumInsured.Result, Rating: u.product.Explain(&u.premium),
		Coverages: policy.CoveragesOf(u.product, u.premium.Result, u.sumInsured.Result),
		Token:     token, ExpiresAt: expires,
	}, err
}

// readToken reads a quote token. Faults: INVALID_VALUE for a token that is not ours or another channel's,
// QUOTE_EXPIRED.
func (s *Service) readToken(token *string, channelID int64, now time.Time) (*quotedPrice, error) {
	if token == nil {
		return nil, nil // no token, no kept price
	}
	var p quotedPrice
	if err := s.tokens.Read(*token, &p); err != nil || p.Channel != channelID {
		return nil, fault.New(fault.CodeInvalidValue, "the quote token is not ours", "quoteToken")
	}
	if !now.Before(p.ExpiresAt) {
		return nil, fault.New(fault.CodeQuoteExpired, "it held until "+p.ExpiresAt.Format(time.RFC3339), "quoteToken")
	}
	return &p, nil
}

// check refuses a price that was quoted for another risk, and fails where rating now gives another premium.
func (p *quotedPrice) check(f *fingerprint, premium money.Amount) error {
	if p == nil {
		return nil
	}
	if base64.RawURLEncoding.EncodeToString(f.sum) != p.Risk {
		return fault.New(fault.CodeInvalidValue, "the quote is for another risk", "quoteToken")
	}
	if premium.Minor != p.Premium {
		return fault.Newf(fault.CodeInternal, "the quote said %d, rating says %d", p.Premium, premium.Minor)
	}
	return nil
}
