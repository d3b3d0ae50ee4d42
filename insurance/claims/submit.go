package claims

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Intake takes what claimants send: a claim, its corrections, its withdrawal.
type Intake struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	audit        *audit.Log
	approvals    *approval.Service
	reader       *Reader
	sealer       *sealer
	indexes      *blindIndex
	velocities   *velocities
	estimator    *estimator
	assessor     *assessor
	unique       *uniqueFacts
	requests     *seal.Mac // hashes requests, so that a repeated one is recognized
	numbers      *work.Numbers
}

// Submit stores a claim (A7, B8, D4) and answers with its number; a worker decides it. The request number makes it
// idempotent for ever, among all submissions, updates and withdrawals of the channel, or of the person who enters it
// for a claimant (E4). Only what cannot be a claim is refused here; whether the loss is covered, in time and within
// limits is decided later, with a reason on record.
//
// Faults: INVALID_VALUE, REQUIRED, NOT_FOUND for a policy that is not the channel's, RULE_REFUSED (CLAIM_MOST) where
// the policy has as many claims as its terms permit, REQUEST_MISMATCH.
func (s *Intake) Submit(ctx context.Context, caller *access.Caller, in *SubmitInput) (*Answer, error) {
	caller, err := s.actingUnder(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	if !policy.ValidOrderNo(in.RequestNo) {
		return nil, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	sub, err := s.prepareSubmission(ctx, caller, in)
	if err != nil {
		return nil, s.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	if sub.row.Number, err = s.numbers.Next(ctx); err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "submit claim", sub.store)
	if work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		return s.replay(ctx, sub.revision, err)
	}
	if err != nil {
		return nil, err
	}
	return &Answer{Claim: s.reader.claim(sub.row), Made: revisionOf(sub.revision)}, nil
}

// actingUnder is the caller as they claim under a policy. A person who enters a claim for a claimant by phone (E4) acts
// for the channel that sold the policy. Fault: NOT_FOUND.
func (s *Intake) actingUnder(ctx context.Context, caller *access.Caller, policyNumber string) (*access.Caller, error) {
	if caller.Audience == access.Channel {
		return caller, nil
	}
	policy, err := s.policies.ByNumber(ctx, caller, policyNumber, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	if policy == nil {
		return nil, fault.New(fault.CodeNotFound, "", "policyNumber")
	}
	return caller.ActingFor(policy.Channel()), nil
}

// submission is a claim that is about to be stored.
type submission struct {
	intake     *Intake
	caller     *access.Caller
	policy     *policy.Policy // as it was when the loss happened
	facts      rule.Facts
	reported   *time.Time // nil: now
	maxClaims  int64      // claims of the policy that may be open or paid; 0: any number
	row        *ent.Claim
	revision   *ent.ClaimRevision
	velocities []*ent.ClaimVelocity
	indexes    work.Insert // blind indexes of what it says of persons
	searched   work.Insert // values that its policy is found by
	files      []int64
}

// maxClockSkew is how far the clocks of a channel may be ahead of ours.
const maxClockSkew = 5 * time.Minute

// prepareSubmission checks everything that needs no lock, and makes the rows of a claim that has no number yet.
func (s *Intake) prepareSubmission(ctx context.Context, caller *access.Caller, in *SubmitInput) (*submission, error) {
	channel := caller.Channel.ID
	now := s.distribution.Now(channel)
	if in.OccurredAt.After(now.Add(maxClockSkew)) {
		return nil, fault.New(fault.CodeInvalidValue, "the loss lies in the future", "occurredAt")
	}
	at := in.OccurredAt
	policy, err := s.policies.ByNumber(ctx, caller, in.PolicyNumber, policy.PointInTime{AsOf: &at})
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
	if err := checkOccurred(in.OccurredAt, policy.Product(), facts, false); err != nil {
		return nil, err
	}
	reported, err := reportTime(in.ReportedAt, policy.Product(), facts, in.OccurredAt, now)
	if err != nil {
		return nil, err
	}
	terms, err := policy.Terms()
	if err != nil {
		return nil, err
	}
	sub := &submission{facts: facts, reported: reported, intake: s, caller: caller, policy: policy, maxClaims: terms.Int("claim.most"), files: work.Plain(in.FileIDs)}
	named, err := namedBy(in.Claimed, policy)
	if err != nil {
		return nil, err
	}
	window, err := terms.Period("claim.payWithin", facts)
	if err != nil {
		return nil, err
	}
	promised := window.AddTo(now, policy.Product().Location())
	return sub, sub.makeRows(ctx, in, named, now, promised)
}

// makeRows makes the rows that are stored.
func (sub *submission) makeRows(ctx context.Context, in *SubmitInput, named *money.Amount, now, promised time.Time) (err error) {
	s, channel, declared, facts := sub.intake, sub.caller.Channel.ID, sub.policy.Product().ClaimFacts(), sub.facts
	open, hidden := facts.SplitPersonal(declared)
	text := string(declared.AppendJSON(nil, open))
	due := s.distribution.Due(channel, now)
	sub.row = &ent.Claim{
		ID: s.store.NewKey(), ChannelID: channel, PolicyID: sub.policy.Key(), RequestNo: sub.caller.RequestNo(in.RequestNo),
		ProductCode: sub.policy.Product().Code(), Coverage: sub.policy.Product().Coverage().Code, Live: sub.caller.Channel.Live, EnteredBy: sub.caller.PersonID(),
		State: claim.StateSubmitted, Version: 1, OccurredAt: in.OccurredAt, SubmittedAt: now, ReportedAt: sub.reported, PromisedAt: promised,
		Currency: string(sub.policy.SumInsured().Currency), AmountGiven: named != nil, Decision: "null",
		Facts: text, DueAt: &due,
	}
	if named != nil {
		sub.row.Claimed = &named.Minor
	}
	if err := s.estimator.estimate(ctx, sub.row, sub.policy, facts); err != nil {
		return err
	}
	own := s.sealer.seal(declared, hidden, "claims", channel, sub.row.ID)
	sub.row.PersonalKey, sub.row.Personal = own.key, own.box
	sub.revision = &ent.ClaimRevision{
		ID: s.store.NewKey(), ChannelID: channel, ClaimID: sub.row.ID, RequestNo: sub.row.RequestNo, Kind: claimrevision.KindSubmit,
		Version: 1, State: string(sub.row.State), At: now, Facts: text, Claimed: sub.row.Claimed, Computed: sub.row.Computed,
		Changed: []string{}, MadeBy: sub.caller.Actor(),
	}
	copied := s.sealer.seal(declared, hidden, "claim_revisions", channel, sub.revision.ID)
	sub.revision.PersonalKey, sub.revision.Personal = copied.key, copied.box
	sub.indexes = s.indexes.of(sub.row, declared, hidden)
	sub.searched = s.policies.ClaimSearchValues(sub.row, sub.policy.Product(), facts)
	claimed := "by the policy"
	if in.Claimed != nil {
		claimed = in.Claimed.Amount.String() + " " + in.Claimed.Currency
	}
	content := []string{
		in.PolicyNumber, in.OccurredAt.UTC().Format(time.RFC3339Nano), claimed, string(declared.AppendJSON(nil, facts)), fmt.Sprint(in.FileIDs),
	}
	if in.ReportedAt != nil {
		content = append(content, in.ReportedAt.UTC().Format(time.RFC3339Nano))
	}
	sub.revision.RequestHash = s.requestHash(claimrevision.KindSubmit, content...)
	sub.velocities, err = s.velocities.of(sub.row, sub.policy, facts, now)
	return err
}

// store writes claim, revision, counted values, blind indexes and event, and counts the claim in its policy.
func (sub *submission) store(ctx context.Context, tx *work.Tx) error {
	if err := insertRevision(ctx, tx, sub.revision); err != nil {
		return err
	}
	counted, err := policy.OpenClaim(ctx, tx, sub.policy.Key(), sub.maxClaims)
	if err != nil {
		return err
	}
	if !counted {
		return refuseAnother(ctx, tx.Claim, sub.policy, sub.maxClaims)
	}
	c := sub.row
	err = tx.Claim.Create().SetID(c.ID).SetChannelID(c.ChannelID).SetPolicyID(c.PolicyID).SetNumber(c.Number).
		SetRequestNo(c.RequestNo).SetProductCode(c.ProductCode).SetCoverage(c.Coverage).SetLive(c.Live).SetEnteredBy(c.EnteredBy).SetState(c.State).SetVersion(c.Version).SetOccurredAt(c.OccurredAt).
		SetSubmittedAt(c.SubmittedAt).SetNillableReportedAt(c.ReportedAt).SetPromisedAt(c.PromisedAt).SetCurrency(c.Currency).SetEventLimit(c.EventLimit).
		SetNillableClaimed(c.Claimed).SetAmountGiven(c.AmountGiven).SetNillableComputed(c.Computed).SetDecision(c.Decision).SetFacts(c.Facts).SetPersonalKey(c.PersonalKey).
		SetPersonal(c.Personal).SetDueAt(*c.DueAt).Exec(ctx)
	if err != nil {
		return err
	}
	if err := insertVelocities(ctx, tx, sub.velocities); err != nil {
		return err
	}
	if err := tx.Insert(ctx, sub.indexes); err != nil {
		return err
	}
	if err := tx.Insert(ctx, sub.searched); err != nil {
		return err
	}
	if err := attach(ctx, tx, sub.caller, c, sub.files); err != nil {
		return err
	}
	if err := insertMovements(ctx, tx, movement{after: c, at: c.SubmittedAt, by: sub.caller.Actor()}); err != nil {
		return err
	}
	err = recordAudit(ctx, tx, sub.intake.audit, sub.caller, audit.Entry{
		Action: "claim.submit", Object: c.Number, ChannelID: c.ChannelID, After: map[string]any{"policy": sub.policy.Number()},
	})
	if err != nil {
		return err
	}
	return event.Record(ctx, tx, c.ChannelID, c.Number, 1, c.SubmittedAt, event.ClaimSubmitted{Claim: snapshot(c, sub.policy.Number())})
}

func atMost(claims int64) []rule.Fact {
	return []rule.Fact{{Name: "claim.most", Value: strconv.FormatInt(claims, 10)}}
}

// AllowedUnder says of policies, by their keys, whether a claim may be submitted: for a loss of now, since whether it was covered and in
// time is decided later.
func (s *Intake) AllowedUnder(list []*policy.Policy) (map[int64][]*access.Act, error) {
	allowed := make(map[int64][]*access.Act, len(list))
	for _, p := range list {
		terms, err := p.Terms()
		if err != nil {
			return nil, err
		}
		var refused error
		if most := terms.Int("claim.most"); !policy.MayOpenClaim(p.Row(), most) {
			refused = tooMany(atMost(most))
		}
		if allowed[p.Key()], err = access.ActsOf(map[string]error{"submitClaim": refused}); err != nil {
			return nil, err
		}
	}
	return allowed, nil
}

// refuseAnother says why a policy takes no other claim, and which one is open.
func refuseAnother(ctx context.Context, claims *ent.ClaimClient, policy *policy.Policy, max int64) error {
	facts := atMost(max)
	newest, err := claims.Query().
		Where(claim.PolicyID(policy.Key()), claim.StateNotIn(claim.StateDeclined, claim.StateWithdrawn)).
		Order(ent.Desc(claim.FieldID)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	if newest != nil {
		facts = append(facts, rule.Fact{Name: "claim", Value: newest.Number}, rule.Fact{Name: "state", Value: string(newest.State)})
	}
	return tooMany(facts)
}

// tooMany refuses another claim of a policy that has as many as its terms permit.
func tooMany(facts []rule.Fact) error {
	return fault.RuleRefused{
		Fault: fault.New(fault.CodeRuleRefused, "", "policyNumber"), Rule: ClaimMost, Facts: facts, Sentence: sentence(ClaimMost),
	}
}

// attach adds files to a claim: the channel's own, or those that the acting person uploaded. Fault: INVALID_VALUE for a
// file that did not arrive, or belongs to somebody else or to another claim, and for more than a claim may have.
func attach(ctx context.Context, tx *work.Tx, caller *access.Caller, c *ent.Claim, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if len(ids) > maxFiles {
		return fault.Newf(fault.CodeInvalidValue, "at most %d files a request", maxFiles).At("fileIds")
	}
	n, err := tx.File.Update().
		Where(file.IDIn(ids...), files.Of(caller), file.PurposeEQ(file.PurposeClaimEvidence), file.StateEQ(file.StateStored), file.ClaimIDIsNil()).
		SetClaimID(c.ID).Save(ctx)
	if err == nil && n != len(ids) {
		err = fault.New(fault.CodeInvalidValue, "a file has not arrived, belongs to another claim, or is named twice", "fileIds")
	}
	if err != nil {
		return err
	}
	all, err := tx.File.Query().Where(file.ClaimID(c.ID)).Count(ctx)
	if err == nil && all > mostFiles {
		err = fault.Newf(fault.CodeInvalidValue, "a claim has at most %d files", mostFiles).At("fileIds")
	}
	return err
}

const (
	maxFiles  = 20  // of a request
	mostFiles = 100 // of a claim
)
