package bulk

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"math"
	"strconv"
	"time"

	"baodan/ent"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
)

// mostSeen is how many orders, and how many insureds, a check remembers of its file. Beyond that it finds only what
// repeats one of the first mostSeen; the issue itself finds all.
const mostSeen = 1_000_000

// seen is what a check remembers of the rows before, so that it finds what the file repeats: 35 bytes a row, by hashes of
// 64 bits, which two of a million share once in thirty million files.
type seen struct {
	seed   maphash.Seed
	orders table[uint32]    // their content
	covers table[[2]uint32] // when they begin and end, in Unix seconds
}

func newSeen(rows int64) *seen {
	n := int(min(rows, mostSeen))
	return &seen{seed: maphash.MakeSeed(), orders: newTable[uint32](n), covers: newTable[[2]uint32](n)}
}

// note remembers a row that could be issued. Faults: REQUEST_MISMATCH, DUPLICATE_COVER where a row before forbids it.
func (s *seen) note(orderNo string, c issuing.DryRunResult) error {
	content := binary.BigEndian.Uint32(c.Hash)
	if before, known := s.orders.put(maphash.String(s.seed, orderNo), content, false); known {
		if before != content {
			return fault.New(fault.CodeRequestMismatch, "a row before has this order number", "orderNo")
		}
		return nil
	}
	for i, span := range c.Covers {
		key := maphash.String(s.seed, strconv.FormatInt(span.Channel, 10)+" "+span.Product+" "+span.Reference)
		own := [2]uint32{seconds(span.Start), seconds(span.End)}
		if before, known := s.covers.put(key, own, true); known && before[0] < own[1] && own[0] < before[1] {
			return fault.New(fault.CodeDuplicateCover, "by a row before", "risk", "insureds", strconv.Itoa(i), "reference")
		}
	}
	return nil
}

func seconds(t time.Time) uint32 { return uint32(min(max(t.Unix(), 0), math.MaxUint32)) }

// remember looks again at the rows of a check that goes on, as far as it is.
func (s *Service) remember(ctx context.Context, r *run, row *ent.Job) error {
	if r.seen != nil {
		return nil
	}
	r.seen = newSeen(r.found.Rows)
	if row.Position == r.found.First {
		return nil
	}
	rows, err := s.from(ctx, r.plan, r.found.First)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // it was read
	for one := newSplitter(rows, r.found.First); one.at < row.Position; {
		b := r.next(one)
		if b.err != nil {
			return b.err
		}
		if _, err := r.answers(ctx, b); err != nil {
			return err
		}
		if b.last {
			return nil
		}
	}
	return nil
}

// table keeps a value for each of a number of keys, and forgets what comes after them.
type table[V any] struct {
	keys   []uint64 // 0: free
	values []V
	free   int
}

func newTable[V any](most int) table[V] {
	size := most + most/4 + 16
	return table[V]{keys: make([]uint64, size), values: make([]V, size), free: most}
}

// put gives a key its value, if it has none yet or it is to be replaced, and answers what it had.
func (t *table[V]) put(key uint64, value V, replace bool) (before V, known bool) {
	key = max(key, 1)
	for i := int(key % uint64(len(t.keys))); ; i = (i + 1) % len(t.keys) {
		switch t.keys[i] {
		case key:
			before = t.values[i]
			if replace {
				t.values[i] = value
			}
			return before, true
		case 0:
			if t.free > 0 {
				t.keys[i], t.values[i] = key, value
				t.free--
			}
			return before, false
		}
	}
}
