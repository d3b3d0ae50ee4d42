package enquiry

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/channel"
	"baodan/ent/claim"
	"baodan/ent/credential"
	"baodan/ent/insurancepolicy"
	"baodan/ent/job"
	"baodan/ent/person"
	"baodan/ent/productversion"
	"baodan/ent/servicerequest"
	"baodan/insurance/work"
)

// namedRow is a row with what names it.
type namedRow struct {
	key  int64
	name string
}

// subjectsBy looks rows of a kind up by what the audit record calls them.
var subjectsBy = map[string]struct {
	kind work.Kind
	read func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error)
}{
	"policy": {work.PolicyID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(names...)).Select(insurancepolicy.FieldID, insurancepolicy.FieldNumber).All(ctx)
		return named(rows, func(r *ent.InsurancePolicy) namedRow { return namedRow{r.ID, r.Number} }), err
	}},
	"claim": {work.ClaimID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.Claim.Query().Where(claim.NumberIn(names...)).Select(claim.FieldID, claim.FieldNumber).All(ctx)
		return named(rows, func(r *ent.Claim) namedRow { return namedRow{r.ID, r.Number} }), err
	}},
	"service_request": {work.ServiceRequestID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.ServiceRequest.Query().Where(servicerequest.NumberIn(names...)).Select(servicerequest.FieldID, servicerequest.FieldNumber).All(ctx)
		return named(rows, func(r *ent.ServiceRequest) namedRow { return namedRow{r.ID, r.Number} }), err
	}},
	"person": {work.PersonID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.Person.Query().Where(person.NameIn(names...)).Select(person.FieldID, person.FieldName).All(ctx)
		return named(rows, func(r *ent.Person) namedRow { return namedRow{r.ID, r.Name} }), err
	}},
	"credential": {work.CredentialID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.Credential.Query().Where(credential.KeyIDIn(names...)).Select(credential.FieldID, credential.FieldKeyID).All(ctx)
		return named(rows, func(r *ent.Credential) namedRow { return namedRow{r.ID, r.KeyID} }), err
	}},
	"product": {work.ProductVersionID, func(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
		rows, err := client.ProductVersion.Query().Where(productversion.CodeIn(firsts(names)...)).
			Select(productversion.FieldID, productversion.FieldCode, productversion.FieldVersion).All(ctx)
		return named(rows, func(r *ent.ProductVersion) namedRow { return namedRow{r.ID, r.Code + "/" + strconv.Itoa(r.Version)} }), err
	}},
	"job":    {work.JobID, jobsNamed},
	"export": {work.JobID, jobsNamed},
	"endpoint": {work.EndpointID, func(_ context.Context, _ *ent.Client, names []string) (rows []namedRow, err error) {
		for _, name := range names { // it is its id
			if key, err := work.EndpointID.Key(name); err == nil {
				rows = append(rows, namedRow{key, name})
			}
		}
		return rows, nil
	}},
}

func named[R any](rows []R, of func(R) namedRow) []namedRow {
	list := make([]namedRow, len(rows))
	for i, r := range rows {
		list[i] = of(r)
	}
	return list
}

// firsts are the parts before the first stroke.
func firsts(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i], _, _ = strings.Cut(name, "/")
	}
	return list
}

// jobsNamed are jobs by what ends with their key.
func jobsNamed(ctx context.Context, client *ent.Client, names []string) ([]namedRow, error) {
	byKey := map[int64]string{}
	var keys []int64
	for _, name := range names {
		if key, err := strconv.ParseInt(name[strings.LastIndex(name, "/")+1:], 10, 64); err == nil {
			byKey[key], keys = name, append(keys, key)
		}
	}
	found, err := client.Job.Query().Where(job.IDIn(keys...)).IDs(ctx)
	return named(found, func(key int64) namedRow { return namedRow{key, byKey[key]} }), err
}

// SubjectsOf records are the ids of what they are about, by the keys of the records; left out where it is gone, or has no id. Who may see
// it is asked when it is followed.
func (s *Service) SubjectsOf(ctx context.Context, records []*ent.AuditRecord) (map[int64]*string, error) {
	names := map[string][]string{}
	for _, r := range records {
		names[r.ObjectKind] = append(names[r.ObjectKind], r.Object)
	}
	ids := map[[2]string]string{}
	for kind, some := range names {
		by, known := subjectsBy[kind]
		if !known {
			continue
		}
		rows, err := by.read(ctx, s.store.Client, some)
		if err != nil {
			return nil, fmt.Errorf("subjects of audit records: %w", err)
		}
		for _, row := range rows {
			ids[[2]string{kind, row.name}] = by.kind.Of(row.key)
		}
	}
	channels, agreements, err := s.masters(ctx, names)
	if err != nil {
		return nil, err
	}
	subjects := map[int64]*string{}
	for _, r := range records {
		id, known := ids[[2]string{r.ObjectKind, r.Object}]
		switch r.ObjectKind {
		case "channel":
			id, known = channels[r.ChannelID]
		case "agreement":
			id, known = agreements[r.ChannelID][r.Object[strings.LastIndex(r.Object, "/")+1:]]
		}
		if known {
			subjects[r.ID] = &id
		}
	}
	return subjects, nil
}

// masters are the ids of channels by their keys, and of the newest versions of agreements by channel and code.
func (s *Service) masters(ctx context.Context, names map[string][]string) (channels map[int64]string, agreements map[int64]map[string]string, err error) {
	channels, agreements = map[int64]string{}, map[int64]map[string]string{}
	if codes := names["channel"]; len(codes) > 0 {
		ids, err := s.store.Client.Channel.Query().Where(channel.CodeIn(codes...)).IDs(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("subjects of audit records: %w", err)
		}
		for _, id := range ids {
			channels[id] = work.ChannelID.Of(id)
		}
	}
	if len(names["agreement"]) == 0 {
		return channels, agreements, nil
	}
	var codes []string
	for _, name := range names["agreement"] {
		codes = append(codes, name[strings.LastIndex(name, "/")+1:])
	}
	rows, err := s.store.Client.Agreement.Query().Where(agreement.CodeIn(codes...)).Order(ent.Asc(agreement.FieldVersion)).
		Select(agreement.FieldID, agreement.FieldChannelID, agreement.FieldCode).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("subjects of audit records: %w", err)
	}
	for _, a := range rows {
		if agreements[a.ChannelID] == nil {
			agreements[a.ChannelID] = map[string]string{}
		}
		agreements[a.ChannelID][a.Code] = work.AgreementID.Of(a.ID)
	}
	return channels, agreements, nil
}
