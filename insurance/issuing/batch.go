package issuing

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// IssueBatch are orders of one channel that were prepared in parallel and wait to be stored in one durable transaction.
type IssueBatch struct {
	service *Service
	caller  *access.Caller
	ins     []*IssueInput
	waiting []*binding // nil: refused
	refused []error
}

// PrepareBatch prepares many orders of one channel (B1), each as Issue does, by the same rules; Store then answers each
// as Issue would. It needs no database. It uses half of the processors and leaves the other half to requests. At most
// 1,000 orders at a time: more in one transaction would block others for too long.
func (s *Service) PrepareBatch(ctx context.Context, caller *access.Caller, ins []*IssueInput) *IssueBatch {
	t := &IssueBatch{service: s, caller: caller, ins: ins, waiting: make([]*binding, len(ins)), refused: make([]error, len(ins))}
	forEachParallel(len(ins), func(i int) {
		if t.refused[i] = checkOrderNo(ins[i].OrderNo); t.refused[i] == nil {
			t.waiting[i], t.refused[i] = s.prepare(ctx, caller, ins[i])
		}
	})
	return t
}

// Refused are the faults of those that cannot be stored, in the order of the inputs; nil for the others. An order that
// was issued before is among them where it would be refused today; Store answers it.
func (t *IssueBatch) Refused() []error { return t.refused }

// Store stores what was prepared and answers each order.
func (t *IssueBatch) Store(ctx context.Context) []work.Result[*Issued] {
	results := make([]work.Result[*Issued], len(t.ins))
	var batch []*binding
	var positions []int
	for i, b := range t.waiting {
		if t.refused[i] == nil {
			batch, positions = append(batch, b), append(positions, i)
		}
	}
	if len(batch) > 0 {
		for i, r := range t.service.binder.bind(ctx, batch) {
			results[positions[i]] = r
		}
	}
	t.answerStored(ctx, results)
	return results
}

// answerStored answers orders that were issued before as they were answered then, even where they would be refused
// today.
func (t *IssueBatch) answerStored(ctx context.Context, results []work.Result[*Issued]) {
	var refused []*binding
	for i, err := range t.refused {
		if err == nil {
			continue
		}
		results[i].Err = err
		if checkOrderNo(t.ins[i].OrderNo) == nil {
			refused = append(refused, lookupOnly(t.caller, t.ins[i]))
		}
	}
	if len(refused) == 0 {
		return
	}
	stored, err := t.service.orders.stored(ctx, refused)
	for i := range t.refused {
		row := stored[orderKey{t.caller.Channel.ID, t.ins[i].OrderNo}]
		switch {
		case t.refused[i] == nil:
		case err != nil:
			results[i].Err = err
		case row != nil:
			results[i].Value, results[i].Err = t.service.orders.replay(ctx, row, t.ins[i], nil)
		}
	}
}

// lookupOnly holds what is needed to look an order up, before anything was decided.
func lookupOnly(caller *access.Caller, in *IssueInput) *binding {
	return &binding{in: in, row: &ent.InsurancePolicy{ChannelID: caller.Channel.ID, OrderNo: in.OrderNo}}
}

func checkOrderNo(no string) error {
	if !policy.ValidOrderNo(no) {
		return fault.New(fault.CodeInvalidValue, "an order number is 1 to 64 letters, digits, _ and -", "orderNo")
	}
	return nil
}

// forEachParallel calls do for 0 to n-1 on half of the processors.
func forEachParallel(n int, do func(i int)) {
	width := min(max(runtime.GOMAXPROCS(0)/2, 1), n)
	var next atomic.Int64
	var group sync.WaitGroup
	for range width {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}
