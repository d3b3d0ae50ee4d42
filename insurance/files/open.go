package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Of narrows files to the caller's own: those that their channel sent, or they themselves.
func Of(caller *access.Caller) predicate.File {
	return file.And(file.ChannelID(channelOf(caller)), file.PersonID(caller.PersonID()))
}

// Open reads a file that has arrived; close its content. A caller reads what they sent themselves, and nobody else's; nil, for
// a job that checked that before, reads any. Fault: NOT_FOUND.
func (s *Service) Open(ctx context.Context, caller *access.Caller, id int64, purpose file.Purpose) (*ent.File, io.ReadCloser, error) {
	row, err := s.Find(ctx, caller, id, purpose)
	if err != nil {
		return nil, nil, err
	}
	content, err := s.storage.Open(ctx, row.Sha256)
	if err != nil {
		return nil, nil, fmt.Errorf("read file %d: %w", row.ID, err)
	}
	return row, content, nil
}

// Find is Open without the content.
func (s *Service) Find(ctx context.Context, caller *access.Caller, id int64, purpose file.Purpose) (*ent.File, error) {
	query := s.store.Client.File.Query().Where(file.ID(id), file.PurposeEQ(purpose), file.StateEQ(file.StateStored))
	if caller != nil {
		query.Where(Of(caller))
	}
	row, err := query.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.CodeNotFound, "no such file has arrived", "fileId")
	}
	if err != nil {
		return nil, fmt.Errorf("find file %d: %w", id, err)
	}
	return row, nil
}

// Store keeps what a job writes, as it is written, and answers its digest, to be given out by Link.
func (s *Service) Store(ctx context.Context, write func(io.Writer) error) (digest string, err error) {
	from, to := io.Pipe()
	go func() { to.CloseWithError(write(to)) }()
	digest, _, err = s.storage.Add(ctx, from)
	from.CloseWithError(errors.Join(err, io.ErrClosedPipe)) // the writer ends too where the storage failed
	if err != nil {
		return "", fmt.Errorf("store results: %w", err)
	}
	return digest, nil
}

// linkWithin is how long a link works.
const linkWithin = 15 * time.Minute

// Given is a file that is given out.
type Given struct {
	SHA256 string `json:"s"`
	Name   string `json:"n"` // that it is saved under
	Media  string `json:"m"`
	Person int64  `json:"p"` // who may have it
	Roles  string `json:"r"` // that they had, and must still have
	Until  int64  `json:"u"` // Unix seconds
}

// Link makes a token that gives a content out, to this person alone, while their roles stay as they are and for a quarter of
// an hour at most: GET /files/TOKEN. That the person may see the content is for the caller of this function to decide.
func (s *Service) Link(caller *access.Caller, sha256, name, media string) string {
	name = strings.ToValidUTF8(name, "_")
	token, err := s.links.Token(Given{sha256, name, media, caller.PersonID(), rolesOf(caller), s.now(0).Add(linkWithin).Unix()})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return token
}

// Follow reads what a link gives out; close its content. Fault: NOT_FOUND for a link that is none of ours, too old,
// another person's or of other roles.
func (s *Service) Follow(ctx context.Context, caller *access.Caller, token string) (*Given, io.ReadCloser, error) {
	var g Given
	if err := s.links.Read(token, &g); err != nil || caller.Person == nil || len(caller.PendingSetup) > 0 || caller.Person.ID != g.Person ||
		rolesOf(caller) != g.Roles || s.now(0).Unix() >= g.Until {
		return nil, nil, fault.New(fault.CodeNotFound, "no such file")
	}
	content, err := s.storage.Open(ctx, g.SHA256)
	if err != nil {
		return nil, nil, fmt.Errorf("follow link to %s: %w", g.SHA256, err)
	}
	return &g, content, nil
}

func rolesOf(caller *access.Caller) string {
	roles := make([]string, len(caller.Roles))
	for i, r := range caller.Roles {
		roles[i] = string(r)
	}
	slices.Sort(roles)
	return strings.Join(roles, " ")
}

// Content reads what lies under a digest, for a caller who may see it, which is for the caller of this function to decide.
func (s *Service) Content(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	content, err := s.storage.Open(ctx, sha256)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", sha256, err)
	}
	return content, nil
}

// ByKeys reads files by their keys, at once.
func (s *Service) ByKeys(ctx context.Context, ids []int64) (map[int64]*ent.File, error) {
	rows, err := s.store.Client.File.Query().Where(file.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return work.ByKey(rows, func(f *ent.File) int64 { return f.ID }), nil
}
