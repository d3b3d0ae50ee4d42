package access

import "net/netip"

// Network is what a caller's address counts as, however it is written: one of IPv6 as the network that its owner has all
// of (/64), in which they could take another one for each request.
func Network(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if at = at.Unmap().WithZone(""); at.Is4() {
		return at.String()
	}
	network, _ := at.Prefix(64) // there are never fewer bits
	return network.String()
}
