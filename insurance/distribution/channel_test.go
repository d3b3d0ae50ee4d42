package distribution_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/auditrecord"
	"baodan/ent/channel"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// has tells whether an error is a fault at a path.
func has(t *testing.T, err error, code fault.Code, path string) {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Base().Code == code && strings.Join(f.Base().Path, ".") == path {
			return
		}
	}
	t.Errorf("no %s at %q in %v", code, path, err)
}

// actions on record, oldest first.
func actions(w *insurancetest.World, object string) []string {
	return w.Store.Client.AuditRecord.Query().Where(auditrecord.Object(object)).Order(auditrecord.ByID()).
		Select(auditrecord.FieldAction).StringsX(ctx)
}

// C8-C10: a channel is added, changed, closed and opened again, both halves together, each on record.
func TestLifeOfAChannel(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		sam := w.Person("sam")
		added, err := w.Distribution.AddChannel(ctx, sam, distribution.ChannelInput{Code: "shop", Name: "Shop", Terms: rule.Layer{"renew.noticeDays": 10}})
		require.NoError(t, err)
		assert.True(t, added.Live && added.Open)
		name := "The shop"
		changed, err := w.Distribution.ChangeChannel(ctx, sam, distribution.ChannelChange{Code: "shop", ExpectedRevision: 1, Name: &name, Reason: "married"})
		require.NoError(t, err)
		assert.Equal(t, []any{2, "The shop"}, []any{changed.Revision, changed.Name})
		closed, err := w.Distribution.SetOpen(ctx, sam, distribution.SetOpenInput{Code: "shop", ExpectedRevision: new(2), Reason: "debts"}, false)
		require.NoError(t, err)
		assert.False(t, closed.Open)
		_, err = w.Distribution.SetOpen(ctx, sam, distribution.SetOpenInput{Code: "shop", ExpectedRevision: new(3), Reason: "debts"}, false)
		has(t, err, fault.CodeInvalidState, "")
		opened, err := w.Distribution.SetOpen(ctx, sam, distribution.SetOpenInput{Code: "shop", ExpectedRevision: new(3), Reason: "paid"}, true)
		require.NoError(t, err)
		for _, half := range w.Store.Client.Channel.Query().Where(channel.Code("shop")).AllX(ctx) {
			assert.Equal(t, []any{opened.Revision, true, name}, []any{half.Revision, half.Open, half.Name})
		}
		assert.Equal(t, []string{"channel.add", "channel.change", "channel.close", "channel.reopen"}, actions(w, "shop"))
	})
}

func TestChannelsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		sam, empty, long := w.Person("sam"), "", strings.Repeat("名", 129)
		add := func(code, name string, terms rule.Layer) error {
			_, err := w.Distribution.AddChannel(ctx, sam, distribution.ChannelInput{Code: code, Name: name, Terms: terms})
			return err
		}
		change := func(code string, revision int, name *string, terms rule.Layer, reason string) error {
			_, err := w.Distribution.ChangeChannel(ctx, sam, distribution.ChannelChange{Code: code, ExpectedRevision: revision, Name: name, Terms: terms, Reason: reason})
			return err
		}
		set := func(code string, revision int, reason string) error {
			_, err := w.Distribution.SetOpen(ctx, sam, distribution.SetOpenInput{Code: code, ExpectedRevision: &revision, Reason: reason}, false)
			return err
		}
		end := func(channel, code, reason string) error {
			_, err := w.Distribution.Terminate(ctx, sam, distribution.TerminateInput{ChannelCode: channel, Code: code, Reason: reason})
			return err
		}
		require.NoError(t, add("shop", strings.Repeat("名", 128), nil))
		records := w.Store.Client.AuditRecord.Query().CountX(ctx)
		for _, c := range []struct {
			err  error
			code fault.Code
			path string
		}{
			{add("shop", "Again", nil), fault.CodeConflict, "code"},
			{add("", "x", nil), fault.CodeInvalidValue, "code"},
			{add("店", "x", nil), fault.CodeInvalidValue, "code"},
			{add(strings.Repeat("a", 33), "x", nil), fault.CodeInvalidValue, "code"},
			{add("ok", "", nil), fault.CodeInvalidValue, "name"},
			{add("ok", long, nil), fault.CodeInvalidValue, "name"},
			{add("ok", "x\xff", nil), fault.CodeInvalidValue, "name"},
			{add("ok", "x", rule.Layer{"no.term": 1}), fault.CodeInvalidValue, "terms"},
			{change("shop", 1, &empty, nil, "r"), fault.CodeInvalidValue, "name"},
			{change("shop", 1, nil, rule.Layer{"no.term": 1}, "r"), fault.CodeInvalidValue, "terms"},
			{change("shop", 1, nil, nil, ""), fault.CodeInvalidValue, "reason"},
			{change("shop", 1, nil, nil, strings.Repeat("r", 501)), fault.CodeInvalidValue, "reason"},
			{change("shop", 2, nil, nil, "r"), fault.CodeConflict, "expectedRevision"},
			{change("nobody", 1, nil, nil, "r"), fault.CodeNotFound, "channelCode"},
			{set("shop", 1, ""), fault.CodeInvalidValue, "reason"},
			{set("shop", 7, "r"), fault.CodeConflict, "expectedRevision"},
			{set("nobody", 1, "r"), fault.CodeNotFound, "channelCode"},
			{end("shop", "AG-0", "r"), fault.CodeNotFound, "agreementCode"},
			{end("nobody", "AG-0", "r"), fault.CodeNotFound, "channelCode"},
			{end("shop", "AG-0", ""), fault.CodeInvalidValue, "reason"},
		} {
			has(t, c.err, c.code, c.path)
		}
		assert.Equal(t, 2, w.Store.Client.Channel.Query().CountX(ctx), "a live and a sandbox half")
		assert.Equal(t, records, w.Store.Client.AuditRecord.Query().CountX(ctx), "nothing is on record of what was refused")
	})
}

// Of two people who change one channel at once, one learns that the other did.
func TestTwoPeopleChangeAChannel(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		_, err := w.Distribution.AddChannel(ctx, w.Person("sam"), distribution.ChannelInput{Code: "shop", Name: "Shop"})
		require.NoError(t, err)
		var won, lost atomic.Int32
		var group sync.WaitGroup
		for _, name := range []string{"sam", "sue"} {
			caller := w.Person(name)
			group.Go(func() {
				_, err := w.Distribution.ChangeChannel(ctx, caller, distribution.ChannelChange{Code: "shop", ExpectedRevision: 1, Name: &name, Reason: "r"})
				if err == nil {
					won.Add(1)
				} else if fault.Has(err, fault.CodeConflict) {
					lost.Add(1)
				}
			})
		}
		group.Wait()
		assert.Equal(t, []int32{1, 1}, []int32{won.Load(), lost.Load()})
	})
}

// C8: the list is paged, newest first, and narrowed.
func TestListsOfChannels(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		for _, code := range []string{"a-1", "a-2", "b-1", "a-3"} {
			_, err := w.Distribution.AddChannel(ctx, insurancetest.Command, distribution.ChannelInput{Code: code, Name: code})
			require.NoError(t, err)
		}
		w.SetOpen("a-2", false)
		open, shut := true, false
		for code, state := range map[string]webhookendpoint.State{"a-1": webhookendpoint.StatePaused, "b-1": webhookendpoint.StateActive, "a-3": webhookendpoint.StateDisabled} {
			half, err := w.Distribution.FindChannel(ctx, insurancetest.Command, code, true)
			require.NoError(t, err)
			w.Store.Client.WebhookEndpoint.Create().SetID(w.Store.NewKey()).SetChannelID(half.ID).SetURL("https://shop.example").SetEventTypes([]string{"*"}).
				SetOrdering(webhookendpoint.OrderingNone).SetState(state).SetAPIVersion("1").SetChallenge("x").SetCreatedAt(w.Store.Now()).ExecX(ctx)
		}
		for _, c := range []struct {
			filter distribution.ChannelFilter
			want   []string
		}{
			{distribution.ChannelFilter{}, []string{"a-3", "b-1", "a-2", "a-1"}},
			{distribution.ChannelFilter{Mode: work.Sandbox, Code: "a-"}, []string{"a-3", "a-2", "a-1"}},
			{distribution.ChannelFilter{Open: &open, Code: "a"}, []string{"a-3", "a-1"}},
			{distribution.ChannelFilter{Troubled: &open}, []string{"a-3", "a-1"}},
			{distribution.ChannelFilter{Troubled: &shut}, []string{"b-1", "a-2"}},
			{distribution.ChannelFilter{Troubled: &open, Mode: work.Sandbox}, nil},
			{distribution.ChannelFilter{Code: "A"}, nil},
			{distribution.ChannelFilter{Code: "%"}, nil},
		} {
			var got []string
			page := work.Page{Most: 2}
			for more := true; more; {
				list, rest, err := w.Distribution.Channels(ctx, insurancetest.Command, c.filter, page)
				require.NoError(t, err)
				require.LessOrEqual(t, len(list), 2)
				for _, one := range list {
					assert.Equal(t, c.filter.Mode.IsLive(), one.Live)
					got, page.After.Key = append(got, one.Code), one.ID
				}
				more = rest
			}
			assert.Equal(t, c.want, got)
			for _, most := range []int{max(len(c.want)-1, 1), len(c.want) + 1} {
				n, err := w.Distribution.CountChannels(ctx, insurancetest.Command, c.filter, most)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(len(c.want), most), n)
			}
		}
	})
}
