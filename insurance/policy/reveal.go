package policy

import (
	"context"
	"strconv"

	"baodan/ent"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// PersonalKind names policies among what holds personal data.
func (s *PersonalData) PersonalKind() string { return "policy" }

// SealedColumns are those of policies and their endorsements.
func (s *PersonalData) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("policies", "personal"), work.Sealed("endorsements", "personal")}
}

// Personal opens what a policy says of persons as it holds now (H7): applicant, insureds in the order they were sent,
// personal factors. Nil where there is no such policy.
func (s *PersonalData) Personal(ctx context.Context, id int64) (*privacy.SubjectData, error) {
	p, err := s.reader.ByKey(ctx, id, PointInTime{})
	if ent.IsNotFound(err) {
		return nil, nil // no such policy
	}
	if err != nil {
		return nil, err
	}
	references, err := p.References()
	if err != nil {
		return nil, err
	}
	hidden, err := p.Personal()
	if err != nil {
		return nil, err
	}
	who, err := p.People()
	if err != nil {
		return nil, err
	}
	h := &privacy.SubjectData{Object: p.row.Number, ChannelID: p.row.ChannelID, Values: who.Applicant.values("applicant")}
	for i, reference := range references {
		h.Values = append(h.Values, who.Parties[reference].values("insureds."+strconv.Itoa(i))...)
	}
	h.Values = append(h.Values, privacy.ValuesOf(p.product.Factors(), hidden.Factors, "factors")...)
	return h, nil
}
