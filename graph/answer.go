package graph

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/graph/model"
	"baodan/insurance/catalog"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// minor is an amount in minor units of a currency.
func minor(amount int64, currency string) *money.Amount {
	return &money.Amount{Minor: amount, Currency: money.Currency(currency)}
}

// valueOf is what an optional input says; the zero value where it says nothing.
func valueOf[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

// shown is a text that is answered where there is one.
func shown(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// pointers to the items of a list, as resolvers answer them.
func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// orMissing turns a thing that is not there into none.
func orMissing[T any](value *T, err error) (*T, error) {
	var missing fault.Fault
	if errors.As(err, &missing) && missing.Code == fault.CodeNotFound {
		return nil, nil
	}
	return value, err
}

// object is a stored JSON document; nil where there is none.
func object(text *string) (out map[string]any, err error) {
	if text == nil {
		return nil, nil // nothing was said
	}
	decoder := json.NewDecoder(strings.NewReader(*text))
	decoder.UseNumber()
	err = decoder.Decode(&out)
	return out, err
}

// said is what a record says of before or after; what is no object is told as one.
func said(text *string) (map[string]any, error) {
	out, err := object(text)
	if err != nil {
		return map[string]any{"value": *text}, nil //nolint:nilerr // it was written as something else
	}
	return out, nil
}

// eventData is the payload of an event, as it is delivered.
func eventData(e *ent.Event) (data map[string]any, err error) {
	return data, json.Unmarshal([]byte(e.Payload), &data)
}

// fileURL is where a link to a file is followed.
func (r *Resolver) fileURL(token string) string { return r.PublicURL + "/files/" + token }

// jobFile is the address of a file of a job, for the caller alone; nil where there is none, or none for them.
func (r *Resolver) jobFile(ctx context.Context, j *ent.Job, sha256, what string) *string {
	if sha256 == "" || !r.Background.MayRead(caller(ctx), j) {
		return nil
	}
	extension, media := enquiry.ExportFormat(j)
	name := j.Kind + "-" + what + "-" + work.JobID.Of(j.ID) + "." + extension
	url := r.fileURL(r.Files.Link(caller(ctx), sha256, name, media))
	return &url
}

// documents of a product version, with the addresses they are read at.
func (r *Resolver) documents(v *catalog.Version) []*model.ProductDocument {
	list := []*model.ProductDocument{}
	for _, d := range v.Documents() {
		list = append(list, &model.ProductDocument{
			Kind: d.Kind, Title: &d.Title, Sha256: d.SHA256,
			URL: r.PublicURL + "/documents/" + v.Code() + "/" + strconv.Itoa(v.Number) + "/" + d.SHA256,
		})
	}
	return list
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

// intOf is a number of an argument; nil: it was not given.
func intOf(number *int32) *int {
	if number == nil {
		return nil
	}
	n := int(*number)
	return &n
}
