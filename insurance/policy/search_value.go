package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/searchvalue"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// MostBySearchValue policies are answered to a channel.
const MostBySearchValue = 20

// BySearchValue finds the channel's policies by the value of a factor, or of a fact of a claim, that their product names for it
// (A4), the newest first, 20 at most. Fault: INVALID_VALUE.
func (s *Reader) BySearchValue(ctx context.Context, caller *access.Caller, value string) ([]*Policy, error) {
	channel, all := caller.ChannelScope()
	if all {
		return nil, nil // the insurer's people have a filter for it
	}
	if !ValidSearchValue(value) {
		return nil, fault.New(fault.CodeInvalidValue, BadSearchValue, "value")
	}
	ids, err := s.KeysBySearchValue(ctx, []int64{channel}, value, MostBySearchValue)
	if err != nil {
		return nil, err
	}
	rows, err := s.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]*ent.InsurancePolicy, 0, len(ids))
	for _, id := range ids {
		if row := rows[id]; row != nil && row.ChannelID == channel {
			list = append(list, row)
		}
	}
	return s.Views(ctx, list, PointInTime{})
}

// channelsAtOnce are asked for a value in one statement.
const channelsAtOnce = 100

// ValidSearchValue tells whether a text can be a value that policies are found by.
func ValidSearchValue(value string) bool {
	return len(value) <= longestSearch && utf8.ValidString(value) && strings.TrimSpace(value) != ""
}

// BadSearchValue says what such a value must be.
const BadSearchValue = "1 to 200 bytes, not blank"

const longestSearch = 200 // bytes

// KeysBySearchValue are the keys of policies of channels, at most `most`, the newest first.
func (s *Reader) KeysBySearchValue(ctx context.Context, channels []int64, value string, most int) (keys []int64, err error) {
	plain := catalog.Searched(value)
	for some := range slices.Chunk(channels, channelsAtOnce) {
		var found []int64
		err := s.store.Client.SearchValue.Query().Where(work.Each(some, func(to *sql.Selector, channel int64) {
			searchvalue.And(searchvalue.ChannelID(channel), searchvalue.Value(plain))(to)
			to.OrderBy(sql.Desc(to.C(searchvalue.FieldPolicyID))).Limit(most)
		})).Select(searchvalue.FieldPolicyID).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("find by value: %w", err)
		}
		keys = append(keys, found...)
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	slices.Reverse(keys)
	return keys[:min(len(keys), most)], nil
}

// SearchValues are the rows by which a policy is found by its factors.
func (s *Reader) SearchValues(row *ent.InsurancePolicy, product *catalog.Version, factors rule.Facts) work.Insert {
	return s.searchValues(row.ChannelID, row.ID, 0, s.catalog.SearchValues(product, factors, nil))
}

// ClaimSearchValues are the rows by which the policy of a claim is found by the claim's facts.
func (s *Reader) ClaimSearchValues(c *ent.Claim, product *catalog.Version, facts rule.Facts) work.Insert {
	return s.searchValues(c.ChannelID, c.PolicyID, c.ID, s.catalog.SearchValues(product, nil, facts))
}

// FreshSearchValues are ClaimSearchValues of facts that a correction changed. Rows of earlier facts stay, as revisions do.
func (s *Reader) FreshSearchValues(c *ent.Claim, product *catalog.Version, before, after rule.Facts) work.Insert {
	known := s.catalog.SearchValues(product, nil, before)
	values := slices.DeleteFunc(s.catalog.SearchValues(product, nil, after), func(value string) bool { return slices.Contains(known, value) })
	return s.searchValues(c.ChannelID, c.PolicyID, c.ID, values)
}

func (s *Reader) searchValues(channelID, policyID, claimID int64, values []string) work.Insert {
	insert := work.Insert{Table: searchvalue.Table, Columns: searchvalue.Columns}
	for _, value := range values { // in the order of searchvalue.Columns
		insert.Rows = append(insert.Rows, []any{s.store.NewKey(), channelID, value, policyID, claimID})
	}
	return insert
}
