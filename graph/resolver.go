package graph

import (
	"time"

	"baodan/graph/model"
	"baodan/insurance"
	"baodan/insurance/access"
)

// Resolver holds what resolvers call.
type Resolver struct {
	*insurance.Insurance
	Budget       Budget
	PublicURL    string             // where documents are read, without a slash at the end
	Installation model.Installation // what everybody may know of it, but the rules of logins
}

// Budget is what a caller may spend: a leaky bucket each for reads and writes.
type Budget interface {
	// Spend takes points, or says how long to wait for them.
	Spend(c *access.Caller, write bool, points int) (left Level, wait time.Duration)
	// Owe takes points even where there are not as many: the caller waits for them before it may spend again.
	Owe(c *access.Caller, write bool, points int) Level
	// Left is what could be spent now.
	Left(c *access.Caller, write bool) Level
}

// Level of a bucket.
type Level struct {
	Limit, Remaining int
	ResetAt          time.Time
}
