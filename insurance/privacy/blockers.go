package privacy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/channel"
	"baodan/ent/cover"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/productversion"
	"baodan/ent/servicerequest"
	"baodan/insurance/fault"
)

// dataOf are the policies that hold data of a person, by their keys, oldest first: at most `most` after a key.
func (s *Service) dataOf(ctx context.Context, client *ent.Client, e *erasure, after int64, most int) (ids []int64, err error) {
	mark, err := indexOf(e.Index)
	if err != nil {
		return nil, err
	}
	err = client.BlindIndex.Query().Where(blindindex.Hash(mark), blindindex.PolicyIDGT(after)).
		Unique(true).Order(ent.Asc(blindindex.FieldPolicyID)).Limit(most).Select(blindindex.FieldPolicyID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("find by personal data: %w", err)
	}
	if e.By != Reference {
		return ids, nil
	}
	covered, err := coveredOf(ctx, client, e, after, most)
	if err != nil {
		return nil, err
	}
	return merged(ids, covered, most), nil
}

// coveredOf are the policies whose duplicate rule knows an insured by a reference.
func coveredOf(ctx context.Context, client *ent.Client, e *erasure, after int64, most int) (ids []int64, err error) {
	codes, err := client.ProductVersion.Query().Unique(true).Select(productversion.FieldCode).Strings(ctx)
	if err != nil || len(codes) == 0 {
		return nil, err
	}
	var all []int64
	err = client.Cover.Query().
		Where(cover.ChannelIDIn(e.channelID, 0), cover.ProductCodeIn(codes...), cover.Reference(e.Reference), cover.PolicyIDGT(after)).
		Unique(true).Order(ent.Asc(cover.FieldPolicyID)).Select(cover.FieldPolicyID).Scan(ctx, &all)
	if err != nil {
		return nil, fmt.Errorf("find by insured: %w", err)
	}
	for len(all) > 0 && len(ids) < most { // a chain of the whole company has policies of other channels too
		page := all[:min(len(all), pageOfPolicies)]
		all = all[len(page):]
		own, err := client.InsurancePolicy.Query().
			Where(insurancepolicy.IDIn(page...), insurancepolicy.ChannelID(e.channelID)).
			Order(ent.Asc(insurancepolicy.FieldID)).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("find by insured: %w", err)
		}
		ids = append(ids, own...)
	}
	return ids, nil
}

// merged are the smallest of two ordered lists, each once.
func merged(a, b []int64, most int) []int64 {
	var out []int64
	for (len(a) > 0 || len(b) > 0) && len(out) < most {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case len(a) > 0 && a[0] == b[0]:
			a = a[1:]
		default:
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}

// blocker is what keeps a person's data from being erased.
type blocker struct {
	policy int64
	number string
	why    rule.Text
}

// blockersOf looks which live policies need the data that they hold: cover runs or is still to begin, a claim is open, which
// it is until it is paid, or a service request is under way. A sandbox's policies need nothing.
func (s *Service) blockersOf(ctx context.Context, client *ent.Client, ids []int64) ([]blocker, error) {
	live, err := client.Channel.Query().Where(channel.Live(true)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("what holds data: %w", err)
	}
	rows, err := client.InsurancePolicy.Query().
		Where(insurancepolicy.IDIn(ids...), insurancepolicy.ChannelIDIn(live...)).
		Select(insurancepolicy.FieldID, insurancepolicy.FieldNumber, insurancepolicy.FieldState, insurancepolicy.FieldEndAt, insurancepolicy.FieldOpenClaims).
		Order(ent.Asc(insurancepolicy.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("what holds data: %w", err)
	}
	served, err := client.ServiceRequest.Query().
		Where(servicerequest.PolicyIDIn(ids...), servicerequest.StateIn(servicerequest.StateOpen, servicerequest.StateInWork, servicerequest.StateSending)).
		Unique(true).Select(servicerequest.FieldPolicyID).Ints(ctx)
	if err != nil {
		return nil, fmt.Errorf("what holds data: %w", err)
	}
	waits := map[int64]bool{}
	for _, id := range served {
		waits[int64(id)] = true
	}
	runs, err := s.running(ctx, client, rows)
	if err != nil {
		return nil, err
	}
	var held []blocker
	for _, row := range rows {
		switch {
		case runs[row.ID]:
			until := row.EndAt.UTC().Format(time.DateOnly)
			held = append(held, blocker{row.ID, row.Number, rule.Text{Zh: "保障至 " + until, En: "in force until " + until}})
		case row.OpenClaims > 0:
			held = append(held, blocker{row.ID, row.Number, rule.Text{Zh: "有未结赔案", En: "a claim is open"}})
		case waits[row.ID]:
			held = append(held, blocker{row.ID, row.Number, rule.Text{Zh: "有在办服务单", En: "a service request is under way"}})
		}
	}
	return held, nil
}

// running are the policies whose cover runs or is still to begin; a cancellation may take effect later than it was recorded.
func (s *Service) running(ctx context.Context, client *ent.Client, rows []*ent.InsurancePolicy) (map[int64]bool, error) {
	now, runs := s.store.Now(), map[int64]bool{}
	var cancelled []int64
	for _, row := range rows {
		switch {
		case !row.EndAt.After(now):
		case row.State != insurancepolicy.StateCANCELLED:
			runs[row.ID] = true
		default:
			cancelled = append(cancelled, row.ID)
		}
	}
	if len(cancelled) == 0 {
		return runs, nil
	}
	later, err := client.Endorsement.Query().
		Where(endorsement.PolicyIDIn(cancelled...), endorsement.KindEQ(endorsement.KindCancellation), endorsement.EffectiveAtGT(now)).
		Select(endorsement.FieldPolicyID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("what holds data: %w", err)
	}
	for _, e := range later {
		runs[e.PolicyID] = true
	}
	return runs, nil
}

// mostNamed policies are named in a refusal.
const mostNamed = 5

func refusal(held []blocker) error {
	var en, zh []string
	for _, h := range held[:min(len(held), mostNamed)] {
		en, zh = append(en, h.number+" ("+h.why.En+")"), append(zh, h.number+"（"+h.why.Zh+"）")
	}
	more := rule.Text{}
	if len(held) > mostNamed {
		more = rule.Text{Zh: fmt.Sprintf("等 %d 张", len(held)), En: fmt.Sprintf(" and %d more", len(held)-mostNamed)}
	}
	return fault.Fault{
		Code: fault.CodeInvalidState, Detail: "their data is needed by " + strings.Join(en, ", ") + more.En,
		Zh: "这些保单还需要其资料：" + strings.Join(zh, "、") + more.Zh,
	}
}
