package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Renewal is a policy that goes on from another and waits to be stored. When and whether a policy may be renewed is
// servicing's; what the new one covers and costs is decided here, as for any policy.
type Renewal struct {
	office *Office
	b      *binding
}

// Renewal underwrites the policy that goes on from an old one, from a moment on: the same risk, with the endorsements
// that hold, under the newest agreement and the product version on sale. Faults: CHANNEL_CLOSED, NOT_AGREED,
// PRODUCT_OFF_SALE, INVALID_VALUE, REQUIRED, RULE_REFUSED, PREMIUM_MISMATCH, QUOTA_EXHAUSTED.
func (o *Office) Renewal(ctx context.Context, caller *access.Caller, old *Policy, orderNo string, premium *MoneyInput, start time.Time) (*Renewal, error) {
	in, err := old.again()
	if err != nil {
		return nil, err
	}
	u, err := o.underwriteRenewal(ctx, caller.Channel.ID, in, start)
	if err != nil {
		return nil, err
	}
	if err := expected(premium, u.premium.Result); err != nil {
		return nil, err
	}
	open, hidden := in.split(u.product, u.facts)
	print, err := o.fingerprint(open, hidden, u.product.Factors())
	if err != nil {
		return nil, err
	}
	row := &ent.InsurancePolicy{
		ChannelID: caller.Channel.ID, OrderNo: orderNo, RequestHash: o.renewalHash(old), BoundAt: u.ratedAt, Renews: &old.row.ID,
	}
	if err := o.fill(ctx, row, u, in, print, hidden.empty()); err != nil {
		return nil, err
	}
	covers, err := coversOf(u, row, caller.Channel.Live, in.references(), o.store.NewKey)
	b := &binding{in: &IssueInput{OrderNo: orderNo, Risk: *in}, row: row, covers: covers, sold: u, renews: old.row.Number}
	b.marks = o.marksOf(row, u.product, open.Insureds, &hidden, len(covers) > 0)
	if err != nil {
		return nil, err
	}
	b.shares, err = o.shares(ctx, u, u.premium.Result)
	return &Renewal{o, b}, err
}

func (o *Office) renewalHash(old *Policy) []byte {
	return o.requests.Sum([]byte("renewal of "), []byte(old.row.Number))
}

// again is what would be asked today for the same risk.
func (p *Policy) again() (*RiskInput, error) {
	stored, err := recall(p.row, p.sold.product)
	if err != nil {
		return nil, err
	}
	who, err := p.people()
	if err != nil {
		return nil, err
	}
	facts, err := p.Factors()
	if err != nil {
		return nil, err
	}
	in := &RiskInput{
		AgreementCode: stored.Agreement, PlanCode: p.PlanCode(), Payer: Payer(p.row.Payer), Applicant: who.Applicant,
	}
	for _, reference := range stored.Insureds {
		in.Insureds = append(in.Insureds, &InsuredInput{Reference: reference, Party: who.Parties[reference]})
	}
	decoder := json.NewDecoder(bytes.NewReader(p.sold.product.Factors().AppendJSON(nil, facts)))
	decoder.UseNumber()
	if err := decoder.Decode(&in.Factors); err != nil {
		return nil, fmt.Errorf("factors of policy %s: %w", p.row.Number, err)
	}
	return in, nil
}

func (o *Office) underwriteRenewal(ctx context.Context, channelID int64, in *RiskInput, start time.Time) (*underwritten, error) {
	u, err := o.versions(ctx, channelID, rule.Renew, in, o.directory.Now(channelID), nil)
	if err != nil {
		return nil, err
	}
	if err := o.acceptable(u, rule.Renew, in); err != nil {
		return nil, err
	}
	length, err := u.terms.Period("cover.length", u.facts)
	if err != nil {
		return nil, err
	}
	u.start, u.end = start, length.AddTo(start, u.product.Location())
	return u, u.price(u.caseOf(rule.Renew, in.PlanCode, in.Payer, u.start, u.end, len(in.Insureds)))
}

// Key of the new policy.
func (r *Renewal) Key() int64 { return r.b.row.ID }

// Number of the new policy.
func (r *Renewal) Number() string { return r.b.row.Number }

// Policy is the new policy as it is bound.
func (r *Renewal) Policy() *Policy {
	return &Policy{row: r.b.row, version: 1, asOf: r.b.row.BoundAt, office: r.office, sold: r.b.sold}
}

// Store writes policy, covers and event in a transaction. A unique key that says no (work.IsDuplicate) means: the
// order number is taken, or Settle must be asked. Fault: QUOTA_EXHAUSTED.
func (r *Renewal) Store(ctx context.Context, tx *work.Tx) error {
	if err := r.office.draw(ctx, tx, []*binding{r.b}); err != nil {
		if over := asOverdrawn(err); over != nil {
			return over.refused[r.b]
		}
		return err
	}
	policies := work.Insert{Table: insurancepolicy.Table, Columns: insurancepolicy.Columns, Rows: [][]any{policyValues(r.b.row)}}
	covers := work.Insert{Table: cover.Table, Columns: cover.Columns}
	for _, c := range r.b.covers {
		covers.Rows = append(covers.Rows, coverValues(c))
	}
	happened, err := r.b.event(tx.NewKey())
	if err != nil {
		return err
	}
	return tx.Insert(ctx, append([]work.Insert{policies, covers, r.b.marks}, event.Inserts([]*ent.Event{happened})...)...)
}

// Settle makes a renewal that met a unique key ready for another try: it takes the next place behind the covers there
// are, and a fresh number where its own was taken. Fault: DUPLICATE_COVER.
func (r *Renewal) Settle(ctx context.Context) error {
	batch := []*binding{r.b}
	chains, err := r.office.chains(ctx, batch)
	if err != nil {
		return err
	}
	if err := r.b.takePlaces(chains); err != nil {
		return err
	}
	return r.office.renumber(ctx, batch)
}

// Renewed is the answer to an order that is stored already: the policy it made, if it renewed the same one, else
// REQUEST_MISMATCH. Nil where there is no such order.
func (o *Office) Renewed(ctx context.Context, channelID int64, old *Policy, orderNo string, premium *MoneyInput) (*Policy, error) {
	row, err := o.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelID(channelID), insurancepolicy.OrderNo(orderNo)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // never asked
	}
	if err != nil {
		return nil, fmt.Errorf("look up order: %w", err)
	}
	var differs []string
	if !bytes.Equal(row.RequestHash, o.renewalHash(old)) {
		differs = append(differs, "policyNumber")
	}
	if expected(premium, money.Amount{Minor: row.Premium, Currency: money.Currency(row.Currency)}) != nil {
		differs = append(differs, "expectedPremium")
	}
	if len(differs) > 0 {
		return nil, fault.RequestMismatch{
			Fault: fault.New(fault.RequestMatch, "", "orderNo"), FirstSeenAt: row.BoundAt, Differs: differs,
		}
	}
	p := birth(o, row)
	return p, p.load(ctx)
}

// ValidOrderNo tells whether a text can be a caller's number of an order or a request.
func ValidOrderNo(no string) bool { return orderNoPattern.MatchString(no) }
