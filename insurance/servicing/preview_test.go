package servicing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/servicing"
)

// tokenOf a preview; nil where it was refused.
func tokenOf(p *servicing.Preview) *string {
	if p == nil {
		return nil
	}
	return &p.Token
}

// figuresOf are those of an endorsement that was made.
func figuresOf(t require.TestingT, w *insurancetest.World, e *servicing.Endorsement) string {
	after, err := policyAfter(w, e)
	require.NoError(t, err)
	return figures(t, e, after.PlanCode(), after.Premium().Text(), after.SumInsured().Text())
}

// previewedFigures are those of an endorsement that was previewed.
func previewedFigures(t require.TestingT, p *servicing.Preview) string {
	return figures(t, p.Endorsement, p.PlanCode(), p.Premium().Text(), p.SumInsured().Text())
}

func figures(t require.TestingT, e *servicing.Endorsement, after ...string) string {
	worksheet, err := e.Rating()
	require.NoError(t, err)
	return text(t, map[string]any{
		"kind": e.Kind(), "effective": e.EffectiveAt().UTC(), "change": e.PremiumChange(), "byPayer": e.ByPayer(), "lines": e.Lines(),
		"rating": worksheet, "after": after,
	})
}

func previewPlan(w *insurancetest.World, number, plan string) (*servicing.Preview, error) {
	return w.Servicing.PreviewEndorsement(ctx, payer(w), &servicing.EndorsementPreviewInput{PolicyNumber: number, Change: servicing.ChangeInput{PlanCode: &plan}})
}

func previewCancel(w *insurancetest.World, number string) (*servicing.Preview, error) {
	return w.Servicing.PreviewCancellation(ctx, payer(w), &servicing.CancellationPreviewInput{PolicyNumber: number, Reason: "CUSTOMER_REQUEST"})
}

func cancelExpecting(w *insurancetest.World, requestNo, number string, p *servicing.Preview) (*servicing.Endorsed, error) {
	return w.Servicing.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: requestNo, PolicyNumber: number, Reason: "CUSTOMER_REQUEST", PreviewToken: &p.Token})
}

// changed is what would happen now, by an act that was refused since it is not what was previewed.
func changed(t require.TestingT, err error) *servicing.Preview {
	var c servicing.PreviewChanged
	require.ErrorAs(t, err, &c)
	assert.Equal(t, "PREVIEW_CHANGED at previewToken", c.Error())
	require.NotNil(t, c.Preview)
	return c.Preview
}

// stored is everything that an act could leave behind.
func stored(t require.TestingT, w *insurancetest.World, number string) string {
	return fmt.Sprint(told(t, w, number), w.Store.Client.Endorsement.Query().CountX(ctx), len(recorded(t, w, number)),
		w.Store.Client.Cover.Query().AllX(ctx), head(t, w, number))
}

// B5: a refund to two payers is the sum of what each gets, and the preview tells it: 54 fen, not 53.
func TestB5ThePreviewTellsWhoGetsWhat(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := bought(t, w, "a-1", "BASIC")
		w.Clock.Advance(day)
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", after(10*day)))
		require.NoError(t, err)
		w.Clock.Set(insurancetest.Epoch.Add(41 * day))
		first, err := previewCancel(w, no)
		require.NoError(t, err)
		total := int64(0)
		for _, share := range first.ByPayer() {
			total += share.Premium.Minor
		}
		assert.Equal(t, first.PremiumChange().Minor, total, "the total is the sum of what each gets")
		require.Len(t, first.ByPayer(), 2, "12 x 325/365 = 10.68 of the customer, 47 x 325/356 = 42.91 of the platform")
		assert.Equal(t, []string{"-0.11", "-0.43", "-0.54"}, []string{first.ByPayer()[0].Premium.Text(), first.ByPayer()[1].Premium.Text(), first.PremiumChange().Text()})
		done, err := cancelExpecting(w, "C-1", no, first)
		require.NoError(t, err)
		assert.Equal(t, figuresOf(t, w, done.Endorsement), previewedFigures(t, first))
	})
}

// B3, B5: a preview writes nothing: no row, no number is used up, nothing is locked.
func TestB3APreviewWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		before := stored(t, w, no)
		counted, statements := insurancetest.WithStatements(ctx)
		to, name := "PLUS", "张三"
		for _, change := range []servicing.ChangeInput{
			{PlanCode: &to}, {Insured: &servicing.InsuredChangeInput{Reference: "a-1", Party: map[string]any{"name": &name}}},
		} {
			p, err := w.Servicing.PreviewEndorsement(counted, payer(w), &servicing.EndorsementPreviewInput{PolicyNumber: no, Change: change})
			require.NoError(t, err)
			assert.Empty(t, p.Number())
			assert.NotEmpty(t, p.Token)
		}
		_, err := w.Servicing.PreviewCancellation(counted, w.Person("serge"), &servicing.CancellationPreviewInput{PolicyNumber: no, Reason: "CUSTOMER_REQUEST"})
		require.NoError(t, err, "the insurer's people see it, too")
		for _, statement := range statements.Texts() {
			assert.True(t, strings.HasPrefix(strings.ToUpper(statement), "SELECT") && !strings.Contains(strings.ToUpper(statement), "FOR UPDATE"), statement)
		}
		assert.Equal(t, before, stored(t, w, no))
	})
}

// B3, B5: what is refused is refused in the preview by the same code, and another channel's policy is missing.
func TestB3APreviewThatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "PLUS")
		_, err := previewPlan(w, no, "GOLD")
		refuses(t, err, fault.CodeNotAgreed, "change", "planCode")
		_, err = previewPlan(w, no, "BASIC")
		ruled(t, err, servicing.Downgrade)
		_, err = w.Servicing.PreviewEndorsement(ctx, payer(w), &servicing.EndorsementPreviewInput{PolicyNumber: no})
		refuses(t, err, fault.CodeInvalidValue, "change")
		_, err = w.Servicing.PreviewCancellation(ctx, payer(w), &servicing.CancellationPreviewInput{PolicyNumber: no, Reason: "NONE"})
		refuses(t, err, fault.CodeInvalidValue, "reason")
		_, err = w.Servicing.PreviewCancellation(ctx, w.Caller(insurancetest.Mall), &servicing.CancellationPreviewInput{PolicyNumber: no, Reason: "CUSTOMER_REQUEST"})
		refuses(t, err, fault.CodeNotFound, "policyNumber")
		_, err = w.Servicing.PreviewCancellation(ctx, w.Person("serge"), &servicing.CancellationPreviewInput{PolicyNumber: "P000000000000000", Reason: "CUSTOMER_REQUEST"})
		refuses(t, err, fault.CodeNotFound, "policyNumber")
	})
}

// B5: a day that passed, a claim that was paid and another plan make another refund: the act is refused with the new figures, and
// leaves nothing behind.
func TestB5ThePreviewNoLongerHolds(t *testing.T) {
	for name, meanwhile := range map[string]struct {
		happens func(t *testing.T, w *insurancetest.World, number string)
		refund  string
	}{
		"days passed":      {func(_ *testing.T, w *insurancetest.World, _ string) { w.Clock.Advance(30 * day) }, "-0.55"},
		"a claim was paid": {func(t *testing.T, w *insurancetest.World, number string) { claimed(t, w, number, 0, 1) }, "0.00"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *insurancetest.World) {
				no := account(t, w, "a-1", "PLUS")
				p, err := previewCancel(w, no)
				require.NoError(t, err)
				assert.Equal(t, "-0.60", p.PremiumChange().Text())
				meanwhile.happens(t, w, no)
				before := stored(t, w, no)
				_, err = cancelExpecting(w, "C-1", no, p)
				now := changed(t, err)
				assert.Equal(t, meanwhile.refund, now.PremiumChange().Text())
				assert.Equal(t, before, stored(t, w, no))
				done, err := cancelExpecting(w, "C-1", no, now)
				require.NoError(t, err, "the new figures come with a token of their own")
				assert.Equal(t, figuresOf(t, w, done.Endorsement), previewedFigures(t, now))
				again, err := cancelExpecting(w, "C-1", no, p)
				require.NoError(t, err, "a token is no content")
				assert.True(t, again.Replayed)
			})
		})
	}
}

// B3: days passed since the difference was shown; a token of another policy is none of this one.
func TestB3ThePreviewNoLongerHolds(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, other := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC")
		shown, err := previewPlan(w, no, "PLUS")
		require.NoError(t, err)
		assert.Equal(t, []string{"0.48", "PLUS", "0.60", "1000000.00"}, []string{shown.PremiumChange().Text(), shown.PlanCode(), shown.Premium().Text(), shown.SumInsured().Text()})
		foreign := plan("E-1", other, "PLUS", nil)
		foreign.PreviewToken = &shown.Token
		_, err = w.Servicing.Endorse(ctx, payer(w), foreign)
		changed(t, err)
		w.Clock.Advance(183 * day)
		late := noted(plan("E-1", no, "PLUS", nil), "客户来电要求升级")
		late.PreviewToken = &shown.Token
		_, err = w.Servicing.Endorse(ctx, w.Person("serge"), late)
		assert.Equal(t, "0.24", changed(t, err).PremiumChange().Text())
		assert.Empty(t, recorded(t, w, no))
		assert.Equal(t, []string{"policy.issued"}, told(t, w, no))
	})
}
