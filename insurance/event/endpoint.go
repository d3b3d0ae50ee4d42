package event

// EndpointTested tells a webhook endpoint that it is reached. Nothing happened: it is sent when somebody asks for it, to that endpoint
// alone and whatever types it hears of.
type EndpointTested struct {
	EndpointID string `json:"endpointId"`
	RequestNo  string `json:"requestNo"`
	SentAt     Time   `json:"sentAt"`
}

// EndpointTestedType is the type of EndpointTested.
const EndpointTestedType = "endpoint.tested"

// Type is endpoint.tested.
func (EndpointTested) Type() string { return "endpoint.tested" }
