// Package bugs writes mistakes into copies of the source: each is one that a good programmer might make, is a few small
// edits of the files as they are now, and is compiled by go build -overlay, so that nothing of it is in the product.
// What finds each is the laboratory's (bench/faults).
package bugs

// Edit replaces a text of a file by another. The text must be there exactly once.
type Edit struct {
	File    string // from the root of the module
	Find    string
	Replace string
}

// Edits of each bug, by its name.
var Edits = map[string][]Edit{
	// Events of an issue are stored in a transaction of their own, after the policy's.
	"events-after-commit": {{
		File: "insurance/issuing/bind.go",
		Find: "	rows := append([]work.Insert{policy.Insert(policies...), covers, indexes, values}, event.Inserts(events)...)\n",
		Replace: `	if err := s.store.InsertAll(ctx, "issue", policy.Insert(policies...), covers, indexes, values); err != nil {
		return err
	}
	rows := event.Inserts(events)
`,
	}},
	// A policy is answered while it is still being stored.
	"answer-before-commit": {{
		File: "insurance/issuing/bind.go",
		Find: "	err := s.storeAll(ctx, batch)\n",
		Replace: `	var err error
	go func() { _ = s.storeAll(ctx, batch) }()
`,
	}},
	// Each try at a payment has a key of its own.
	"fresh-payment-key": {{
		File: "insurance/claims/pay.go",
		Find: "	if row.Tries > 1 {\n		outcome := bank.Find(",
		Replace: `	row.PaymentKey += "-try" + strconv.Itoa(row.Tries)
	if row.Tries > 1 {
		outcome := bank.Find(`,
	}},
	// A payout that is told again is settled again: neither its row nor the claim's is asked whether it is settled.
	"settle-twice": {{
		File:    "insurance/claims/outcome.go",
		Find:    "	if err == nil && n == 0 {\n		err = errRecorded\n	}\n",
		Replace: "	_ = n\n",
	}, {
		File:    "insurance/claims/outcome.go",
		Find:    "	if p.claim == nil || !s.halves.live(p.row.ChannelID) {\n",
		Replace: "	if true {\n",
	}, {
		File:    "insurance/claims/transition.go",
		Find:    "claim.Version(m.row.Version), claim.StateIn(t.from...)).",
		Replace: "claim.Version(m.row.Version)).",
	}},
	// A delivery is marked as done before it is sent.
	"delivered-before-sent": {{
		File: "insurance/webhooks/worker.go",
		Find: "	s.send(ctx, b)\n",
		Replace: `	_ = s.store.Client.Delivery.Update().Where(delivery.IDIn(ids...)).SetState(delivery.StateDelivered).ClearDueAt().SetLease(0).Exec(ctx)
	s.send(ctx, b)
`,
	}},
	// The log is ordered by the keys of events, not by offsets given under a lock.
	"log-by-key": {{
		File:    "insurance/eventlog/place.go",
		Find:    "		last, err := work.EventPlaces.Lock(ctx, tx)\n		if err != nil {\n			return err\n		}\n",
		Replace: "		last, err := int64(0), error(nil)\n",
	}, {
		File:    "insurance/eventlog/place.go",
		Find:    "[]any{last + 1 + int64(i), e.ChannelID, e.ID, e.Type}",
		Replace: "[]any{e.ID + 0*last, e.ChannelID, e.ID, e.Type}",
	}},
}
