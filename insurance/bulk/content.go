package bulk

import (
	"context"
	"fmt"
	"io"

	"baodan/ent/file"
)

// content is a file that is read; reading ends when its context does.
type content struct {
	io.Closer
	ctx  context.Context
	file io.Reader
}

// Read reads on.
func (c *content) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.file.Read(p)
}

// from reads the file of a job from a place on.
func (s *Service) from(ctx context.Context, p *plan, place int64) (*content, error) {
	_, opened, err := s.files.Open(ctx, nil, p.File, file.PurposeBulkIssue)
	if err != nil {
		return nil, err
	}
	c := &content{opened, ctx, opened}
	if seeker, can := opened.(io.Seeker); can {
		_, err = seeker.Seek(place, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, c, place)
	}
	if err != nil {
		_ = opened.Close() // it was only read
		return nil, fmt.Errorf("go on at %d of file %d: %w", place, p.File, err)
	}
	return c, nil
}

// header reads that of the file of a job.
func (s *Service) header(ctx context.Context, p *plan) (names []string, after int64, err error) {
	c, err := s.from(ctx, p, 0)
	if err != nil {
		return nil, 0, err
	}
	defer c.Close() //nolint:errcheck // it was read
	return readHeader(c)
}
