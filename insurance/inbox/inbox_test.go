package inbox_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/job"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/inbox"
	"baodan/insurance/insurancetest"
)

var ctx = context.Background()

// house is a world in which rows are written as they are.
type house struct {
	*insurancetest.World
	live, sandbox int64 // halves of one channel
	n             int
}

func open(w *insurancetest.World) *house {
	w.WithSamples()
	sandbox, err := w.Distribution.ChannelByCode(insurancetest.Pay, false)
	require.NoError(w.T, err)
	return &house{World: w, live: w.Caller(insurancetest.Pay).Channel.ID, sandbox: sandbox.ID}
}

func (h *house) claim(half int64, assignee int64, state claim.State, promised time.Time) int64 {
	h.n++
	return h.Store.Client.Claim.Create().SetID(h.Store.NewKey()).SetChannelID(half).SetLive(half == h.live).SetPolicyID(1).SetNumber(fmt.Sprint("C", h.n)).
		SetRequestNo(fmt.Sprint("R", h.n)).SetState(state).SetAssignee(assignee).SetOccurredAt(promised).SetSubmittedAt(promised.Add(-time.Hour)).
		SetPromisedAt(promised).SetCurrency("CNY").SetEventLimit(1).SetAmountGiven(true).SetDecision("{}").SetFacts("{}").SaveX(ctx).ID
}

func (h *house) request(by, assignee int64, desk servicerequest.Desk, state servicerequest.State, promised time.Time) {
	h.n++
	h.Store.Client.ServiceRequest.Create().SetID(h.Store.NewKey()).SetChannelID(h.live).SetPolicyID(1).SetNumber(fmt.Sprint("S", h.n)).
		SetRequestNo(fmt.Sprint("R", h.n)).SetRequestHash(make([]byte, 32)).SetKind(servicerequest.KindInvoice).SetDesk(desk).
		SetDelivery(servicerequest.DeliveryEmail).SetState(state).SetOpenedBy(by).SetAssignee(assignee).SetOpenedAt(promised.Add(-time.Hour)).
		SetPromisedAt(promised).ExecX(ctx)
}

// counts of what waits for a person, of those kinds that are theirs.
func (h *house) counts(who *access.Caller) map[inbox.Kind]int {
	h.T.Helper()
	items, err := h.Inbox.Of(ctx, who)
	require.NoError(h.T, err)
	counts := map[inbox.Kind]int{}
	for _, item := range items {
		counts[item.Kind] = item.Count.Value
		assert.Equal(h.T, item.Count.Value == 0, item.Oldest == nil, "%s", item.Kind)
	}
	return counts
}

// Section 4, viewer.inbox: everybody is told what waits for them, by their roles, and of nobody else's.
func TestTheInboxTellsWhatWaitsForAPerson(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		h := open(w)
		cleo, clio, fay, serge := w.Person("cleo"), w.Person("clio"), w.Person("fay"), w.Person("serge")
		now := w.Store.Now()
		soon, late := now.Add(time.Hour), now.Add(-time.Hour)
		h.claim(h.live, cleo.PersonID(), claim.StateEvidenceNeeded, soon)
		back := h.claim(h.live, cleo.PersonID(), claim.StateInReview, late)
		w.Store.Client.ClaimNote.Create().SetID(w.Store.NewKey()).SetChannelID(h.live).SetClaimID(back).SetPersonID(cleo.PersonID()).
			SetKind(claimnote.KindEvidenceRequest).SetText("n").SetAt(now).ExecX(ctx)
		h.claim(h.live, clio.PersonID(), claim.StateInReview, soon)
		h.claim(h.live, 0, claim.StateInReview, soon)
		h.claim(h.sandbox, 0, claim.StateInReview, late)
		h.claim(h.live, 0, claim.StatePaid, late)
		h.request(serge.PersonID(), 0, servicerequest.DeskFinance, servicerequest.StateOpen, late)
		h.request(serge.PersonID(), fay.PersonID(), servicerequest.DeskFinance, servicerequest.StateInWork, soon)
		h.request(serge.PersonID(), 0, servicerequest.DeskUnderwriting, servicerequest.StateOpen, soon)
		h.request(serge.PersonID(), 0, servicerequest.DeskFinance, servicerequest.StateSent, late)
		for _, state := range []job.State{job.StateRunning, job.StateFailed, job.StateSucceeded} {
			w.Store.Client.Job.Create().SetID(w.Store.NewKey()).SetChannelID(0).SetKind("export").SetState(state).SetInput("{}").
				SetMadeBy(fay.Actor()).SetCreatedAt(now).ExecX(ctx)
		}
		assert.Equal(t, map[inbox.Kind]int{
			inbox.Approvals: 0, inbox.PayoutApprovals: 0, inbox.ClaimsMine: 2, inbox.EvidenceCame: 1, inbox.ClaimsUnassigned: 1, inbox.ClaimsOverdue: 1,
			inbox.PayoutsDisputed: 0, inbox.JobsRunning: 0, inbox.JobsFailed: 0,
		}, h.counts(cleo))
		assert.Equal(t, map[inbox.Kind]int{
			inbox.Approvals: 0, inbox.PayoutApprovals: 0, inbox.PayoutsDisputed: 0, inbox.RequestsMine: 1, inbox.RequestsUnassigned: 1,
			inbox.RequestsOverdue: 1, inbox.JobsRunning: 1, inbox.JobsFailed: 1,
		}, h.counts(fay))
		assert.Equal(t, map[inbox.Kind]int{inbox.Approvals: 0, inbox.RequestsOpened: 3, inbox.JobsRunning: 0, inbox.JobsFailed: 0}, h.counts(serge))
		assert.Equal(t, map[inbox.Kind]int{inbox.Approvals: 0, inbox.JobsRunning: 0, inbox.JobsFailed: 0, inbox.EndpointsTroubled: 0}, h.counts(w.Person("sys")))

		items, err := h.Inbox.Of(ctx, cleo)
		require.NoError(t, err)
		assert.Equal(t, inbox.ClaimsMine, items[2].Kind)
		assert.True(t, late.Equal(*items[2].NearestPromise), "the nearest of those that wait")
		assert.True(t, late.Add(-time.Hour).Equal(*items[2].Oldest))
	})
}

// What is counted ends at 100, and says so at one past it.
func TestTheInboxCountsToAHundred(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		h := open(w)
		unassigned := func() *inbox.Item {
			items, err := h.Inbox.Of(ctx, w.Person("cleo"))
			require.NoError(t, err)
			for _, item := range items {
				if item.Kind == inbox.ClaimsUnassigned {
					return item
				}
			}
			return nil
		}
		for range 100 {
			h.claim(h.live, 0, claim.StateInReview, w.Store.Now())
		}
		assert.Equal(t, 100, unassigned().Count.Value)
		assert.True(t, unassigned().Count.Exact)
		h.claim(h.live, 0, claim.StateInReview, w.Store.Now())
		assert.Equal(t, 100, unassigned().Count.Value)
		assert.False(t, unassigned().Count.Exact)
	})
}

// Section 4, viewer.inbox: underwriting is told of drafts with mistakes, and nobody else is.
func TestSection4DraftsWithMistakesWaitForUnderwriting(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		h := open(w)
		assert.Equal(t, map[inbox.Kind]int{
			inbox.Approvals: 0, inbox.RequestsMine: 0, inbox.RequestsUnassigned: 0, inbox.RequestsOverdue: 0, inbox.JobsRunning: 0, inbox.JobsFailed: 0, inbox.DraftsWrong: 0,
		}, h.counts(w.Person("uma")))
		b, err := catalog.ReadFolder(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		_, err = w.Catalog.Save(ctx, access.CommandLine("test"), b)
		require.NoError(t, err)
		b.Beside["rfi-01.example"] = bytes.Replace(b.Beside["rfi-01.example"], []byte("premium 0.73"), []byte("premium 0.74"), 1)
		draft, err := w.Catalog.Save(ctx, access.CommandLine("test"), b)
		require.NoError(t, err)
		assert.Equal(t, 1, h.counts(w.Person("uma"))[inbox.DraftsWrong])
		assert.NotContains(t, h.counts(w.Person("cleo")), inbox.DraftsWrong)
		items, err := h.Inbox.Of(ctx, w.Person("uma"))
		require.NoError(t, err)
		last := items[len(items)-1]
		assert.True(t, draft.CreatedAt.Equal(*last.Oldest))
		assert.Equal(t, inbox.ProductList, last.List)
		assert.True(t, last.Count.Exact)
	})
}
