// Command baodan is the core system: API, workers and tools in one binary.
package main

import "baodan/server/command"

//go:generate go tool gqlgen generate

func main() { command.Main() }
