package demo

import (
	"context"
	"time"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/helpdesk"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// errand is a service request of the story.
type errand struct {
	one      *sold
	kind     servicerequest.Kind
	delivery servicerequest.Delivery
	invalid  bool // its address is one that no mail server knows
	called   bool // it is cancelled
	stops    servicerequest.State
}

// counter is customer service, and who works what it opens.
type counter struct{ *Company }

// planErrands writes down the service requests: over the whole story, and those that stand somewhere now.
func (c *counter) planErrands() {
	for range c.scaled(130) {
		day := c.dice.between(6, days-3)
		c.at(c.moment(day, 9, 18), func(ctx context.Context) error {
			return c.openErrand(ctx, &errand{called: c.dice.chance(9), stops: servicerequest.StateClosed})
		})
	}
	for _, state := range []servicerequest.State{servicerequest.StateOpen, servicerequest.StateInWork, servicerequest.StateSending, servicerequest.StateSent} {
		for i := range 5 {
			c.at(c.until.Add(-c.dice.span(50*hour, 72*hour)), func(ctx context.Context) error {
				return c.openErrand(ctx, &errand{stops: state, invalid: state == servicerequest.StateInWork && i < 4})
			})
		}
	}
	for i := range 4 {
		c.at(c.moment(40+17*i, 9, 18), func(ctx context.Context) error {
			return c.openErrand(ctx, &errand{called: true, stops: servicerequest.StateClosed})
		})
	}
	for range 3 { // just now
		c.at(c.until.Add(-c.dice.span(5*time.Minute, 100*time.Minute)), func(ctx context.Context) error {
			return c.openErrand(ctx, &errand{stops: servicerequest.StateOpen})
		})
	}
}

// openErrand opens a request for a customer who calls.
func (c *counter) openErrand(ctx context.Context, e *errand) error {
	d := c.dice
	e.one = c.book.policies[d.IntN(len(c.book.policies))]
	if e.one.leaves {
		return nil
	}
	e.kind, e.delivery = pick(d, []servicerequest.Kind{servicerequest.KindPolicyDocument, servicerequest.KindInvoice}), servicerequest.DeliveryEmail
	if e.invalid {
		e.kind = servicerequest.KindPolicyDocument
	}
	if d.chance(30) && e.stops != servicerequest.StateSending && !e.invalid {
		e.delivery = servicerequest.DeliveryPost
	}
	to := helpdesk.Recipient{Name: d.name()}
	switch {
	case e.invalid:
		to.Email = unknownMailbox
	case e.delivery == servicerequest.DeliveryEmail:
		to.Email = d.email()
	default:
		p := pick(d, cities)
		to.Phone, to.Address = d.phone(), p.provinceName+p.city+d.address(p)
	}
	in := &helpdesk.OpenInput{
		RequestNo: c.book.requestNo("SR"), PolicyNumber: e.one.number, Kind: e.kind, Delivery: e.delivery, Recipient: to,
		Note: pick(d, []string{"客户来电索取", "报销用", "公司财务要求", "客户邮箱已更换，请发新邮箱", ""}),
	}
	if e.kind == servicerequest.KindInvoice {
		in.Recipient.InvoiceTitle, in.Recipient.TaxNo = pick(d, cities).city+pick(d, houses)+pick(d, trades)+"有限公司", d.creditCode()
		in.Payer = c.payerOf(ctx, e.one)
	}
	opened, err := c.Helpdesk.Open(ctx, c.staff["serge"], in)
	if err != nil {
		return c.refused(err)
	}
	if e.stops != servicerequest.StateOpen {
		c.at(c.working(c.now().Add(d.span(20*time.Minute, 7*hour))), func(ctx context.Context) error { return c.workErrand(ctx, e, opened.Request) })
	}
	return nil
}

// payerOf a policy, as it is now; nil: nobody can say.
func (c *counter) payerOf(ctx context.Context, one *sold) *policy.Payer {
	p, err := c.Policies.ByNumber(ctx, c.staff["serge"], one.number, policy.PointInTime{})
	if err != nil || p == nil {
		return nil
	}
	payer := p.Payer()
	return &payer
}

// colleague of a desk.
func (c *counter) colleague(desk servicerequest.Desk) *access.Caller {
	if desk == servicerequest.DeskFinance {
		return c.staff[pick(c.dice, []string{"fay", "fritz"})]
	}
	return c.staff[pick(c.dice, []string{"uma", "ulf"})]
}

func refOf(row *ent.ServiceRequest) helpdesk.Ref {
	return helpdesk.Ref{ID: work.ServiceRequestKey(row.ID), ExpectedRevision: row.Revision}
}

// workErrand takes a request, makes what is asked for, and sends it, or cancels it.
func (c *counter) workErrand(ctx context.Context, e *errand, row *ent.ServiceRequest) error {
	who := c.colleague(row.Desk)
	row, err := c.Helpdesk.Take(ctx, who, refOf(row))
	if err != nil {
		return err
	}
	if e.called {
		_, err := c.Helpdesk.Cancel(ctx, c.staff["serge"], &helpdesk.CancelInput{Ref: refOf(row), Reason: "客户来电表示不再需要。"})
		return err
	}
	if e.stops == servicerequest.StateInWork && !e.invalid {
		return nil
	}
	kind := policyCopy
	if e.kind == servicerequest.KindInvoice {
		kind = taxInvoice
	}
	ids, err := c.send(ctx, who, file.PurposeServiceRequest, []paper{{kind: kind, lines: []line{
		{"policy no", "保险单号", e.one.number}, {"product", "产品", e.one.product}, {"premium", "保险费", e.one.premium},
		{"from", "起保时间", local(e.one.start, c.zone)}, {"until", "终保时间", local(e.one.end, c.zone)},
	}}})
	if err != nil {
		return err
	}
	if row, err = c.Helpdesk.Attach(ctx, who, &helpdesk.AttachInput{Ref: refOf(row), FileIDs: ids}); err != nil {
		return err
	}
	send := func(ctx context.Context) error { return c.sendErrand(ctx, e, who, row) }
	if e.stops == servicerequest.StateSending { // the mail is on its way when the story ends
		c.last = append(c.last, send)
		return nil
	}
	c.at(c.now().Add(c.dice.span(3*time.Minute, 40*time.Minute)), send)
	return nil
}

// sendErrand mails or posts it.
func (c *counter) sendErrand(ctx context.Context, e *errand, who *access.Caller, row *ent.ServiceRequest) (err error) {
	if e.delivery == servicerequest.DeliveryEmail {
		_, err = c.Helpdesk.Mail(ctx, who, &helpdesk.MailInput{Ref: refOf(row), Remark: pick(c.dice, []string{"如有疑问请联系客服。", ""})})
	} else {
		_, err = c.Helpdesk.MarkPosted(ctx, who, &helpdesk.PostedInput{Ref: refOf(row), Carrier: "顺丰", TrackingNo: c.dice.trackingNo("SF")})
	}
	if err != nil {
		return c.refused(err)
	}
	if e.stops == servicerequest.StateClosed {
		c.at(c.working(c.now().Add(c.dice.span(20*hour, 60*hour))), func(ctx context.Context) error { return c.closeErrand(ctx, row.ID) })
	}
	return nil
}

// closeErrand ends a request that was sent.
func (c *counter) closeErrand(ctx context.Context, id int64) error {
	row, err := c.Helpdesk.ByID(ctx, c.staff["serge"], id)
	if err != nil || row.State != servicerequest.StateSent {
		return err
	}
	_, err = c.Helpdesk.Close(ctx, c.staff["serge"], &helpdesk.CloseInput{Ref: refOf(row), Outcome: "客户确认收到。"})
	return err
}
