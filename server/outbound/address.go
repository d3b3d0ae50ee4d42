package outbound

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"
)

// errNotPublic says that a connection was not made because of where it would have gone.
var errNotPublic = errors.New("not a public address")

// guardian knows the addresses that are not public: of IPv4 those in IANA's special-purpose registry, multicast and the
// reserved rest, which hold private networks, the machine itself and the metadata of clouds; of IPv6 all but 2000::/3, which
// alone is handed out to the public, and in it those of the registry. IPv4-mapped and -compatible addresses, NAT64, Teredo
// and 6to4 lead to an IPv4 address that this program cannot see, and are not public. Ports are Check's.
var guardian = ssrf.New(ssrf.WithAnyPort())

// public tells whether anybody may be sent to at the address.
func public(address netip.Addr) bool {
	return guardian.SafeAddr(address.WithZone("")) == nil // a prefix contains no address with a zone
}

// guard runs between the making of a socket and its connecting, with the address that comes next.
func guard(_ context.Context, network, address string, connection syscall.RawConn) error {
	if err := guardian.Safe(network, address, connection); err != nil {
		return fmt.Errorf("%w: %w", errNotPublic, err)
	}
	return nil
}
