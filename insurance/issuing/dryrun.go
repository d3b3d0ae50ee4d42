package issuing

import (
	"context"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// DryRunResult is what Issue would do with an order now.
type DryRunResult struct {
	Issued bool   // it was issued before, with the same content
	Hash   []byte // of its content: the same content has the same
	Covers []Span // that it would take
}

// Span is the cover of one insured under a duplicate rule: two of one key must not overlap.
type Span struct {
	Channel   int64 // or the whole company
	Product   string
	Reference string
	Start     time.Time
	End       time.Time
}

// DryRun tells for many orders of one channel what Issue would answer. It stores nothing and uses up no numbers. Each
// order is looked at alone: what the other orders would use - an order number, an insured, a quota - is not considered.
func (s *Service) DryRun(ctx context.Context, caller *access.Caller, ins []*IssueInput) []work.Result[DryRunResult] {
	results, looked := make([]work.Result[DryRunResult], len(ins)), make([]*binding, len(ins))
	forEachParallel(len(ins), func(i int) {
		if results[i].Err = checkOrderNo(ins[i].OrderNo); results[i].Err != nil {
			return
		}
		if looked[i], results[i].Err = s.decide(ctx, caller, rule.Issue, demand{in: ins[i], now: s.distribution.Now(caller.Channel.ID), dryRun: true}); looked[i] == nil {
			looked[i] = lookupOnly(caller, ins[i])
		}
	})
	var batch []*binding
	for _, b := range looked {
		if b != nil {
			batch = append(batch, b)
		}
	}
	if len(batch) == 0 {
		return results
	}
	chains, err := s.binder.chains(ctx, batch)
	var stored map[orderKey]*ent.InsurancePolicy
	if err == nil { // after the covers: an order whose cover is seen is then seen too
		stored, err = s.orders.stored(ctx, batch)
	}
	for i, b := range looked {
		switch {
		case b == nil:
		case err != nil:
			results[i].Err = err
		case stored[b.order()] != nil:
			_, results[i].Err = s.orders.replay(ctx, stored[b.order()], b.in, b.row.RequestHash)
			results[i].Value = DryRunResult{Issued: results[i].Err == nil, Hash: b.row.RequestHash}
		case results[i].Err == nil:
			results[i].Value, results[i].Err = b.dryRunResult(), b.takeSlots(chains)
		}
	}
	return results
}

func (b *binding) dryRunResult() DryRunResult {
	c := DryRunResult{Hash: b.row.RequestHash}
	for _, one := range b.covers {
		c.Covers = append(c.Covers, Span{one.ChannelID, one.ProductCode, one.Reference, one.StartAt, one.EndAt})
	}
	return c
}
