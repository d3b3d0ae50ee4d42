package distribution

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/agreement"
	entapproval "baodan/ent/approval"
	"baodan/ent/schema"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Agreeing makes agreements and their new versions, at once or when they are approved, and ends agreements.
type Agreeing struct {
	store     *work.Store
	catalog   *catalog.Service
	audit     *audit.Log
	approvals *approval.Service
}

// AgreementInput is what an agreement says. A version, once made, never changes except its end. Its JSON is what a
// request for it shows to the one who approves.
type AgreementInput struct {
	ChannelCode    string        `json:"channelCode"`
	Code           string        `json:"code"`
	Version        int           `json:"version,omitempty"` // that it makes; 0: whichever is next
	ProductCode    string        `json:"productCode"`
	Plans          []string      `json:"plans"`             // that may be sold; empty: all
	Operations     []Operation   `json:"operations"`        // that the channel may do; empty: all
	CommissionRate string        `json:"commissionRate"`    // exact decimal, share of premium, up to what was filed
	Premium        *PremiumTerms `json:"premium,omitempty"` // nil: the product's own
	// Accounts that premium and refunds of payers go to, by payer, and COMMISSION; for what is not named, the channel's own.
	Accounts     map[string]string `json:"accounts,omitempty"`
	Unit         string            `json:"unit,omitempty"` // 机构 that the business is counted for; empty: head office
	Terms        rule.Layer        `json:"terms"`
	ChannelTerms rule.Layer        `json:"channelTerms"` // the channel's own, which the version takes over; nil: whichever it has
	Quotas       []QuotaInput      `json:"quotas"`
	ValidFrom    time.Time         `json:"validFrom,omitzero"` // zero: from its making on
	ValidUntil   *time.Time        `json:"validUntil,omitempty"`
	Reason       string            `json:"-"` // of who asks for it; it stands beside the request

	madeBy string // who asked
}

const longestUnit = 64

// AddAgreement authorizes a channel to sell a published product (C5), in its live and its sandbox half; an agreement that
// exists gets a new version (C7), which policies issued from then on carry. It takes effect at once: people ask by
// RequestAgreement, the command line is trusted. A request about the agreement that waits becomes void. Faults:
// INVALID_VALUE, NOT_FOUND, PRODUCT_OFF_SALE, CONFLICT.
func (s *Agreeing) AddAgreement(ctx context.Context, caller *access.Caller, in AgreementInput) error {
	product, err := s.catalog.OnSale(in.ProductCode)
	if err != nil {
		return err
	}
	return s.store.Do(ctx, "agree", func(ctx context.Context, tx *work.Tx) error {
		said := in
		said.madeBy = caller.Actor()
		if err := said.validate(product, tx.Now); err != nil {
			return err
		}
		if err := s.approvals.Void(ctx, tx, entapproval.KindAgreement, said.object(), "the agreement was changed by the command line"); err != nil {
			return err
		}
		return s.addAgreement(ctx, tx, caller, said, product.Currency(), "")
	})
}

// addAgreement stores a version in both halves, with its record.
func (s *Agreeing) addAgreement(ctx context.Context, tx *work.Tx, caller *access.Caller, in AgreementInput, currency money.Currency, why string) error {
	channels, err := both(ctx, tx, in.ChannelCode)
	if err != nil {
		return err
	}
	if err := in.checkAccounts(ctx, tx, currency); err != nil {
		return err
	}
	live := channels[0]
	if in.ChannelTerms == nil {
		in.ChannelTerms = complete(live).Terms
	}
	before, err := newest(ctx, tx.Client(), live.ID, in.Code)
	if err != nil {
		return err
	}
	for _, c := range channels {
		if err := in.add(ctx, tx, c, currency); err != nil {
			return err
		}
	}
	entry := audit.Entry{
		Action: "agreement.make", ObjectKind: "agreement", Object: in.object(), ChannelID: live.ID, After: &in, Reason: why,
	}
	if before != nil {
		entry.Action, entry.Before = "agreement.change", saidBy(live.Code, before, currency)
	}
	return recordChange(ctx, tx, s.audit, caller, entry)
}

// TerminateInput is an agreement to end.
type TerminateInput struct {
	ChannelCode      string
	Code             string
	ExpectedRevision *int // its newest version; nil: whichever it is, for the command line
	Reason           string
}

// Terminate ends an agreement at once (C6): nothing new is issued under any version of it. A request for a new version
// that waits becomes void. It answers the newest version of the live half. Faults: INVALID_VALUE for the reason;
// NOT_FOUND; CONFLICT where its newest version is another; INVALID_STATE where it was ended before.
func (s *Agreeing) Terminate(ctx context.Context, caller *access.Caller, in TerminateInput) (*ent.Agreement, error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	var after *ent.Agreement
	err := s.store.Do(ctx, "terminate agreement", func(ctx context.Context, tx *work.Tx) error {
		channels, err := both(ctx, tx, in.ChannelCode)
		if err != nil {
			return err
		}
		ended := 0
		for _, c := range channels {
			n, err := tx.Agreement.Update().
				Where(agreement.ChannelID(c.ID), agreement.Code(in.Code), agreement.TerminatedAtIsNil()).
				SetTerminatedAt(tx.Now).Save(ctx)
			if err != nil {
				return err
			}
			ended += n
		}
		live := channels[0]
		if after, err = newest(ctx, tx.Client(), live.ID, in.Code); err != nil {
			return err
		}
		switch {
		case after == nil:
			return fault.Newf(fault.CodeNotFound, "agreement %s", in.Code).At("agreementCode")
		case in.ExpectedRevision != nil && after.Version != *in.ExpectedRevision:
			return anotherVersion(after)
		case ended == 0:
			return endedBefore()
		}
		after.Unwrap()
		object := in.ChannelCode + "/" + in.Code
		if err := s.approvals.Void(ctx, tx, entapproval.KindAgreement, object, "the agreement was ended"); err != nil {
			return err
		}
		return recordChange(ctx, tx, s.audit, caller, audit.Entry{
			Action: "agreement.end", ObjectKind: "agreement", Object: object, ChannelID: live.ID,
			After: map[string]any{"terminatedAt": tx.Now}, Reason: in.Reason,
		})
	})
	return onlyIf(after, err)
}

func endedBefore() error {
	return fault.New(fault.CodeInvalidState, "the agreement was ended before", "agreementCode")
}

// object names the agreement on requests and records.
func (in *AgreementInput) object() string { return in.ChannelCode + "/" + in.Code }

// validate finds fault with what an agreement is to say, and puts it into its stored form.
func (in *AgreementInput) validate(product *catalog.Version, now time.Time) error {
	var faults fault.List
	if !codePattern.MatchString(in.Code) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a code is 1 to 32 letters, digits and hyphens", "agreementCode"))
	}
	faults = append(faults, in.checkPrice(product)...)
	for i, plan := range in.Plans {
		if _, ok := product.Plan(plan); !ok {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "the product has no plan %s", plan).At("plans"))
		} else if slices.Contains(in.Plans[:i], plan) {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "plan %s is there twice", plan).At("plans"))
		}
	}
	faults = append(faults, checkOperations(in.Operations)...)
	if utf8.RuneCountInString(in.Unit) > longestUnit {
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, "at most %d characters", longestUnit).At("unit"))
	}
	faults = append(faults, checkTerms(in.Terms)...)
	faults = append(faults, checkQuotas(in.Quotas, product.Currency())...)
	begins := now
	if !in.ValidFrom.IsZero() {
		in.ValidFrom = in.ValidFrom.UTC().Truncate(time.Millisecond)
		begins = in.ValidFrom
	}
	if in.ValidUntil != nil {
		until := in.ValidUntil.UTC().Truncate(time.Millisecond)
		if in.ValidUntil = &until; !until.After(begins) {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the end lies before the beginning", "validUntil"))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	if in.Plans == nil {
		in.Plans = []string{}
	}
	if in.Operations == nil {
		in.Operations = []Operation{}
	}
	if in.Quotas == nil {
		in.Quotas = []QuotaInput{}
	}
	if in.Terms == nil {
		in.Terms = rule.Layer{}
	}
	return nil
}

// add stores the next version in one half of the channel. Two that add at once meet on the unique key.
func (in *AgreementInput) add(ctx context.Context, tx *work.Tx, channel *ent.Channel, currency money.Currency) error {
	version := 1
	last, err := newest(ctx, tx.Client(), channel.ID, in.Code)
	if err != nil {
		return err
	}
	if last != nil {
		if err := in.follows(last); err != nil {
			return err
		}
		version = last.Version + 1
	}
	if in.Version != 0 && in.Version != version {
		return anotherVersion(last)
	}
	if !bytes.Equal(mustJSON(in.ChannelTerms), mustJSON(complete(channel).Terms)) {
		return fault.New(fault.CodeConflict, "the channel's terms changed since this was asked")
	}
	from := in.ValidFrom
	if from.IsZero() {
		from = tx.Now
	}
	operations, quotas := make([]string, len(in.Operations)), make([]schema.Quota, len(in.Quotas))
	for i, o := range in.Operations {
		operations[i] = string(o)
	}
	for i, q := range in.Quotas {
		if quotas[i], err = q.stored(currency); err != nil {
			return err
		}
	}
	err = tx.Agreement.Create().SetID(tx.NewKey()).SetChannelID(channel.ID).SetCode(in.Code).SetVersion(version).
		SetProductCode(in.ProductCode).SetPlans(in.Plans).SetOperations(operations).SetQuotas(quotas).SetMadeBy(in.madeBy).
		SetCommissionRate(in.CommissionRate).SetPremium(in.Premium).SetAccounts(in.Accounts).SetUnit(in.Unit).SetTerms(in.Terms).SetChannelTerms(in.ChannelTerms).
		SetValidFrom(from).SetNillableValidUntil(in.ValidUntil).SetCreatedAt(tx.Now).Exec(ctx)
	if work.IsDuplicate(err) {
		return anotherVersion(last)
	}
	return err
}

// follows tells whether this may be the version after another.
func (in *AgreementInput) follows(last *ent.Agreement) error {
	if last.ProductCode != in.ProductCode {
		return fault.New(fault.CodeInvalidValue, "an agreement stays with its product", "productCode")
	}
	return nil
}

// anotherVersion is CONFLICT with the newest version that there is; nil: none.
func anotherVersion(newest *ent.Agreement) error {
	if newest == nil {
		return fault.New(fault.CodeConflict, "another version was agreed meanwhile", "expectedRevision")
	}
	return fault.Changed(work.AgreementID.Of(newest.ID), "another version was agreed meanwhile", "expectedRevision")
}

// newest version of an agreement in one half of a channel; nil where there is none.
func newest(ctx context.Context, client *ent.Client, channelID int64, code string) (*ent.Agreement, error) {
	row, err := client.Agreement.Query().Where(agreement.ChannelID(channelID), agreement.Code(code)).
		Order(ent.Desc(agreement.FieldVersion)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such agreement
	}
	return row, err
}

// saidBy is what a stored version says, as its request would.
func saidBy(channelCode string, row *ent.Agreement, currency money.Currency) *AgreementInput {
	in := &AgreementInput{
		ChannelCode: channelCode, Code: row.Code, Version: row.Version, ProductCode: row.ProductCode, Plans: row.Plans,
		Operations: make([]Operation, len(row.Operations)), CommissionRate: row.CommissionRate, Premium: row.Premium, Accounts: row.Accounts, Unit: row.Unit, Terms: row.Terms, ChannelTerms: row.ChannelTerms,
		Quotas: make([]QuotaInput, len(row.Quotas)), ValidFrom: row.ValidFrom, ValidUntil: row.ValidUntil,
	}
	for i, o := range row.Operations {
		in.Operations[i] = Operation(o)
	}
	for i, q := range row.Quotas {
		in.Quotas[i] = quotaOf(q, currency)
	}
	if in.Terms == nil {
		in.Terms = rule.Layer{}
	}
	if in.ChannelTerms == nil {
		in.ChannelTerms = rule.Layer{}
	}
	return in
}

// mustJSON writes what came in as JSON.
func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // what came in as JSON goes out as JSON
	}
	return text
}
