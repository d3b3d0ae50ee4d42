package lists

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/ent/logentry"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// filled is what lists are asked in.
type filled struct {
	w          *insurancetest.World
	start      time.Time // the first policy was bound
	own, staff *access.Caller
}

// list is one that is measured.
type list struct {
	name, document string
	caller         *access.Caller
}

// fill writes policies straight into the tables, three tenths as many claims, and an event of each.
func fill(t *testing.T, w *insurancetest.World, n int) *filled {
	t.Helper()
	ctx := context.Background()
	f := &filled{w: w, own: w.Caller(insurancetest.Pay), start: w.Clock.Now().Add(-time.Duration(n) * time.Minute)}
	f.staff = w.Person("serge")
	f.staff.Roles, f.staff.Rate, f.staff.Session = append(f.staff.Roles, access.Claims, access.Sales, access.Finance), 1_000_000, &ent.Session{ID: 1, PersonID: f.staff.PersonID()}
	var templates []int64
	risks := map[string]issuing.RiskInput{insurancetest.Mall: insurancetest.Freight("t"), insurancetest.Pay: insurancetest.Account("t", "BASIC")}
	for _, code := range []string{insurancetest.Mall, insurancetest.Pay} {
		issued, err := w.Issuing.Issue(ctx, w.Caller(code), &issuing.IssueInput{OrderNo: "t", Risk: risks[code]})
		require.NoError(t, err)
		templates = append(templates, issued.Policy.Key())
	}
	for k, template := range templates {
		w.Copy(t, insurancepolicy.Table, template, n/2, func(i int, row map[string]any) {
			at := f.start.Add(time.Duration(2*i+k) * time.Minute)
			row["number"], _ = number.Format(number.Policy, uint64(1_000_000+2*i+k))
			row["order_no"], row["listed_premium"], row["turns_at"] = fmt.Sprint("O-", i), 10+i%500, nil
			row["premium"], row["personal"], row["personal_key"] = row["listed_premium"], nil, nil // sealed for one policy
			row["bound_at"], row["rated_at"], row["start_at"], row["end_at"], row["phase"] = at, at, at, w.Clock.Now().AddDate(0, 0, 90), "IN_FORCE"
			switch i % 50 {
			case 7:
				row["end_at"], row["phase"] = at.Add(time.Second), "EXPIRED"
			case 8:
				row["start_at"], row["phase"] = w.Clock.Now().Add(time.Hour), "PENDING"
			}
		})
	}
	f.claims(t, n*3/10)
	f.events(t, n)
	return f
}

func (f *filled) claims(t *testing.T, n int) {
	t.Helper()
	ctx, db := context.Background(), f.w.Store.Client
	policies := db.InsurancePolicy.Query().Where(insurancepolicy.ChannelID(f.own.Channel.ID)).Limit(n).IDsX(ctx)
	other := f.w.Caller(insurancetest.Mall).Channel.ID
	first := db.Claim.Create().SetID(f.w.Store.NewKey()).SetChannelID(f.own.Channel.ID).SetPolicyID(policies[0]).SetNumber("C1").SetRequestNo("C1").
		SetState(claim.StatePaid).SetProductCode("ASI-01").SetOccurredAt(f.start).SetSubmittedAt(f.start).SetPromisedAt(f.start).SetCurrency("CNY").
		SetEventLimit(1).SetAmountGiven(true).SetDecision("{}").SetFacts("{}").SaveX(ctx)
	f.w.Copy(t, claim.Table, first.ID, n, func(i int, row map[string]any) {
		row["number"], _ = number.Format(number.Claim, uint64(1_000_000+i))
		row["request_no"], row["policy_id"] = row["number"], policies[i%len(policies)]
		if row["live"] = true; i%3 == 0 {
			row["channel_id"], row["product_code"] = other, "RFI-01"
		}
		if row["state"] = "PAID"; i%10 < 2 {
			row["state"] = "IN_REVIEW"
		} else if i%10 == 3 {
			row["state"] = "DECLINED"
		}
		row["claimed"], row["score"], row["reason"] = i%5000, i%100, fmt.Sprint("R", i%7)
		row["submitted_at"] = f.start.Add(time.Duration(i) * 3 * time.Minute)
		row["promised_at"] = f.start.Add(time.Duration(i)*3*time.Minute + 72*time.Hour)
		if row["assignee"] = 0; i%4 == 0 {
			row["assignee"] = f.staff.PersonID()
		}
	})
}

func (f *filled) events(t *testing.T, n int) {
	t.Helper()
	ctx, db := context.Background(), f.w.Store.Client
	first := db.Event.Create().SetID(f.w.Store.NewKey()).SetChannelID(f.own.Channel.ID).SetSubject("X").SetSeq(1).SetType("policy.issued").
		SetPayload("{}").SetOccurredAt(f.start).SaveX(ctx)
	db.LogEntry.Create().SetID(1).SetChannelID(f.own.Channel.ID).SetEventID(first.ID).SetType("policy.issued").ExecX(ctx)
	kind := func(i int) string {
		if i%1000 == 500 {
			return "claim.paid"
		}
		return "policy.issued"
	}
	f.w.Copy(t, event.Table, first.ID, n, func(i int, row map[string]any) {
		row["id"], row["subject"], row["type"] = first.ID+1+int64(i), fmt.Sprint("X", i), kind(i)
	})
	f.w.Copy(t, logentry.Table, 1, n, func(i int, row map[string]any) {
		row["id"], row["event_id"], row["type"] = int64(2+i), first.ID+1+int64(i), kind(i)
	})
}

// What the console shows of a row, and a channel.
const (
	policyRow = `{ edges { node { id number orderNo state boundAt payer premium { amount currency } sumInsured { amount currency } period { start end }
		insureds { reference name } offer { productCode productVersion planCode name { zh en } agreementCode } } } pageInfo { hasNextPage endCursor } }`
	claimRow = `{ edges { node { id number state submittedAt revision claimed { amount currency } payable { amount } decision { reason sentence { zh en } }
		policy { id number } } } pageInfo { hasNextPage endCursor } }`
	deskRow = `{ edges { node { id number state submittedAt promisedAt revision claimed { amount currency } payable { amount currency } score
		findings { rule sentence { zh en } points } assignee { id displayName } policy { id number offer { productCode planCode name { zh en } } }
		channel { id code name } decision { reason sentence { zh en } } } } pageInfo { hasNextPage endCursor } }`
	eventRow = `{ edges { node { id type subject sequence at } } pageInfo { hasNextPage endCursor } }`
)

// lists are all that are measured.
func (f *filled) lists() (all []list) {
	add := func(caller *access.Caller, name, field, row string) {
		all = append(all, list{name, "{ " + field + row + " }", caller})
	}
	hour := fmt.Sprintf(`{start: %q, end: %q}`, f.start.Add(10*time.Hour).Format(time.RFC3339), f.start.Add(11*time.Hour).Format(time.RFC3339))
	for _, one := range [][2]string{
		{"nothing", ""}, {"sandbox", "mode: SANDBOX"}, {"channel", `channelCodes: ["pay"]`}, {"product", `productCodes: ["ASI-01"]`},
		{"in force", "states: [IN_FORCE]"}, {"pending", "states: [PENDING]"}, {"expired", "states: [EXPIRED]"}, {"cancelled", "states: [CANCELLED]"},
		{"an hour", "boundAt: " + hour}, {"channel, an hour", `channelCodes: ["pay"], boundAt: ` + hour}, {"payer", "payers: [CUSTOMER]"},
		{"premium", `premiumFrom: {amount: "3.00", currency: "CNY"}, premiumTo: {amount: "3.10", currency: "CNY"}`},
	} {
		add(f.staff, "policies, "+one[0], "policies(filter: {"+one[1]+"}, first: 20) ", policyRow)
	}
	for _, one := range [][2]string{
		{"nothing", ""}, {"sandbox", "mode: SANDBOX"}, {"channel", `channelCodes: ["mall"]`}, {"product", `productCodes: ["RFI-01"]`}, {"in review", "states: [IN_REVIEW]"},
		{"mine", "mine: true"}, {"reason", `reasons: ["R3"]`}, {"score", "scoreFrom: 90"}, {"overdue", "overdue: true"},
		{"large losses of a product", `productCodes: ["ASI-01"], claimedFrom: {amount: "49.00", currency: "CNY"}`},
	} {
		add(f.staff, "claims, "+one[0], "claims(filter: {"+one[1]+"}, first: 20) ", deskRow)
	}
	for _, one := range [][2]string{
		{"mine", "mine: true"}, {"product", `productCodes: ["RFI-01"]`}, {"channel", `channelCodes: ["mall"]`}, {"reason", `reasons: ["R3"]`}, {"score", "scoreFrom: 90"},
		{"amount", `claimedFrom: {amount: "49.00", currency: "CNY"}`},
	} {
		add(f.staff, "desk, "+one[0], "claims(filter: {states: [IN_REVIEW], "+one[1]+"}, orderBy: PROMISED_AT_ASC, first: 20) ", deskRow)
	}
	add(f.staff, "claims, counted", "claims(first: 20, filter: {states: [IN_REVIEW]}) ", "{ count { value exact } }")
	add(f.staff, "policies, counted", "policies(first: 20) ", "{ count { value exact } }")
	add(f.own, "own policies", "policies(first: 20) ", policyRow)
	add(f.own, "own claims", "claims(first: 20) ", claimRow)
	for _, types := range []string{"policy.issued", "claim.paid", "claim.*"} {
		add(f.own, "events, "+types, fmt.Sprintf("events(first: 20, types: [%q]) ", types), eventRow)
		add(f.staff, "all events, "+types, fmt.Sprintf("events(first: 20, types: [%q]) ", types), eventRow)
	}
	add(f.own, "events, nothing", "events(first: 20) ", eventRow)
	return all
}
