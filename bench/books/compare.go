package books

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/coverpiece"
	"baodan/insurance/ledger"
)

// Bookings folds what was placed and answers the bookings in the columns of the expected table; the place of each is the number of its act.
func (d *Driver) Bookings() []map[string]any {
	d.fold()
	names := d.names()
	pieces := map[int64][][]any{}
	for _, p := range d.Store.Client.CoverPiece.Query().Order(ent.Asc(coverpiece.FieldID)).AllX(d.ctx) {
		sign := map[int]string{1: "+", -1: "-"}[p.Sign]
		pieces[p.ID/100] = append(pieces[p.ID/100], []any{sign, p.Plan, earning.Day(p.FromDay).String(), earning.Day(p.ToDay).String()})
	}
	var list []map[string]any
	lines := map[int]int{}
	for _, b := range d.Store.Client.Booking.Query().Order(ent.Asc(booking.FieldID)).AllX(d.ctx) {
		row := names.row(b)
		place, _ := ledger.PlaceOf(b.ID)
		n := d.actOf(place)
		lines[n]++
		row["place"], row["line"], row["cover"] = n, lines[n], pieces[b.ID]
		if pieces[b.ID] == nil {
			row["cover"] = []any{}
		}
		list = append(list, row)
	}
	return list
}

// actOf is the act that made an entry of the log.
func (d *Driver) actOf(place int64) int {
	i, _ := slices.BinarySearchFunc(d.acts, place, func(a placed, place int64) int { return int(a.last - place) })
	for i > 0 && d.acts[i-1].last >= place {
		i--
	}
	return d.acts[i].n
}

// names are what keys of bookings stand for.
type names struct {
	channels   map[int64]string
	agreements map[int64]*ent.Agreement
	products   map[int64]string
	claims     map[int64]string
}

func (d *Driver) names() names {
	n := names{map[int64]string{}, map[int64]*ent.Agreement{}, map[int64]string{}, map[int64]string{}}
	for _, c := range d.Store.Client.Channel.Query().AllX(d.ctx) {
		n.channels[c.ID] = c.Code
	}
	for _, a := range d.Store.Client.Agreement.Query().AllX(d.ctx) {
		n.agreements[a.ID] = a
	}
	for _, p := range d.Store.Client.ProductVersion.Query().AllX(d.ctx) {
		n.products[p.ID] = p.Code
	}
	for _, c := range d.Store.Client.Claim.Query().AllX(d.ctx) {
		n.claims[c.ID] = c.RequestNo
	}
	return n
}

func (n names) row(b *ent.Booking) map[string]any {
	day := func(d *int) any {
		if d == nil {
			return nil
		}
		return earning.Day(*d).String()
	}
	whole := func(v *int64) any {
		if v == nil {
			return nil
		}
		return *v
	}
	row := map[string]any{
		"kind": b.Kind, "booked": b.BookedAt.In(workday.Zone).Format(time.RFC3339), "day": earning.Day(b.Day).String(), "bound_day": day(b.BoundDay),
		"start_day": day(b.StartDay), "loss_day": day(b.LossDay), "report_day": day(b.ReportDay), "due_day": day(b.DueDay), "channel": n.channels[b.ChannelID],
		"agreement": "", "version": "", "account": b.Account, "payer": b.Payer, "merchant": b.Merchant, "region": b.Region, "category": b.Category,
		"product": n.products[b.ProductVersionID], "plan": b.Plan, "coverage": b.Coverage, "cost": b.Cost, "cause": b.Cause, "reason": b.Reason,
		"order_no": b.OrderNo, "claim": n.claims[b.ClaimID], "doc_no": b.Document, "premium": b.Premium, "commission": b.Commission,
		"sum_insured": b.SumInsured, "reserve": b.Reserve, "payable": b.Payable, "paid": b.Paid, "recovered": b.Recovered, "cash": b.Cash,
		"num": whole(b.Num), "num_now": whole(b.NumNow), "now_on": day(b.NowOn), "seg_from": day(b.SegFrom), "seg_to": day(b.SegTo), "den": whole(b.Den),
	}
	if a := n.agreements[b.AgreementID]; a != nil {
		row["agreement"], row["version"] = a.Code, a.Version
	}
	if b.ClaimID != 0 && b.Kind != string(ledger.ClaimRecovered) { // of a claim, books say the claim's number whatever moved it
		row["doc_no"] = row["claim"]
	}
	return row
}

// CompareActs says where the sums of what acts moved are not as they are expected.
func CompareActs(book *Book, expected *Expected, found []map[string]any) (differs []string) {
	sums, reserves := map[any]map[string]int64{}, map[string]map[any]int64{} // by act; by claim and act
	for _, row := range found {
		n := row["place"]
		if sums[n] == nil {
			sums[n] = map[string]int64{}
		}
		for _, name := range []string{"premium", "commission", "payable", "paid", "recovered"} {
			sums[n][name] += row[name].(int64)
		}
		if claim := row["claim"].(string); claim != "" {
			if reserves[claim] == nil {
				reserves[claim] = map[any]int64{}
			}
			reserves[claim][n] += row["reserve"].(int64)
		}
	}
	for i, want := range expected.Acts {
		if book.Acts[i].Do == "quote" {
			continue // a quote books nothing
		}
		if sums[want.N] == nil {
			sums[want.N] = map[string]int64{}
		}
		for n, moved := range reserves[book.Acts[i].Claim] {
			if n.(int) <= want.N {
				sums[want.N]["reserve"] += moved
			}
		}
		for name, amount := range map[string]*int64{
			"premium": want.Premium, "commission": want.Commission, "reserve": want.Reserve, "payable": want.Payable, "paid": want.Paid, "recovered": want.Recovered,
		} {
			if amount != nil && *amount != sums[want.N][name] {
				differs = append(differs, fmt.Sprintf("act %d: %s %d, not %d", want.N, name, sums[want.N][name], *amount))
			}
		}
	}
	slices.Sort(differs)
	return differs
}

// Compare says where bookings are not as they are expected.
func Compare(expected *Expected, found []map[string]any) (differs []string) {
	key := func(row map[string]any) string { return fmt.Sprintf("%05v.%v", row["place"], row["line"]) }
	want, have := map[string]map[string]any{}, map[string]map[string]any{}
	for _, values := range expected.Bookings.Rows {
		row := map[string]any{}
		for i, name := range expected.Bookings.Columns {
			row[name] = values[i]
		}
		want[key(row)] = row
	}
	for _, row := range found {
		have[key(row)] = row
	}
	for _, at := range slices.Sorted(maps.Keys(want)) {
		if have[at] == nil {
			differs = append(differs, fmt.Sprintf("%s %s: missing", at, want[at]["kind"]))
			continue
		}
		var wrong []string
		for _, name := range expected.Bookings.Columns {
			if w, h := text(want[at][name]), text(have[at][name]); w != h && name != "line" {
				wrong = append(wrong, fmt.Sprintf("%s %s, not %s", name, h, w))
			}
		}
		if len(wrong) > 0 {
			differs = append(differs, fmt.Sprintf("%s %s: %s", at, want[at]["kind"], strings.Join(wrong, "; ")))
		}
	}
	for _, at := range slices.Sorted(maps.Keys(have)) {
		if want[at] == nil {
			differs = append(differs, fmt.Sprintf("%s %s: not expected", at, text(have[at])))
		}
	}
	return differs
}

// text writes values as JSON does: amounts of books are numbers without a point.
func text(values ...any) string {
	t, err := json.Marshal(values)
	must(err)
	return string(t)
}
