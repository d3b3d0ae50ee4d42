package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/insurance/access"
)

// An owner of a network is one caller, whichever of its addresses they take.
func TestNetwork(t *testing.T) {
	for address, network := range map[string]string{
		"203.0.113.7": "203.0.113.7", "::ffff:203.0.113.7": "203.0.113.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:DB8:1:2::": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "", "nothing": "nothing",
	} {
		assert.Equal(t, network, access.Network(address), address)
	}
}
