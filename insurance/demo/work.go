package demo

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/backtest"
	"baodan/insurance/bulk"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/work"
)

// planJobs: files of policies with wrong rows, checks, back-tests, exports; some were stopped, some broke off, some wait.
func (c *house) planJobs() {
	for _, day := range []int{26, 58, 97} {
		c.at(c.moment(day, 10, 12), func(ctx context.Context) error { _, err := c.bulk(ctx, "AG-SL-SCR", 24, false); return err })
		c.at(c.moment(day-1, 14, 16), func(ctx context.Context) error { _, err := c.bulk(ctx, "AG-SL-SCR", 18, true); return err })
		c.at(c.moment(day+3, 10, 11), func(ctx context.Context) error {
			row, err := c.bulk(ctx, "AG-SL-SCR", 12, true)
			if err != nil {
				return err
			}
			_, err = c.Background.Stop(ctx, c.staff["sam"], background.Which{ID: work.JobKey(row.ID)})
			return err
		})
	}
	for i, code := range products {
		c.at(c.moment(111+i, 15, 17), func(ctx context.Context) error { return c.test(ctx, code) })
	}
	for day := 20; day < days; day += 24 {
		c.at(c.moment(day, 17, 18), c.export)
	}
	c.planPersonalExports()
	c.last = append(c.last, c.export, c.export, func(ctx context.Context) error { return c.test(ctx, freight) })
}

// test rates what was sold in the last month again under a draft.
func (c *house) test(ctx context.Context, code string) error {
	_, err := c.Backtest.Start(ctx, c.staff["uma"], backtest.Input{
		RequestNo: c.book.requestNo("BT"), ProductCode: code, Version: 3, Bound: work.Period{Start: c.now().Add(-daysOf(30)), End: c.now()},
	})
	return err
}

// export writes a list to a file.
func (c *house) export(ctx context.Context) error {
	_, err := c.Enquiry.ExportList(ctx, c.staff["fay"], enquiry.ListInput{
		RequestNo: c.book.requestNo("EX"), Format: enquiry.XLSX, Reason: "月度对账。",
		Claims: &enquiry.ClaimList{Filter: &claims.Filter{States: []claim.State{claim.StatePaid}, SubmittedAt: &work.Period{Start: c.now().Add(-daysOf(30)), End: c.now()}}},
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// planPersonalExports: what shows persons in clear, a security administrator approves.
func (c *house) planPersonalExports() {
	for _, one := range []struct {
		day int
		how end
	}{{82, approved}, {101, rejected}, {118, waits}} {
		c.ask(one.day, one.how, "serge", "sec", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			made, err := c.Enquiry.ExportList(ctx, by, enquiry.ListInput{
				RequestNo: c.book.requestNo("EX"), Format: enquiry.CSV, Reason: "监管报送需要客户信息。", Personal: true,
				Policies: &enquiry.PolicyList{Filter: &enquiry.Filter{ProductCodes: []string{screen}}},
			})
			if err != nil {
				return nil, err
			}
			return made.Approval, nil
		})
	}
}

// bulk issues from a file with some wrong rows, or checks it.
func (c *house) bulk(ctx context.Context, agreement string, rows int, check bool) (*ent.Job, error) {
	content := c.rows(rows)
	kept, err := c.Files.Keep(ctx, c.staff["sam"], file.PurposeBulkIssue, fmt.Sprintf("企业员工手机投保名单%s.csv", c.now().In(c.zone).Format("0102")), bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	return c.Bulk.Start(ctx, c.staff["sam"], bulk.Input{
		RequestNo: c.book.requestNo("BK"), FileID: work.FileKey(kept.ID), ChannelCode: "shuli", Mode: work.Live, AgreementCode: agreement, DryRun: check,
	})
}

// rows of a file: one in six is wrong.
func (c *house) rows(n int) []byte {
	d := c.dice
	var out strings.Builder
	out.WriteString("orderNo,planCode,payer,insuredReference,name,identityType,identityNo,phone,factors.deviceNo,factors.brand,factors.model,factors.boughtAt,factors.price\n")
	for i := range n {
		m, serial := pick(d, phones), "SN"+d.digits(10)
		plan, price, no, bought := "CARE", fmt.Sprint(m.price), d.card(), c.now().AddDate(0, 0, -d.between(10, 300))
		switch i % 24 {
		case 3:
			price = "399"
		case 9:
			plan = "GOLD"
		case 14:
			no = no[:17] + map[bool]string{true: "0", false: "1"}[no[17] != '0']
		case 20:
			bought = bought.AddDate(-3, 0, 0)
		}
		fmt.Fprintf(&out, "%s,%s,CUSTOMER,dev-%s,%s,ID_CARD,%s,%s,%s,%s,%s,%s,%s\n", c.book.orderNo("shuli", c.now()), plan, serial, d.name(), no, d.phone(),
			serial, m.brand, m.model, bought.Format(time.RFC3339), price)
	}
	return []byte(out.String())
}
