package policy

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
)

// Risk is what was asked, in one canonical form: the open part goes into policies.risk, the personal part, sealed,
// into policies.personal. The same content always gives the same bytes, so their keyed hash recognizes a replay.
type Risk struct {
	Agreement string     `json:"agreement"`
	Plan      string     `json:"plan"`
	Payer     Payer      `json:"payer"`
	Start     *time.Time `json:"start,omitempty"` // null: by the product's rule
	End       *time.Time `json:"end,omitempty"`
	Insureds  []string   `json:"insureds"` // references
	Factors   rule.Facts `json:"-"`        // written by their declarations
}

// Personal is the personal data of a risk.
type Personal struct {
	People
	Factors rule.Facts
}

// People are whom a policy names.
type People struct {
	Applicant *Party            `json:"applicant,omitempty"`
	Parties   map[string]*Party `json:"parties,omitempty"` // by reference of the insured
}

// Empty tells whether nobody is named.
func (p *Personal) Empty() bool {
	return p.Applicant == nil && len(p.Parties) == 0 && len(p.Factors) == 0
}

// Append writes the open part as it is stored.
func (r Risk) Append(out []byte, factors rule.Factors) []byte {
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

// Append writes the personal part as it is sealed. The map of parties is written in the order of its keys.
func (p *Personal) Append(out []byte, factors rule.Factors) ([]byte, error) {
	people, err := json.Marshal(p.People)
	if err != nil {
		return nil, fmt.Errorf("write personal data: %w", err)
	}
	out = append(out, `{"people":`...)
	out = append(out, people...)
	out = append(out, `,"factors":`...)
	return append(factors.AppendJSON(out, p.Factors), '}'), nil
}

// Seal seals personal data, as Append wrote it, into the row of a policy, whose key must be set.
func (s *sealer) Seal(row *ent.InsurancePolicy, personal []byte) {
	row.PersonalKey, row.Personal = s.ring.Seal(personal, sealContext(row))
}

// sealContext binds personal data to its table, column, channel and row.
func sealContext(row *ent.InsurancePolicy) string {
	return "policies.personal:" + strconv.FormatInt(row.ChannelID, 10) + ":" + strconv.FormatInt(row.ID, 10)
}

// Risk is the open part of the stored risk; its factors come back as the product version declares them.
func (s *sale) Risk() (Risk, error) {
	var stored struct {
		Risk
		Factors json.RawMessage `json:"factors"`
	}
	if err := json.Unmarshal([]byte(s.row.Risk), &stored); err != nil {
		return Risk{}, fmt.Errorf("risk of policy %s: %w", s.row.Number, err)
	}
	facts, err := s.product.Factors().Recall(stored.Factors)
	if err != nil {
		return Risk{}, fmt.Errorf("factors of policy %s: %w", s.row.Number, err)
	}
	stored.Risk.Factors = facts
	return stored.Risk, nil
}

// Personal opens the personal data of the policy as it was bound.
func (s *sale) Personal() (*Personal, error) {
	if s.row.Personal == nil {
		return &Personal{}, nil
	}
	text, err := s.reader.sealer.ring.Open(s.row.PersonalKey, s.row.Personal, sealContext(s.row))
	if err != nil {
		return nil, fmt.Errorf("personal data of policy %s: %w", s.row.Number, err)
	}
	var stored struct {
		People  People          `json:"people"`
		Factors json.RawMessage `json:"factors"`
	}
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, fmt.Errorf("personal data of policy %s: %w", s.row.Number, err)
	}
	facts, err := s.product.Factors().Recall(stored.Factors)
	if err != nil {
		return nil, fmt.Errorf("personal factors of policy %s: %w", s.row.Number, err)
	}
	return &Personal{People: stored.People, Factors: facts}, nil
}
