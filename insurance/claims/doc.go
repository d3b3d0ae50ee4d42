// Package claims decides claims and has them paid (A7, A8, B8): submit, update, withdraw, adjudicate, pay. By which
// rules, limits and amounts a claim is decided is data of the product (catalog); where money and parcels really are is
// asked through ports that the server implements.
package claims
