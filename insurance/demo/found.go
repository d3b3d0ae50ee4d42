package demo

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"baodan/insurance/catalog"
)

//go:embed product
var madeUp embed.FS

// Codes of the products.
const (
	freight = "RFI-01"
	account = "ASI-01"
	screen  = "SCR-01"
)

var products = []string{freight, account, screen}

// bundleOf a product: two are shipped, one is made up.
func bundleOf(code string) (*catalog.Bundle, error) {
	folder := catalog.Seeds()
	if code == screen {
		var err error
		if folder, err = fs.Sub(madeUp, "product"); err != nil {
			return nil, err
		}
	}
	return catalog.ReadFolder(folder, strings.ToLower(code)+".yaml")
}

// found puts the products on sale on the first day.
func (c *Company) found(ctx context.Context) error {
	for _, code := range products {
		bundle, err := bundleOf(code)
		if err != nil {
			return err
		}
		draft, err := c.Catalog.Save(ctx, operator, bundle)
		if err != nil {
			return fmt.Errorf("save %s: %w", code, err)
		}
		if err := c.Catalog.Publish(ctx, operator, draft.Code, draft.Version, draft.Revision); err != nil {
			return fmt.Errorf("publish %s: %w", code, err)
		}
	}
	return c.Cache.Refresh(ctx)
}
