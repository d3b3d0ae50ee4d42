package demo

import "context"

func (c *Company) planHouse(context.Context) error { return nil }

func (c *Company) planNow(context.Context) error { return nil }
