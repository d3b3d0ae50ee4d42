package insurancetest

import "context"

// Of looks something up for one row alone, by its key in what is looked up.
func Of[P any, K comparable, V any](ctx context.Context, look func(context.Context, []P) (map[K]V, error), row P, key K) (V, error) {
	found, err := look(ctx, []P{row})
	return found[key], err
}

// Free lets files be received without a payment.
func Free(string, int, int64) error { return nil }
