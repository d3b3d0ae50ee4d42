package privacy

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"baodan/engine/identity"
	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/ent/channel"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// ErasureInput names a person: by exactly one of identity number, telephone number, or the reference that a channel gave
// them as an insured.
type ErasureInput struct {
	RequestNo                           string
	IdentityNo, Phone, InsuredReference *string
	ChannelCode                         *string // beside InsuredReference, and only there
	Reason                              string
}

// Erasure is what is asked.
type Erasure struct {
	Approval *ent.Approval
	Policies int // that hold data of theirs
}

// erasure is the content of a request, and the input of its job: never an unmasked value except a channel's own
// reference, which says nothing of a person to anybody else.
type erasure struct {
	By        PersonalClass `json:"by"`
	Index     string        `json:"mark"` // keyed hash, hex
	Channel   string        `json:"channelCode,omitempty"`
	Reference string        `json:"insuredReference,omitempty"`
	Policies  int           `json:"policies"`
	channelID int64
}

var referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)

// RequestErasure asks to erase the personal data of a person for good (H7); a security administrator other than the one
// who asks must approve it. While a policy of theirs is in force or still to begin, a claim is open or a payout unpaid, or a
// service request is under way, their data is needed: INVALID_STATE, with what holds it. Faults: INVALID_VALUE, NOT_FOUND
// where nothing holds data of such a person, INVALID_STATE, CONFLICT where a request about them waits.
func (s *Service) RequestErasure(ctx context.Context, caller *access.Caller, in *ErasureInput) (*Erasure, error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	e, path, err := s.whom(ctx, in)
	if err != nil {
		return nil, err
	}
	if e.Policies, err = s.erasable(ctx, e); err != nil {
		return nil, err
	}
	if e.Policies == 0 {
		return nil, fault.New(fault.CodeNotFound, "nothing holds data of such a person", path)
	}
	out := &Erasure{Policies: e.Policies}
	err = s.store.Do(ctx, "request erasure", func(ctx context.Context, tx *work.Tx) (err error) {
		out.Approval, err = s.approvals.Request(ctx, tx, caller, approval.Request{
			Kind: stored.KindErasure, Object: e.object(), ChannelID: e.channelID, Content: e, Needed: 1, Reason: in.Reason,
		})
		if err != nil {
			return err
		}
		return idempotency.Made(ctx, tx, out.Approval.ID, "")
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ErasureOf is a request that was asked before, by its key.
func (s *Service) ErasureOf(ctx context.Context, caller *access.Caller, id int64) (*Erasure, error) {
	row, err := s.approvals.ByID(ctx, caller, id)
	if err != nil || row == nil {
		return nil, err
	}
	var e erasure
	if err := json.Unmarshal([]byte(row.Content), &e); err != nil {
		return nil, fmt.Errorf("request %d: %w", id, err)
	}
	return &Erasure{Approval: row, Policies: e.Policies}, nil
}

// object names a person by their mark.
func (e *erasure) object() string { return "person/" + e.Index[:32] }

// whom reads who is meant, and by which input.
func (s *Service) whom(ctx context.Context, in *ErasureInput) (e *erasure, path string, err error) {
	given := 0
	for _, value := range []*string{in.IdentityNo, in.Phone, in.InsuredReference} {
		if value != nil {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, "", fault.New(fault.CodeInvalidValue, "exactly one of identityNo, phone and insuredReference")
	case in.ChannelCode != nil && in.InsuredReference == nil:
		return nil, "", fault.New(fault.CodeInvalidValue, "it goes with insuredReference", "channelCode")
	case in.IdentityNo != nil:
		if !identity.TypedNumber(*in.IdentityNo) || normal(IdentityNo, *in.IdentityNo) == "" {
			return nil, "", fault.New(fault.CodeInvalidValue, "letters, digits and -, at most 40", "identityNo")
		}
		return &erasure{By: IdentityNo, Index: s.hexIndex(IdentityNo, *in.IdentityNo)}, "identityNo", nil
	case in.Phone != nil:
		if !identity.TypedPhone(*in.Phone) {
			return nil, "", fault.New(fault.CodeInvalidValue, "digits, spaces and -, at most 32", "phone")
		}
		return &erasure{By: Phone, Index: s.hexIndex(Phone, *in.Phone)}, "phone", nil
	}
	return s.whomInsured(ctx, in)
}

func (s *Service) whomInsured(ctx context.Context, in *ErasureInput) (*erasure, string, error) {
	if !referencePattern.MatchString(*in.InsuredReference) {
		return nil, "", fault.New(fault.CodeInvalidValue, "a reference is 1 to 64 visible ASCII characters", "insuredReference")
	}
	if in.ChannelCode == nil {
		return nil, "", fault.New(fault.CodeInvalidValue, "a reference means something beside its channel only", "channelCode")
	}
	id, err := s.store.Client.Channel.Query().Where(channel.Code(*in.ChannelCode), channel.Live(true)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return nil, "", fault.New(fault.CodeNotFound, "no such channel", "channelCode")
	}
	if err != nil {
		return nil, "", fmt.Errorf("channel: %w", err)
	}
	return &erasure{
		By: Reference, Index: s.hexIndex(Reference, InsuredOf(id, *in.InsuredReference)),
		Channel: *in.ChannelCode, Reference: *in.InsuredReference, channelID: id,
	}, "insuredReference", nil
}

// InsuredOf is the reference of an insured as it is marked.
func InsuredOf(channelID int64, reference string) string {
	return strconv.FormatInt(channelID, 10) + "/" + reference
}

func (s *Service) hexIndex(class PersonalClass, value string) string {
	return hex.EncodeToString(s.blindIndex.Of(class, value))
}

// erasureOf reads what a request for approval asks.
func erasureOf(r *ent.Approval) (*erasure, error) {
	e := &erasure{channelID: r.ChannelID}
	if err := json.Unmarshal([]byte(r.Content), e); err != nil {
		return nil, fmt.Errorf("erasure %d: %w", r.ID, err)
	}
	return e, nil
}

// erasable counts the policies that hold data of a person, and looks whether any of them holds it back.
func (s *Service) erasable(ctx context.Context, e *erasure) (policies int, err error) {
	var after int64
	for {
		ids, err := s.dataOf(ctx, s.store.Client, e, after, pageOfPolicies)
		if err != nil || len(ids) == 0 {
			return policies, err
		}
		held, err := s.blockersOf(ctx, s.store.Client, ids)
		if err != nil {
			return 0, err
		}
		if len(held) > 0 {
			return 0, refusal(held)
		}
		policies, after = policies+len(ids), ids[len(ids)-1]
	}
}

// pageOfPolicies are looked at at once.
const pageOfPolicies = 500

// handle says how requests for erasure are decided.
func (s *Service) handle() {
	s.background.Declare(EraseJob, background.Kind{Do: s.WorkErasures, Askers: []access.Role{access.SecurityAdmin}})
	s.background.Declare(RewrapJob, background.Kind{Do: s.WorkRewraps})
	s.background.Declare(IndexJob, background.Kind{Do: s.WorkIndexes})
	s.approvals.Handle(stored.KindErasure, approval.Subject{
		Roles: []access.Role{access.SecurityAdmin},
		Check: func(ctx context.Context, r *ent.Approval) error {
			e, err := erasureOf(r)
			if err != nil {
				return err
			}
			n, err := s.erasable(ctx, e)
			if err == nil && n != e.Policies {
				err = fault.Newf(fault.CodeConflict, "%d policies hold their data by now, not %d: ask again", n, e.Policies)
			}
			return err
		},
		Apply: s.startErasure,
	})
}

// startErasure lets a worker erase what there is now; the answer does not wait for it.
func (s *Service) startErasure(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	e, err := erasureOf(r)
	if err != nil {
		return err
	}
	total := int64(e.Policies)
	job, err := s.background.Start(ctx, tx, by, EraseJob, 0, eraseInput{Approval: r.ID, Until: tx.NewKey()}, &total)
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "person.erase", ObjectKind: "person", Object: r.Object, ChannelID: r.ChannelID,
		After: map[string]any{"by": e.By, "policies": e.Policies, "job": job.ID}, Reason: r.Reason,
	})
}
