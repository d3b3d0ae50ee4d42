package demo

import (
	"fmt"
	"strconv"
	"time"
)

// asked is a claim of the story.
type asked struct {
	one    *sold
	fate   fate
	number string // once it was submitted
	by     string // the person who entered it; empty: the channel

	occurred time.Time
	facts    map[string]any
	better   map[string]any // what a correction says
	papers   []paper        // of the submission
	more     []paper        // that come when they are asked for

	halt    step2 // before which it stops, and waits for somebody who looks at the company; empty: it goes on
	handler string
	sentFor bool // evidence was asked for before
}

// step2 is something that is done with a claim.
type step2 string

const (
	takes    step2 = "takes"
	judges   step2 = "judges"
	approves step2 = "approves"
	proves   step2 = "proves"
	corrects step2 = "corrects"
	retries  step2 = "retries"
	resolves step2 = "resolves"
	returned step2 = "returned" // after evidence came back
)

// tellFacts makes the facts of a claim that is sent now.
func (c *claimsDesk) tellFacts(a *asked) {
	switch a.one.product {
	case freight:
		c.tellReturn(a)
	case account:
		c.tellTheft(a)
	default:
		c.tellBreakage(a)
	}
	if a.fate == closedBank || c.dice.chance(25) {
		a.facts["payeeAccount"] = c.dice.account()
	}
}

// tellReturn tells of goods that were sent back.
func (c *claimsDesk) tellReturn(a *asked) {
	d, s := c.dice, a.one.parcel
	refunded := c.now().Add(-d.span(10*time.Minute, 40*hour))
	received := refunded.Add(-d.span(30*time.Minute, 20*hour))
	shipped := received.Add(-d.span(28*hour, 80*hour))
	if shipped.Before(a.one.start.Add(2 * hour)) {
		shipped = a.one.start.Add(2 * hour)
	}
	a.occurred = shipped
	carrier := pick(d, carriers)
	no := d.trackingNo(carrier)
	if a.fate == carrierDown {
		no = "DOWN" + d.digits(12) // the simulator of development does not answer for it either
	}
	a.facts = map[string]any{
		"returnCarrier": carrier, "returnTrackingNo": no, "shippedBackAt": stamp(shipped), "receivedAt": stamp(received), "refundedAt": stamp(refunded),
	}
	if a.one.plan == "B" {
		a.facts["actualPostage"], a.facts["weightKg"] = fmt.Sprintf("%d.%d0", d.between(6, 22), d.IntN(10)), s.weight
	}
	known := parcel{shipped: shipped, delivered: received.Add(-20 * time.Minute)}
	switch {
	case a.fate == carrierDown:
		known.down = true
	case a.fate == refusedByIt && c.book.usedReturn != "":
		a.facts["returnTrackingNo"] = c.book.usedReturn
	case a.fate == corrected || a.fate == uncorrected:
		right := d.trackingNo(carrier)
		c.world.Tracker.set(right, known)
		known.unknown = true
		a.better = map[string]any{"returnTrackingNo": right}
	case a.fate.toPerson():
		known.delivered = time.Time{} // the carrier has not delivered it
	case a.fate == straight:
		c.book.usedReturn = no
	}
	c.world.Tracker.set(no, known)
	a.papers = []paper{{kind: returnReceipt, lines: []line{
		{"carrier", "承运商", carrier}, {"tracking no", "退货运单号", a.facts["returnTrackingNo"].(string)}, {"sent back", "寄回时间", local(shipped, c.zone)},
		{"received", "签收时间", local(received, c.zone)}, {"refunded", "退款时间", local(refunded, c.zone)}, {"order", "订单号", a.one.order},
	}}}
	a.more = []paper{{kind: chat, lines: []line{
		{"order", "订单号", a.one.order}, {"parcel", "运单号", no}, {"carrier says", "快递回复", "delivered, signed by the shop"}, {"at", "时间", local(c.now(), c.zone)},
	}}}
}

// tellTheft tells of an account that was misused.
func (c *claimsDesk) tellTheft(a *asked) {
	d := c.dice
	discovered := c.now().Add(-d.span(time.Hour, 30*hour))
	first := discovered.Add(-d.span(time.Hour, 40*hour))
	if first.Before(a.one.start.Add(hour)) {
		first = a.one.start.Add(hour)
	}
	if discovered.Before(first) {
		discovered = first.Add(30 * time.Minute)
	}
	frozen := discovered.Add(20 * time.Minute)
	loss := d.between(120, 1990)
	switch {
	case a.fate == big && a.one.plan == "PLUS":
		loss = d.between(20100, 98000)
	case a.fate == big, a.fate == reviewed && d.chance(50):
		loss = d.between(2100, 18500)
	}
	a.occurred = first
	transactions, listed := c.listTransactions(first, discovered, loss)
	a.facts = map[string]any{
		"discoveredAt": stamp(discovered), "frozenAt": stamp(frozen), "reportedAt": stamp(c.now()), "sameDevice": false,
		"lossAmount": strconv.Itoa(loss) + ".00", "transactions": transactions, "platformVerdict": "stolen",
	}
	receipt := "A999999" + c.now().Format("20060102") + d.digits(6)
	a.facts["policeReceiptNo"] = receipt
	switch {
	case a.fate == byPhone:
		delete(a.facts, "platformVerdict")
	case a.fate == refusedByIt:
		a.facts["platformVerdict"] = "owner"
	case a.fate == corrected || a.fate == uncorrected:
		delete(a.facts, "frozenAt")
		a.better = map[string]any{"frozenAt": stamp(frozen)}
	case a.fate.toPerson() && loss <= 2000:
		a.facts["platformVerdict"] = "unclear"
	}
	total := line{"loss", "损失金额（元）", strconv.Itoa(loss) + ".00"}
	a.papers = []paper{{kind: freezeRecord, lines: []line{{"account", "账户", a.one.reference}, {"frozen at", "冻结时间", local(frozen, c.zone)}, total}}}
	if loss > 2000 || d.chance(40) {
		a.papers = append(a.papers, paper{kind: policeReceipt, lines: []line{{"receipt no", "回执编号", receipt}, {"reported at", "报案时间", local(c.now(), c.zone)}, total}})
	}
	a.more = []paper{{kind: transactionList, lines: append(listed, total)}}
	if d.chance(35) {
		a.papers = append(a.papers, a.more...)
	}
}

// listTransactions splits a loss into transactions, for the claim and for its paper.
func (c *claimsDesk) listTransactions(first, discovered time.Time, loss int) (transactions []any, listed []line) {
	d, count, left := c.dice, c.dice.between(1, 4), loss
	for i := range count {
		part := left
		if i < count-1 {
			part = left / 2
		}
		left -= part
		at, id, to := first.Add(time.Duration(i)*7*time.Minute), "TX"+d.digits(14), d.name()
		if at.After(discovered) {
			at = discovered
		}
		transactions = append(transactions, map[string]any{"id": id, "at": stamp(at), "amount": strconv.Itoa(part) + ".00", "counterparty": to + " " + d.account()})
		listed = append(listed, line{id, local(at, c.zone), to + "  " + strconv.Itoa(part) + ".00"})
	}
	return transactions, listed
}

// tellBreakage tells of a screen that broke.
func (c *claimsDesk) tellBreakage(a *asked) {
	d := c.dice
	repaired := c.now().Add(-d.span(30*time.Minute, 50*hour))
	a.occurred = repaired.Add(-d.span(2*hour, 60*hour))
	if a.occurred.Before(a.one.start.Add(26 * hour)) {
		a.occurred = a.one.start.Add(26 * hour)
	}
	if repaired.Before(a.occurred.Add(hour)) {
		repaired = a.occurred.Add(hour)
	}
	amount := d.between(99, 299)
	switch {
	case a.fate == big && a.one.plan == "PRO" && d.chance(40):
		amount = d.between(1510, 2390)
	case a.fate == big && a.one.plan != "LITE":
		amount = d.between(810, 1190)
	case a.fate.toPerson():
		amount = d.between(310, 590)
	case a.fate == corrected || a.fate == uncorrected:
		amount = d.between(201, 299)
	}
	shop, invoice := pick(d, repairers), d.digits(20)
	a.facts = map[string]any{
		"cause": pick(d, []string{"drop", "drop", "crush"}), "deviceNo": a.one.serial, "repairedAt": stamp(repaired), "shop": shop,
		"repairAmount": strconv.Itoa(amount) + ".00", "invoiceNo": invoice,
	}
	switch a.fate {
	case refusedByIt:
		a.facts["cause"] = "water"
	case corrected, uncorrected:
		delete(a.facts, "invoiceNo")
		a.better = map[string]any{"invoiceNo": invoice}
	case straight, reviewed, big, evidence, noEvidence, unproved, reopened, withdrawn, closedBank, busyBank, silentBank, shortBank, byPhone, carrierDown:
	}
	cost := line{"amount", "维修费（元）", strconv.Itoa(amount) + ".00"}
	a.papers = []paper{{kind: repairOrder, lines: []line{
		{"shop", "维修门店", shop}, {"serial no", "串号", a.one.serial}, {"model", "型号", a.one.device.model}, {"repaired at", "维修时间", local(repaired, c.zone)}, cost,
	}}, {kind: screenPhoto, lines: []line{{"serial no", "串号", a.one.serial}}}}
	a.more = []paper{{kind: invoicePaper, lines: []line{{"invoice no", "发票号码", invoice}, {"seller", "销售方", shop}, {"date", "开票日期", local(repaired, c.zone)}, cost}}}
}

func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

func local(t time.Time, zone *time.Location) string { return t.In(zone).Format("2006-01-02 15:04") }
