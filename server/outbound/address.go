package outbound

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// errNotPublic says that a connection was not made because of where it would have gone.
var errNotPublic = errors.New("not a public address")

// special are the IPv4 blocks that are not public: IANA's special-purpose registry, multicast and the reserved rest.
var special = prefixes(
	"0.0.0.0/8",       // this network; 0.0.0.0 reaches the machine itself
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // carriers' shared space, and some clouds' metadata
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local; 169.254.169.254 is metadata
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments; 192.0.0.192 is one cloud's metadata
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, broadcast
)

// global is the only IPv6 block that is handed out to the public. Outside of it lie ::, ::1, IPv4-mapped and
// -compatible addresses, NAT64 (64:ff9b::/96), unique local, link-local, site-local and multicast ones.
var global = netip.MustParsePrefix("2000::/3")

// special6 are the blocks inside global that are not public, or lead to an IPv4 address that this program cannot see.
var special6 = prefixes(
	"2001::/23",     // protocol assignments, with Teredo (2001::/32), benchmarks and ORCHID
	"2001:db8::/32", // documentation
	"2002::/16",     // 6to4
	"3fff::/20",     // documentation
)

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// public tells whether anybody may be sent to at the address.
func public(address netip.Addr) bool {
	address = address.WithZone("") // a prefix contains no address with a zone
	blocks := special
	if !address.Is4() {
		if !global.Contains(address) {
			return false
		}
		blocks = special6
	}
	for _, block := range blocks {
		if block.Contains(address) {
			return false
		}
	}
	return true
}

// guard runs between the making of a socket and its connecting, with the address that comes next.
func guard(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !public(to.Addr()) {
		return fmt.Errorf("%w: %s", errNotPublic, address)
	}
	return nil
}
