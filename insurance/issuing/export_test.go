package issuing

import "context"

// AnswerLate is what a policy's own request is answered when its commit shows itself only after the request got another
// number.
func (s *Service) AnswerLate(ctx context.Context, issued *Issued, other string) (number string, err error) {
	row := *issued.Policy.Row()
	stored, err := s.store.Client.InsurancePolicy.Get(ctx, row.ID)
	if err != nil {
		return "", err
	}
	row.Number = other
	answer := s.binder.answer(ctx, &binding{row: &row, sold: &underwritten{agreement: issued.Policy.Agreement(), product: issued.Policy.Product()}}, stored)
	if answer.Err != nil {
		return "", answer.Err
	}
	return answer.Value.Policy.Number(), nil
}
