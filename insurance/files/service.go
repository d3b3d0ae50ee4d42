// Package files takes files that callers announce, and gives them out again by links that expire: evidence of claims, rows
// of a bulk issue, products, what service requests send, results of jobs. It decides who may send what, how large and of
// which type it is, and who may follow a link. It decides, too, how long
// they are kept. Content lies in the storage under its digest.
package files

import (
	"context"
	"errors"
	"io"
	"time"

	"baodan/engine/seal"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Storage keeps content by its SHA-256 (hex). What was put is on disk.
type Storage interface {
	// Put stores content under its digest; it fails with ErrDigest, and stores nothing, where the content has another one.
	Put(ctx context.Context, digest string, content io.Reader) error
	// Add stores content and answers its digest and how many bytes it has.
	Add(ctx context.Context, content io.Reader) (digest string, size int64, err error)
	// Open reads content. It fails with fs.ErrNotExist where there is none.
	Open(ctx context.Context, digest string) (io.ReadCloser, error)
	// Sweep removes contents that are useless, of those that were written before an instant; useless is asked about many
	// at once. It answers how many it removed.
	Sweep(ctx context.Context, before time.Time, useless func(context.Context, []Content) (map[string]bool, error)) (removed int, err error)
}

// Content lies in the storage.
type Content struct {
	Digest  string
	Written time.Time
}

// ErrDigest says that content is not what its digest says.
var ErrDigest = errors.New("the content has another digest")

// Service takes and gives files. It is safe for concurrent use.
type Service struct {
	store   *work.Store
	audit   *audit.Log
	storage Storage
	uploads *seal.Mac // signs upload addresses
	links   *seal.Mac // signs addresses of what is given out
	now     func(channelID int64) time.Time
	users   []User
	quota   Quota
}

// New opens the service; now is a channel's clock, and real time for 0; a quota that says nothing is the default. Users are all that need contents beside files.
func New(store *work.Store, audit *audit.Log, ring *seal.Keyring, storage Storage, now func(channelID int64) time.Time, quota Quota, users ...User) *Service {
	if quota == (Quota{}) {
		quota = DefaultQuota
	}
	return &Service{
		store: store, audit: audit, storage: storage, uploads: ring.Mac("upload"), links: ring.Mac("link"), now: now, quota: quota, users: users,
	}
}
