package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"baodan/insurance/catalog"
)

type productCommand struct {
	Check    productCheck    `cmd:"" help:"Check a product file and run its examples; needs no database."`
	Publish  productPublish  `cmd:"" help:"Save a product file and put it on sale."`
	Withdraw productWithdraw `cmd:"" help:"Take a product off sale; policies in force live on."`
}

type productCheck struct {
	File string `arg:"" type:"existingfile" help:"Product file; documents and examples lie beside it."`
}

// Run checks a product file.
func (p productCheck) Run() error {
	file, err := os.ReadFile(p.File)
	if err != nil {
		return err
	}
	folder := os.DirFS(filepath.Dir(p.File))
	product, err := catalog.Parse(file, folder)
	if err != nil {
		return err
	}
	examples, err := os.ReadFile(strings.TrimSuffix(p.File, filepath.Ext(p.File)) + ".example")
	if err != nil {
		return err
	}
	failures := catalog.RunExamples(product, examples)
	for _, f := range failures {
		fmt.Println(f)
	}
	if len(failures) > 0 {
		return fmt.Errorf("%d examples fail", len(failures))
	}
	fmt.Printf("%s is right, digest %s\n", product.Code(), product.Digest())
	return nil
}

type productPublish struct {
	File string `arg:"" type:"existingfile" help:"Product file; documents and examples lie beside it."`
}

// Run publishes a product file.
func (p productPublish) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error {
		version, err := a.publish(*ctx, os.DirFS(filepath.Dir(p.File)), filepath.Base(p.File))
		if err == nil {
			fmt.Printf("%s version %d is on sale\n", version.Code, version.Version)
		}
		return err
	})
}

type productWithdraw struct {
	Code string `arg:""`
}

// Run withdraws a product.
func (p productWithdraw) Run(ctx *context.Context) error {
	return with(*ctx, func(a *App) error { return a.shelf.Withdraw(*ctx, p.Code) })
}
