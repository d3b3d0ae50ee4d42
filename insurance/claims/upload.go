package claims

import (
	"context"
	"errors"
	"time"

	"baodan/insurance/access"
)

// UploadInput announces a file.
type UploadInput struct {
	Name   string
	Size   int64
	SHA256 string
}

// Upload is where a file may be sent.
type Upload struct {
	FileID    int64
	Token     string // names the file; whoever holds it may send it
	ExpiresAt time.Time
}

// Expect announces a file of evidence.
func (o *Office) Expect(ctx context.Context, caller *access.Caller, in UploadInput) (*Upload, error) {
	return nil, errors.New("unwritten")
}
