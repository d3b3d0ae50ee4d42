// Command apidoc writes the API reference from the schema, the registry of error codes and the examples:
//
//	go run ./graph/apidoc docs/api.md
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"baodan/graph/apidoc/reference"
)

func main() {
	if err := run("schema", os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "apidoc: "+err.Error())
		os.Exit(1)
	}
}

// run writes the reference of a folder of schema files into a file. A failure leaves the file as it was.
func run(schema string, arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("name the file to write")
	}
	text, err := reference.Markdown(schema)
	if err != nil {
		return err
	}
	return replace(arguments[0], text)
}

// replace gives a file a new content at once: it is written beside and then renamed.
func replace(file, text string) error {
	beside, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = beside.WriteString(text)
	err = errors.Join(err, beside.Chmod(0o644), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}
