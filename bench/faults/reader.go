package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// logged is an event as the log tells it.
type logged struct {
	ID, Type, Subject string
	Sequence          int
	Data              json.RawMessage
}

const eventsQuery = `query($after: String) { events(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id type subject sequence data } } } }`

// readLog reads a channel's log on from its cursor, again and again: what its cursor has passed never comes again.
func (c *channel) readLog(ctx context.Context) {
	for ctx.Err() == nil {
		more, err := c.readPage(ctx)
		if err != nil && !errors.Is(err, errSilence) && ctx.Err() == nil {
			c.lab.found.add("PROTOCOL", c.code, "events: %v", err)
		}
		if !more {
			select {
			case <-ctx.Done():
			case <-time.After(15 * time.Millisecond):
			}
		}
	}
}

// readPage reads one page; more tells whether another waits.
func (c *channel) readPage(ctx context.Context) (more bool, err error) {
	variables := map[string]any{"after": nil}
	if c.cursor != "" {
		variables["after"] = c.cursor
	}
	data, err := c.query(ctx, anyServer(), eventsQuery, variables)
	if err != nil {
		return false, err
	}
	var page struct {
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
		Edges []struct{ Node logged }
	}
	if err := json.Unmarshal(data["events"], &page); err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range page.Edges {
		c.log = append(c.log, e.Node)
	}
	if page.PageInfo.EndCursor != "" && len(page.Edges) > 0 {
		c.cursor = page.PageInfo.EndCursor
	}
	return page.PageInfo.HasNextPage, nil
}
