package demo

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/credential"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/people"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// house is what the insurer's own people do beside claims and requests.
type house struct{ *Company }

// planHouse writes down what the insurer's own people do beside claims.
func (c *house) planHouse(context.Context) error {
	c.counter.planErrands()
	c.planAuthorities()
	c.planKeys()
	c.planColleagues()
	c.planPersons()
	c.planAgreements()
	c.planProducts()
	c.planJobs()
	return nil
}

// end is what becomes of a request for approval.
type end string

const (
	approved  end = "approved"
	rejected  end = "rejected"
	takenBack end = "takenBack"
	waits     end = "waits"
)

// ask does an act that asks for approval on a day, and what becomes of the request.
func (c *Company) ask(day int, how end, by, decides string, do func(context.Context, *access.Caller) (*ent.Approval, error)) {
	at := c.moment(day, 9, 12)
	c.at(at, func(ctx context.Context) error {
		row, err := do(ctx, c.staff[by])
		if err != nil {
			return fmt.Errorf("%s asks: %w", by, err)
		}
		c.at(at.Add(c.dice.span(30*time.Minute, 6*hour)), func(ctx context.Context) error { return c.decide(ctx, row.ID, how, by, decides) })
		return nil
	})
}

// decide ends a request for approval, or leaves it.
func (c *Company) decide(ctx context.Context, id int64, how end, by, decides string) error {
	row, err := c.Approvals.ByID(ctx, c.staff[by], id)
	if err != nil || row == nil || row.State != "REQUESTED" {
		return err
	}
	said := approval.Decision{ID: approvalKey(id), ExpectedRevision: row.Revision}
	switch how {
	case approved:
		said.Comment = pick(c.dice, []string{"同意。", "已核对，同意。", ""})
		_, err = c.Approvals.Approve(ctx, c.staff[decides], said)
	case rejected:
		said.Comment = pick(c.dice, []string{"理由不充分，请补充说明。", "与当前策略不符，暂不同意。"})
		_, err = c.Approvals.Reject(ctx, c.staff[decides], said)
	case takenBack:
		said.Comment = "信息有误，先撤回。"
		_, err = c.Approvals.Withdraw(ctx, c.staff[by], said)
	case waits:
		_, err = c.Approvals.Comment(ctx, c.staff[decides], approval.CommentInput{RequestNo: c.book.requestNo("CM"), ID: approvalKey(id), Comment: "请问有相关的说明材料吗？"})
	}
	if err == nil {
		err = c.Cache.Refresh(ctx)
	}
	return err
}

// planAuthorities: two handlers decide less than the others.
func (c *house) planAuthorities() {
	for _, a := range []struct {
		day           int
		how           end
		who, product  string
		amount        string
		by, decidedBy string
	}{
		{1, approved, "cleo", account, "5000", "cora", "sec"}, {1, approved, "cleo", screen, "500", "cora", "sec"}, {1, approved, "carl", account, "20000", "cora", "sly"},
		{1, approved, "carl", screen, "1000", "cora", "sly"}, {40, rejected, "cleo", account, "50000", "clio", "sly"}, {75, takenBack, "carl", screen, "2000", "clio", "sec"},
		{118, waits, "cleo", account, "8000", "cora", "sec"},
	} {
		c.ask(a.day, a.how, a.by, a.decidedBy, func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			person := work.PersonKey(c.staff[a.who].PersonID())
			return c.Claims.RequestAuthority(ctx, by, &claims.AuthorityInput{
				RequestNo: c.book.requestNo("AU"), PersonID: &person, ProductCode: a.product, Reason: "按岗位职责调整核赔权限。",
				Amount: &money.Input{Amount: money.MustDecimal(a.amount), Currency: "CNY"},
			})
		})
	}
}

// planKeys: every channel gets a key for real business; some requests end otherwise. A tool for figures gets its token.
func (c *house) planKeys() {
	key := func(day int, how end, channel, id string, mode work.Mode) {
		c.ask(day, how, "sam", "sec", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			row, _, err := c.Distribution.RequestCredential(ctx, by, distribution.CredentialRequest{
				RequestNo: c.book.requestNo("CR"), ChannelCode: channel, Mode: mode, KeyID: id, Algorithm: credential.AlgorithmHMAC, Reason: "渠道接入需要。",
			})
			return row, err
		})
	}
	for i, p := range platforms {
		key(1+i/3, approved, p.code, p.code+"-2026", work.Live)
	}
	key(50, rejected, "nanshan", "nanshan-test", work.Sandbox)
	key(66, takenBack, "hefu", "hefu-2026b", work.Live)
	key(119-1, waits, "shuli", "shuli-2027", work.Live)
	token := func(day int, how end, name string) {
		c.ask(day, how, "sec", "sly", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			row, _, err := c.People.RequestToken(ctx, by, people.TokenInput{RequestNo: c.book.requestNo("TK"), Name: name, ExpiresAt: c.now().AddDate(0, 10, 0), Reason: "经营分析报表取数。"})
			return row, err
		})
	}
	token(12, approved, "bi-daily")
	token(80, rejected, "bi-adhoc")
	token(117, waits, "actuarial-model")
}

// newcomer is a colleague who comes later.
type newcomer struct {
	login, name string
	roles       []access.Role
	day         int
	how         end
	suspended   int // the day; 0: never
}

// planColleagues: some come, some go.
func (c *house) planColleagues() {
	for _, n := range []newcomer{
		{"xiaoman", "罗小满", []access.Role{access.Service}, 8, approved, 0}, {"jiahe", "宋嘉禾", []access.Role{access.Claims}, 15, approved, 72},
		{"mubai", "梁慕白", []access.Role{access.Sales}, 22, approved, 95}, {"zimo", "邓子墨", []access.Role{access.Finance}, 31, approved, 110},
		{"lixia", "谢立夏", []access.Role{access.Underwriting, access.Claims}, 60, rejected, 0}, {"dongqing", "冯冬青", []access.Role{access.Claims}, 118, waits, 0},
	} {
		c.ask(n.day, n.how, "sec", "sly", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			added, err := c.People.Add(ctx, by, people.AddInput{
				RequestNo: c.book.requestNo("PE"), Name: n.login, DisplayName: n.name, Email: n.login + "@baodan.example", Roles: n.roles, Reason: "新同事入职。",
			})
			if err != nil {
				return nil, err
			}
			if n.suspended > 0 {
				c.at(c.moment(n.suspended, 16, 18), func(ctx context.Context) error { return c.suspend(ctx, added.Person.ID) })
			}
			return added.Approval, nil
		})
	}
}

// planPersons: somebody lost their password, and customers ask that what is known of them be erased.
func (c *house) planPersons() {
	for _, r := range []struct {
		day int
		how end
	}{{64, rejected}, {116, waits}} {
		c.ask(r.day, r.how, "sec", "sly", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			p, err := c.Store.Client.Person.Query().Where(person.Name("xiaoman")).Only(ctx)
			if err != nil {
				return nil, err
			}
			row, _, err := c.People.RequestRecovery(ctx, by, people.StateInput{ID: work.PersonKey(p.ID), ExpectedRevision: p.Revision, Reason: "忘记密码，已当面核实身份。"})
			return row, err
		})
	}
	for _, r := range []struct {
		day int
		how end
	}{{93, approved}, {103, rejected}, {117, waits}} {
		c.ask(r.day, r.how, "sec", "sly", func(ctx context.Context, by *access.Caller) (*ent.Approval, error) {
			asked, err := c.Privacy.RequestErasure(ctx, by, &privacy.ErasureInput{RequestNo: c.book.requestNo("ER"), Phone: c.gone(), Reason: "客户书面要求删除个人信息。"})
			if err != nil {
				return nil, err
			}
			return asked.Approval, nil
		})
	}
}

// gone is the telephone number of the next customer whose only policy has expired.
func (c *house) gone() *string {
	one := c.book.leavers[0]
	c.book.leavers = c.book.leavers[1:]
	return one.insured.Person.Phone
}

// suspend keeps a person out.
func (c *house) suspend(ctx context.Context, id int64) error {
	p, err := c.People.ByID(ctx, c.staff["sec"], id)
	if err != nil {
		return err
	}
	_, err = c.People.Suspend(ctx, c.staff["sec"], people.StateInput{ID: work.PersonKey(id), ExpectedRevision: p.Revision, Reason: "离职。"})
	return err
}
