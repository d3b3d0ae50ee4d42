package statement

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/schema"
	"baodan/ent/statementpart"
)

// Recomputed is a statement as its bookings give it today, and its frozen lines.
type Recomputed struct {
	Lines  int
	Hash   []byte // of its bookings
	Frozen []byte // of its frozen lines
	Totals schema.StatementTotals
}

// Recompute makes the lines of a statement again from its bookings, and reads those that were frozen: all must be the same.
func (s *Service) Recompute(ctx context.Context, row *ent.Statement) (*Recomputed, error) {
	r, err := s.reading(ctx, s.distribution.Channel(row.ChannelID), row.AgreementCode, row.Month)
	if err != nil {
		return nil, err
	}
	r.through = row.Place
	again, _, err := r.make(ctx)
	if err != nil {
		return nil, err
	}
	frozen := sha256.New()
	for number := 0; ; number++ {
		part, err := s.store.Client.StatementPart.Query().Where(statementpart.StatementID(row.ID), statementpart.Number(number)).Only(ctx)
		if ent.IsNotFound(err) {
			break
		}
		if err != nil {
			return nil, err
		}
		zip, err := gzip.NewReader(bytes.NewReader(part.Lines))
		if err == nil {
			_, err = io.Copy(frozen, zip) //nolint:gosec // it is our own, and bounded by its column
		}
		if err != nil {
			return nil, fmt.Errorf("part %d of statement %d: %w", number, row.ID, err)
		}
	}
	return &Recomputed{Lines: again.Lines, Hash: again.Hash, Frozen: frozen.Sum(nil), Totals: again.Totals}, nil
}

// reading of the bookings of an agreement and a month; nil where the channel has no such agreement.
func (s *Service) reading(ctx context.Context, channel *ent.Channel, code string, month int) (*reading, error) {
	r := &reading{service: s, channel: channel, versions: map[int64]*ent.Agreement{}, rates: map[int64]string{}, month: month, serials: map[serialKey]int{}}
	versions, err := s.store.Client.Agreement.Query().Where(agreement.ChannelID(channel.ID), agreement.Code(code)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("versions of agreement %s: %w", code, err)
	}
	for _, a := range versions {
		r.versions[a.ID], r.product = a, a.ProductCode
		if r.rates[a.ID], err = rateOf(a); err != nil {
			return nil, err
		}
	}
	return r, nil
}
