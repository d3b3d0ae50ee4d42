package demo

import (
	"context"
	"fmt"

	"baodan/ent/channel"
	"baodan/insurance/work"
)

// Empty tells whether nothing was ever done in a database.
func Empty(ctx context.Context, store *work.Store) (bool, error) {
	for name, some := range map[string]func(context.Context) (bool, error){
		"channels": store.Client.Channel.Query().Exist, "people": store.Client.Person.Query().Exist,
		"products": store.Client.ProductVersion.Query().Exist, "records": store.Client.AuditRecord.Query().Exist,
	} {
		if there, err := some(ctx); err != nil || there {
			if err != nil {
				err = fmt.Errorf("look for %s: %w", name, err)
			}
			return false, err
		}
	}
	return true, nil
}

// There tells whether a database holds the demo company.
func There(ctx context.Context, store *work.Store) (bool, error) {
	return store.Client.Channel.Query().Where(channel.Code(platforms[0].code), channel.Live(true)).Exist(ctx)
}
