package event

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"baodan/engine/money"
)

// Message is the body of a webhook. Its data is the payload of its type.
type Message struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Timestamp  string          `json:"timestamp"`
	APIVersion string          `json:"apiVersion"`
	Subject    string          `json:"subject"`
	Sequence   int             `json:"sequence"`
	Live       bool            `json:"live"`
	Data       json.RawMessage `json:"data"`
}

// MessageSchema is the name of the schema of Message; those of its data are named as their types.
const MessageSchema = "message"

// types is every event there is, with the sentence of its schema.
var types = []struct {
	payload  Payload
	sentence string
}{
	{PolicyIssued{}, "A policy was bound."},
	{PolicyEndorsed{}, "A policy was changed. What it says of the policy holds from effectiveAt on."},
	{PolicyCancelled{}, "A policy was ended before its time."},
	{PolicyRenewed{}, "Another policy renews this one; that one has its own policy.issued."},
	{PolicyExpiring{}, "A policy that may be renewed is about to end."},
	{PolicyExpired{}, "A policy that might have been renewed has ended."},
	{ClaimSubmitted{}, "A claim was stored."},
	{ClaimUpdated{}, "The claimant corrected a claim."},
	{ClaimWithdrawn{}, "The claimant took a claim back."},
	{ClaimCorrectionNeeded{}, "The claimant has something to correct: reason and path say what."},
	{ClaimInReview{}, "A person decides."},
	{ClaimEvidenceNeeded{}, "A person asks for evidence: text says which. Send it with updateClaim; the claim is declined unless something comes in time."},
	{ClaimApproved{}, "A claim was accepted and is being paid."},
	{ClaimDeclined{}, "A claim was refused for good."},
	{ClaimPaid{}, "A claim was paid."},
	{ClaimPayoutFailed{}, "The bank declined. The claim stays open and can be corrected with updateClaim."},
	{ClaimReopened{}, "A claim that was declined is decided anew, by a person."},
	{ClaimRecovered{}, "Money came back after a claim was paid. The claim stays paid."},
	{EndpointTested{}, "Nothing happened: somebody asked for it, to try a webhook endpoint. Only that endpoint is sent it, whatever types it hears of."},
}

// Decode reads a stored payload into the type of its event. What was stored before a property was there leaves it empty.
func Decode(kind, payload string) (Payload, error) {
	form, known := forms[kind]
	if !known {
		return nil, fmt.Errorf("no event has the type %s", kind)
	}
	value := reflect.New(form)
	if err := json.Unmarshal([]byte(payload), value.Interface()); err != nil {
		return nil, fmt.Errorf("payload of %s: %w", kind, err)
	}
	return value.Elem().Interface().(Payload), nil
}

// forms are the types of payloads by the types of events.
var forms = func() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for _, t := range types {
		all[t.payload.Type()] = reflect.TypeOf(t.payload)
	}
	for _, t := range houseTypes {
		all[t.Type()] = reflect.TypeOf(t)
	}
	return all
}()

// houseTypes are what happens to the insurer alone: no channel hears of it.
var houseTypes = []Payload{MonthClosed{}, CashRecorded{}}

// Types lists every type of event that is published, by a payload that says nothing.
func Types() []Payload {
	list := make([]Payload, len(types))
	for i, t := range types {
		list[i] = t.payload
	}
	return list
}

// sentences describe properties, by name; one that means something else in a payload is there with that struct's name.
var sentences = map[string]string{
	"agreementCode":     "Code of the agreement it was sold under.",
	"at":                "When it was renewed.",
	"boundAt":           "When it was bound.",
	"changed":           "Names of the facts that changed.",
	"byPayer":           "What each payer pays, or gets back; their sum is premiumChange.",
	"claimNumber":       "Number of the claim.",
	"claimed":           "The loss: as the claimant named it, or by the fact or the tariff of the product; left out where neither says it.",
	"computed":          "What the product would pay by the facts, limits applied; left out where it cannot say.",
	"decidedAt":         "When the newest decision was made.",
	"effectiveAt":       "When it takes effect.",
	"end":               "First instant without cover.",
	"endpointId":        "Global id of the endpoint.",
	"endorsementNumber": "Number of the endorsement.",
	"insureds":          "References of the insured, as the channel gave them.",
	"kind":              "Kind of change, such as PLAN_CHANGE.",
	"limit":             "What the policy pays for one event at most.",
	"newOrderNo":        "Order number of the new policy.",
	"occurredAt":        "When the loss happened.",
	"orderNo":           "Order number of the policy.",
	"paidAt":            "When it was paid.",
	"path":              "Where the fact to correct is in the claim.",
	"payable":           "What is or will be paid.",
	"payer":             "Who pays: CUSTOMER, SELLER or PLATFORM.",
	"payoutReason":      "The bank's code.",
	"payoutReference":   "The bank's own number of the payment.",
	"planCode":          "Code of the plan.",
	"policyNumber":      "Number of the policy.",
	"premium":           "Premium of the policy after it.",
	"premiumChange":     "What the premium changed by; negative: to be given back.",
	"productCode":       "Code of the product.",
	"productVersion":    "Version of the product.",
	"reason":            "Why, as a code.",
	"recordedAt":        "When it was recorded.",
	"recovered":         "What came back so far, this time included.",
	"recovery":          "What came back this time.",
	"renewedBy":         "Number of the new policy.",
	"renews":            "Number of the policy that it goes on from.",
	"requestNo":         "The channel's number of the request.",
	"sentAt":            "When it was asked for.",
	"retryAt":           "When it is tried again by itself.",
	"start":             "First instant of cover.",
	"state":             "State of the claim after it.",
	"submittedAt":       "When it was submitted.",
	"sumInsured":        "Sum insured after it.",
	"text":              "What is needed, in words.",
	"until":             "When the claim is declined unless something comes.",
	"updateRequestNo":   "The channel's number of the correction.",
	"withdrawRequestNo": "The channel's number of the withdrawal.",

	"Claim.requestNo":     "The channel's number of the request that submitted it; with ~ in front, one of the insurer's people entered it for a caller.",
	"Claim.reason":        "Code of the newest decision.",
	"Share.payer":         "CUSTOMER, SELLER or PLATFORM.",
	"Share.premiumChange": "What they pay; negative: what they get back.",
	"PolicyIssued.end":    "First instant after cover.",
	"Money.amount":        "Exact decimal in major units.",
	"Money.currency":      "ISO 4217 code.",
	"Message.id":          "Id of the event: the header webhook-id. The same event always has the same.",
	"Message.type":        "Type of the event.",
	"Message.timestamp":   "When it happened.",
	"Message.apiVersion":  "Version of this form.",
	"Message.subject":     "Number of the policy or claim; of a test the global id of the endpoint.",
	"Message.sequence":    "Version of the subject after the event: 1, 2, 3 without gaps.",
	"Message.live":        "False: of the sandbox.",
	"Message.data":        "What happened, after the schema of the type.",
}

// Schema is the JSON Schema (2020-12) of the data of a type, or of Message; false for any other name. Properties may be
// added to a type, so others are allowed; none is ever taken away or given another meaning.
func Schema(name string) ([]byte, bool) {
	if name == MessageSchema {
		return document(name, "The body of every webhook.", Message{}), true
	}
	for _, t := range types {
		if t.payload.Type() == name {
			return document(name, t.sentence, t.payload), true
		}
	}
	return nil, false
}

// schema is one schema, with its parts in the order in which they are written.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	ID          string             `json:"$id,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        string             `json:"type"`
	Format      string             `json:"format,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Minimum     *int               `json:"minimum,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	More        *bool              `json:"additionalProperties,omitempty"`
}

func document(name, sentence string, of any) []byte {
	s := schemaOf(reflect.TypeOf(of))
	s.Schema, s.ID, s.Title, s.Description = "https://json-schema.org/draft/2020-12/schema", "urn:baodan:event:"+name, name, sentence
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return append(text, '\n')
}

var (
	timeType     = reflect.TypeFor[Time]()
	rawType      = reflect.TypeFor[json.RawMessage]()
	currencyType = reflect.TypeFor[money.Currency]()
)

// schemaOf writes the schema of a Go type; one that it does not know is a mistake that the tests find.
func schemaOf(t reflect.Type) *schema {
	switch t {
	case timeType:
		return &schema{Type: "string", Format: "date-time"}
	case rawType:
		return &schema{Type: "object"}
	case currencyType:
		return &schema{Type: "string", Pattern: "^[A-Z]{3}$"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.String:
		return &schema{Type: "string"}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Int, reflect.Int64:
		return &schema{Type: "integer"}
	case reflect.Slice:
		return &schema{Type: "array", Items: schemaOf(t.Elem())}
	case reflect.Struct:
		open := true
		s := &schema{Type: "object", Properties: map[string]*schema{}, More: &open}
		s.addFields(t)
		return s
	default:
		panic(fmt.Sprintf("event: a payload holds a %s", t))
	}
}

// addFields adds the fields of a struct, and those of the structs it embeds, as properties.
func (s *schema) addFields(t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			s.addFields(f.Type)
			continue
		}
		property := schemaOf(f.Type)
		own := t.Name() + "." + name
		if property.Description = sentences[own]; property.Description == "" {
			property.Description = sentences[name]
		}
		switch own {
		case "Money.amount":
			property.Pattern = `^-?\d+(\.\d+)?$`
		case "Message.timestamp":
			property.Format = "date-time"
		case "Message.sequence":
			one := 1
			property.Minimum = &one
		}
		s.Properties[name] = property
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			s.Required = append(s.Required, name)
		}
	}
}
