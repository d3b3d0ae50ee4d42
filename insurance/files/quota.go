package files

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent/file"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Quota bounds the files that are sent for claims and service requests, of each channel, and of each of the insurer's people.
type Quota struct {
	Unused      int   // files that are kept and belong to no claim or service request, with those that may still arrive
	UnusedBytes int64 // of these
	Day         int   // files that are announced within 24 hours, whatever became of them
	DayBytes    int64 // of these
}

// DefaultQuota is enough for 5,000 claims with two photos an hour.
var DefaultQuota = Quota{Unused: 1000, UnusedBytes: 1 << 30, Day: 20_000, DayBytes: 50 << 30}

// used is what files take.
type used struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// quotaName is the counter that those lock who announce a file of one owner: they come one after the other, on any number of servers.
func quotaName(channelID, personID int64) string {
	return "files " + strconv.FormatInt(channelID, 10) + "/" + strconv.FormatInt(personID, 10)
}

// within makes sure that another file of an owner keeps to the quota, before anything of it is stored. Times are real, whatever a
// sandbox's clock shows. Fault: LIMIT_REACHED.
func (s *Service) within(ctx context.Context, tx *work.Tx, channelID, personID, size int64) error {
	if _, err := tx.LockCounter(ctx, quotaName(channelID, personID)); err != nil {
		return err
	}
	since := func(ago time.Duration) predicate.File { return file.IDGTE(work.KeyAt(tx.Now.Add(-ago))) }
	unused, err := sum(ctx, tx, channelID, personID, since(Keep+minimumAge), file.ClaimIDIsNil(), file.RequestIDIsNil(), file.Or(
		file.StateEQ(file.StateStored), file.And(file.StateEQ(file.StateExpected), since(uploadWithin))))
	if err != nil {
		return err
	}
	if unused.Files >= s.quota.Unused || unused.Bytes+size > s.quota.UnusedBytes {
		return fault.Newf(fault.CodeLimitReached, "%d files of %d bytes belong to no claim or service request; at most %d files of %d bytes may",
			unused.Files, unused.Bytes, s.quota.Unused, s.quota.UnusedBytes)
	}
	day, err := sum(ctx, tx, channelID, personID, since(24*time.Hour))
	if err != nil {
		return err
	}
	if day.Files >= s.quota.Day || day.Bytes+size > s.quota.DayBytes {
		return fault.Newf(fault.CodeLimitReached, "at most %d files of %d bytes within 24 hours", s.quota.Day, s.quota.DayBytes)
	}
	return nil
}

// sum adds up files of an owner that are sent for claims and service requests.
func sum(ctx context.Context, tx *work.Tx, channelID, personID int64, which ...predicate.File) (used, error) {
	var rows []used
	err := tx.File.Query().Where(file.ChannelID(channelID), file.PersonID(personID),
		file.PurposeIn(file.PurposeClaimEvidence, file.PurposeServiceRequest)).Where(which...).
		Aggregate(
			func(q *sql.Selector) string { return sql.As(sql.Count("*"), "files") },
			func(q *sql.Selector) string { return sql.As("COALESCE(SUM("+q.C(file.FieldSize)+"), 0)", "bytes") },
		).Scan(ctx, &rows)
	if err != nil {
		return used{}, fmt.Errorf("count files: %w", err)
	}
	return rows[0], nil
}
