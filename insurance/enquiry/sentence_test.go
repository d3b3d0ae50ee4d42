package enquiry_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/delivery"
	"baodan/ent/payout"
	"baodan/insurance/enquiry"
	"baodan/insurance/event"
)

var languages = []string{"zh", "en"}

// said checks that an entry has a sentence of its own in both languages, which takes nothing that the entry has not.
func said(t *testing.T, e *enquiry.Entry) {
	t.Helper()
	for _, language := range languages {
		text := e.Summary(language)
		assert.NotEqual(t, e.Type, text, "%s %s has no sentence", e.Kind, e.Type)
		assert.NotContains(t, text, "{", e.Type)
		assert.NotRegexp(t, `(^|[^\w])-([^\w]|$)`, text, "%s says something that it has not", e.Type)
	}
}

// Every event of a policy or claim has a sentence, made of what its payload holds.
func TestEveryEventHasASentence(t *testing.T) {
	t.Parallel()
	for _, payload := range event.Types() {
		if payload.Type() == event.EndpointTestedType {
			continue // of no policy
		}
		kind := enquiry.OfPolicy
		if strings.HasPrefix(payload.Type(), "claim.") {
			kind = enquiry.OfClaim
		}
		text, known := event.Schema(payload.Type())
		require.True(t, known)
		var schema struct {
			Properties map[string]any `json:"properties"`
		}
		require.NoError(t, json.Unmarshal(text, &schema))
		details := map[string]any{}
		for name := range schema.Properties {
			details[name] = "something"
		}
		said(t, &enquiry.Entry{Kind: kind, Type: payload.Type(), Details: details})
	}
}

// So has everything else that a timeline tells.
func TestEverythingElseHasASentence(t *testing.T) {
	t.Parallel()
	for _, kind := range []claimnote.Kind{claimnote.KindNote, claimnote.KindEvidenceRequest, claimnote.KindDecision} {
		said(t, &enquiry.Entry{Kind: enquiry.OfNote, Type: "note." + strings.ToLower(string(kind))})
	}
	amount := map[string]any{"attempt": 1, "amount": map[string]any{"amount": "0.73", "currency": "CNY"}}
	for _, state := range []payout.State{payout.StateOrdered, payout.StateUnknown, payout.StatePaid, payout.StateDeclined, payout.StateDisputed} {
		said(t, &enquiry.Entry{Kind: enquiry.OfPayout, Type: "payout." + strings.ToLower(string(state)), Details: amount})
	}
	for _, state := range []delivery.State{delivery.StatePending, delivery.StateDelivered, delivery.StateExhausted, delivery.StateHeld} {
		said(t, &enquiry.Entry{Kind: enquiry.OfDelivery, Type: "claim.paid", Details: map[string]any{"state": string(state), "attempts": 2, "endpoint": "pay.example"}})
	}
	for _, moved := range []string{"opened", "sent", "closed", "cancelled"} {
		said(t, &enquiry.Entry{Kind: enquiry.OfRequest, Type: "service_request." + moved, Details: map[string]any{"kind": "INVOICE", "delivery": "EMAIL"}})
	}
	said(t, &enquiry.Entry{Kind: enquiry.OfDocument, Type: "file.stored", Details: map[string]any{"mediaType": "image/png"}})
	said(t, &enquiry.Entry{Kind: enquiry.OfDocument, Type: "file.removed"})
	paid := &enquiry.Entry{Kind: enquiry.OfPayout, Type: "payout.paid", Details: amount}
	assert.Equal(t, "Payment 1 of 0.73 CNY was made", paid.Summary("en"))
	assert.Equal(t, "第 1 次支付 0.73 CNY 成功", paid.Summary("zh"))
	unknown := &enquiry.Entry{Kind: enquiry.OfAudit, Type: "policy.bless"}
	assert.Equal(t, "policy.bless", unknown.Summary("zh"), "what is not known yet is its own summary")
}

// notTold are actions that concern no policy, and other names that look like one: a term, a place in the code.
var notTold = []string{"personal.index", "claim.most", "claim.decided"}

// Every action that the code puts on record of a policy, a claim, a service request or their approvals has a sentence.
func TestEveryActionHasASentence(t *testing.T) {
	t.Parallel()
	action := regexp.MustCompile(`^(policy|claim|personal|approval|service_request)\.[a-z_]+$`)
	ours := map[string]bool{}
	for _, payload := range event.Types() {
		ours[payload.Type()] = true
	}
	found := map[string]bool{}
	for _, folder := range []string{"servicing", "claims", "privacy", "approval", "helpdesk", "files"} {
		require.NoError(t, fs.WalkDir(os.DirFS("../"+folder), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), "../"+folder+"/"+path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil && action.MatchString(text) && !ours[text] {
						found[text] = true
					}
				}
				return true
			})
			return nil
		}))
	}
	for _, kind := range []claimrevision.Kind{claimrevision.KindSubmit, claimrevision.KindUpdate, claimrevision.KindWithdraw} {
		found["claim."+strings.ToLower(string(kind))] = true
	}
	for _, wanted := range []string{"policy.endorse", "policy.cancel", "claim.decide", "personal.reveal", "approval.approve"} {
		require.True(t, found[wanted], wanted)
	}
	for _, other := range notTold {
		delete(found, other)
	}
	for text := range found {
		said(t, &enquiry.Entry{Kind: enquiry.OfAudit, Type: text})
	}
}
