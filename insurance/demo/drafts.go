package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
)

// planProducts: each product is taken off sale once, at night, and its next version put on sale a moment later; the version after that is
// a draft, of which one waits to be published.
func (c *house) planProducts() {
	for i, code := range products {
		c.at(c.moment(34+20*i, 1, 3), func(ctx context.Context) error { return c.replace(ctx, code) })
		c.at(c.moment(104+4*i, 10, 16), func(ctx context.Context) error {
			_, err := c.draft(ctx, code, "0.34", "0.33")
			return err
		})
	}
	publish := func(day int, how end, code string) {
		c.ask(day, how, "uma", "ulf", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			row, err := c.Catalog.Row(ctx, code, 3)
			if err != nil {
				return nil, err
			}
			return c.Catalog.RequestPublication(ctx, by, catalog.Publication{ProductCode: code, Version: 3, ExpectedRevision: row.Revision, Reason: "附加费率下调，备案已更新。"})
		})
	}
	publish(106, rejected, freight)
	publish(115, takenBack, screen)
	publish(118, waits, account)
}

// draft saves the next version of a product, with another expense loading.
func (c *house) draft(ctx context.Context, code, from, to string) (*ent.ProductVersion, error) {
	bundle, err := bundleOf(code)
	if err != nil {
		return nil, err
	}
	file := strings.Replace(string(bundle.File), "expenseLoading: '0.35'", "expenseLoading: '"+to+"'", 1)
	row, err := c.Catalog.SaveDraft(ctx, c.staff["uma"], catalog.SaveInput{RequestNo: c.book.requestNo("PD"), File: &file})
	if err != nil {
		return nil, fmt.Errorf("draft of %s after %s: %w", code, from, err)
	}
	return row, nil
}

// replace takes a product off sale, and puts its next version on sale.
func (c *house) replace(ctx context.Context, code string) error {
	row, err := c.draft(ctx, code, "0.35", "0.34")
	if err != nil {
		return err
	}
	if _, err := c.Catalog.Withdraw(ctx, c.staff["uma"], catalog.Withdrawal{ProductCode: code, Reason: "换版。"}); err != nil {
		return err
	}
	c.world.set(c.now().Add(2 * time.Minute))
	asked, err := c.Catalog.RequestPublication(ctx, c.staff["uma"], catalog.Publication{
		ProductCode: code, Version: row.Version, ExpectedRevision: row.Revision, Reason: "附加费率按备案下调，其余不变。",
	})
	if err != nil {
		return err
	}
	c.world.set(c.now().Add(6 * time.Minute))
	_, err = c.Approvals.Approve(ctx, c.staff["ulf"], approval.Decision{ID: approvalKey(asked.ID), ExpectedRevision: asked.Revision, Comment: "已核对差异，同意发布。"})
	if err != nil {
		return err
	}
	return c.Cache.Refresh(ctx)
}
