package outbound_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/insurance/webhooks"
	"baodan/server/outbound"
)

var _ webhooks.Sender = (*outbound.Sender)(nil)

func TestCheckTakes(t *testing.T) {
	s := outbound.New(outbound.Options{})
	for _, address := range []string{
		"https://hooks.example.com", "https://hooks.example.com/", "https://hooks.example.com/a/b?c=d&e=%20",
		"https://hooks.example.com:443/x", "https://hooks.example.com:1024/x", "https://hooks.example.com:65535/x",
		"HTTPS://Hooks.Example.COM/x", "https://xn--fiqs8s.xn--fiqs8s/x", "https://8.8.8.8/x", "https://[2606:4700::1111]/x",
		"https://1.example.com", "https://123.com", "https://my-localhost.com", "https://local.example.com",
		"https://deadbeef.cafe/", "https://a.com/" + strings.Repeat("p", 500-len("https://a.com/")),
	} {
		assert.NoError(t, s.Check(address), address)
	}
}

// forbidden is by kind; every one must be refused in production.
var forbidden = map[string][]string{
	"form": {
		"", "hooks.example.com", "/x", "//hooks.example.com/x", "https:", "https://", "https:///x", "https:hooks.example.com",
		"https://?x", "https://:443/x", "http://hooks.example.com/x", "ftp://hooks.example.com", "file:///etc/passwd",
		"gopher://hooks.example.com", "javascript:alert(1)", "https://hooks.example.com/a b", "https://hooks.example.com/\x00",
		"https://hooks.example.com/\r\nX: y", " https://hooks.example.com", "https://hooks.example.com\\@127.0.0.1/",
		"https://hooks.example.com/%zz", "https://%31%32%37.0.0.1/", "https://a.com/" + strings.Repeat("p", 501-len("https://a.com/")),
	},
	"user": {
		"https://user@hooks.example.com/", "https://user:word@hooks.example.com/", "https://@hooks.example.com/",
		"https://hooks.example.com@127.0.0.1/", "https://127.0.0.1:443@hooks.example.com/",
	},
	"fragment": {"https://hooks.example.com/#", "https://hooks.example.com/#x", "https://hooks.example.com#@127.0.0.1/"},
	"port": {
		"https://hooks.example.com:/", "https://hooks.example.com:0/", "https://hooks.example.com:22/", "https://hooks.example.com:25/",
		"https://hooks.example.com:80/", "https://hooks.example.com:442/", "https://hooks.example.com:1023/",
		"https://hooks.example.com:65536/", "https://hooks.example.com:0443/", "https://hooks.example.com:-1/",
		"https://hooks.example.com:+443/", "https://hooks.example.com:https/", "https://hooks.example.com:443:443/",
	},
	"IPv4": {
		"https://0.0.0.0/", "https://0.1.2.3/", "https://10.0.0.1/", "https://100.64.0.1/", "https://100.127.255.255/",
		"https://127.0.0.1/", "https://127.255.255.254/", "https://169.254.169.254/latest/meta-data/", "https://172.16.0.1/",
		"https://172.31.255.255/", "https://192.0.0.192/", "https://192.0.2.1/", "https://192.88.99.1/", "https://192.168.1.1/",
		"https://198.18.0.1/", "https://198.19.255.255/", "https://198.51.100.1/", "https://203.0.113.1/", "https://224.0.0.1/",
		"https://239.255.255.255/", "https://240.0.0.1/", "https://255.255.255.255/",
	},
	"IPv4 in other forms": {
		"https://127.1/", "https://127.0.1/", "https://0177.0.0.1/", "https://0x7f.1/", "https://0x7f.0.0.1/", "https://0x7f000001/",
		"https://2130706433/", "https://017700000001/", "https://127.0.0.1./", "https://127.0.0.01/", "https://127.0.0.0x1/",
		"https://127.00.0.1/", "https://8.8.8/", "https://134744072/", "https://0x/", "https://08.8.8.8/", "https://256.1.1.1/",
		"https://1.2.3.4.5/", "https://127.0.0.1.0x/", "https://0X7F.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
	},
	"IPv6": {
		"https://[::]/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:8.8.8.8]/", "https://[::127.0.0.1]/",
		"https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::1]/", "https://[100::1]/", "https://[2001::1]/",
		"https://[2001:0:7f00:1::]/", "https://[2001:10::1]/", "https://[2001:db8::1]/", "https://[2002:7f00:1::1]/", "https://[3fff::1]/",
		"https://[4000::1]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/",
		"https://[2606:4700::1111%25eth0]/", "https://[fec0::1]/", "https://[ff02::1]/", "https://[1.2.3.4]/", "https://[hooks.example.com]/",
		"https://::1/", "https://2606:4700::1111/", "https://[2606:4700::1111/", "https://[v1.x]/",
	},
	"names": {
		"https://localhost/", "https://LOCALHOST/", "https://a.localhost/", "https://printer.local/", "https://metadata.google.internal/",
		"https://internal/", "https://local/", "https://intranet/", "https://redis/", "https://a.localdomain/", "https://nas.lan/",
		"https://hub.home.arpa/", "https://localhost./", "https://hooks.example.com./", "https://hooks.example.com../",
		"https://./", "https://.com/", "https://a..com/", "https://-a.com/", "https://a-.com/", "https://a_b.com/", "https://a*b.com/",
		"https://中国.中国/", "https://loc\u00adalhost/", "https://ｌｏｃａｌｈｏｓｔ/", "https://xn--/", "https://xn--a.com/",
		"https://xn--a-.com/", "https://xn--99999999999.com/", "https://ab--cd.com/", "https://xn--localhost-.com/",
		"https://" + strings.Repeat("a", 64) + ".com/", "https://" + strings.Repeat("abcdefg.", 32) + "com/",
	},
}

func TestCheckRefuses(t *testing.T) {
	s := outbound.New(outbound.Options{})
	for kind, addresses := range forbidden {
		for _, address := range addresses {
			assert.ErrorIs(t, s.Check(address), outbound.ErrAddress, "%s: %q", kind, address)
		}
	}
}

func TestCheckInDevelopment(t *testing.T) {
	s := outbound.New(outbound.Options{AllowPrivate: true, AllowHTTP: true})
	for _, address := range []string{
		"http://localhost:3000/x", "http://127.0.0.1:3000", "https://10.0.0.1/", "http://[::1]:8080/", "http://receiver/", "http://a.local:80/",
	} {
		assert.NoError(t, s.Check(address), address)
	}
	for _, kind := range []string{"user", "fragment", "IPv4 in other forms"} {
		for _, address := range forbidden[kind] {
			assert.Error(t, s.Check(address), address)
		}
	}
	assert.Error(t, s.Check("http://localhost:22/"))
	assert.Error(t, outbound.New(outbound.Options{AllowPrivate: true}).Check("http://localhost:3000/"))
	assert.Error(t, outbound.New(outbound.Options{AllowHTTP: true}).Check("http://127.0.0.1:3000/"))
}

// TestCheckEveryWritingOfAnAddress: however an inner IPv4 address is written, with any octets in any base and joined in
// any of the classic ways, it is refused.
func TestCheckEveryWritingOfAnAddress(t *testing.T) {
	s := outbound.New(outbound.Options{})
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SampledFrom([]byte{0, 10, 127, 224, 255}).Draw(t, "first")
		rest := rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "rest")
		parts := rapid.IntRange(1, 4).Draw(t, "parts")
		octets := append([]byte{first}, rest...)
		var words []string
		for i := range parts {
			value := uint64(octets[i])
			if i == parts-1 { // the last part holds all octets that are left
				for _, octet := range octets[i+1:] {
					value = value<<8 | uint64(octet)
				}
			}
			format := rapid.SampledFrom([]string{"%d", "0x%x", "0X%X", "0%o", "00%o", "0x0%x"}).Draw(t, "format")
			words = append(words, fmt.Sprintf(format, value))
		}
		host := strings.Join(words, ".") + rapid.SampledFrom([]string{"", ".", ":443", ":8443"}).Draw(t, "tail")
		for _, address := range []string{"https://" + host + "/", "https://x@" + host, "https://" + host + "?q", "https://[" + host + "]/"} {
			require.ErrorIs(t, s.Check(address), outbound.ErrAddress, address)
		}
	})
}

// TestCheckNeverTakesAnInnerLiteral: whatever else an address looks like, a literal in it that was taken is public.
func TestCheckNeverTakesAnInnerLiteral(t *testing.T) {
	s := outbound.New(outbound.Options{})
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes")
		prefix := rapid.SampledFrom([]string{"", "2001::", "2002::", "64:ff9b::", "::ffff:0:0", "fe80::", "fd00::", "2001:db8::"}).Draw(t, "prefix")
		if prefix != "" {
			copy(bytes, netip.MustParseAddr(prefix).AsSlice()[:4])
		}
		address, _ := netip.AddrFromSlice(bytes)
		err := s.Check("https://[" + address.String() + "]/")
		if prefix != "" {
			require.Error(t, err, address)
		}
		if err == nil {
			require.True(t, address.IsGlobalUnicast() && !address.IsPrivate() && !address.Is4In6(), address)
		}
	})
}

// TestCheckAnyText: no text panics, and none that is taken has a space, a user or a fragment.
func TestCheckAnyText(t *testing.T) {
	s := outbound.New(outbound.Options{})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`https://[a-z0-9.:@#\[\]%\\/-]{0,40}`)).Draw(t, "text")
		if s.Check(text) == nil {
			require.NotRegexp(t, `[\s#\\]|^[^/]*//[^/?]*@`, text)
		}
	})
}
