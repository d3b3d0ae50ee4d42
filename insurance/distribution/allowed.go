package distribution

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/agreement"
	entapproval "baodan/ent/approval"
	"baodan/ent/channel"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/work"
)

// AllowedOnAgreements says of versions of agreements which acts are possible now, and why others are not, by the keys of the versions.
// An act is about the newest version, so that with another one it is refused as the act refuses it.
func (s *Agreeing) AllowedOnAgreements(ctx context.Context, rows []*ent.Agreement) (map[int64][]*access.Act, error) {
	newest, err := s.newestOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	objects, all := make(map[int64]string, len(rows)), make([]string, len(rows))
	channels, err := s.codesOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		in := AgreementInput{ChannelCode: channels[row.ChannelID], Code: row.Code}
		objects[row.ID], all[i] = in.object(), in.object()
	}
	waiting, err := s.approvals.Waiting(ctx, entapproval.KindAgreement, all)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(rows))
	for _, row := range rows {
		refused := map[string]error{"requestAgreement": nil, "terminateAgreement": nil}
		_, offSale := s.catalog.OnSale(row.ProductCode)
		switch last := newest[agreementCode{row.ChannelID, row.Code}]; {
		case offSale != nil:
			refused["requestAgreement"] = offSale
		case last.Version != row.Version:
			refused["requestAgreement"] = anotherVersion(last)
		case waiting[objects[row.ID]] != nil:
			refused["requestAgreement"] = approval.WaitsAlready(objects[row.ID])
		}
		switch last := newest[agreementCode{row.ChannelID, row.Code}]; {
		case last.Version != row.Version:
			refused["terminateAgreement"] = anotherVersion(last)
		case row.TerminatedAt != nil:
			refused["terminateAgreement"] = endedBefore()
		}
		if allowed[row.ID], err = access.ActsOf(refused); err != nil {
			return nil, fmt.Errorf("acts on agreement %d: %w", row.ID, err)
		}
	}
	return allowed, nil
}

// codesOf are the codes of the channels of agreements, by the keys of the channels.
func (s *Agreeing) codesOf(ctx context.Context, rows []*ent.Agreement) (map[int64]string, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ChannelID
	}
	list, err := s.store.Client.Channel.Query().Where(channel.IDIn(ids...)).Select(channel.FieldID, channel.FieldCode).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("channels of agreements: %w", err)
	}
	codes := make(map[int64]string, len(list))
	for _, c := range list {
		codes[c.ID] = c.Code
	}
	return codes, nil
}

// newestOf are the newest versions of agreements.
func (s *Agreeing) newestOf(ctx context.Context, rows []*ent.Agreement) (map[agreementCode]*ent.Agreement, error) {
	found, err := s.store.Client.Agreement.Query().Where(work.Each(rows, func(to *sql.Selector, row *ent.Agreement) {
		agreement.And(agreement.ChannelID(row.ChannelID), agreement.Code(row.Code))(to)
		to.OrderBy(sql.Desc(to.C(agreement.FieldVersion))).Limit(1)
	})).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("newest versions of agreements: %w", err)
	}
	newest := make(map[agreementCode]*ent.Agreement, len(found))
	for _, row := range found {
		newest[agreementCode{row.ChannelID, row.Code}] = row
	}
	return newest, nil
}

// AllowedOnCredential says of a credential which acts are possible now, and why others are not.
func AllowedOnCredential(row *ent.Credential) ([]*access.Act, error) {
	refused := mayChange(row)
	return access.ActsOf(map[string]error{"revokeCredential": refused, "setCredentialAddresses": refused})
}
