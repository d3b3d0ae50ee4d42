package privacy

import (
	"context"

	"baodan/insurance/access"
)

// Allowed says of policies, by their keys, whether the personal data in them may be shown in clear to a caller now, and whether the data
// of a person whom they name may be erased as far as the policy goes: other policies of theirs may need it too.
func (s *Service) Allowed(ctx context.Context, caller *access.Caller, policies []int64) (map[int64][]*access.Act, error) {
	refused := reveals(caller)
	if refused == nil {
		left, err := s.RevealsLeft(ctx, caller)
		if err != nil {
			return nil, err
		}
		if left == 0 {
			refused = usedUp(s.rules.RevealsPerDay)
		}
	}
	held, err := s.blockersOf(ctx, s.store.Client, policies)
	if err != nil {
		return nil, err
	}
	needed := map[int64]error{}
	for _, h := range held {
		needed[h.policy] = refusal([]blocker{h})
	}
	allowed := make(map[int64][]*access.Act, len(policies))
	for _, id := range policies {
		if allowed[id], err = access.ActsOf(map[string]error{"requestErasure": needed[id], "revealPersonalData": refused}); err != nil {
			return nil, err
		}
	}
	return allowed, nil
}
