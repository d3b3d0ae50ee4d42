package distribution

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// AgreementInput is what an agreement says. A version, once made, never changes but for its end.
type AgreementInput struct {
	ChannelCode    string
	Code           string
	ProductCode    string
	Plans          []string // that may be sold; empty: all
	CommissionRate string   // exact decimal, share of premium, 0 to 1
	Terms          rule.Layer
	ValidFrom      time.Time
	ValidUntil     *time.Time
}

// Agree authorizes a channel to sell a published product (C5), in its live and its sandbox half; an agreement that
// exists gets a new version (C7), which policies issued from then on carry. Faults: INVALID_VALUE, NOT_FOUND,
// PRODUCT_OFF_SALE, CONFLICT.
func (d *Directory) Agree(ctx context.Context, in AgreementInput) error {
	product, err := d.shelf.OnSale(in.ProductCode)
	if err != nil {
		return err
	}
	if err := in.validate(product); err != nil {
		return err
	}
	return d.store.Do(ctx, "agree", func(ctx context.Context, tx *work.Tx) error {
		channels, err := both(ctx, tx, in.ChannelCode)
		if err != nil {
			return err
		}
		for _, c := range channels {
			if err := in.add(ctx, tx, c); err != nil {
				return err
			}
		}
		return tx.Changed(ctx)
	})
}

// Terminate ends an agreement (C6): nothing new is issued under any version of it. Faults: NOT_FOUND.
func (d *Directory) Terminate(ctx context.Context, channelCode, code string) error {
	return d.store.Do(ctx, "terminate agreement", func(ctx context.Context, tx *work.Tx) error {
		channels, err := both(ctx, tx, channelCode)
		if err != nil {
			return err
		}
		ended := 0
		for _, c := range channels {
			n, err := tx.Agreement.Update().
				Where(agreement.ChannelID(c.ID), agreement.Code(code), agreement.TerminatedAtIsNil()).
				SetTerminatedAt(tx.Now).Save(ctx)
			if err != nil {
				return err
			}
			ended += n
		}
		if ended == 0 {
			return fault.Newf(fault.NotFound, "agreement %s in force", code)
		}
		return tx.Changed(ctx)
	})
}

func (in AgreementInput) validate(product *catalog.Version) error {
	var faults fault.List
	if !codePattern.MatchString(in.Code) {
		faults = append(faults, fault.New(fault.InvalidValue, "a code is 1 to 32 letters, digits and hyphens", "code"))
	}
	rate, err := money.ParseDecimal(in.CommissionRate)
	if err != nil || rate.Sign() < 0 || rate.Cmp(money.FromInt(1)) > 0 {
		faults = append(faults, fault.New(fault.InvalidValue, "a rate is a decimal from 0 to 1", "commissionRate"))
	}
	for _, plan := range in.Plans {
		if _, ok := product.Plan(plan); !ok {
			faults = append(faults, fault.Newf(fault.InvalidValue, "the product has no plan %s", plan).At("plans"))
		}
	}
	if err := rule.CheckLayer(in.Terms); err != nil {
		faults = append(faults, fault.New(fault.InvalidValue, err.Error(), "terms"))
	}
	if in.ValidUntil != nil && !in.ValidUntil.After(in.ValidFrom) {
		faults = append(faults, fault.New(fault.InvalidValue, "the end lies before the beginning", "validUntil"))
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

func (in AgreementInput) add(ctx context.Context, tx *work.Tx, channel *ent.Channel) error {
	version := 1
	last, err := tx.Agreement.Query().Where(agreement.ChannelID(channel.ID), agreement.Code(in.Code)).
		Order(ent.Desc(agreement.FieldVersion)).First(ctx)
	if err == nil {
		if last.ProductCode != in.ProductCode {
			return fault.New(fault.InvalidValue, "an agreement stays with its product", "productCode")
		}
		version = last.Version + 1
	} else if !ent.IsNotFound(err) {
		return err
	}
	plans := in.Plans
	if plans == nil {
		plans = []string{}
	}
	err = tx.Agreement.Create().SetID(tx.NewKey()).SetChannelID(channel.ID).SetCode(in.Code).SetVersion(version).
		SetProductCode(in.ProductCode).SetPlans(plans).SetCommissionRate(in.CommissionRate).SetTerms(in.Terms).SetChannelTerms(channel.Terms).
		SetValidFrom(in.ValidFrom.UTC().Truncate(time.Millisecond)).SetNillableValidUntil(in.ValidUntil).
		SetCreatedAt(tx.Now).Exec(ctx)
	if work.IsDuplicate(err) {
		return fault.New(fault.Conflict, "another version was agreed at the same time")
	}
	return err
}
