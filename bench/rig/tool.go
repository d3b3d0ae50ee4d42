package rig

import "context"

// Tool runs a command of the binary to its end, beside the server, and answers what it prints.
func (r *Rig) Tool(ctx context.Context, arguments ...string) (string, error) {
	return r.tool(ctx, arguments...)
}
