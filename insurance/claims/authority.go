package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"baodan/engine/money"
	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/claimauthority"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// Authorities (核赔权限) say up to which amount a person, or everybody with a role, has claims of a product paid without another
// person. They narrow what the terms permit and never widen it. A person's own counts before that of their roles; without
// any the terms alone count.
type Authorities struct {
	store     *work.Store
	catalog   *catalog.Service
	audit     *audit.Log
	approvals *approval.Service
}

// AuthorityInput asks for an authority.
type AuthorityInput struct {
	RequestNo   string
	PersonID    *work.PersonKey // either this or Role
	Role        *access.Role
	ProductCode string
	Amount      *money.Input // 0: they decide nothing alone; nil: no bound of their own any more
	Reason      string
}

// authorityContent is what approvers are shown, and what is put in force.
type authorityContent struct {
	Person      string       `json:"person,omitempty"`
	Role        string       `json:"role,omitempty"`
	ProductCode string       `json:"productCode"`
	Amount      *event.Money `json:"amount"`
}

// authoritySecret freezes whose it is, and what it replaces.
type authoritySecret struct {
	PersonID int64  `json:"personId,omitempty"`
	Role     string `json:"role,omitempty"`
	Revision int    `json:"revision"` // of what is in force; 0: nothing
	Currency string `json:"currency"`
	Amount   *int64 `json:"amount"` // minor units
}

// RequestAuthority asks for another authority; a security administrator whom it is not about approves it. Faults: INVALID_VALUE,
// NOT_FOUND for a product there is not, CONFLICT where a request about it waits, FOUR_EYES for one's own.
func (s *Authorities) RequestAuthority(ctx context.Context, caller *access.Caller, in *AuthorityInput) (row *ent.Approval, err error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	content, secret, err := s.read(ctx, caller, in)
	if err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "request claim authority", func(ctx context.Context, tx *work.Tx) error {
		present, err := authorityOf(ctx, tx, content.ProductCode, secret)
		if err != nil {
			return err
		}
		request := approval.Request{
			Kind: entapproval.KindClaimAuthority, Object: authorityObject(content), Content: content, Reason: in.Reason,
		}
		secret.Revision = 0
		if present != nil {
			secret.Revision = present.Revision
			now := *content
			now.Amount = authorityMoney(present)
			request.InForce = &now
		}
		request.Secret = secret
		asked, err := s.approvals.Request(ctx, tx, caller, request)
		if err == nil {
			row = asked.Unwrap()
			err = idempotency.Made(ctx, tx, row.ID, "")
		}
		return err
	})
	return row, err
}

// read checks what is asked for.
func (s *Authorities) read(ctx context.Context, caller *access.Caller, in *AuthorityInput) (*authorityContent, *authoritySecret, error) {
	product, err := s.catalog.SoldOrNewest(ctx, in.ProductCode)
	if err != nil {
		return nil, nil, err
	}
	content := &authorityContent{ProductCode: product.Code()}
	secret := &authoritySecret{Currency: string(product.Currency())}
	if (in.PersonID == nil) == (in.Role == nil) {
		return nil, nil, fault.New(fault.CodeInvalidValue, "a person or a role", "personId")
	}
	if in.Role != nil {
		if *in.Role != access.Claims {
			return nil, nil, fault.New(fault.CodeInvalidValue, "a role that decides claims", "role")
		}
		content.Role, secret.Role = string(*in.Role), string(*in.Role)
	} else {
		p, err := s.store.Client.Person.Query().Where(person.ID(int64(*in.PersonID)), person.StateEQ(person.StateActive)).Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return nil, nil, fmt.Errorf("person: %w", err)
		}
		if p == nil || !slices.Contains(p.Roles, string(access.Claims)) {
			return nil, nil, fault.New(fault.CodeInvalidValue, "nobody who decides claims", "personId")
		}
		if p.ID == caller.PersonID() {
			return nil, nil, fault.New(fault.CodeFourEyes, ownAuthority, "personId")
		}
		content.Person, secret.PersonID = p.Name, p.ID
	}
	if in.Amount == nil {
		return content, secret, nil
	}
	if in.Amount.Currency != secret.Currency {
		return nil, nil, fault.Newf(fault.CodeInvalidValue, "the product is in %s", secret.Currency).At("amount", "currency")
	}
	amount, err := in.Amount.Amount.In(product.Currency())
	if err != nil || amount.Minor < 0 {
		return nil, nil, fault.New(fault.CodeInvalidValue, "an amount of zero or more, without fractions of the smallest unit", "amount", "amount")
	}
	told := event.MoneyOf(amount)
	content.Amount, secret.Amount = &told, &amount.Minor
	return content, secret, nil
}

const ownAuthority = "nobody decides about their own authority"

func authorityObject(c *authorityContent) string {
	if c.Role != "" {
		return "role:" + c.Role + "/" + c.ProductCode
	}
	return "person:" + c.Person + "/" + c.ProductCode
}

func authorityMoney(row *ent.ClaimAuthority) *event.Money {
	told := event.MoneyOf(money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)})
	return &told
}

// authorityOf is what is in force for the same person or role; nil: nothing.
func authorityOf(ctx context.Context, tx *work.Tx, product string, of *authoritySecret) (*ent.ClaimAuthority, error) {
	row, err := tx.ClaimAuthority.Query().
		Where(claimauthority.ProductCode(product), claimauthority.PersonID(of.PersonID), claimauthority.Role(of.Role)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nothing is in force
	}
	if err != nil {
		return nil, fmt.Errorf("claim authority: %w", err)
	}
	return row, nil
}

// subject says who may approve an authority and what happens then.
func (s *Authorities) subject() approval.Subject {
	return approval.Subject{Roles: []access.Role{access.SecurityAdmin}, May: s.mayApprove, Apply: s.apply}
}

// mayApprove refuses those whom an authority is about: FOUR_EYES.
func (s *Authorities) mayApprove(_ context.Context, _ *work.Tx, requests []*ent.Approval, by *access.Caller) (map[int64]error, error) {
	refused := map[int64]error{}
	for _, r := range requests {
		_, secret, err := readAuthority(r)
		if err != nil {
			return nil, err
		}
		if secret.PersonID == by.PersonID() || secret.Role != "" && by.HasRole(access.Role(secret.Role)) {
			refused[r.ID] = fault.New(fault.CodeFourEyes, ownAuthority)
		}
	}
	return refused, nil
}

func readAuthority(r *ent.Approval) (content authorityContent, secret authoritySecret, err error) {
	if r.Secret == nil {
		return content, secret, fmt.Errorf("approval %d names nobody", r.ID)
	}
	if err := json.Unmarshal([]byte(r.Content), &content); err != nil {
		return content, secret, fmt.Errorf("approval %d: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(*r.Secret), &secret); err != nil {
		return content, secret, fmt.Errorf("approval %d: %w", r.ID, err)
	}
	return content, secret, nil
}

// apply puts an authority in force, or takes it away. Fault: CONFLICT where it was changed since it was asked for.
func (s *Authorities) apply(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	content, secret, err := readAuthority(r)
	if err != nil {
		return err
	}
	present, err := authorityOf(ctx, tx, content.ProductCode, &secret)
	if err != nil {
		return err
	}
	n, before := 1, map[string]any{"amount": nil}
	switch {
	case present == nil && secret.Revision != 0, present != nil && present.Revision != secret.Revision:
		n = 0
	case present == nil && secret.Amount != nil:
		err = tx.ClaimAuthority.Create().SetID(tx.NewKey()).SetPersonID(secret.PersonID).SetRole(secret.Role).
			SetProductCode(content.ProductCode).SetCurrency(secret.Currency).SetAmount(*secret.Amount).SetSetAt(tx.Now).Exec(ctx)
	case present == nil:
	case secret.Amount == nil:
		n, err = tx.ClaimAuthority.Delete().Where(claimauthority.ID(present.ID), claimauthority.Revision(present.Revision)).Exec(ctx)
	default:
		n, err = tx.ClaimAuthority.Update().Where(claimauthority.ID(present.ID), claimauthority.Revision(present.Revision)).
			SetCurrency(secret.Currency).SetAmount(*secret.Amount).SetSetAt(tx.Now).AddRevision(1).Save(ctx)
	}
	if err != nil {
		return fmt.Errorf("set claim authority: %w", err)
	}
	if n == 0 {
		return fault.New(fault.CodeConflict, "the authority was changed since this was asked")
	}
	if present != nil {
		before["amount"] = authorityMoney(present)
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "claim_authority.set", ObjectKind: "claim_authority", Object: r.Object, Before: before,
		After: map[string]any{"amount": content.Amount, "requestedBy": r.RequestedBy}, Reason: r.Reason,
	})
}

// Authority is an authority in force.
type Authority struct{ row *ent.ClaimAuthority }

// PersonKey is whose it is; 0: a role's.
func (a *Authority) PersonKey() int64 { return a.row.PersonID }

// Role whose it is; nil: a person's.
func (a *Authority) Role() *access.Role {
	if a.row.Role == "" {
		return nil
	}
	role := access.Role(a.row.Role)
	return &role
}

// ProductCode is that of the product whose claims it is for.
func (a *Authority) ProductCode() string { return a.row.ProductCode }

// Amount up to which they decide alone.
func (a *Authority) Amount() money.Amount {
	return money.Amount{Minor: a.row.Amount, Currency: money.Currency(a.row.Currency)}
}

// AuthoritiesFor are those in force for a product, or for all of them where none is said, at most 1,000: those of roles first.
func (s *Authorities) AuthoritiesFor(ctx context.Context, productCode string) ([]*Authority, error) {
	const most = 1000
	query := s.store.Client.ClaimAuthority.Query()
	if productCode != "" {
		query.Where(claimauthority.ProductCode(productCode))
	}
	rows, err := query.Order(ent.Asc(claimauthority.FieldPersonID, claimauthority.FieldRole, claimauthority.FieldProductCode)).Limit(most).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("claim authorities: %w", err)
	}
	list := make([]*Authority, len(rows))
	for i, row := range rows {
		list[i] = &Authority{row}
	}
	return list, nil
}

// ownBounds are the amounts up to which a person decides claims alone, by product: by their own authority, else by the greatest
// of their roles. Where a product has none they have no bound of their own.
type ownBounds map[string]money.Amount

// boundsOf reads the bounds of a person for claims of products.
func boundsOf(ctx context.Context, client *ent.ClaimAuthorityClient, who *access.Caller, products ...string) (ownBounds, error) {
	roles := make([]string, len(who.Roles))
	for i, r := range who.Roles {
		roles[i] = string(r)
	}
	rows, err := client.Query().Where(claimauthority.ProductCodeIn(products...), claimauthority.Or(
		claimauthority.And(claimauthority.PersonID(who.PersonID()), claimauthority.PersonIDNEQ(0)),
		claimauthority.And(claimauthority.PersonID(0), claimauthority.RoleIn(roles...)),
	)).Order(ent.Asc(claimauthority.FieldPersonID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("claim authorities: %w", err)
	}
	bounds := ownBounds{}
	for _, row := range rows { // those of roles first, so that a person's own replaces them
		bound := money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}
		if before, there := bounds[row.ProductCode]; there && row.PersonID == 0 {
			bound.Minor = max(bound.Minor, before.Minor)
		}
		bounds[row.ProductCode] = bound
	}
	return bounds, nil
}

// exceededBy tells whether an amount is above what the person decides alone.
func (b ownBounds) exceededBy(product string, amount money.Amount) bool {
	bound, there := b[product]
	return there && (amount.Minor > bound.Minor || amount.Currency != bound.Currency)
}
