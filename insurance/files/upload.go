package files

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// UploadInput announces a file.
type UploadInput struct {
	RequestNo string
	Purpose   file.Purpose
	Name      string
	Size      int64  // bytes
	SHA256    string // hex
}

// Upload is where a file may be sent.
type Upload struct {
	FileID    int64
	Token     string // names the file; everyone who has it may send these bytes and no others
	ExpiresAt time.Time
}

const (
	longestName  = 100
	uploadWithin = time.Hour
)

var digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

type uploadToken struct {
	File       int64  `json:"f"`
	Channel    int64  `json:"c"`
	Credential string `json:"k,omitempty"` // that announced it, and pays
	Rate       int    `json:"r,omitempty"` // of the credential, in points a second
}

// Payer takes what the bytes of a file cost from the credential that announced it, before they are read. An error of it ends the
// upload.
type Payer func(credential string, rate int, bytes int64) error

// Expect announces a file (B8, B1, C1, A5) and answers where to send it. A file of a channel is the channel's; one of a
// person is their own, whichever channel they act for. Faults: INVALID_VALUE, FORBIDDEN for who may not send such a file, LIMIT_REACHED.
func (s *Service) Expect(ctx context.Context, caller *access.Caller, in UploadInput) (*Upload, error) {
	terms, err := termsFor(caller, in.Purpose)
	if err != nil {
		return nil, err
	}
	if faults := in.check(terms); len(faults) > 0 {
		return nil, faults
	}
	now := s.now(channelOf(caller))
	row, err := s.add(ctx, caller, &ent.File{
		Purpose: in.Purpose, Name: in.Name, Size: in.Size, Sha256: in.SHA256, State: file.StateExpected,
		CreatedAt: now, ExpiresAt: now.Add(uploadWithin),
	})
	if err != nil {
		return nil, err
	}
	return s.upload(caller, row)
}

// Expected is where a file that the caller announced before may be sent; nil where there is none such.
func (s *Service) Expected(ctx context.Context, caller *access.Caller, id int64) (*Upload, error) {
	row, err := s.store.Client.File.Query().Where(file.ID(id), file.ChannelID(channelOf(caller)), file.PersonID(caller.PersonID())).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // it was removed, or is another's
	}
	if err != nil {
		return nil, fmt.Errorf("announced file: %w", err)
	}
	return s.upload(caller, row)
}

// upload names a file that was announced, for who sends it.
func (s *Service) upload(caller *access.Caller, row *ent.File) (*Upload, error) {
	token, err := s.uploads.Token(uploadToken{row.ID, row.ChannelID, caller.Credential, caller.Rate})
	return &Upload{FileID: row.ID, Token: token, ExpiresAt: row.ExpiresAt}, err
}

// add stores the row of a file as the caller's own. What people send is on record.
func (s *Service) add(ctx context.Context, caller *access.Caller, f *ent.File) (row *ent.File, err error) {
	channelID, personID := channelOf(caller), caller.PersonID()
	bounded := f.Purpose == file.PurposeClaimEvidence || f.Purpose == file.PurposeServiceRequest
	if bounded {
		if err := s.store.OpenCounter(ctx, quotaName(channelID, personID), 0); err != nil {
			return nil, err
		}
	}
	err = s.store.Do(ctx, "add file", func(ctx context.Context, tx *work.Tx) error {
		if bounded {
			if err := s.within(ctx, tx, channelID, personID, f.Size); err != nil {
				return err
			}
		}
		row, err = tx.File.Create().SetID(tx.NewKey()).SetChannelID(channelID).SetPersonID(personID).
			SetPurpose(f.Purpose).SetName(f.Name).SetSize(f.Size).SetSha256(f.Sha256).SetMediaType(f.MediaType).SetState(f.State).
			SetCreatedAt(f.CreatedAt).SetExpiresAt(f.ExpiresAt).Save(ctx)
		if err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, row.ID, ""); err != nil || caller.Audience == access.Channel {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "file.send", ObjectKind: "file", Object: strconv.FormatInt(row.ID, 10),
			After: map[string]any{"purpose": f.Purpose, "bytes": f.Size, "sha256": f.Sha256},
		})
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

func termsFor(caller *access.Caller, purpose file.Purpose) (terms, error) {
	t, known := purposes[purpose]
	if !known {
		return t, fault.New(fault.CodeInvalidValue, "no such purpose", "purpose")
	}
	if !t.mayBeSentBy(caller) {
		return t, fault.New(fault.CodeForbidden, "files for "+string(purpose), "purpose")
	}
	return t, nil
}

func (in UploadInput) check(t terms) (faults fault.List) {
	if !namable(in.Name) {
		faults = append(faults, wrongName())
	}
	if in.Size < 1 || in.Size > t.largest {
		faults = append(faults, t.wrongSize())
	}
	if !digestPattern.MatchString(in.SHA256) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "64 small hexadecimal digits", "sha256"))
	}
	return faults
}

func wrongName() fault.Fault {
	return fault.Newf(fault.CodeInvalidValue, "a name has 1 to %d printable characters", longestName).At("name")
}

func (t terms) wrongSize() fault.Fault {
	return fault.Newf(fault.CodeInvalidValue, "a file has 1 to %d bytes", t.largest).At("size")
}

// channelOf a file of a caller; 0 where it is a person's.
func channelOf(c *access.Caller) int64 {
	if c.Audience == access.Channel {
		return c.Channel.ID
	}
	return 0
}

// Receive takes the bytes of an announced file, without holding them in memory. They must be as many as announced, with
// the announced digest, and of a type that its purpose takes by their content, whatever the name says. A file that
// arrived before is simply there. Each attempt is paid for, since all of it is read, sealed and hashed. Faults: NOT_FOUND for an
// address that is none of ours or too old, INVALID_VALUE, and those of the payer.
func (s *Service) Receive(ctx context.Context, token string, body io.Reader, pay Payer) error {
	var t uploadToken
	if err := s.uploads.Read(token, &t); err != nil {
		return fault.New(fault.CodeNotFound, "no such upload address")
	}
	row, err := s.store.Client.File.Get(ctx, t.File)
	if ent.IsNotFound(err) {
		return fault.New(fault.CodeNotFound, "no such upload address")
	}
	if err != nil {
		return fmt.Errorf("file %d: %w", t.File, err)
	}
	if row.State == file.StateStored {
		return nil
	}
	if !s.now(row.ChannelID).Before(row.ExpiresAt) {
		return fault.New(fault.CodeNotFound, "the upload address is too old")
	}
	if err := pay(t.Credential, t.Rate, row.Size); err != nil {
		return err
	}
	content, media, err := typed(io.LimitReader(body, row.Size+1), purposes[row.Purpose])
	if err != nil {
		return err
	}
	err = s.storage.Put(ctx, row.Sha256, &measured{from: content, want: row.Size})
	if errors.Is(err, ErrDigest) || errors.Is(err, errSize) {
		return fault.Newf(fault.CodeInvalidValue, "it is not the announced file: %d bytes with SHA-256 %s", row.Size, row.Sha256)
	}
	if errors.Is(err, errBroken) {
		return fault.New(fault.CodeInvalidValue, "the file did not arrive whole")
	}
	if err != nil {
		return fmt.Errorf("store file %d: %w", row.ID, err)
	}
	return s.store.Client.File.Update().Where(file.ID(row.ID), file.StateEQ(file.StateExpected)).
		SetState(file.StateStored).SetMediaType(media).Exec(ctx)
}

// Keep stores a file that lies on the caller's own machine, as the command line does. Faults as of Expect and Receive.
func (s *Service) Keep(ctx context.Context, caller *access.Caller, purpose file.Purpose, name string, content io.Reader) (*ent.File, error) {
	terms, err := termsFor(caller, purpose)
	if err != nil {
		return nil, err
	}
	if !namable(name) {
		return nil, wrongName()
	}
	content, media, err := typed(content, terms)
	if err != nil {
		return nil, err
	}
	digest, size, err := s.storage.Add(ctx, &measured{from: content, want: terms.largest, less: true})
	if errors.Is(err, errSize) {
		return nil, terms.wrongSize()
	}
	if err != nil {
		return nil, fmt.Errorf("keep %s: %w", name, err)
	}
	now := s.now(channelOf(caller))
	return s.add(ctx, caller, &ent.File{
		Purpose: purpose, Name: name, Size: size, Sha256: digest, MediaType: media, State: file.StateStored, CreatedAt: now, ExpiresAt: now,
	})
}

// typed tells the type of a content by its first bytes, and gives it back whole.
func typed(content io.Reader, t terms) (whole io.Reader, media string, err error) {
	buffered := bufio.NewReaderSize(content, looked)
	head, err := buffered.Peek(looked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", fault.New(fault.CodeInvalidValue, "the file did not arrive whole")
	}
	if media = t.media(head); media == "" {
		return nil, "", fault.New(fault.CodeInvalidValue, "by its content it is no "+t.kinds)
	}
	return buffered, media, nil
}

var (
	errSize   = errors.New("the file has another size")
	errBroken = errors.New("the file did not arrive whole")
)

// measured fails where more bytes come than wanted, or fewer where these are not welcome.
type measured struct {
	from io.Reader
	want int64
	less bool
}

// Read reads on.
func (m *measured) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.want -= int64(n)
	if m.want < 0 || errors.Is(err, io.EOF) && m.want > 0 && !m.less {
		return n, errSize
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, fmt.Errorf("%w: %w", errBroken, err)
	}
	return n, err
}

func namable(name string) bool {
	if n := utf8.RuneCountInString(name); n == 0 || n > longestName || !utf8.ValidString(name) {
		return false
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
