package claims

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Submit stores a claim (A7, B8, D4) and answers with its number; a worker decides it. The request number makes it
// idempotent for ever, among all submissions, updates and withdrawals of the channel, or of the person who enters it for a
// caller (E4). Whether the loss is covered, in time and within limits is decided later, with a reason on record; refused
// at once is only what cannot be a claim.
// Faults: INVALID_VALUE, REQUIRED, NOT_FOUND for a policy that is not the channel's, RULE_REFUSED (CLAIM_MOST) where
// the policy has as many claims as its terms permit, REQUEST_MISMATCH.
func (o *Service) Submit(ctx context.Context, caller *access.Caller, in *SubmitInput) (*Answer, error) {
	caller, err := o.behalf(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	s, err := o.submission(ctx, caller, in)
	if err != nil {
		return nil, o.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	err = o.store.Do(ctx, "submit claim", s.store)
	if work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		return o.replay(ctx, s.revision, err)
	}
	if err != nil {
		return nil, err
	}
	return &Answer{Claim: &Claim{row: s.row, service: o}}, nil
}

// submission is a claim that waits to be stored.
type submission struct {
	service  *Service
	caller   *access.Caller
	policy   *policy.Policy // as it held when the loss happened
	most     int64          // claims of the policy that may be open or paid; 0: any number
	row      *ent.Claim
	revision *ent.ClaimRevision
	marks    []*ent.ClaimMark
	persons  work.Insert // marks of what it says of persons
	files    []int64
}

// earliness is how far the clocks of a channel may be ahead of ours.
const earliness = 5 * time.Minute

// submission checks everything that needs no lock.
func (o *Service) submission(ctx context.Context, caller *access.Caller, in *SubmitInput) (*submission, error) {
	channel := caller.Channel.ID
	now := o.distribution.Now(channel)
	if !policy.ValidOrderNo(in.RequestNo) {
		return nil, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	if in.OccurredAt.After(now.Add(earliness)) {
		return nil, fault.New(fault.CodeInvalidValue, "the loss lies in the future", "occurredAt")
	}
	at := in.OccurredAt
	policy, err := o.policies.ByNumber(ctx, caller, in.PolicyNumber, policy.PointInTime{AsOf: &at})
	if err != nil {
		return nil, err
	}
	if policy == nil {
		return nil, fault.New(fault.CodeNotFound, "", "policyNumber")
	}
	declared := policy.Product().ClaimFacts()
	facts, violations := declared.Check(in.Facts)
	if len(violations) > 0 {
		return nil, violated(violations)
	}
	terms, err := policy.Terms()
	if err != nil {
		return nil, err
	}
	s := &submission{service: o, caller: caller, policy: policy, most: terms.Int("claim.most"), files: work.Plain(in.FileIDs)}
	asked, err := asked(in.Claimed, policy, terms, facts)
	if err != nil {
		return nil, err
	}
	window, err := terms.Period("claim.payWithin", facts)
	if err != nil {
		return nil, err
	}
	promised := window.AddTo(now, policy.Product().Location())
	return s, s.fill(ctx, in, declared, facts, asked, now, promised)
}

// fill makes the rows.
func (s *submission) fill(ctx context.Context, in *SubmitInput, declared rule.Factors, facts rule.Facts, asked money.Amount, now, promised time.Time) error {
	o, channel := s.service, s.caller.Channel.ID
	number, err := o.numbers.Next(ctx)
	if err != nil {
		return err
	}
	open, hidden := facts.SplitPersonal(declared)
	text := string(declared.AppendJSON(nil, open))
	due := o.distribution.Due(channel, now)
	s.row = &ent.Claim{
		ID: o.store.NewKey(), ChannelID: channel, PolicyID: s.policy.Key(), Number: number, RequestNo: requestNo(s.caller, in.RequestNo),
		ProductCode: s.policy.Product().Code(), EnteredBy: s.caller.PersonID(),
		State: claim.StateSubmitted, Version: 1, OccurredAt: in.OccurredAt, SubmittedAt: now, PromisedAt: promised,
		Currency: string(asked.Currency), Amount: asked.Minor, AmountGiven: in.Claimed != nil, Decision: "null",
		Facts: text, DueAt: &due,
	}
	own := o.seal(declared, hidden, "claims", channel, s.row.ID)
	s.row.PersonalKey, s.row.Personal = own.key, own.box
	s.revision = &ent.ClaimRevision{
		ID: o.store.NewKey(), ChannelID: channel, ClaimID: s.row.ID, RequestNo: s.row.RequestNo, Kind: claimrevision.KindSubmit,
		Version: 1, State: string(s.row.State), At: now, Facts: text, Changed: []string{}, MadeBy: madeBy(s.caller),
	}
	copied := o.seal(declared, hidden, "claim_revisions", channel, s.revision.ID)
	s.revision.PersonalKey, s.revision.Personal = copied.key, copied.box
	s.persons = o.personsIn(s.row, declared, hidden)
	claimed := "by the policy"
	if in.Claimed != nil {
		claimed = in.Claimed.Amount.String() + " " + in.Claimed.Currency
	}
	s.revision.RequestHash = o.hash(claimrevision.KindSubmit, in.PolicyNumber, in.OccurredAt.UTC().Format(time.RFC3339Nano),
		claimed, string(declared.AppendJSON(nil, facts)), fmt.Sprint(in.FileIDs))
	s.marks, err = o.marksOf(s.row, s.policy, facts, now)
	return err
}

// store writes claim, revision, marks and event, and counts the claim in its policy.
func (s *submission) store(ctx context.Context, tx *work.Tx) error {
	if err := insertRevision(ctx, tx, s.revision); err != nil {
		return err
	}
	counted, err := policy.OpenClaim(ctx, tx, s.policy.Key(), s.most)
	if err != nil {
		return err
	}
	if !counted {
		return s.service.tooMany(ctx, tx, s.policy, s.most)
	}
	c := s.row
	err = tx.Claim.Create().SetID(c.ID).SetChannelID(c.ChannelID).SetPolicyID(c.PolicyID).SetNumber(c.Number).
		SetRequestNo(c.RequestNo).SetProductCode(c.ProductCode).SetEnteredBy(c.EnteredBy).SetState(c.State).SetVersion(c.Version).SetOccurredAt(c.OccurredAt).
		SetSubmittedAt(c.SubmittedAt).SetPromisedAt(c.PromisedAt).SetCurrency(c.Currency).SetAmount(c.Amount).
		SetAmountGiven(c.AmountGiven).SetDecision(c.Decision).SetFacts(c.Facts).SetPersonalKey(c.PersonalKey).
		SetPersonal(c.Personal).SetDueAt(*c.DueAt).Exec(ctx)
	if err != nil {
		return err
	}
	if err := insertMarks(ctx, tx, s.marks); err != nil {
		return err
	}
	if err := tx.Insert(ctx, s.persons); err != nil {
		return err
	}
	if err := attach(ctx, tx, s.caller, c, s.files); err != nil {
		return err
	}
	err = s.service.onRecord(ctx, tx, s.caller, audit.Entry{
		Action: "claim.submit", Object: c.Number, ChannelID: c.ChannelID, After: map[string]any{"policy": s.policy.Number()},
	})
	if err != nil {
		return err
	}
	return event.Record(ctx, tx, c.ChannelID, c.Number, 1, c.SubmittedAt, event.ClaimSubmitted{Claim: snapshot(c, s.policy.Number())})
}

// asked is the amount that a claim asks for: as named, or what the policy pays for one event at most.
func asked(in *money.Input, policy *policy.Policy, terms *rule.Terms, facts rule.Facts) (money.Amount, error) {
	sum := policy.SumInsured()
	if in == nil {
		limit, err := terms.Decimal("claim.eventLimit", facts)
		if err != nil || limit.Sign() == 0 || limit.Cmp(sum.Decimal()) > 0 {
			return sum, err
		}
		return limit.Round(sum.Currency.Digits(), money.Down).In(sum.Currency)
	}
	if in.Currency != string(sum.Currency) {
		return sum, fault.Newf(fault.CodeInvalidValue, "the policy is in %s", sum.Currency).At("claimed", "currency")
	}
	amount, err := in.Amount.In(sum.Currency)
	if err != nil || amount.Minor <= 0 {
		return sum, fault.New(fault.CodeInvalidValue, "an amount above zero, without fractions of the smallest unit", "claimed", "amount")
	}
	return amount, nil
}

// tooMany says why a policy takes no other claim, and which one is open.
func (o *Service) tooMany(ctx context.Context, tx *work.Tx, policy *policy.Policy, most int64) error {
	facts := []rule.Fact{{Name: "claim.most", Value: strconv.FormatInt(most, 10)}}
	newest, err := tx.Claim.Query().
		Where(claim.PolicyID(policy.Key()), claim.StateNotIn(claim.StateDeclined, claim.StateWithdrawn)).
		Order(ent.Desc(claim.FieldID)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	if newest != nil {
		facts = append(facts, rule.Fact{Name: "claim", Value: newest.Number}, rule.Fact{Name: "state", Value: string(newest.State)})
	}
	return fault.RuleRefused{
		Fault: fault.New(fault.CodeRuleRefused, "", "policyNumber"), Rule: ClaimMost, Facts: facts, Sentence: sentence(ClaimMost),
	}
}

// attach gives files to a claim: the channel's own, or those that the person who acts sent themselves. Fault: INVALID_VALUE for
// one that did not arrive, is somebody else's or another claim's.
func attach(ctx context.Context, tx *work.Tx, caller *access.Caller, c *ent.Claim, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if len(ids) > mostFiles {
		return fault.Newf(fault.CodeInvalidValue, "at most %d files a request", mostFiles).At("fileIds")
	}
	n, err := tx.File.Update().
		Where(file.IDIn(ids...), files.Of(caller), file.PurposeEQ(file.PurposeClaimEvidence), file.StateEQ(file.StateStored), file.ClaimIDIsNil()).
		SetClaimID(c.ID).Save(ctx)
	if err == nil && n != len(ids) {
		err = fault.New(fault.CodeInvalidValue, "a file has not arrived, belongs to another claim, or is named twice", "fileIds")
	}
	return err
}

const mostFiles = 20

// snapshot is a claim as events tell it.
func snapshot(c *ent.Claim, policyNumber string) event.Claim {
	currency := money.Currency(c.Currency)
	s := event.Claim{
		ClaimNumber: c.Number, RequestNo: c.RequestNo, PolicyNumber: policyNumber, State: string(c.State),
		OccurredAt: event.Moment(c.OccurredAt), SubmittedAt: event.Moment(c.SubmittedAt),
		Amount: event.MoneyOf(money.Amount{Minor: c.Amount, Currency: currency}), Reason: c.Reason, DecidedAt: (*event.Moment)(c.DecidedAt),
	}
	if c.Payable != nil {
		payable := event.MoneyOf(money.Amount{Minor: *c.Payable, Currency: currency})
		s.Payable = &payable
	}
	return s
}

// hash recognizes a request by its content.
func (o *Service) hash(kind claimrevision.Kind, parts ...string) []byte {
	text, err := json.Marshal(append([]string{string(kind)}, parts...))
	if err != nil {
		panic(err) // strings always marshal
	}
	return o.requests.Sum(text)
}
