package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Repricer prices stored policies as if they had been sold under another version of their product, on sale or not. It
// caches merged terms, and is for one goroutine.
type Repricer struct {
	distribution *distribution.Service
	version      *catalog.Version
	open         rule.Factors // declarations without what is personal: that stays sealed
	terms        map[repricerTerms]*rule.Terms
}

type repricerTerms struct {
	agreement int64
	plan      string
}

// Repriced is what a stored policy would have cost.
type Repriced struct {
	Premium money.Amount
	Refusal string // code of the first thing that stands against it, and for an input its path; empty: it would have been sold
}

// ErrUnreadable says that what is stored of a policy cannot be read.
var ErrUnreadable = errors.New("the stored risk cannot be read")

// PlanMissing refuses where the version has no such plan.
const PlanMissing = "PLAN_MISSING"

// Repricer makes a Repricer for a version.
func (s *Rerating) Repricer(v *catalog.Version) *Repricer {
	return &Repricer{distribution: s.distribution, version: v, open: withoutPersonal(v.Factors()), terms: map[repricerTerms]*rule.Terms{}}
}

// Currency of the version's amounts.
func (u *Repricer) Currency() money.Currency { return u.version.Currency() }

// Rate rates a policy as it was bound: with its own facts, instant and period, and the terms of its channel and
// agreement as its agreement version froze them. Personal data stays sealed, since neither rules nor rates look at it.
// A fact that the version requires and the policy does not have is a refusal.
func (u *Repricer) Rate(ctx context.Context, row *ent.InsurancePolicy) (Repriced, error) {
	var asked struct {
		policy.Risk
		Factors json.RawMessage `json:"factors"`
	}
	if err := json.Unmarshal([]byte(row.Risk), &asked); err != nil {
		return Repriced{}, fmt.Errorf("%w: policy %s: %w", ErrUnreadable, row.Number, err)
	}
	if _, known := u.version.Plan(row.PlanCode); !known {
		return Repriced{Refusal: PlanMissing}, nil
	}
	agreement, err := u.distribution.Version(ctx, row.AgreementID)
	if err != nil {
		return Repriced{}, err
	}
	s := &underwritten{
		act: actOf(row), agreement: agreement, product: u.version, plan: row.PlanCode, payer: policy.Payer(row.Payer),
		insureds: len(asked.Insureds), ratedAt: row.RatedAt,
	}
	if s.terms, err = u.termsOf(row, agreement); err != nil {
		return Repriced{}, err
	}
	if err := checkTerms(s.terms, s.act, &RiskInput{PlanCode: s.plan, Payer: s.payer}); err != nil {
		return refusedBy(err)
	}
	if int64(s.insureds) > s.terms.Int("insureds.max") {
		return Repriced{Refusal: string(fault.CodeInvalidValue) + " insureds"}, nil
	}
	var violation *rule.Violation
	if s.facts, violation, err = u.facts(asked.Factors); err != nil {
		return Repriced{}, fmt.Errorf("%w: policy %s: %w", ErrUnreadable, row.Number, err)
	}
	if violation != nil {
		return Repriced{Refusal: violation.Code + " " + strings.Join(append([]string{"factors"}, violation.Path...), ".")}, nil
	}
	if s.rated, err = s.storedPeriod(row, asked.Risk); err != nil {
		return refusedBy(err)
	}
	if err := s.price(u.refused); err != nil {
		return refusedBy(err)
	}
	return Repriced{Premium: s.premium.Result}, nil
}

// termsOf merges the version's terms with those that the policy's agreement version froze. They are cached here and not
// in distribution, since a draft changes under the same key.
func (u *Repricer) termsOf(row *ent.InsurancePolicy, a *distribution.Agreement) (*rule.Terms, error) {
	key := repricerTerms{a.ID, row.PlanCode}
	if known := u.terms[key]; known != nil {
		return known, nil
	}
	merged, err := u.version.Terms(row.PlanCode, a.ChannelTerms, a.Terms)
	if err != nil {
		return nil, fmt.Errorf("terms of agreement %s: %w", a.Code, err)
	}
	u.terms[key] = merged
	return merged, nil
}

// facts reads stored factors by the version's declarations and leaves out those that it does not declare.
func (u *Repricer) facts(text json.RawMessage) (rule.Facts, *rule.Violation, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var raw map[string]any
	if err := decoder.Decode(&raw); err != nil {
		return nil, nil, err
	}
	facts, violations := u.open.Check(declared(u.open, raw))
	if len(violations) > 0 {
		return nil, &violations[0], nil
	}
	return facts, nil, nil
}

// refusal is the code of what stands against a policy; for an input with its path.
type refusal string

// Error is for logs.
func (r refusal) Error() string { return string(r) }

// refused is the first finding of the rules against a policy. A required fact that may be in sealed data is assumed to
// be there.
func (u *Repricer) refused(findings []rule.Finding) error {
	for _, f := range findings {
		if f.Rule != catalog.PlanRequires {
			return refusal(f.Rule)
		}
		if declared, known := u.version.Factors().Find(f.Path[1:]); !known || declared.Personal == "" {
			return refusal(string(fault.CodeRequired) + " " + strings.Join(f.Path, "."))
		}
	}
	return nil
}

// refusedBy names the code of a refusal; any other error stays an error.
func refusedBy(err error) (Repriced, error) {
	var found refusal
	if errors.As(err, &found) {
		return Repriced{Refusal: string(found)}, nil
	}
	list := fault.All(err)
	if len(list) == 0 {
		return Repriced{}, err
	}
	if r, ok := list[0].(fault.RuleRefused); ok {
		return Repriced{Refusal: r.Rule}, nil
	}
	base := list[0].Base()
	path := base.Path
	if len(path) > 0 && path[0] == "risk" {
		path = path[1:]
	}
	return Repriced{Refusal: strings.TrimSpace(string(base.Code) + " " + strings.Join(path, "."))}, nil
}

// withoutPersonal are declarations without those of personal data.
func withoutPersonal(factors []rule.Factor) rule.Factors {
	kept := rule.Factors{}
	for _, f := range factors {
		if f.Personal != "" || f.Items != nil && f.Items.Personal != "" {
			continue
		}
		f.Fields = withoutPersonal(f.Fields)
		if f.Items != nil {
			items := *f.Items
			items.Fields = withoutPersonal(items.Fields)
			f.Items = &items
		}
		kept = append(kept, f)
	}
	return kept
}

// declared keeps of raw factors what is declared.
func declared(factors rule.Factors, raw map[string]any) map[string]any {
	kept := make(map[string]any, len(raw))
	for name, value := range raw {
		i := slices.IndexFunc(factors, func(f rule.Factor) bool { return f.Name == name })
		if i < 0 {
			continue
		}
		f := &factors[i]
		switch value := value.(type) {
		case map[string]any:
			kept[name] = declared(f.Fields, value)
		case []any:
			list := slices.Clone(value)
			for j, item := range list {
				if object, ok := item.(map[string]any); ok && f.Items != nil {
					list[j] = declared(f.Items.Fields, object)
				}
			}
			kept[name] = list
		default:
			kept[name] = value
		}
	}
	return kept
}
