package catalog

import "encoding/json"

// toldFacts adds to the JSON Schema of a claim's facts what the product says of them, so that who asks a caller asks nothing twice,
// and nothing that only the channel states: x-occurred, x-reported and x-loss name facts, x-byChannel a list of them.
func toldFacts(schema json.RawMessage, d *claimsDefinition) json.RawMessage {
	said, err := json.Marshal(struct {
		Occurred  string   `json:"x-occurred,omitempty"`
		Reported  string   `json:"x-reported,omitempty"`
		Loss      string   `json:"x-loss,omitempty"`
		ByChannel []string `json:"x-byChannel,omitempty"`
	}{d.Occurred, d.Reported, d.Loss, d.ByChannel})
	if err != nil {
		panic("catalog: names that are no JSON: " + err.Error()) // strings only
	}
	if len(said) <= len("{}") {
		return schema
	}
	whole := append(said[:len(said)-1:len(said)-1], ',')
	return append(whole, schema[1:]...)
}
