package command

import (
	"fmt"

	"baodan/graph"
	"baodan/insurance/access"
)

type schemaCommand struct {
	Audience string `arg:"" enum:"CHANNEL,OPS,REPORTING,PUBLIC" default:"CHANNEL"`
	Sandbox  bool
}

// Run prints a view of the schema.
func (c schemaCommand) Run() error {
	_, err := fmt.Print(graph.ViewSDL(access.Audience(c.Audience), !c.Sandbox))
	return err
}
