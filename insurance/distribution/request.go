package distribution

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"baodan/engine/rule"
	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// RequestAgreement asks for an agreement, or for a new version of one (C5, C7): it takes effect when somebody else of
// sales or finance approves it. In.Version is the newest version that the caller knows, 0 where there is none. Faults:
// INVALID_VALUE, NOT_FOUND, PRODUCT_OFF_SALE; CONFLICT where the newest version is another, or a request waits.
func (s *Agreeing) RequestAgreement(ctx context.Context, caller *access.Caller, in AgreementInput) (*ent.Approval, error) {
	product, err := s.catalog.OnSale(in.ProductCode)
	if err != nil {
		return nil, err
	}
	var asked *ent.Approval
	err = s.store.Do(ctx, "request agreement", func(ctx context.Context, tx *work.Tx) error {
		said, known := in, in.Version
		said.Version++
		if err := said.validate(product, tx.Now); err != nil {
			return err
		}
		if !said.ValidFrom.IsZero() && said.ValidFrom.Before(tx.Now) {
			return fault.New(fault.CodeInvalidValue, "it begins in the future, or without a moment when it is approved", "validFrom")
		}
		channels, err := both(ctx, tx, in.ChannelCode)
		if err != nil {
			return err
		}
		said.ChannelTerms = complete(channels[0]).Terms
		request := approval.Request{
			Kind: entapproval.KindAgreement, Object: said.object(), ChannelID: channels[0].ID, Content: &said, Reason: in.Reason,
		}
		last, err := newest(ctx, tx.Client(), channels[0].ID, in.Code)
		switch {
		case err != nil:
			return err
		case last == nil && known != 0, last != nil && last.Version != known:
			return anotherVersion(last)
		case last != nil:
			if err := said.follows(last); err != nil {
				return err
			}
			request.InForce = saidBy(channels[0].Code, last, product.Currency())
		}
		asked, err = s.approvals.Request(ctx, tx, caller, request)
		return err
	})
	return onlyIf(asked, err)
}

// applyAgreement makes the version that was approved. What it says is looked at again: the product may have lost a plan,
// the end may be past. A beginning that is past is now. Faults: CONFLICT where another version was made or the channel's
// terms were changed meanwhile; CHANNEL_CLOSED, PRODUCT_OFF_SALE and INVALID_VALUE, which leave the request waiting.
func (s *Agreeing) applyAgreement(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var in AgreementInput
	if err := read(r.Content, &in); err != nil {
		return fmt.Errorf("request %d: %w", r.ID, err)
	}
	product, err := s.catalog.OnSale(in.ProductCode)
	if err != nil {
		return err
	}
	if in.ValidFrom.Before(tx.Now) {
		in.ValidFrom = tx.Now
	}
	if in.ChannelTerms == nil {
		in.ChannelTerms = rule.Layer{} // a request of earlier days showed none, and takes none over
	}
	if err := in.validate(product, tx.Now); err != nil {
		return err
	}
	channel, err := liveHalf(ctx, tx, in.ChannelCode)
	if err != nil {
		return err
	}
	if !channel.Open {
		return fault.Newf(fault.CodeChannelClosed, "channel %s", in.ChannelCode)
	}
	if in.madeBy, err = asker(ctx, tx, r); err != nil {
		return err
	}
	return s.addAgreement(ctx, tx, by, in, product.Currency(), r.Reason)
}

// asker names who asked, as records name people.
func asker(ctx context.Context, tx *work.Tx, r *ent.Approval) (string, error) {
	row, err := tx.Person.Get(ctx, r.RequestedBy)
	if err != nil {
		return "", fmt.Errorf("who asked for %s: %w", r.Object, err)
	}
	return "person:" + row.Name, nil
}

// read reads frozen content; numbers keep the text they were written as.
func read(text string, to any) error {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	return decoder.Decode(to)
}
