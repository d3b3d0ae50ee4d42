// Package work is what every act stands on: one transaction, one instant, keys for new rows, natural batches of
// concurrent writes, and masters that all servers keep in memory in step. It decides which database errors are worth
// another try and which leave the outcome unknown; it knows nothing of insurance.
package work

import (
	"context"
	"sync/atomic"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"baodan/ent"
)

// Store is the database with a clock and a source of keys.
type Store struct {
	Client *ent.Client
	Clock  func() time.Time
	db     *Database
	keys   *keys
	node   *nodeLease // nil: it only reads
	// What this process keeps of masters in memory; nil: nothing.
	masters atomic.Pointer[Cache]
}

// Open wraps a database that is ready for use and takes a node number for the keys that this process makes.
func Open(ctx context.Context, db *Database, clock func() time.Time) (*Store, error) {
	s := OpenToRead(db, clock)
	return s, s.Join(ctx)
}

// OpenToRead wraps a database that is ready for use. The store makes no keys and writes nothing before it joins.
func OpenToRead(db *Database, clock func() time.Time) *Store {
	return &Store{Client: ent.NewClient(ent.Driver(entsql.OpenDB(db.Dialect, db.DB))), Clock: clock, db: db}
}

// Now is the instant of an act: UTC, to the millisecond, so that what is answered equals what is stored.
func (s *Store) Now() time.Time { return s.Clock().UTC().Truncate(time.Millisecond) }

// NewKey makes a primary key. The store must have joined.
func (s *Store) NewKey() int64 { return s.keys.next(s.Clock()) }
