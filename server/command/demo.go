package command

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"baodan/insurance/demo"
	"baodan/insurance/fault"
	"baodan/server"
)

type demoCommand struct {
	Until time.Time `help:"Where the story ends, such as 2026-11-30T10:00:00+08:00; left out: now."`
	Quiet bool      `help:"Say nothing while the story is told."`
}

// Run makes the demo company. It refuses in production, and on a database that is not empty.
func (d demoCommand) Run(ctx *context.Context) error {
	c, err := server.ReadConfig()
	if err != nil {
		return err
	}
	if err := mustBeDevelopment(&c); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what goes wrong in the story is meant to
	if err := mustBeEmpty(*ctx, c); err != nil {
		return err
	}
	if d.Until.IsZero() {
		d.Until = time.Now()
	}
	began := time.Now()
	summary, err := BuildDemo(*ctx, c, demo.Options{Until: d.Until, Percent: 100, Told: d.told(began)})
	if err != nil {
		return err
	}
	introduce(os.Stdout, summary, time.Since(began))
	return nil
}

func mustBeDevelopment(c *server.Config) error {
	if !c.Development() {
		return fault.New(fault.CodeForbidden, "production takes no demo company: everyone knows its passwords and keys")
	}
	return nil
}

// mustBeEmpty refuses a database in which anything is.
func mustBeEmpty(ctx context.Context, c server.Config) error {
	a, err := server.OpenToRead(ctx, c)
	if err != nil {
		return err
	}
	defer a.Close()
	empty, err := demo.Empty(ctx, a.Store)
	if err == nil && !empty {
		err = fault.New(fault.CodeInvalidState, "the database is not empty: a demo company needs one of its own, such as another DATA_DIR")
	}
	return err
}

// BuildDemo makes the demo company in the empty database of a configuration.
func BuildDemo(ctx context.Context, c server.Config, o demo.Options) (*demo.Summary, error) {
	w := demo.NewWorld(o.Until)
	a, err := server.OpenStaged(ctx, c, &server.Stage{Clock: w.Now, Bank: w.Bank, Tracker: w.Tracker, Sender: w.Receivers, Mailer: w.Mailer})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	o.People, o.Password, o.PasswordHash = samplePeople, samplePassword, samplePHC
	o.Checkpoints = c.CheckpointFile()
	return demo.Build(ctx, a.Insurance, w, o)
}

// told shows how far the story is, every ten days of it.
func (d demoCommand) told(began time.Time) func(demo.Progress) {
	if d.Quiet {
		return nil
	}
	return func(p demo.Progress) {
		if p.Day%10 == 0 {
			fmt.Fprintf(os.Stderr, "day %3d of %d: %d policies, %d claims, %s\n", p.Day, p.Of, p.Policies, p.Claims, time.Since(began).Round(100*time.Millisecond))
		}
	}
}

// introduce says what there is to look at, and who may.
func introduce(w io.Writer, s *demo.Summary, took time.Duration) {
	fmt.Fprintf(w, "The company is there, in %s: %d policies, %d claims.\n\n%s\nStart it with the same DATA_DIR or MYSQL_DSN: bin/baodan\n",
		took.Round(100*time.Millisecond), s.Policies, s.Claims, whoIsWho)
}

// whoIsWho says who logs in, and what there is to see for them.
const whoIsWho = `Everybody logs in with the password ` + samplePassword + `:

  cleo, carl       claims 理赔      林若溪 and 周景行 decide up to an amount of their own: claims near and past their promise,
  cora, clio                        evidence that just came back, payouts that wait for a second or third pair of eyes
  serge            service 客服     程安然 opens service requests and enters claims by phone
  uma, ulf         underwriting 核保 沈知遥 and 陆远山: drafts of three products, one waits to be published; policy documents to send
  sam, sue         sales 渠道       江临风 and 苏婉宁: six channels, agreements in every state, files of policies with failed rows
  fay, fritz       finance 财务     唐语嫣 and 方志远: payouts that failed or are disputed, invoices to send, agreements to approve
  sec, sly         security 安全    秦望舒 and 贺明哲: roles, keys and exports to approve, colleagues who left
  ada, sys         audit, system    顾静姝 reads the record, 韩星河 looks after the system: webhooks that are paused or switched off

The platforms: 青橙商城 qingcheng, 南山优选 nanshan, 慢鹿良品 manlu, 禾付支付 hefu, 海星钱包 haixing, 树里数码 shuli. Their sandboxes take the
keys sandbox-qingcheng and so on.
`
