package demo

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
)

// deal is a request for an agreement, or for a new version of one.
type deal struct {
	day                          int
	how                          end
	channel, code, product, rate string
	known                        int           // the version that it follows; 0: it is new
	begins, lasts                time.Duration // from the day on; 0: at once, and without an end
}

// planAgreements: better commissions, campaigns that are over, campaigns that were ended, and what begins next year.
func (c *house) planAgreements() {
	for _, d := range []deal{
		{30, approved, "qingcheng", "AG-QC-RFI", freight, "0.13", 1, 0, 0}, {45, approved, "hefu", "AG-HF-ASI", account, "0.12", 1, 0, 0},
		{52, approved, "shuli", "AG-SL-SCR", screen, "0.18", 1, 0, 0}, {90, approved, "nanshan", "AG-NS-RFI", freight, "0.11", 1, 0, 0},
		{10, approved, "qingcheng", "AG-QC-618", freight, "0.16", 0, daysOf(2), daysOf(12)}, {38, approved, "nanshan", "AG-NS-SUMMER", freight, "0.15", 0, daysOf(1), daysOf(20)},
		{70, approved, "shuli", "AG-SL-SCHOOL", screen, "0.22", 0, daysOf(1), daysOf(15)},
		{14, approved, "manlu", "AG-ML-TRIAL", freight, "0.10", 0, 0, 0}, {28, approved, "haixing", "AG-HX-PLUS", account, "0.09", 0, 0, 0},
		{33, approved, "shuli", "AG-SL-CORP", screen, "0.12", 0, 0, 0},
		{112, approved, "qingcheng", "AG-QC-2027", freight, "0.12", 0, daysOf(40), 0}, {113, approved, "haixing", "AG-HX-2027", account, "0.10", 0, daysOf(40), 0},
		{114, approved, "manlu", "AG-ML-2027", screen, "0.17", 0, daysOf(40), 0},
		{62, rejected, "nanshan", "AG-NS-ASI", account, "0.19", 0, 0, 0}, {88, takenBack, "manlu", "AG-ML-ASI", account, "0.10", 0, 0, 0},
		{117, waits, "shuli", "AG-SL-SCR", screen, "0.21", 2, 0, 0}, {118, waits, "hefu", "AG-HF-SCR", screen, "0.15", 0, 0, 0},
	} {
		c.ask(d.day, d.how, "sam", "fay", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) { return c.requestDeal(ctx, by, d) })
	}
	// What waited when an agreement was ended is void.
	for i, d := range []deal{
		{55, waits, "manlu", "AG-ML-TRIAL", freight, "0.11", 1, 0, 0}, {65, waits, "haixing", "AG-HX-PLUS", account, "0.11", 1, 0, 0}, {99, waits, "shuli", "AG-SL-CORP", screen, "0.14", 1, 0, 0},
	} {
		c.ask(d.day, d.how, "sue", "fritz", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) { return c.requestDeal(ctx, by, d) })
		c.at(c.moment(d.day+2+i, 15, 17), func(ctx context.Context) error {
			if err := c.sendTooLate(ctx, d); err != nil {
				return err
			}
			_, err := c.Distribution.Terminate(ctx, c.staff["sam"], distribution.TerminateInput{ChannelCode: d.channel, Code: d.code, Reason: "合作结束，不再新签。"})
			if err == nil {
				err = c.Cache.Refresh(ctx)
			}
			return err
		})
	}
}

func (c *house) requestDeal(ctx context.Context, by *access.Caller, d deal) (*ent.Approval, error) {
	in := distribution.AgreementInput{
		ChannelCode: d.channel, Code: d.code, ProductCode: d.product, CommissionRate: d.rate, Version: d.known, Reason: "商务条款更新，附件见合同。",
	}
	if d.begins > 0 {
		in.ValidFrom = c.now().Add(d.begins)
	}
	if d.lasts > 0 {
		until := in.ValidFrom.Add(d.lasts)
		in.ValidUntil = &until
	}
	return c.Distribution.RequestAgreement(ctx, by, in)
}

// sendTooLate sends files of policies a moment before their agreement ends: they break off.
func (c *house) sendTooLate(ctx context.Context, d deal) error {
	if d.channel != "shuli" {
		return nil
	}
	for range 3 {
		if _, err := c.bulk(ctx, d.code, 10, false); err != nil {
			return err
		}
	}
	return nil
}
