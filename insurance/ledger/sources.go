package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmovement"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/settlementaccount"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
)

// sources are the rows that the events of a batch are booked from. Each kind is read by one statement, and no row of them is ever rewritten
// in what is read here.
type sources struct {
	policies map[int64]*source
	byNumber map[string]*source
	claims   map[string]*claimSource
	accounts map[string]*ent.SettlementAccount
}

// source is a policy as it was bound, with what it was sold under and its endorsements on record.
type source struct {
	*ent.InsurancePolicy
	agreement    *distribution.Agreement
	rate         int64 // commission: millionths of premium
	product      *catalog.Version
	dimensions   catalog.Dimensions
	endorsements []*ent.Endorsement // by version
}

// claimSource is a claim with what moved of it.
type claimSource struct {
	*ent.Claim
	policy    *source
	movements []*ent.ClaimMovement // by version
}

// gather reads the sources of all events of the batch.
func (f *folding) gather(ctx context.Context) error {
	var policies, claims []string
	for _, e := range f.now {
		switch {
		case folds[e.Event.Type] == nil:
		case strings.HasPrefix(e.Event.Type, "policy."):
			policies = append(policies, e.Event.Subject)
		case strings.HasPrefix(e.Event.Type, "claim."):
			claims = append(claims, e.Event.Subject)
		}
	}
	f.policies, f.byNumber, f.claims = map[int64]*source{}, map[string]*source{}, map[string]*claimSource{}
	var keys []int64
	for _, read := range []func() error{
		func() (err error) { f.closed, err = closedBefore(ctx, f.tx); return err },
		func() (err error) { keys, err = f.readClaims(ctx, claims); return err },
		func() error { return f.readPolicies(ctx, policies, keys) },
		func() error { return f.readEndorsements(ctx) },
		func() error { return f.readAccounts(ctx) },
	} {
		if err := read(); err != nil {
			return err
		}
	}
	for _, c := range f.claims {
		if c.policy = f.policies[c.PolicyID]; c.policy == nil {
			return fmt.Errorf("claim %s has no policy", c.Number)
		}
	}
	return nil
}

// readClaims answers the keys of their policies.
func (f *folding) readClaims(ctx context.Context, numbers []string) (policies []int64, err error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	rows, err := f.tx.Claim.Query().Where(claim.NumberIn(numbers...)).Select(
		claim.FieldID, claim.FieldNumber, claim.FieldPolicyID, claim.FieldCoverage, claim.FieldRequestNo, claim.FieldOccurredAt, claim.FieldSubmittedAt,
		claim.FieldCurrency,
	).All(ctx)
	if err != nil {
		return nil, err
	}
	byKey, keys := map[int64]*claimSource{}, make([]int64, len(rows))
	for i, row := range rows {
		c := &claimSource{Claim: row}
		f.claims[row.Number], byKey[row.ID], keys[i] = c, c, row.ID
		policies = append(policies, row.PolicyID)
	}
	moved, err := f.tx.ClaimMovement.Query().Where(claimmovement.ClaimIDIn(keys...)).
		Order(ent.Asc(claimmovement.FieldClaimID), ent.Asc(claimmovement.FieldVersion)).All(ctx)
	for _, m := range moved {
		c := byKey[m.ClaimID]
		c.movements = append(c.movements, m)
	}
	return policies, err
}

func (f *folding) readPolicies(ctx context.Context, numbers []string, keys []int64) error {
	if len(numbers)+len(keys) == 0 {
		return nil
	}
	rows, err := f.tx.InsurancePolicy.Query().Where(insurancepolicy.Or(insurancepolicy.NumberIn(numbers...), insurancepolicy.IDIn(keys...))).Select(
		insurancepolicy.FieldID, insurancepolicy.FieldNumber, insurancepolicy.FieldOrderNo, insurancepolicy.FieldAgreementID,
		insurancepolicy.FieldProductVersionID, insurancepolicy.FieldPlanCode, insurancepolicy.FieldPayer, insurancepolicy.FieldCurrency,
		insurancepolicy.FieldPremium, insurancepolicy.FieldSumInsured, insurancepolicy.FieldBoundAt, insurancepolicy.FieldStartAt,
		insurancepolicy.FieldEndAt, insurancepolicy.FieldRisk, insurancepolicy.FieldRenews,
	).All(ctx)
	for _, row := range rows {
		p := &source{InsurancePolicy: row}
		if err := f.complete(ctx, p); err != nil {
			return fmt.Errorf("policy %s: %w", row.Number, err)
		}
		f.policies[row.ID], f.byNumber[row.Number] = p, p
	}
	return err
}

var million = money.FromInt(1_000_000)

// complete adds what a policy was sold under, from memory, and what it is told apart by.
func (f *folding) complete(ctx context.Context, p *source) (err error) {
	if p.agreement, err = f.service.distribution.Version(ctx, p.AgreementID); err != nil {
		return err
	}
	rate, whole := p.agreement.Commission.Mul(million).Int64()
	if !whole {
		return fmt.Errorf("the commission of agreement %s has more than six digits: %s", p.agreement.Code, p.agreement.Commission)
	}
	p.rate = rate
	if p.product, err = f.service.catalog.Version(ctx, p.ProductVersionID); err != nil {
		return err
	}
	var risk struct {
		Factors map[string]json.RawMessage `json:"factors"`
	}
	if err := json.Unmarshal([]byte(p.Risk), &risk); err != nil {
		return err
	}
	p.dimensions = p.product.Dimensions(risk.Factors)
	return nil
}

func (f *folding) readEndorsements(ctx context.Context) error {
	var changed []int64 // policies that may have been
	for _, e := range f.now {
		if p := f.byNumber[e.Event.Subject]; p != nil && e.Event.Seq > 1 {
			changed = append(changed, p.ID)
		}
	}
	for _, c := range f.claims {
		changed = append(changed, c.PolicyID)
	}
	if len(changed) == 0 {
		return nil
	}
	rows, err := f.tx.Endorsement.Query().Where(endorsement.PolicyIDIn(changed...)).Select(
		endorsement.FieldPolicyID, endorsement.FieldRequestNo, endorsement.FieldKind, endorsement.FieldVersion, endorsement.FieldEffectiveAt,
		endorsement.FieldRecordedAt, endorsement.FieldPlanCode, endorsement.FieldReason, endorsement.FieldPremiumLines,
	).Order(ent.Asc(endorsement.FieldPolicyID), ent.Asc(endorsement.FieldVersion)).All(ctx)
	for _, row := range rows {
		p := f.policies[row.PolicyID]
		p.endorsements = append(p.endorsements, row)
	}
	return err
}

// readAccounts reads the settlement accounts that the agreements name.
func (f *folding) readAccounts(ctx context.Context) error {
	f.accounts = map[string]*ent.SettlementAccount{}
	for _, p := range f.policies {
		for _, code := range p.agreement.Accounts {
			f.accounts[code] = nil
		}
		f.accounts[f.ownAccount(p)] = nil
	}
	if len(f.accounts) == 0 {
		return nil
	}
	rows, err := f.tx.SettlementAccount.Query().Where(settlementaccount.CodeIn(slices.Collect(maps.Keys(f.accounts))...)).All(ctx)
	for _, row := range rows {
		f.accounts[row.Code] = row
	}
	return err
}

// ownAccount is the account of a policy's channel, for what its agreement names none.
func (f *folding) ownAccount(p *source) string {
	return distribution.OwnAccount(f.service.distribution.Channel(p.agreement.ChannelID))
}

// commission is what an agreement names an account for beside its payers.
const commission = distribution.Commission

// account of a payer of a policy, or of its commission.
func (f *folding) account(p *source, payer string) (code string, row *ent.SettlementAccount) {
	if code = p.agreement.Accounts[payer]; code == "" {
		code = f.ownAccount(p)
	}
	return code, f.accounts[code]
}
