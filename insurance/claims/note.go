package claims

import (
	"context"

	"baodan/ent/claimnote"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// NoteInput is something for colleagues to know.
type NoteInput struct {
	RequestNo   string
	ClaimNumber string
	Text        string
}

const maxNoteLength = 2000

// Note stores a note for colleagues; claims of any state take notes. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Desk) Note(ctx context.Context, caller *access.Caller, in *NoteInput) (*Claim, error) {
	if err := checkText(in.Text, maxNoteLength, "text"); err != nil {
		return nil, err
	}
	c, err := s.reader.ByNumber(ctx, caller, in.ClaimNumber)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fault.New(fault.CodeNotFound, "", "claimNumber")
	}
	return c, s.store.Do(ctx, "note claim", func(ctx context.Context, tx *work.Tx) error {
		if err := idempotency.Made(ctx, tx, c.row.ID, ""); err != nil {
			return err
		}
		if err := addNote(ctx, tx, caller, c.row, claimnote.KindNote, in.Text, s.distribution.Now(c.row.ChannelID)); err != nil {
			return err
		}
		// What the note says stays with the claim: it may name people, and the record is never erased.
		return recordAudit(ctx, tx, s.audit, caller, audit.Entry{Action: "claim.note", Object: c.row.Number, ChannelID: c.row.ChannelID})
	})
}
