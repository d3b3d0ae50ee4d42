package graph

import (
	"baodan/engine/rule"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/privacy"
)

// personalKinds are the kinds of rows that hold personal data, by their global ids.
var personalKinds = map[string]string{scalar.PolicyID: "policy", scalar.ClaimID: "claim", scalar.RequestID: "service_request"}

// revealInput reads what is asked; an id of anything else is one that there is not.
func revealInput(in *model.RevealPersonalDataInput) *privacy.RevealInput {
	out := &privacy.RevealInput{Reason: in.Reason}
	if kind, key, err := scalar.ParseGlobalID(in.ID); err == nil {
		out.Kind, out.ID = personalKinds[kind], key
	}
	for _, class := range in.Classes {
		out.Classes = append(out.Classes, privacy.PersonalClass(class))
	}
	return out
}

// revealed is the answer, with what remains also where nothing does any more.
func revealed(payload *model.RevealPersonalDataPayload, shown *privacy.Revealed) {
	if shown == nil {
		return
	}
	remaining := int32(shown.Remaining)
	payload.Remaining = &remaining
	for _, v := range shown.Values {
		payload.Values = append(payload.Values, &rule.Fact{Name: v.Path, Value: v.Text})
	}
}

func erasureInput(in *model.RequestErasureInput) *privacy.ErasureInput {
	return &privacy.ErasureInput{
		IdentityNo: in.IdentityNo, Phone: in.Phone, InsuredReference: in.InsuredReference, ChannelCode: in.ChannelCode,
		Reason: in.Reason,
	}
}

func erasure(payload *model.RequestErasurePayload, asked *privacy.Erasure) {
	if asked != nil {
		policies := int32(asked.Policies)
		payload.Approval, payload.Policies = asked.Approval, &policies
	}
}
