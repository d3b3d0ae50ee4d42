// Command baodan is the core system: API, workers and tools in one binary.
package main

import "baodan/server"

func main() { server.Main() }
