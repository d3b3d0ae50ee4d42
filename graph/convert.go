package graph

import (
	"encoding/json"

	"baodan/ent"
	"baodan/graph/model"
	"baodan/graph/scalar"
	"baodan/insurance/webhooks"
)

// Inputs whose ids are global outside and keys inside. An id that is none becomes 0, which no row has.

func fileKeys(ids []string) []int64 {
	keys := make([]int64, len(ids))
	for i, id := range ids {
		keys[i] = scalar.KeyOf(scalar.FileID, id)
	}
	return keys
}

func endpointInput(in *model.SetWebhookEndpointInput) webhooks.EndpointInput {
	out := webhooks.EndpointInput{URL: in.URL, EventTypes: in.EventTypes, Ordering: in.Ordering, Scheme: in.Scheme}
	out.Live = in.Live
	if in.ChannelCode != nil {
		out.Channel = *in.ChannelCode
	}
	if in.ID != nil {
		key := scalar.KeyOf(scalar.EndpointID, *in.ID)
		out.ID = &key
	}
	return out
}

func replayInput(in *model.ReplayWebhooksInput) webhooks.ReplayInput {
	out := webhooks.ReplayInput{EndpointID: scalar.KeyOf(scalar.EndpointID, in.EndpointID)}
	for _, id := range in.EventIds {
		out.EventIDs = append(out.EventIDs, scalar.KeyOf(scalar.EventID, id))
	}
	if in.Undelivered != nil {
		out.From, out.To = &in.Undelivered.Start, &in.Undelivered.End
	}
	return out
}

func deliveryFilter(in *model.DeliveryFilter) *webhooks.DeliveryFilter {
	if in == nil {
		return nil
	}
	out := &webhooks.DeliveryFilter{States: in.States, EventTypes: in.EventTypes}
	if in.At != nil {
		out.From, out.To = &in.At.Start, &in.At.End
	}
	return out
}

// shown is a key that is shown once; nil where none was made.
func shown(key string) *string {
	if key == "" {
		return nil
	}
	return &key
}

// eventData is the payload of an event, as it is delivered.
func eventData(e *ent.Event) (data map[string]any, err error) {
	return data, json.Unmarshal([]byte(e.Payload), &data)
}
