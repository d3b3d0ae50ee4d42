package enquiry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/claim"
	"baodan/ent/cover"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/person"
	"baodan/ent/productversion"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// How a text of the box is looked up, each way by its own index.

// byNumber finds what a text numbers, small letters or capitals; one that cannot be right is not looked up.
func (b *box) byNumber(ctx context.Context) (err error) {
	no, client := strings.ToUpper(b.wanted.Text), b.store.Client
	kind, _, wrong := number.Parse(no)
	if wrong != nil {
		return nil //nolint:nilerr // it is no number
	}
	hit := &Hit{By: ByNumber, Title: no}
	switch kind {
	case number.Policy:
		keys, err := client.InsurancePolicy.Query().Where(insurancepolicy.Number(no)).IDs(ctx)
		b.found(ByNumber, keys)
		return wrap(err)
	case number.Claim:
		var row *ent.Claim
		if row, err = client.Claim.Query().Where(claim.Number(no), b.caller.InView(claim.FieldChannelID)).Only(ctx); err == nil {
			hit.Kind, hit.ID, hit.policy = HitClaim, work.ClaimID.Of(row.ID), row.PolicyID
			hit.State = coordinate("ClaimState", string(row.State))
		}
	case number.Endorsement:
		var row *ent.Endorsement
		if row, err = client.Endorsement.Query().Where(endorsement.Number(no), b.caller.InView(endorsement.FieldChannelID)).Only(ctx); err == nil {
			hit.Kind, hit.ID, hit.policy = HitEndorsement, work.EndorsementID.Of(row.ID), row.PolicyID
			hit.State = coordinate("EndorsementKind", string(row.Kind))
		}
	case number.Request:
		if !b.caller.HasRole(access.Service, access.Underwriting, access.Finance, access.Audit) {
			return nil // no such request for them: helpdesk.Reader.ByID
		}
		var row *ent.ServiceRequest
		if row, err = client.ServiceRequest.Query().Where(servicerequest.Number(no), b.caller.InView(servicerequest.FieldChannelID)).Only(ctx); err == nil {
			hit.Kind, hit.ID, hit.policy = HitRequest, work.ServiceRequestID.Of(row.ID), row.PolicyID
			hit.State = coordinate("ServiceRequestState", string(row.State))
		}
	}
	if hit.ID != "" {
		b.hits = append(b.hits, hit)
	}
	return wrap(err)
}

// wrap says where an error arose; that there is no such row is none.
func wrap(err error) error {
	if err == nil || ent.IsNotFound(err) {
		return nil
	}
	return fmt.Errorf("search: %w", err)
}

// byOrder finds orders of any channel of the mode, in one statement.
func (b *box) byOrder(ctx context.Context) error {
	if !orderPattern.MatchString(b.wanted.Text) || len(b.channels) == 0 {
		return nil
	}
	keys, err := b.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelIDIn(b.channels...), insurancepolicy.OrderNo(b.wanted.Text)).
		Order(ent.Desc(insurancepolicy.FieldID)).Limit(MostHits).IDs(ctx)
	b.found(ByOrderNo, keys)
	return wrap(err)
}

// mostInsured channels are looked through for the reference of an insured, in statements whose number does not depend on them.
const mostInsured = 1000

// byReference finds policies by the whole reference of an insured, where covers or marks of persons hold it, as a filter does.
func (b *box) byReference(ctx context.Context) error {
	text := b.wanted.Text
	if !referencePattern.MatchString(text) || len(b.channels) == 0 || len(b.channels) > mostInsured {
		return nil
	}
	chains, err := b.sold(ctx, b.channels)
	if err != nil {
		return err
	}
	company := int64(companyLive)
	if !b.wanted.Mode.IsLive() {
		company = companySandbox
	}
	products, indexes := make([]string, len(chains)), make([][]byte, len(b.channels))
	for i, one := range chains {
		products[i] = one.product
	}
	for i, channel := range b.channels {
		indexes[i] = b.privacy.BlindIndex().Of(privacy.Reference, privacy.InsuredOf(channel, text))
	}
	var covered, marked []int64
	err = b.store.Client.Cover.Query().
		Where(cover.ChannelIDIn(append(slices.Clone(b.channels), company)...), cover.ProductCodeIn(work.Once(products)...), cover.Reference(text)).
		Order(ent.Desc(cover.FieldPolicyID)).Limit(MostHits).Select(cover.FieldPolicyID).Scan(ctx, &covered)
	if err != nil {
		return wrap(err)
	}
	err = b.store.Client.BlindIndex.Query().Where(blindindex.HashIn(indexes...)).
		Order(ent.Desc(blindindex.FieldPolicyID)).Limit(MostHits).Select(blindindex.FieldPolicyID).Scan(ctx, &marked)
	b.found(ByInsured, append(covered, marked...))
	return wrap(err)
}

// byValue finds policies by a tracking number.
func (b *box) byValue(ctx context.Context) error {
	if !policy.ValidSearchValue(b.wanted.Text) {
		return nil
	}
	keys, err := b.Service.policies.KeysBySearchValue(ctx, b.channels, b.wanted.Text, MostHits)
	b.found(BySearchValue, keys)
	return err
}

// fewestRunes of a text by which channels and colleagues are looked for.
const fewestRunes = 2

// byChannel finds channels by how their code begins or by a part of their name; they are in memory.
func (b *box) byChannel() {
	if utf8.RuneCountInString(b.wanted.Text) < fewestRunes {
		return
	}
	text := strings.ToLower(b.wanted.Text)
	var found []*Hit
	for _, id := range b.channels {
		c := b.distribution.Channel(id)
		hit := &Hit{Kind: HitChannel, ID: work.ChannelID.Of(c.ID), Title: c.Code, About: c.Name, Channel: c}
		switch {
		case strings.HasPrefix(strings.ToLower(c.Code), text):
			hit.By = ByCode
		case strings.Contains(strings.ToLower(c.Name), text):
			hit.By = ByName
		default:
			continue
		}
		found = append(found, hit)
	}
	slices.SortFunc(found, func(x, y *Hit) int { return strings.Compare(x.Title, y.Title) })
	b.hits = append(b.hits, found...)
}

// newestVersions of products are looked at for those whose code begins so.
const newestVersions = 50

// byProduct finds products by how their code begins, those that were never sold too, or by a part of the name of what is on sale.
func (b *box) byProduct(ctx context.Context) error {
	if utf8.RuneCountInString(b.wanted.Text) < fewestRunes {
		return nil
	}
	rows, err := b.store.Client.ProductVersion.Query().Where(productversion.CodeHasPrefix(strings.ToUpper(b.wanted.Text))).
		Order(ent.Asc(productversion.FieldCode), ent.Desc(productversion.FieldVersion)).Limit(newestVersions).
		Select(productversion.FieldID, productversion.FieldCode).All(ctx)
	if err != nil {
		return wrap(err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if !seen[row.Code] {
			b.hits = append(b.hits, &Hit{Kind: HitProduct, ID: work.ProductVersionID.Of(row.ID), By: ByCode, Title: row.Code, About: b.nameOf(row.Code)})
		}
		seen[row.Code] = true
	}
	text := strings.ToLower(b.wanted.Text)
	for _, v := range b.products.AllOnSale() {
		name := v.Name()
		if !seen[v.Code()] && (strings.Contains(name.Zh, text) || strings.Contains(strings.ToLower(name.En), text)) {
			b.hits = append(b.hits, &Hit{Kind: HitProduct, ID: work.ProductVersionID.Of(v.ID), By: ByName, Title: v.Code(), About: b.nameOf(v.Code())})
		}
	}
	return nil
}

// nameOf a product that is on sale, in the language of who looks; empty of others.
func (b *box) nameOf(code string) string {
	v, err := b.products.OnSale(code)
	if err != nil {
		return ""
	}
	if b.caller.Language == "zh" {
		return v.Name().Zh
	}
	return v.Name().En
}

// byColleague finds active colleagues by how their login begins or by a part of their name: of them a colleague knows no more. There
// are few people, so no index is needed.
func (b *box) byColleague(ctx context.Context) error {
	text := b.wanted.Text
	if utf8.RuneCountInString(text) < fewestRunes {
		return nil
	}
	rows, err := b.store.Client.Person.Query().Where(
		person.StateEQ(person.StateActive), person.Or(person.NameHasPrefix(strings.ToLower(text)), person.DisplayNameContainsFold(text)),
	).Order(ent.Asc(person.FieldName)).Limit(MostHits).All(ctx)
	for _, p := range rows {
		hit := &Hit{Kind: HitColleague, ID: work.PersonID.Of(p.ID), By: ByName, Title: p.Name, About: p.DisplayName}
		if strings.HasPrefix(p.Name, strings.ToLower(text)) {
			hit.By = ByCode
		}
		b.hits = append(b.hits, hit)
	}
	return wrap(err)
}
