package issuing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
)

// split gives the open and the personal part of a risk whose factors were checked.
func (in *RiskInput) split(product *catalog.Version, facts rule.Facts) (policy.Risk, policy.Personal) {
	open, hidden := facts.SplitPersonal(product.Factors())
	r := policy.Risk{Agreement: in.AgreementCode, Plan: in.PlanCode, Payer: in.payer(), Factors: open}
	if in.Period != nil {
		start, end := in.Period.Start.UTC(), in.Period.End.UTC()
		r.Start, r.End = &start, &end
	}
	p := policy.Personal{People: policy.People{Applicant: in.Applicant.Party()}, Factors: hidden}
	for _, insured := range in.Insureds {
		r.Insureds = append(r.Insureds, insured.Reference)
		if party := insured.Party.Party(); party != nil {
			if p.Parties == nil {
				p.Parties = map[string]*policy.Party{}
			}
			p.Parties[insured.Reference] = party
		}
	}
	return r, p
}

// mended are the factors of a request as the stored version reads them, with the stored ones in place of those that do not fit it:
// these differ, and are named, and no other is said to differ for them.
func mended(product *catalog.Version, raw map[string]any, stored rule.Facts) (facts rule.Facts, wrong []string, err error) {
	facts, violations := product.CheckFactors(raw)
	if len(violations) == 0 {
		return facts, nil, nil
	}
	text, err := json.Marshal(stored)
	if err != nil {
		return nil, nil, fmt.Errorf("stored factors: %w", err)
	}
	decoder, old := json.NewDecoder(bytes.NewReader(text)), map[string]any{}
	decoder.UseNumber()
	if err := decoder.Decode(&old); err != nil {
		return nil, nil, fmt.Errorf("stored factors: %w", err)
	}
	fits := maps.Clone(raw)
	for _, v := range violations {
		if len(v.Path) == 0 {
			continue
		}
		name := v.Path[0]
		wrong = append(wrong, "risk.factors."+name)
		delete(fits, name)
		if value, ok := old[name]; ok {
			if fits == nil {
				fits = map[string]any{}
			}
			fits[name] = value
		}
	}
	facts, _ = product.CheckFactors(fits) // what is still wrong is beyond what is told at once
	return facts, wrong, nil
}

// parts are those of a risk as it is stored: what everybody may read, and what is sealed.
type parts struct {
	open   policy.Risk
	hidden policy.Personal
}

// differs names the inputs in which a request differs from a stored one.
func (s parts) differs(old parts) []string {
	var names []string
	note := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}
	note("risk.agreementCode", s.open.Agreement == old.open.Agreement)
	note("risk.planCode", s.open.Plan == old.open.Plan)
	note("risk.payer", s.open.Payer == old.open.Payer)
	note("risk.period", sameTime(s.open.Start, old.open.Start) && sameTime(s.open.End, old.open.End))
	note("risk.applicant", reflect.DeepEqual(s.hidden.Applicant, old.hidden.Applicant))
	note("risk.insureds", slices.Equal(s.open.Insureds, old.open.Insureds) && sameParties(s.hidden.Parties, old.hidden.Parties))
	return append(names, s.differingFactors(old)...)
}

func (s parts) differingFactors(old parts) []string {
	all := map[string]bool{}
	for _, facts := range []rule.Facts{s.open.Factors, s.hidden.Factors, old.open.Factors, old.hidden.Factors} {
		for name := range facts {
			all[name] = true
		}
	}
	var names []string
	for name := range all {
		if !sameJSON(s.open.Factors[name], old.open.Factors[name]) || !sameJSON(s.hidden.Factors[name], old.hidden.Factors[name]) {
			names = append(names, "risk.factors."+name)
		}
	}
	slices.Sort(names)
	return names
}

func sameTime(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

func sameParties(a, b map[string]*policy.Party) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// sameJSON compares two canonical values by the text they are stored as.
func sameJSON(a, b any) bool {
	left, err := json.Marshal(a)
	if err != nil {
		return false
	}
	right, err := json.Marshal(b)
	return err == nil && bytes.Equal(left, right)
}
