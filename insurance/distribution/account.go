package distribution

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/settlementaccount"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Accounts keeps the settlement accounts (结算账户) of channels: who owes premium, and is owed refunds and commission.
type Accounts struct {
	store *work.Store
	audit *audit.Log
}

// OwnAccount is the code of a channel's own settlement account: its code in capitals. What an agreement names no account for goes there,
// also while nobody wrote it down.
func OwnAccount(channel *ent.Channel) string { return strings.ToUpper(channel.Code) }

// Commission is what an agreement version names an account for, beside its payers: where its commission goes.
const Commission = "COMMISSION"

// AccountInput is a settlement account to add.
type AccountInput struct {
	Code         string
	ChannelCode  string
	Name         string // of the company
	CreditCode   string // 统一社会信用代码; empty: not known
	BankName     string
	BankAccount  string
	InvoiceTitle string
	Currency     money.Currency
	Kind         settlementaccount.Kind
	CreditLimit  *money.Decimal // of CREDIT: open premium at most, in major units; nil: any
	CreditDays   int            // of CREDIT: due this number of days after the last day of the accounting month
}

const longestCreditDays = 365

var bankAccount = regexp.MustCompile(`^([0-9A-Z -]{4,40})?$`)

// AddAccount adds a settlement account, for both halves of its channel. When its premium is due never changes: other terms are another
// account, which the next agreement version names. Faults: INVALID_VALUE, NOT_FOUND for the channel, CONFLICT for a code that is taken.
func (s *Accounts) AddAccount(ctx context.Context, caller *access.Caller, in AccountInput) (row *ent.SettlementAccount, err error) {
	limit, err := in.validate()
	if err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "add account", func(ctx context.Context, tx *work.Tx) error {
		live, err := liveHalf(ctx, tx, in.ChannelCode)
		if err != nil {
			return err
		}
		row, err = tx.SettlementAccount.Create().SetID(tx.NewKey()).SetCode(in.Code).SetChannelCode(in.ChannelCode).SetName(in.Name).
			SetCreditCode(in.CreditCode).SetBankName(in.BankName).SetBankAccount(in.BankAccount).SetInvoiceTitle(in.InvoiceTitle).
			SetCurrency(string(in.Currency)).SetKind(in.Kind).SetNillableCreditLimit(limit).SetCreditDays(in.CreditDays).
			SetMadeBy(caller.Actor()).SetCreatedAt(tx.Now).Save(ctx)
		if work.IsDuplicate(err) {
			return fault.New(fault.CodeConflict, "another account has this code", "code")
		}
		if err != nil {
			return err
		}
		row.Unwrap()
		if err := openOwing(ctx, tx, row); err != nil {
			return err
		}
		return recordChange(ctx, tx, s.audit, caller, audit.Entry{
			Action: "account.add", ObjectKind: "account", Object: in.Code, ChannelID: live.ID, After: &in,
		})
	})
	return onlyIf(row, err)
}

// validate answers the limit in minor units.
func (in *AccountInput) validate() (limit *int64, err error) {
	var faults fault.List
	wrong := func(holds bool, detail, at string) {
		if !holds {
			faults = append(faults, fault.New(fault.CodeInvalidValue, detail, at))
		}
	}
	wrong(codePattern.MatchString(in.Code), "a code is 1 to 32 letters, digits and hyphens", "code")
	name := utf8.RuneCountInString(strings.TrimSpace(in.Name))
	wrong(name > 0 && name <= longestName, fmt.Sprintf("a name of 1 to %d characters", longestName), "name")
	wrong(in.CreditCode == "" || identity.CreditCode(in.CreditCode), "18 digits and capitals, with a check digit", "creditCode")
	wrong(utf8.RuneCountInString(in.BankName) <= longestName, "too long", "bankName")
	wrong(bankAccount.MatchString(in.BankAccount), "4 to 40 digits and capitals", "bankAccount")
	wrong(utf8.RuneCountInString(in.InvoiceTitle) <= longestName, "too long", "invoiceTitle")
	if _, err := money.ParseCurrency(string(in.Currency)); err != nil {
		wrong(false, "no currency that is known", "currency")
	}
	switch in.Kind {
	case settlementaccount.KindCredit:
		wrong(in.CreditDays >= 0 && in.CreditDays <= longestCreditDays, fmt.Sprintf("0 to %d days", longestCreditDays), "creditDays")
		if in.CreditLimit != nil && len(faults) == 0 {
			amount, err := in.CreditLimit.In(in.Currency)
			wrong(err == nil && amount.Minor > 0, "an amount above zero, without fractions of the smallest unit", "creditLimit")
			limit = &amount.Minor
		}
	case settlementaccount.KindPrepaid:
		wrong(in.CreditDays == 0 && in.CreditLimit == nil, "an account that is paid ahead has no credit", "kind")
	default:
		wrong(false, "PREPAID or CREDIT", "kind")
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return limit, nil
}

// checkAccounts refuses accounts that an agreement of a channel cannot name: INVALID_VALUE.
func (in *AgreementInput) checkAccounts(ctx context.Context, tx *work.Tx, currency money.Currency) error {
	var faults fault.List
	for of, code := range in.Accounts {
		if !slices.Contains([]string{"CUSTOMER", "SELLER", "PLATFORM", Commission}, of) {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "%s is neither a payer nor %s", of, Commission).At("accounts"))
			continue
		}
		row, err := tx.SettlementAccount.Query().Where(settlementaccount.Code(code)).Only(ctx)
		switch {
		case ent.IsNotFound(err) || err == nil && row.ChannelCode != in.ChannelCode:
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "the channel has no account %s", code).At("accounts"))
		case err != nil:
			return err
		case row.Currency != string(currency):
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "account %s is in %s", code, row.Currency).At("accounts"))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}
