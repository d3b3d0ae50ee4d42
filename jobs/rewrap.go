package jobs

import "context"

// What protects personal data and takes its time: erasing a person, wrapping keys again, indexing what is older.

func erasePeople(ctx context.Context, deps *Deps) (int, error) {
	return deps.Privacy.WorkErasures(ctx)
}

func rewrapKeys(ctx context.Context, deps *Deps) (int, error) { return deps.Privacy.WorkRewraps(ctx) }

func indexPersons(ctx context.Context, deps *Deps) (int, error) { return deps.Privacy.WorkIndexes(ctx) }
