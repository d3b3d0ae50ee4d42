package servicing_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// noted is an endorsement with the reason that a person gives.
func noted(in *servicing.EndorseInput, note string) *servicing.EndorseInput {
	in.Note = &note
	return in
}

func cancelFor(w *insurancetest.World, requestNo, policy, note string) (*servicing.Endorsed, error) {
	return w.Servicing.Cancel(ctx, w.Person("serge"), &servicing.CancelInput{
		RequestNo: requestNo, PolicyNumber: policy, Reason: "CUSTOMER_REQUEST", Note: &note,
	})
}

// recorded is what is on record about a policy, oldest first.
func recorded(t require.TestingT, w *insurancetest.World, number string) []*ent.AuditRecord {
	rows, err := w.Store.Client.AuditRecord.Query().Where(auditrecord.ObjectKind("policy"), auditrecord.Object(number)).
		Order(ent.Asc(auditrecord.FieldID)).All(ctx)
	require.NoError(t, err)
	return rows
}

// B3, A4: customer service changes the plan for a customer who called: on record with the reason, and told to the channel.
func TestB3ServiceEndorsesForACustomer(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		serge := w.Person("serge")
		in := noted(plan("E-1", no, "PLUS", nil), "客户来电要求升级")
		done, err := w.Servicing.Endorse(ctx, serge, in)
		require.NoError(t, err)
		assert.Equal(t, "0.48", done.Endorsement.PremiumChange().Text())
		row := w.Store.Client.Endorsement.GetX(ctx, done.Endorsement.Key())
		assert.Equal(t, "person:serge", row.MadeBy)
		assert.Equal(t, "~"+strconv.FormatInt(serge.PersonID(), 36)+"~E-1", row.RequestNo)
		assert.Equal(t, payer(w).Channel.ID, row.ChannelID)
		assert.Equal(t, []string{"policy.issued", "policy.endorsed"}, told(t, w, no))

		again, err := w.Servicing.Endorse(ctx, serge, in)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, answer(t, w, done), answer(t, w, again))
		records := recorded(t, w, no)
		require.Len(t, records, 1, "a replay changed nothing")
		assert.Equal(t, "policy.endorse", records[0].Action)
		assert.Equal(t, "person:serge", records[0].Actor)
		assert.Equal(t, "客户来电要求升级", records[0].Reason)
		assert.Contains(t, *records[0].After, done.Endorsement.Number())
		assert.JSONEq(t, `{"planCode": "BASIC", "version": 1}`, *records[0].Before)

		_, err = w.Servicing.Endorse(ctx, serge, noted(named("E-1", no, "a-1", "张三"), "other"))
		refuses(t, err, fault.CodeRequestMismatch, "requestNo")
		own, err := w.Servicing.Endorse(ctx, payer(w), named("E-1", no, "a-1", "张三"))
		require.NoError(t, err, "the channel has numbers of its own")
		assert.False(t, own.Replayed)
		assert.Len(t, recorded(t, w, no), 1, "what a channel does is in its own log")
	})
}

// Data of an insured that a person changed are in no record.
func TestB3NoPersonalDataOnRecord(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		_, err := w.Servicing.Endorse(ctx, w.Person("serge"), noted(named("E-1", no, "a-1", "欧阳金丝雀"), "姓名写错"))
		require.NoError(t, err)
		records := recorded(t, w, no)
		require.Len(t, records, 1)
		assert.NotContains(t, *records[0].After+*records[0].Before, "金丝雀")
		assert.Contains(t, *records[0].After, `"insured":"a-1"`)
	})
}

// B5: customer service cancels; of the same request at once by two people one happens, and one is recorded.
func TestB5ServiceCancelsForACustomerOnce(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "PLUS")
		note, done, errs := "客户要求退保", make([]*servicing.Endorsed, 10), make([]error, 10)
		serge := w.Person("serge")
		together(w, 10, func(i int, s *servicing.Service) {
			done[i], errs[i] = s.Cancel(ctx, serge, &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: no, Reason: "CUSTOMER_REQUEST", Note: &note})
		})
		for i, err := range errs {
			require.NoError(t, err)
			assert.Equal(t, answer(t, w, done[0]), answer(t, w, done[i]))
		}
		assert.Equal(t, "-0.60", done[0].Endorsement.PremiumChange().Text())
		records := recorded(t, w, no)
		require.Len(t, records, 1)
		assert.Equal(t, "policy.cancel", records[0].Action)
		assert.Equal(t, policy.Cancelled, see(t, w, insurancetest.Pay, no, policy.PointInTime{}).State())
		e := w.Store.Client.Event.Query().Where(event.Subject(no), event.Type("policy.cancelled")).OnlyX(ctx)
		assert.Contains(t, e.Payload, `~C-1"`)
	})
}

// The terms say who may ask. An agreement that permits an operation to nobody binds people as it binds the channel.
func TestWhoMayAskIsInTheTerms(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"endorse.by": []any{"channel"}, "cancel.by": []any{"channel"}})
		channels := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{"endorse.by": []any{"insurer"}, "cancel.by": []any{"insurer"}})
		insurers := account(t, w, "a-2", "BASIC")
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
			ValidFrom: w.Clock.Now(), Operations: []distribution.Operation{distribution.Issue},
		}))
		require.NoError(t, w.Cache.Refresh(ctx))
		bound := account(t, w, "a-3", "BASIC")
		serge := w.Person("serge")
		for _, c := range []struct {
			policy          string
			people, channel bool
		}{{channels, false, true}, {insurers, true, false}, {bound, false, false}} {
			expect := func(permitted bool, err error) {
				if permitted {
					assert.NoError(t, err)
				} else {
					refuses(t, err, fault.CodeNotAgreed)
				}
			}
			_, err := w.Servicing.Endorse(ctx, serge, noted(plan("E-"+c.policy, c.policy, "PLUS", nil), "asked"))
			expect(c.people, err)
			_, err = w.Servicing.Endorse(ctx, payer(w), named("E-"+c.policy, c.policy, see(t, w, insurancetest.Pay, c.policy, policy.PointInTime{}).OrderNo(), "张三"))
			expect(c.channel, err)
			if c.channel {
				_, err = cancelFor(w, "C-"+c.policy, c.policy, "asked")
				expect(false, err)
			} else {
				_, err = cancel(w, "C-"+c.policy, c.policy)
				expect(false, err)
				_, err = cancelFor(w, "C-"+c.policy, c.policy, "asked")
				expect(c.people, err)
			}
		}
	})
}

// A sandbox's policy is served by its own clock.
func TestServiceActsInASandbox(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		sandbox, err := w.Distribution.ChannelByCode(insurancetest.Pay, false)
		require.NoError(t, err)
		machine := &access.Caller{Audience: access.Channel, Channel: sandbox, Credential: "sandbox", Language: "en"}
		issued, err := w.Issuing.Issue(ctx, machine, &issuing.IssueInput{OrderNo: "S-1", Risk: insurancetest.Account("a-1", "PLUS")})
		require.NoError(t, err)
		_, err = w.Distribution.AdvanceClock(ctx, sandbox, w.Clock.Now().Add(183*day))
		require.NoError(t, err)
		done, err := cancelFor(w, "C-1", issued.Policy.Number(), "asked")
		require.NoError(t, err)
		assert.Equal(t, "-0.30", done.Endorsement.PremiumChange().Text())
		assert.True(t, w.Clock.Now().Add(183*day).Equal(done.Endorsement.RecordedAt()))
	})
}

// Bad input has its code and leaves nothing behind.
func TestServiceBadInput(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		long := strings.Repeat("r", 64)
		for name, c := range map[string]struct {
			requestNo, policy string
			note              *string
			code              fault.Code
			path              string
		}{
			"no note":             {"R-1", no, nil, fault.CodeRequired, "note"},
			"empty note":          {"R-1", no, new(string), fault.CodeRequired, "note"},
			"blank note":          {"R-1", no, of(" \n"), fault.CodeRequired, "note"},
			"long note":           {"R-1", no, of(strings.Repeat("长", 501)), fault.CodeInvalidValue, "note"},
			"note in other bytes": {"R-1", no, of("\xff"), fault.CodeInvalidValue, "note"},
			"long number":         {long + "r", no, of("asked"), fault.CodeInvalidValue, "requestNo"},
			"prefix of people":    {"~R-1", no, of("asked"), fault.CodeInvalidValue, "requestNo"},
			"no policy":           {"R-1", "P000000000000000", of("asked"), fault.CodeNotFound, "policyNumber"},
			"no number":           {"R-1", "' OR 1=1", of("asked"), fault.CodeNotFound, "policyNumber"},
		} {
			in := plan(c.requestNo, c.policy, "PLUS", nil)
			in.Note = c.note
			_, err := w.Servicing.Endorse(ctx, w.Person("serge"), in)
			t.Log(name)
			refuses(t, err, c.code, c.path)
			_, err = w.Servicing.Cancel(ctx, w.Person("serge"), &servicing.CancelInput{
				RequestNo: c.requestNo, PolicyNumber: c.policy, Reason: "OTHER", Note: c.note,
			})
			refuses(t, err, c.code, c.path)
		}
		assert.Zero(t, w.Store.Client.Endorsement.Query().CountX(ctx))
		assert.Empty(t, recorded(t, w, no))
		for range 2 { // the second time it is a replay
			_, err := w.Servicing.Endorse(ctx, w.Person("serge"), noted(plan(long, no, "PLUS", nil), strings.Repeat("长", 500)))
			require.NoError(t, err, "at the limit")
		}
		assert.LessOrEqual(t, len(w.Store.Client.Endorsement.Query().Where(endorsement.MadeBy("person:serge")).OnlyX(ctx).RequestNo), 64)
	})
}

func of(text string) *string { return &text }
