package access

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/credential"
	"baodan/insurance/work"
)

// lastUse is when a credential was used last, and how much of that is stored.
type lastUse struct{ at, stored atomic.Int64 } // milliseconds

const storeUseEvery = 30 * time.Second

// Used remembers, in memory, that a credential was used. It is stored within a minute; nothing is written meanwhile.
func (c *Credentials) Used(one *Credential, at time.Time) {
	known, ok := c.used.Load(one.ID)
	if !ok {
		known, _ = c.used.LoadOrStore(one.ID, &lastUse{})
	}
	// A second apart is near enough, and keeps busy servers from writing to one place all the time.
	if use := known.(*lastUse); at.UnixMilli()-use.at.Load() >= 1000 {
		use.at.Store(at.UnixMilli())
	}
}

// StoreUse stores when credentials were used, in one transaction.
func (c *Credentials) StoreUse(ctx context.Context) error {
	moved := map[int64]*lastUse{}
	c.used.Range(func(id, use any) bool {
		if use := use.(*lastUse); use.at.Load() > use.stored.Load() {
			moved[id.(int64)] = use
		}
		return true
	})
	if len(moved) == 0 {
		return nil
	}
	storing := make(map[int64]int64, len(moved))
	err := c.store.Do(ctx, "store use of credentials", func(ctx context.Context, tx *work.Tx) error {
		for id, use := range moved {
			storing[id] = use.at.Load()
			at := time.UnixMilli(storing[id]).UTC()
			err := tx.Credential.Update().Where(credential.ID(id),
				credential.Or(credential.LastUsedAtIsNil(), credential.LastUsedAtLT(at))).SetLastUsedAt(at).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id, at := range storing {
		moved[id].stored.Store(at)
	}
	return nil
}

// KeepUse stores when credentials were used, again and again, and once more when the context ends.
func (c *Credentials) KeepUse(ctx context.Context) {
	work.Every(ctx, storeUseEvery, func(ctx context.Context) {
		if err := c.StoreUse(ctx); err != nil {
			slog.WarnContext(ctx, "use of credentials was not stored", "error", err)
		}
	})
}

// CredentialsOf halves of channels that are not revoked, by the keys of these, newest first; 100 of each at most.
func (c *Credentials) CredentialsOf(ctx context.Context, channels []*ent.Channel) (map[int64][]*ent.Credential, error) {
	rows, err := c.store.Client.Credential.Query().
		Where(work.Each(channels, func(s *sql.Selector, one *ent.Channel) {
			credential.And(credential.ChannelID(one.ID), credential.RevokedAtIsNil())(s)
			s.OrderBy(sql.Desc(s.C(credential.FieldID))).Limit(100)
		})).Order(ent.Desc(credential.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("credentials of channels: %w", err)
	}
	return work.Group(rows, func(one *ent.Credential) int64 { return one.ChannelID }), nil
}

// ByID reads a credential by its key: the channel's own, or for those people who may list them; nil where there is none in the
// caller's view.
func (c *Credentials) ByID(ctx context.Context, caller *Caller, id int64) (*ent.Credential, error) {
	if _, all := caller.ChannelScope(); all && !caller.HasRole(Sales, SecurityAdmin, SystemAdmin, Audit) {
		return nil, nil // no such credential
	}
	row, err := c.store.Client.Credential.Query().Where(credential.ID(id), caller.InView(credential.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such credential
	}
	return row, err
}
