// Package webhooks tells channels what happened: it relays events into a log that can be read without gaps, and
// delivers them to the addresses that channels set, signed after Standard Webhooks, in the order of each policy and
// claim, until they arrive. What happened is event's; how bytes get to an address is the server's.
package webhooks
