package command

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/people"
	"baodan/insurance/work"
	"baodan/server"
)

type personCommand struct {
	Add   personAdd   `cmd:"" help:"Add a person with roles at once: for the first ones. A temporary password is printed this once; it ends after 72 hours."`
	List  personList  `cmd:"" help:"List the insurer's people."`
	Reset personReset `cmd:"" help:"Let a person in anew who lost password or second factor, where nobody is left to approve it."`
}

type personAdd struct {
	Name        string   `arg:"" help:"Login, 2 to 32 small letters, digits, dots and hyphens."`
	DisplayName string   `required:"" help:"Name for people."`
	Email       string   `required:"" help:"E-mail."`
	Role        []string `required:"" help:"UNDERWRITING, SALES, CLAIMS, SERVICE, FINANCE, AUDIT, SECURITY_ADMIN, SYSTEM_ADMIN; give it again for more."`
	Reason      string   `help:"Why; kept on record." default:"by command"`
}

// Run adds a person.
func (p personAdd) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		in := people.AddInput{Name: p.Name, DisplayName: p.DisplayName, Email: p.Email, Reason: p.Reason}
		for _, r := range p.Role {
			in.Roles = append(in.Roles, access.Role(strings.ToUpper(r)))
		}
		if err := mayAddAlone(*ctx, a); err != nil {
			return err
		}
		added, err := a.People.Add(*ctx, operator(), in)
		if err == nil {
			fmt.Println(added.Password)
		}
		return err
	})
}

// mayAddAlone lets the command line add people until there are two who can agree on others.
func mayAddAlone(ctx context.Context, a *server.App) error {
	admins, _, err := a.People.Find(ctx, people.Filter{
		Roles: []access.Role{access.SecurityAdmin}, States: []person.State{person.StateActive},
	}, work.Page{Most: 2})
	if err != nil || len(admins) < 2 {
		return err
	}
	return mayActAlone(a, "addPerson")
}

type personList struct{}

// Run lists people, newest first.
func (personList) Run(ctx *context.Context) error {
	return look(*ctx, func(a *server.App) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for page := (work.Page{Most: 100}); ; {
			list, more, err := a.People.Find(*ctx, people.Filter{}, page)
			if err != nil {
				return err
			}
			for _, p := range list {
				last := "never"
				if p.LastLoginAt != nil {
					last = p.LastLoginAt.Format(time.RFC3339)
				}
				fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", p.Name, p.DisplayName, p.State, strings.Join(p.Roles, ","), last)
			}
			if !more {
				return out.Flush()
			}
			page.After.Key = list[len(list)-1].ID
		}
	})
}

type personReset struct {
	Name string `arg:""`
}

// Run resets a person.
func (p personReset) Run(ctx *context.Context) error {
	return with(*ctx, func(a *server.App) error {
		password, err := a.People.Reset(*ctx, operator(), p.Name)
		if err == nil {
			fmt.Println(password)
		}
		return err
	})
}
