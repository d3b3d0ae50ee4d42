// Package model holds the types of the schema that have no counterpart in the business: payloads and the like, all
// generated except Node.
package model

// Node is anything with a global id; which types those are is in the schema.
type Node any

// Actor is who did something: a colleague, a machine of a channel, the command line, the system.
type Actor any
