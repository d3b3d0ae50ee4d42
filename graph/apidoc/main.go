// Command apidoc writes the API reference from the schema, the registry of error codes and the examples:
//
//	go run ./graph/apidoc > docs/api.md
package main

import (
	"fmt"
	"os"

	"baodan/graph/apidoc/reference"
)

func main() {
	text, err := reference.Markdown("schema")
	if err != nil {
		fmt.Fprintln(os.Stderr, "apidoc: "+err.Error())
		os.Exit(1)
	}
	fmt.Print(text)
}
