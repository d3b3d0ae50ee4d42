package issuing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
)

// risk is what was asked, in one canonical form: the open part goes into policies.risk, the personal part, sealed,
// into policies.personal. The same content always gives the same bytes, so their keyed hash recognizes a replay.
type risk struct {
	Agreement string     `json:"agreement"`
	Plan      string     `json:"plan"`
	Payer     Payer      `json:"payer"`
	Start     *time.Time `json:"start,omitempty"` // null: by the product's rule
	End       *time.Time `json:"end,omitempty"`
	Insureds  []string   `json:"insureds"` // references
	Factors   rule.Facts `json:"-"`        // written by their declarations
}

// personal is the personal data of a risk.
type personal struct {
	people
	Factors rule.Facts
}

type people struct {
	Applicant *PartyInput            `json:"applicant,omitempty"`
	Parties   map[string]*PartyInput `json:"parties,omitempty"` // by reference of the insured
}

func (p *personal) empty() bool {
	return p.Applicant == nil && len(p.Parties) == 0 && len(p.Factors) == 0
}

// split gives the two parts of a risk whose factors were checked.
func (in *RiskInput) split(product *catalog.Version, facts rule.Facts) (risk, personal) {
	open, hidden := facts.SplitPersonal(product.Factors())
	r := risk{Agreement: in.AgreementCode, Plan: in.PlanCode, Payer: in.Payer, Factors: open}
	if in.Period != nil {
		start, end := in.Period.Start.UTC(), in.Period.End.UTC()
		r.Start, r.End = &start, &end
	}
	p := personal{people: people{Applicant: in.Applicant}, Factors: hidden}
	for _, insured := range in.Insureds {
		r.Insureds = append(r.Insureds, insured.Reference)
		if insured.Party != nil {
			if p.Parties == nil {
				p.Parties = map[string]*PartyInput{}
			}
			p.Parties[insured.Reference] = insured.Party
		}
	}
	return r, p
}

// append writes the open part as it is stored.
func (r risk) append(out []byte, factors rule.Factors) []byte {
	out = append(out, `{"agreement":`...)
	out = rule.AppendText(out, r.Agreement)
	out = append(out, `,"plan":`...)
	out = rule.AppendText(out, r.Plan)
	out = append(out, `,"payer":`...)
	out = rule.AppendText(out, string(r.Payer))
	if r.Start != nil {
		out = append(out, `,"start":`...)
		out = rule.AppendText(out, r.Start.Format(time.RFC3339Nano))
		out = append(out, `,"end":`...)
		out = rule.AppendText(out, r.End.Format(time.RFC3339Nano))
	}
	out = append(out, `,"insureds":[`...)
	for i, reference := range r.Insureds {
		if i > 0 {
			out = append(out, ',')
		}
		out = rule.AppendText(out, reference)
	}
	out = append(out, `],"factors":`...)
	return append(factors.AppendJSON(out, r.Factors), '}')
}

// append writes the personal part as it is sealed. The map of parties is written in the order of its keys.
func (p *personal) append(out []byte, factors rule.Factors) ([]byte, error) {
	people, err := json.Marshal(p.people)
	if err != nil {
		return nil, fmt.Errorf("write personal data: %w", err)
	}
	out = append(out, `{"people":`...)
	out = append(out, people...)
	out = append(out, `,"factors":`...)
	return append(factors.AppendJSON(out, p.Factors), '}'), nil
}

// recall reads the open part of a stored risk; its factors come back as the product version declares them.
func recall(row *ent.InsurancePolicy, product *catalog.Version) (risk, error) {
	var stored struct {
		risk
		Factors json.RawMessage `json:"factors"`
	}
	if err := json.Unmarshal([]byte(row.Risk), &stored); err != nil {
		return risk{}, fmt.Errorf("risk of policy %s: %w", row.Number, err)
	}
	facts, err := product.Factors().Recall(stored.Factors)
	if err != nil {
		return risk{}, fmt.Errorf("factors of policy %s: %w", row.Number, err)
	}
	stored.risk.Factors = facts
	return stored.risk, nil
}

// differs names the inputs in which a request differs from a stored one.
func (r risk) differs(p personal, old risk, oldP personal) []string {
	var names []string
	note := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}
	note("risk.agreementCode", r.Agreement == old.Agreement)
	note("risk.planCode", r.Plan == old.Plan)
	note("risk.payer", r.Payer == old.Payer)
	note("risk.period", sameTime(r.Start, old.Start) && sameTime(r.End, old.End))
	note("risk.applicant", reflect.DeepEqual(p.Applicant, oldP.Applicant))
	note("risk.insureds", slices.Equal(r.Insureds, old.Insureds) && sameParties(p.Parties, oldP.Parties))
	return append(names, differingFactors(r, p, old, oldP)...)
}

func differingFactors(r risk, p personal, old risk, oldP personal) []string {
	all := map[string]bool{}
	for _, facts := range []rule.Facts{r.Factors, p.Factors, old.Factors, oldP.Factors} {
		for name := range facts {
			all[name] = true
		}
	}
	var names []string
	for name := range all {
		if !sameJSON(r.Factors[name], old.Factors[name]) || !sameJSON(p.Factors[name], oldP.Factors[name]) {
			names = append(names, "risk.factors."+name)
		}
	}
	slices.Sort(names)
	return names
}

func sameTime(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

func sameParties(a, b map[string]*PartyInput) bool {
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
