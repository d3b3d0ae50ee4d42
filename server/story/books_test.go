package story

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/server"
)

// A2, B3-B5, B8, C7, D1-D8: whole books, years of acts of three channels and the insurer's people, are driven through the front
// door with a clock that stands at each act. Premium, sum insured, commission, what each payer gets back, what is payable
// and paid are those of an independent calculator, to the fen.
func TestBooks(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("BOOKS")
	if folder == "" {
		folder = filepath.Join("testdata", "books")
	}
	files, err := filepath.Glob(filepath.Join(folder, "book-*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "book-"), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, expected := readBook(t, folder, name)
			for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
				if kind == dialect.MySQL && len(b.Acts) > 1000 {
					continue // one kind is enough for a long one
				}
				t.Run(kind, func(t *testing.T) {
					t.Parallel()
					openBook(t, &b, settings(t, kind)).drive(&b, expected)
				})
			}
		})
	}
}

// bookkeeper drives a book.
type bookkeeper struct {
	*front
	at       time.Time         // where the clock stands
	policies map[string]string // number by order
	claims   map[string]string // number by the book's
	unpaid   map[string]bool   // claims whose first payout fails
	compared int               // figures
}

// openBook starts a server with the book's channels and agreements, at the first day of the first agreement.
func openBook(t *testing.T, b *book, c server.Config) *bookkeeper {
	t.Helper()
	k := &bookkeeper{policies: map[string]string{}, claims: map[string]string{}, unpaid: map[string]bool{}, at: b.Channels[0].Agreements[0].Versions[0].From}
	k.front = openAt(t, c, func() time.Time { return k.at })
	ctx := context.Background()
	for _, channel := range b.Channels {
		_, err := k.App.Distribution.AddChannel(ctx, operator, distribution.ChannelInput{Code: channel.Code, Name: channel.Code})
		require.NoError(t, err)
		_, err = k.App.Access.AddCredential(ctx, operator, access.CredentialInput{
			ChannelCode: channel.Code, KeyID: bookKey(channel.Code), Algorithm: credential.AlgorithmBearer, Material: []byte(bookKey(channel.Code)), Rate: 100_000,
		})
		require.NoError(t, err)
		for _, agreement := range channel.Agreements {
			for _, version := range agreement.Versions {
				require.NoError(t, k.App.Distribution.AddAgreement(ctx, operator, distribution.AgreementInput{
					ChannelCode: channel.Code, Code: agreement.Code, ProductCode: agreement.Product,
					CommissionRate: version.CommissionRate, Terms: version.Terms, ValidFrom: version.From,
				}))
			}
		}
	}
	require.NoError(t, k.App.Cache.Refresh(ctx))
	for _, act := range b.Acts {
		if act.Do == "payoutFailed" {
			k.unpaid[act.Claim] = true
		}
	}
	return k
}

// bookKey is the sandbox key of a channel.
func bookKey(channel string) string { return "sandbox-of-" + channel }

// drive does one act after the other and compares what each moves.
func (k *bookkeeper) drive(b *book, expected map[int]bookFigures) {
	driven, differ := 0, 0
	for _, act := range b.Acts {
		want := expected[act.N]
		if act.isMoney() || want["refused"] == "BALANCE_TOO_LOW" {
			continue // accounts of channels come with the ledger
		}
		k.at = act.At
		driven++
		if !k.does(act, want) {
			differ++
			k.t.Log(act)
		}
		require.Less(k.t, differ, 20, "more need not be told")
	}
	k.t.Logf("%d acts with %d figures, %d acts differ", driven, k.compared, differ)
}

// does one act and says whether it moved what is expected.
func (k *bookkeeper) does(act bookAct, want bookFigures) (same bool) {
	k.t.Helper()
	got := map[string]func(bookAct) bookFigures{
		"quote": k.quote, "issue": k.issue, "renew": k.renew, "endorse": k.endorse, "cancel": k.cancel,
		"claim": k.claim, "update": k.update, "withdraw": k.withdraw, "decide": k.decide, "reopen": k.reopen,
		"pay": k.pay, "payoutFailed": k.failToPay, "recover": k.recover,
	}[act.Do](act)
	same = assert.Equal(k.t, want["refused"], got["refused"], "act %d: refused", act.N)
	for name, value := range got {
		if wanted, told := want[name]; told {
			same = assert.EqualValues(k.t, wanted, value, "act %d: %s", act.N, name) && same
			k.compared++
		}
	}
	if state, told := got["state"]; told {
		same = assert.Equal(k.t, stateAfter(act), state, "act %d: state", act.N) && same
	}
	return same
}

// stateAfter an act, of a claim. Workers decide a claim at once, so that what a person decides waits for them before.
func stateAfter(act bookAct) string {
	if act.Do == "decide" {
		return map[string]string{"APPROVE": "APPROVED", "DECLINE": "DECLINED"}[act.Outcome]
	}
	return map[string]string{"withdraw": "WITHDRAWN", "reopen": "IN_REVIEW", "pay": "PAID", "payoutFailed": "PAYOUT_FAILED", "recover": "PAID"}[act.Do]
}

// say sends a mutation of the act's channel and answers its payload, or by which rule it is refused.
func (k *bookkeeper) say(act bookAct, mutation, document string, in map[string]any) (payload map[string]any, refused any) {
	k.t.Helper()
	a := k.ask(bookKey(act.Channel), document, map[string]any{"in": in})
	require.Empty(k.t, a.Errors, "%s: %s", act, a.Body)
	payload = a.at(mutation).(map[string]any)
	if wrong := payload["userErrors"].([]any); len(wrong) > 0 {
		first := wrong[0].(map[string]any)
		if refused = first["rule"]; refused == nil {
			refused = first["code"]
		}
	}
	return payload, refused
}

// risk of a quote or an issue, with what the book leaves open.
func (a bookAct) risk() map[string]any {
	factors := map[string]any{}
	reference := a.Order
	if account, is := a.Factors["accountId"]; is {
		reference = account.(string)
		factors["openedAt"] = "2020-01-01T00:00:00+08:00"
	} else {
		factors["buyerId"], factors["payAmount"] = "B-1", "100"
		factors["carrier"], factors["trackingNo"] = "SF", "SF"+strings.Repeat("0", 5)+a.Order
		factors["payTime"] = a.At.Add(-time.Hour)
	}
	for name, value := range a.Factors {
		if name == "from" || name == "to" {
			value = map[string]any{"province": value, "city": value.(string) + "01"}
		}
		factors[name] = value
	}
	if reference == "" {
		reference = fmt.Sprint("Q", a.N)
	}
	risk := map[string]any{
		"agreementCode": a.Agreement, "planCode": a.Plan, "payer": a.Payer, "factors": factors,
		"insureds": []any{map[string]any{"reference": reference}},
	}
	if period, asked := a.Period.([]any); asked {
		risk["period"] = map[string]any{"start": period[0], "end": period[1]}
	}
	return risk
}

func (k *bookkeeper) quote(act bookAct) bookFigures {
	payload, refused := k.say(act, "quote", quoteDocument, map[string]any{"risk": act.risk()})
	if refused != nil {
		return bookFigures{"refused": refused}
	}
	quote := payload["quote"].(map[string]any)
	return bookFigures{"premium": fen(quote["premium"]), "sumInsured": fen(quote["sumInsured"])}
}

const (
	soldFields   = `{ number offer { planCode } period { start end } premium { amount } sumInsured { amount } }`
	movedFields  = `{ kind effectiveAt premiumChange { amount } byPayer { payer premium { amount } } lines { sumInsured { amount } } policy { number } }`
	sellDocument = `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { policy ` + soldFields + errorFields + ` } }`
	renewal      = `mutation($in: RenewPolicyInput!) { renewPolicy(input: $in) { policy ` + soldFields + errorFields + ` } }`
	moveDocument = `mutation($in: EndorsePolicyInput!) { endorsePolicy(input: $in) { endorsement ` + movedFields + errorFields + ` } }`
	giveBack     = `mutation($in: CancelPolicyInput!) { cancelPolicy(input: $in) { endorsement ` + movedFields + errorFields + ` } }`
)

func (k *bookkeeper) issue(act bookAct) bookFigures {
	payload, refused := k.say(act, "issuePolicy", sellDocument, map[string]any{"orderNo": act.Order, "risk": act.risk()})
	return k.sold(act, payload, refused)
}

func (k *bookkeeper) renew(act bookAct) bookFigures {
	payload, refused := k.say(act, "renewPolicy", renewal, map[string]any{"orderNo": act.Order, "policyNumber": k.policies[act.Of]})
	return k.sold(act, payload, refused)
}

// sold is what a new policy is, which the bookkeeper remembers.
func (k *bookkeeper) sold(act bookAct, payload map[string]any, refused any) bookFigures {
	if refused != nil {
		return bookFigures{"refused": refused}
	}
	p := payload["policy"].(map[string]any)
	k.policies[act.Order] = p["number"].(string)
	period := p["period"].(map[string]any)
	return bookFigures{
		"premium": fen(p["premium"]), "sumInsured": fen(p["sumInsured"]), "commission": k.commission(act),
		"plan": p["offer"].(map[string]any)["planCode"], "start": k.local(period["start"]), "end": k.local(period["end"]),
	}
}

func (k *bookkeeper) endorse(act bookAct) bookFigures {
	change := map[string]any{"planCode": act.Plan}
	if act.Plan == "" {
		change = map[string]any{"insured": map[string]any{"reference": k.insuredOf(act), "party": act.Insured}}
	}
	in := map[string]any{"requestNo": act.Request, "policyNumber": k.policies[act.Order], "change": change}
	if act.EffectiveAt != nil {
		in["effectiveAt"] = *act.EffectiveAt
	}
	payload, refused := k.say(act, "endorsePolicy", moveDocument, in)
	if refused != nil {
		return bookFigures{"refused": refused}
	}
	e := payload["endorsement"].(map[string]any)
	moved := bookFigures{"premium": fen(e["premiumChange"]), "effectiveAt": k.local(e["effectiveAt"]), "commission": k.commission(act)}
	sum := int64(0)
	for _, line := range e["lines"].([]any) {
		sum += fen(line.(map[string]any)["sumInsured"])
	}
	moved["sumInsuredChange"] = sum
	if shares := e["byPayer"].([]any); len(shares) == 1 {
		moved["payer"] = shares[0].(map[string]any)["payer"]
	}
	return moved
}

// insuredOf is the reference of who is insured by the act's policy.
func (k *bookkeeper) insuredOf(act bookAct) any {
	a := k.ask(bookKey(act.Channel), policyDocument, map[string]any{"by": map[string]any{"number": k.policies[act.Order]}})
	return a.at("policy", "insureds").([]any)[0].(map[string]any)["reference"]
}

func (k *bookkeeper) cancel(act bookAct) bookFigures {
	payload, refused := k.say(act, "cancelPolicy", giveBack, map[string]any{"requestNo": act.Request, "policyNumber": k.policies[act.Order], "reason": act.Reason})
	if refused != nil {
		return bookFigures{"refused": refused}
	}
	e := payload["endorsement"].(map[string]any)
	refunds := []any{}
	for _, one := range e["byPayer"].([]any) {
		share := one.(map[string]any)
		refunds = append(refunds, map[string]any{"payer": share["payer"], "amount": float64(-fen(share["premium"]))})
	}
	return bookFigures{
		"premium": fen(e["premiumChange"]), "refunds": refunds, "effectiveAt": k.local(e["effectiveAt"]), "commission": k.commission(act),
	}
}

// commission is what the act moved of it.
func (k *bookkeeper) commission(act bookAct) int64 {
	return commissionOf(k.t, k.App, act.Channel, k.policies[act.Order])
}

// work has the workers do all of a kind that is due.
func (k *bookkeeper) work(do func(context.Context, int) (int, error)) {
	for done := 1; done > 0; {
		var err error
		done, err = do(context.Background(), 100)
		require.NoError(k.t, err)
	}
}

// local is an instant as books write it.
func (k *bookkeeper) local(text any) string {
	at, err := time.Parse(time.RFC3339, text.(string))
	require.NoError(k.t, err)
	return at.In(time.FixedZone("", 8*60*60)).Format(time.RFC3339)
}

// fen of an amount of the API; nothing is none.
func fen(amount any) int64 {
	m, is := amount.(map[string]any)
	if !is {
		return 0
	}
	a, err := money.MustDecimal(m["amount"].(string)).In("CNY")
	if err != nil {
		panic(err) // what the API answers is an amount
	}
	return a.Minor
}
