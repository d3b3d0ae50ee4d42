package bulk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Input says what to issue.
type Input struct {
	FileID        work.FileKey
	ChannelCode   string
	Mode          work.Mode // which half of it
	AgreementCode string
	DryRun        bool // nothing is issued
}

// plan is the input of a job, as it is stored.
type plan struct {
	File      int64  `json:"file"`
	Agreement string `json:"agreement"`
	Language  string `json:"language"` // of messages
}

// Start issues policies from a file that has arrived, or only checks it, as a job (B1). What can be told from the header
// is told at once. Faults: NOT_FOUND for a channel that is unknown and a file that is none of the caller's; CHANNEL_CLOSED,
// NOT_AGREED, PRODUCT_OFF_SALE; INVALID_VALUE, which names the column.
func (s *Service) Start(ctx context.Context, caller *access.Caller, in Input) (*ent.Job, error) {
	channel, err := s.distribution.ChannelByCode(in.ChannelCode, in.Mode.IsLive())
	if err != nil {
		return nil, fault.New(fault.CodeNotFound, "no such channel", "channelCode")
	}
	row, content, err := s.files.Open(ctx, caller, int64(in.FileID), file.PurposeBulkIssue)
	if err != nil {
		return nil, err
	}
	defer content.Close() //nolint:errcheck // it was read
	if err := s.readable(ctx, channel.ID, in.AgreementCode, content); err != nil {
		return nil, err
	}
	kind := IssueKind
	if in.DryRun {
		kind = CheckKind
	}
	var job *ent.Job
	err = s.store.Do(ctx, "start "+kind, func(ctx context.Context, tx *work.Tx) error {
		job, err = s.background.Start(ctx, tx, caller, kind, channel.ID, plan{row.ID, in.AgreementCode, caller.Language}, nil)
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: kind, ObjectKind: "job", Object: kind + "/" + strconv.FormatInt(job.ID, 10), ChannelID: channel.ID,
			After: map[string]any{"agreementCode": in.AgreementCode, "file": row.Sha256, "bytes": row.Size},
		})
	})
	if err != nil {
		return nil, err
	}
	return job.Unwrap(), nil
}

// readable checks that the agreement sells now and that the header fits its product.
func (s *Service) readable(ctx context.Context, channelID int64, agreement string, content io.Reader) error {
	factors, err := s.issuing.FactorsOnSale(ctx, channelID, agreement)
	if err != nil {
		return withPaths(err, func(f fault.Error) fault.Error { return issuing.WithPath(f, "agreementCode") })
	}
	header, _, err := readHeader(content)
	if err == nil {
		_, err = understand(header, agreement, factors)
	}
	return withPaths(err, func(f fault.Error) fault.Error { return f.Base().At("fileId") })
}

// withPaths gives faults other paths; an error that is none stays as it is.
func withPaths(err error, path func(fault.Error) fault.Error) error {
	list := fault.All(err)
	if list == nil {
		return err
	}
	moved := make(fault.List, len(list))
	for i, f := range list {
		moved[i] = path(f)
	}
	return moved
}

// byteOrderMark may stand before a file in UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// readHeader reads the first row of a file, and where the next begins. Fault: INVALID_VALUE.
func readHeader(content io.Reader) (header []string, after int64, err error) {
	s := newSplitter(content, 0)
	if start, err := s.from.Peek(len(byteOrderMark)); err == nil && string(start) == byteOrderMark {
		if _, err := s.take(start, nil); err != nil {
			return nil, 0, err
		}
	}
	r, err := s.next()
	if errors.Is(err, io.EOF) {
		return nil, 0, fault.New(fault.CodeInvalidValue, "the file has no header")
	}
	if err != nil {
		return nil, 0, err
	}
	// Names of columns are ASCII, which reads the same in every encoding.
	if header, err = utf8Text.cells(r); err != nil {
		return nil, 0, fault.New(fault.CodeInvalidValue, "the header cannot be read: "+err.Error())
	}
	return header, r.end, nil
}

func readPlan(row *ent.Job) (*plan, error) {
	var p plan
	if err := json.Unmarshal([]byte(row.Input), &p); err != nil {
		return nil, fmt.Errorf("input of job %d: %w", row.ID, err)
	}
	return &p, nil
}
