package graph_test

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/credential"
	"baodan/ent/delivery"
	"baodan/ent/endorsement"
	"baodan/ent/file"
	"baodan/ent/insurancepolicy"
	"baodan/ent/job"
	"baodan/ent/mail"
	"baodan/ent/payout"
	"baodan/ent/person"
	"baodan/ent/productversion"
	"baodan/ent/schema"
	"baodan/ent/servicerequest"
	"baodan/ent/session"
	"baodan/ent/webhookendpoint"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/servicing"
	"baodan/insurance/work"
)

// crowd is a world with n of everything, no two of which have anything in common: each policy is another
// channel's, sold under another version of another product, each claim another person's. Rows are written as they are, since only
// statements count here.
type crowd struct {
	*insurancetest.World
	n        int                  // of everything, so far
	now      time.Time            // of the last growth
	policy   *ent.InsurancePolicy // the sample that the others are like
	change   *ent.Endorsement
	product  *ent.ProductVersion
	first    *ent.Channel   // whose own lists grow too
	staff    *access.Caller // who may see everything, and approve
	last     int64          // policy
	endpoint int64          // of the first channel, which is sent everything that it is told
}

var everyRole = []access.Role{
	access.Underwriting, access.Sales, access.Claims, access.Service, access.Finance, access.SecurityAdmin, access.SystemAdmin,
}

// newCrowd makes the samples.
func newCrowd(w *insurancetest.World) *crowd {
	ctx, client := context.Background(), w.Store.Client
	w.WithSamples()
	c := &crowd{World: w, first: w.Caller(insurancetest.Pay).Channel}
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Account("a-1", "BASIC")})
	require.NoError(w.T, err)
	plan := "PLUS"
	_, err = w.Servicing.Endorse(ctx, w.Caller(insurancetest.Pay), &servicing.EndorseInput{
		RequestNo: "E-1", PolicyNumber: issued.Policy.Number(), Change: servicing.ChangeInput{PlanCode: &plan},
	})
	require.NoError(w.T, err)
	c.policy, c.change = client.InsurancePolicy.Query().OnlyX(ctx), client.Endorsement.Query().OnlyX(ctx)
	c.product = client.ProductVersion.GetX(ctx, c.policy.ProductVersionID)
	c.last = c.policy.ID
	row := c.person(client, "everybody", everyRole...).SaveX(ctx)
	c.staff = &access.Caller{
		Audience: access.Ops, Person: row, Roles: everyRole, Credential: "person:everybody", Rate: 1_000_000, Language: "en", Address: "192.0.2.1",
		Session: &ent.Session{ID: 1, PersonID: row.ID},
	}
	return c
}

// grow adds until there are n of everything, and lets servers know.
func (c *crowd) grow(n int) {
	ctx := context.Background()
	c.Clock.Advance(time.Second)
	c.now = c.Store.Now()
	require.NoError(c.T, c.Store.Do(ctx, "grow", func(ctx context.Context, tx *work.Tx) error {
		for ; c.n < n; c.n++ {
			c.addOne(ctx, tx.Client(), strconv.Itoa(c.n+1000))
		}
		return tx.Changed(ctx)
	}))
	require.NoError(c.T, c.Cache.Refresh(ctx))
}

func (c *crowd) key() int64 { return c.Store.NewKey() }

// addOne adds one of everything.
func (c *crowd) addOne(ctx context.Context, db *ent.Client, no string) {
	who := c.person(db, "p"+no, access.Claims, access.Underwriting).SaveX(ctx)
	half := db.Channel.Create().SetID(c.key()).SetCode("c" + no).SetLive(true).SetName("c").SetCreatedAt(c.now).SaveX(ctx)
	sold, draft := c.products(ctx, db, no)
	agreement := c.masters(ctx, db, no, half)
	last := c.last
	found := c.policyOf(ctx, db, "S"+no, c.first, agreement, c.product)
	c.last = last // no other goes on from it
	db.SearchValue.Create().SetID(c.key()).SetChannelID(c.first.ID).SetValue("FOUND").SetPolicyID(found.ID).SaveX(ctx)
	policy := c.policyOf(ctx, db, no, half, agreement, sold)
	c.endorse(ctx, db, "E4"+no, c.first.ID, c.policy.ID, 10+c.n)
	db.InsurancePolicy.Update().Where(insurancepolicy.ID(c.policy.ID)).SetVersion(10 + c.n).ExecX(ctx)
	c.events(ctx, db, half, policy)
	own := c.claim(ctx, db, no, half, policy, who)
	c.claim(ctx, db, "own"+no, c.first, c.policy, who)
	c.request(ctx, db, "own"+no, found, who)
	c.request(ctx, db, no, policy, who)
	c.approval(ctx, db, approval.KindClaimPayout, own.Number, own.ChannelID, who)
	c.approval(ctx, db, approval.KindPublication, draft.Code+"/2", 0, who)
	record := db.AuditRecord.Create().SetID(c.key()).SetAt(c.now).SetActor("person:" + who.Name).SetPersonID(who.ID).SetAction("login.success").
		SetObjectKind("policy").SetObject(policy.Number).SetChannelID(half.ID).SetMAC(make([]byte, 32)).SaveX(ctx)
	db.AuditLink.Create().SetID(int64(1_000_000 + c.n)).SetRecordID(record.ID).SetHash(make([]byte, 32)).SetSealedAt(c.now).ExecX(ctx)
	c.jobs(ctx, db, half)
	db.Session.Create().SetID(c.key()).SetPersonID(c.staff.PersonID()).SetTokenHash([]byte(fmt.Sprintf("%032s", no))).SetVia(session.ViaPassword).
		SetSecondFactor(true).SetAddress("192.0.2.1").SetUserAgent("test").SetCreatedAt(c.now).SetLastSeenAt(c.now).SetExpiresAt(c.now.Add(time.Hour)).ExecX(ctx)
	db.ReportingToken.Create().SetID(c.key()).SetName("t" + no).SetTokenHash([]byte(fmt.Sprintf("%032s", no))).SetRatePerSecond(1).
		SetMadeBy(who.ID).SetCreatedAt(c.now).SetExpiresAt(c.now.Add(time.Hour)).ExecX(ctx)
}

// jobs are one that issues from a file, in which a row failed, and one that tests a product.
func (c *crowd) jobs(ctx context.Context, db *ent.Client, half *ent.Channel) {
	rows := c.file(db, half.ID, file.PurposeBulkIssue).SetPersonID(c.staff.PersonID()).SaveX(ctx)
	add := func(kind, input string) *ent.JobCreate {
		return db.Job.Create().SetID(c.key()).SetChannelID(half.ID).SetKind(kind).SetState(job.StateSucceeded).SetInput(input).SetCreatedAt(c.now)
	}
	failed := add("bulk.issue", fmt.Sprintf(`{"file": %d}`, rows.ID)).SetFailed(1).SaveX(ctx)
	db.JobFailure.Create().SetID(c.key()).SetJobID(failed.ID).SetRow(1).SetCode("INVALID_VALUE").SetMessage("m").ExecX(ctx)
	add("back-test", fmt.Sprintf(`{"id": %d}`, c.product.ID)).ExecX(ctx)
}

func (c *crowd) person(db *ent.Client, name string, roles ...access.Role) *ent.PersonCreate {
	texts := make([]string, len(roles))
	for i, r := range roles {
		texts[i] = string(r)
	}
	return db.Person.Create().SetID(c.key()).SetName(name).SetDisplayName(name).SetRoles(texts).SetEmail(name + "@baodan.example").
		SetState(person.StateActive).SetRecoveryCodes([]string{}).SetCreatedAt(c.Store.Now())
}

// products are one that is off sale with a draft, and one that is on sale.
func (c *crowd) products(ctx context.Context, db *ent.Client, no string) (sold, draft *ent.ProductVersion) {
	add := func(code string, version int, state productversion.State) *ent.ProductVersion {
		return db.ProductVersion.Create().SetID(c.key()).SetCode(code + no).SetVersion(version).SetState(state).SetFile(c.product.File).
			SetDocuments(c.product.Documents).SetDigest(code + no).SetCreatedAt(c.now).SaveX(ctx)
	}
	add("ON-", 1, productversion.StatePUBLISHED)
	return add("OFF-", 1, productversion.StateWITHDRAWN), add("OFF-", 2, productversion.StateDRAFT)
}

// masters of a channel: what it may sell, by which keys it calls, and where it hears of events.
func (c *crowd) masters(ctx context.Context, db *ent.Client, no string, half *ent.Channel) *ent.Agreement {
	agree := func(channel int64, product string) *ent.Agreement {
		return db.Agreement.Create().SetID(c.key()).SetChannelID(channel).SetCode("A" + no).SetVersion(1).SetProductCode(product + no).
			SetPlans([]string{}).SetCommissionRate("0.10").SetValidFrom(c.now).SetCreatedAt(c.now).
			SetQuotas([]schema.Quota{{Measure: "POLICIES", Per: "TOTAL", Most: 100}}).SaveX(ctx)
	}
	agree(c.first.ID, "ON-")
	agreement := agree(half.ID, "OFF-")
	if c.n%2 == 0 {
		db.Counter.Create().SetID(c.key()).SetName("quota " + strconv.FormatInt(agreement.ID, 36) + " PO T").SetValue(3).ExecX(ctx)
	}
	db.Credential.Create().SetID(c.key()).SetChannelID(half.ID).SetKeyID("k" + no).SetAlgorithm(credential.AlgorithmBearer).
		SetVerifier(make([]byte, 32)).SetRatePerSecond(1).SetCreatedAt(c.now).ExecX(ctx)
	db.DeprecationUse.Create().SetID(c.key()).SetChannelID(half.ID).SetCoordinate("Query.old").SetDay(c.now.Format(time.DateOnly)).
		SetCalls(1).SetLastUsedAt(c.now).ExecX(ctx)
	return agreement
}

// policyOf a channel, endorsed twice, that renews the one before.
func (c *crowd) policyOf(ctx context.Context, db *ent.Client, no string, half *ent.Channel, a *ent.Agreement, product *ent.ProductVersion) *ent.InsurancePolicy {
	s := c.policy
	row := db.InsurancePolicy.Create().SetID(c.key()).SetChannelID(half.ID).SetOrderNo("O" + no).SetNumber("P" + no).SetRequestHash(s.RequestHash).
		SetAgreementID(a.ID).SetProductVersionID(product.ID).SetPlanCode(s.PlanCode).SetPayer(s.Payer).SetCurrency(s.Currency).SetPremium(s.Premium).
		SetSumInsured(s.SumInsured).SetState(insurancepolicy.StateACTIVE).SetVersion(3).SetBoundAt(c.now).SetRatedAt(c.now).
		SetStartAt(s.StartAt).SetEndAt(s.EndAt).SetRisk(s.Risk).SetWorksheet(s.Worksheet).SetRenews(c.last).SetRenewedBy(c.last).SaveX(ctx)
	c.last = row.ID
	c.endorse(ctx, db, "E2"+no, row.ChannelID, row.ID, 2)
	c.endorse(ctx, db, "E3"+no, row.ChannelID, row.ID, 3)
	return row
}

func (c *crowd) endorse(ctx context.Context, db *ent.Client, number string, channel, policy int64, version int) {
	e := c.change
	db.Endorsement.Create().SetID(c.key()).SetChannelID(channel).SetPolicyID(policy).SetNumber(number).SetRequestNo(number).SetRequestHash(e.RequestHash).
		SetKind(endorsement.KindPlanChange).SetVersion(version).SetEffectiveAt(c.now).SetRecordedAt(c.now).SetPlanCode(e.PlanCode).
		SetCurrency(e.Currency).SetPremiumLines(e.PremiumLines).SetWorksheet(e.Worksheet).SetMadeBy("test").ExecX(ctx)
}

// events of a policy, one for its channel and one for the first, each on its way to an endpoint.
func (c *crowd) events(ctx context.Context, db *ent.Client, half *ent.Channel, policy *ent.InsurancePolicy) {
	for i, channel := range []*ent.Channel{half, c.first} {
		happened := db.Event.Create().SetID(c.key()).SetChannelID(channel.ID).SetSubject(policy.Number).SetSeq(i + 1).SetType("policy.renewed").
			SetPayload("{}").SetOccurredAt(c.now).SaveX(ctx)
		db.LogEntry.Create().SetID(c.key()).SetChannelID(channel.ID).SetEventID(happened.ID).ExecX(ctx)
		if channel == c.first && c.endpoint != 0 {
			c.deliver(ctx, db, channel, c.endpoint, happened)
		}
		if channel == c.first && c.n >= 10 {
			continue // a channel has ten endpoints at most
		}
		endpoint := db.WebhookEndpoint.Create().SetID(c.key()).SetChannelID(channel.ID).SetURL("https://shop.example").SetEventTypes([]string{"*"}).
			SetOrdering(webhookendpoint.OrderingNone).SetState(webhookendpoint.StateActive).SetAPIVersion("1").SetChallenge("x").SetCreatedAt(c.now).SaveX(ctx)
		db.WebhookKey.Create().SetID(c.key()).SetChannelID(channel.ID).SetEndpointID(endpoint.ID).SetScheme(webhookkey.SchemeHMAC).
			SetSecretKey([]byte("x")).SetSecret([]byte("x")).SetCreatedAt(c.now).ExecX(ctx)
		c.deliver(ctx, db, channel, endpoint.ID, happened)
		if channel == c.first && c.endpoint == 0 {
			c.endpoint = endpoint.ID
		}
	}
}

// deliver an event to an endpoint, which failed once.
func (c *crowd) deliver(ctx context.Context, db *ent.Client, channel *ent.Channel, endpoint int64, happened *ent.Event) {
	sent := db.Delivery.Create().SetID(c.key()).SetChannelID(channel.ID).SetEndpointID(endpoint).SetEventID(happened.ID).
		SetSubject(happened.Subject).SetSeq(1).SetType(happened.Type).SetState(delivery.StatePending).SetCreatedAt(c.now).SetGiveUpAt(c.now).
		SetDueAt(c.now.Add(time.Hour)).SaveX(ctx)
	db.DeliveryAttempt.Create().SetID(c.key()).SetChannelID(channel.ID).SetEndpointID(endpoint).SetDeliveryID(sent.ID).SetAt(c.now).
		SetStatus(500).SetDurationMs(10).SetTraceID("t").ExecX(ctx)
}

// claim with one of all that belongs to it.
func (c *crowd) claim(ctx context.Context, db *ent.Client, no string, half *ent.Channel, policy *ent.InsurancePolicy, who *ent.Person) *ent.Claim {
	row := db.Claim.Create().SetID(c.key()).SetChannelID(half.ID).SetPolicyID(policy.ID).SetNumber("C" + no).SetRequestNo("R" + no).
		SetState(claim.StateInReview).SetProductCode("ASI-01").SetEnteredBy(who.ID).SetAssignee(who.ID).SetOccurredAt(c.now).SetSubmittedAt(c.now).
		SetPromisedAt(c.now).SetCurrency("CNY").SetEventLimit(1).SetAmountGiven(true).SetDecision("{}").SetFacts("{}").SaveX(ctx)
	db.ClaimRevision.Create().SetID(c.key()).SetChannelID(half.ID).SetClaimID(row.ID).SetRequestNo("R" + no).SetRequestHash(make([]byte, 32)).
		SetKind(claimrevision.KindSubmit).SetVersion(1).SetAt(c.now).SetFacts("{}").SetChanged([]string{}).SetMadeBy("channel:test").ExecX(ctx)
	db.ClaimNote.Create().SetID(c.key()).SetChannelID(half.ID).SetClaimID(row.ID).SetPersonID(who.ID).SetKind(claimnote.KindNote).SetText("n").SetAt(c.now).ExecX(ctx)
	db.ClaimAuthority.Create().SetID(c.key()).SetPersonID(who.ID).SetRole("R" + no).SetProductCode("ASI-01").SetCurrency("CNY").SetAmount(1).SetSetAt(c.now).ExecX(ctx)
	db.Payout.Create().SetID(c.key()).SetChannelID(half.ID).SetClaimID(row.ID).SetAttempt(1).SetPaymentKey("C" + no + "-1").SetState(payout.StateDeclined).
		SetCurrency("CNY").SetAmount(1).SetOrderedAt(c.now).ExecX(ctx)
	db.Recovery.Create().SetID(c.key()).SetChannelID(half.ID).SetClaimID(row.ID).SetRequestNo("R" + no).SetCurrency("CNY").SetAmount(1).SetSource("s").
		SetReceivedAt(c.now).SetRecordedAt(c.now).SetPersonID(who.ID).ExecX(ctx)
	c.file(db, half.ID, file.PurposeClaimEvidence).SetPersonID(who.ID).SetClaimID(row.ID).ExecX(ctx)
	return row
}

func (c *crowd) file(db *ent.Client, channel int64, purpose file.Purpose) *ent.FileCreate {
	return db.File.Create().SetID(c.key()).SetChannelID(channel).SetPurpose(purpose).SetName("f").SetSize(1).SetSha256("00").
		SetState(file.StateStored).SetCreatedAt(c.now).SetExpiresAt(c.now)
}

// request for service with a file and a mail.
func (c *crowd) request(ctx context.Context, db *ent.Client, no string, policy *ent.InsurancePolicy, who *ent.Person) {
	row := db.ServiceRequest.Create().SetID(c.key()).SetChannelID(policy.ChannelID).SetPolicyID(policy.ID).SetNumber("S" + no).SetRequestNo("R" + no).
		SetRequestHash(make([]byte, 32)).SetKind(servicerequest.KindInvoice).SetDesk(servicerequest.DeskFinance).SetDelivery(servicerequest.DeliveryEmail).
		SetState(servicerequest.StateOpen).SetOpenedBy(who.ID).SetAssignee(who.ID).SetOpenedAt(c.now).SetPromisedAt(c.now).SaveX(ctx)
	c.file(db, policy.ChannelID, file.PurposeServiceRequest).SetPersonID(who.ID).SetRequestID(row.ID).ExecX(ctx)
	db.Mail.Create().SetID(c.key()).SetChannelID(policy.ChannelID).SetRequestID(row.ID).SetTemplate("t").SetState(mail.StateSent).SetFileIds([]int64{}).
		SetMessageID("m").SetMadeBy(who.ID).SetCreatedAt(c.now).ExecX(ctx)
}

// approval that waits, and that one other person gave.
func (c *crowd) approval(ctx context.Context, db *ent.Client, kind approval.Kind, object string, channel int64, who *ent.Person) {
	row := db.Approval.Create().SetID(c.key()).SetKind(kind).SetState(approval.StateRequested).SetObject(object).SetChannelID(channel).SetContent("{}").
		SetContentHash(make([]byte, 32)).SetNeeded(2).SetRequestedBy(who.ID).SetRequestedAt(c.now).SetReason("r").SetWaiting(string(kind) + ":" + object).SaveX(ctx)
	other := c.person(db, "o"+strconv.FormatInt(row.ID, 36), access.Claims, access.Underwriting).SaveX(ctx)
	db.ApprovalVote.Create().SetID(c.key()).SetApprovalID(row.ID).SetPersonID(other.ID).SetVerdict(approvalvote.VerdictApprove).SetNumber(0).SetAt(c.now).ExecX(ctx)
}
