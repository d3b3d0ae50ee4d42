// Command baodan is the core system: API, workers and tools in one binary.
package main

import "baodan/server"

//go:generate go tool gqlgen generate

func main() { server.Main() }
