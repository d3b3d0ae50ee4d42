package claims

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
	"unicode"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// UploadInput announces a file.
type UploadInput struct {
	Name   string
	Size   int64  // bytes
	SHA256 string // hex
}

// Upload is where a file may be sent.
type Upload struct {
	FileID    int64
	Token     string // names the file; whoever holds it may send these bytes and no others
	ExpiresAt time.Time
}

const (
	// LargestFile of evidence, in bytes.
	LargestFile  = 20 << 20
	longestName  = 100
	uploadWithin = time.Hour
)

var digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

type uploadToken struct {
	File    int64 `json:"f"`
	Channel int64 `json:"c"`
}

// Expect announces a file of evidence (B8) and answers where to send it. Faults: INVALID_VALUE.
func (o *Office) Expect(ctx context.Context, caller *access.Caller, in UploadInput) (*Upload, error) {
	var faults fault.List
	if !namable(in.Name) {
		faults = append(faults, fault.Newf(fault.InvalidValue, "a name has 1 to %d printable characters", longestName).At("name"))
	}
	if in.Size < 1 || in.Size > LargestFile {
		faults = append(faults, fault.Newf(fault.InvalidValue, "a file has 1 to %d bytes", LargestFile).At("size"))
	}
	if !digestPattern.MatchString(in.SHA256) {
		faults = append(faults, fault.New(fault.InvalidValue, "64 small hexadecimal digits", "sha256"))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	channel := caller.Channel.ID
	now := o.directory.Now(channel)
	u := &Upload{FileID: o.store.NewKey(), ExpiresAt: now.Add(uploadWithin)}
	err := o.store.Client.File.Create().SetID(u.FileID).SetChannelID(channel).SetPurpose(file.PurposeClaimEvidence).
		SetName(in.Name).SetSize(in.Size).SetSha256(in.SHA256).SetState(file.StateExpected).
		SetCreatedAt(now).SetExpiresAt(u.ExpiresAt).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("expect file: %w", err)
	}
	u.Token, err = o.uploads.Token(uploadToken{u.FileID, channel})
	return u, err
}

// Receive takes the bytes of an announced file. They must be as many as announced, with the announced digest, and by
// their content a PDF, JPEG or PNG, whatever their name says. A file that arrived before is simply there. Faults:
// NOT_FOUND for an address that is none of ours or too old, INVALID_VALUE.
func (o *Office) Receive(ctx context.Context, token string, body io.Reader) error {
	var t uploadToken
	if err := o.uploads.Read(token, &t); err != nil {
		return fault.New(fault.NotFound, "no such upload address")
	}
	row, err := o.store.Client.File.Get(ctx, t.File)
	if ent.IsNotFound(err) {
		return fault.New(fault.NotFound, "no such upload address")
	}
	if err != nil {
		return fmt.Errorf("file %d: %w", t.File, err)
	}
	if row.State == file.StateStored {
		return nil
	}
	if !o.directory.Now(row.ChannelID).Before(row.ExpiresAt) {
		return fault.New(fault.NotFound, "the upload address is too old")
	}
	content := bufio.NewReader(io.LimitReader(body, row.Size+1))
	head, err := content.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.InvalidValue, "the file did not arrive whole")
	}
	media := mediaType(head)
	if media == "" {
		return fault.New(fault.InvalidValue, "by its content it is neither PDF nor JPEG nor PNG")
	}
	err = o.ports.Storage.Put(ctx, row.Sha256, &measured{from: content, want: row.Size})
	if errors.Is(err, ErrDigest) || errors.Is(err, errSize) {
		return fault.Newf(fault.InvalidValue, "it is not the announced file: %d bytes with SHA-256 %s", row.Size, row.Sha256)
	}
	if err != nil {
		return fmt.Errorf("store file %d: %w", row.ID, err)
	}
	return o.store.Client.File.Update().Where(file.ID(row.ID), file.StateEQ(file.StateExpected)).
		SetState(file.StateStored).SetMediaType(media).Exec(ctx)
}

// mediaType looks at the first bytes of a file; empty for what is no evidence.
func mediaType(head []byte) string {
	for media, magic := range map[string]string{
		"application/pdf": "%PDF-", "image/jpeg": "\xff\xd8\xff", "image/png": "\x89PNG\r\n\x1a\n",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return media
		}
	}
	return ""
}

var errSize = errors.New("the file has another size")

// measured fails where more or fewer bytes come than wanted.
type measured struct {
	from io.Reader
	want int64
}

// Read reads on.
func (m *measured) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.want -= int64(n)
	if m.want < 0 || errors.Is(err, io.EOF) && m.want > 0 {
		return n, errSize
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
