package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/server"
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
	bundle, err := catalog.ReadFolder(os.DirFS(filepath.Dir(p.File)), filepath.Base(p.File))
	if err != nil {
		return err
	}
	product, err := bundle.Check()
	if err == nil {
		err = catalog.Publishable(product)
	}
	if err == nil {
		err = bundle.Try(product)
	}
	if err != nil {
		return lineByLine(err)
	}
	fmt.Printf("%s is right, digest %s\n", product.Code(), product.Digest())
	return nil
}

type productPublish struct {
	File string `arg:"" type:"existingfile" help:"Product file; documents and examples lie beside it."`
}

// Run publishes a product file.
func (p productPublish) Run(ctx *context.Context) error {
	return alone(*ctx, "requestPublication", func(a *server.App) error {
		version, err := publish(*ctx, a, operator(), os.DirFS(filepath.Dir(p.File)), filepath.Base(p.File))
		if err == nil {
			fmt.Printf("%s version %d is on sale\n", version.Code, version.Version)
		}
		return lineByLine(err)
	})
}

// publish saves a product file with what belongs to it, and puts it on sale.
func publish(ctx context.Context, a *server.App, caller *access.Caller, folder fs.FS, name string) (*ent.ProductVersion, error) {
	bundle, err := catalog.ReadFolder(folder, name)
	if err != nil {
		return nil, err
	}
	draft, err := a.Catalog.Save(ctx, caller, bundle)
	if err != nil {
		return nil, err
	}
	if err := a.Catalog.Publish(ctx, caller, draft.Code, draft.Version, draft.Revision); err != nil {
		return nil, err
	}
	return draft, a.Cache.Refresh(ctx)
}

type productWithdraw struct {
	Code   string `arg:""`
	Reason string `help:"Why; kept on record." default:"by command"`
}

// Run withdraws a product.
func (p productWithdraw) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		_, err := a.Catalog.Withdraw(*ctx, operator(), catalog.Withdrawal{ProductCode: p.Code, Reason: p.Reason})
		return err
	})
}

// lineByLine tells the mistakes of a product one a line, with where they stand.
func lineByLine(err error) error {
	var text strings.Builder
	for _, f := range fault.All(err) {
		if text.Len() > 0 {
			text.WriteByte('\n')
		}
		if p, ok := f.(catalog.FileProblem); ok && p.Line != nil {
			fmt.Fprintf(&text, "line %d: ", *p.Line)
		}
		if base := f.Base(); base.Code == fault.CodeInvalidValue {
			if at := place(base.Path); at != "" {
				text.WriteString(at + ": ")
			}
			text.WriteString(base.Detail)
		} else {
			text.WriteString(f.Error())
		}
	}
	if text.Len() == 0 {
		return err // nil, or no fault of the product's
	}
	return errors.New(text.String())
}

// place writes a path as people read it: rating.tables[0].rows[3].
func place(path []string) string {
	var text strings.Builder
	for i, step := range path {
		if _, err := strconv.Atoi(step); err == nil {
			text.WriteString("[" + step + "]")
			continue
		}
		if i > 0 {
			text.WriteByte('.')
		}
		text.WriteString(step)
	}
	return text.String()
}
