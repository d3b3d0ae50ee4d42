package outbound_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"baodan/insurance/webhooks"
	"baodan/server/outbound"
)

// names is a resolver that asks a name server of the test; answer gives the addresses of a name, the n-th time from 0.
func names(t *testing.T, answer func(n int) []string) *net.Resolver {
	socket, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	require.NoError(t, err)
	var serving sync.WaitGroup
	t.Cleanup(func() { socket.Close(); serving.Wait() })
	asked := map[dnsmessage.Type]int{}
	serving.Go(func() {
		for buffer := make([]byte, 512); ; {
			n, from, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Authoritative, m.Additionals = true, true, nil
			for _, text := range answer(asked[q.Type]) {
				address := netip.MustParseAddr(text)
				head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
				switch {
				case q.Type == dnsmessage.TypeA && address.Is4():
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: address.As4()}})
				case q.Type == dnsmessage.TypeAAAA && !address.Is4():
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: address.As16()}})
				}
			}
			asked[q.Type]++
			packed, err := m.Pack()
			if err == nil {
				_, _ = socket.WriteTo(packed, from)
			}
		}
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", socket.LocalAddr().String())
	}}
}

// victim is an inner service that must not be reached; its port is one that Check takes.
func victim(t *testing.T) (port string, reached *atomic.Int32) {
	reached = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	server.Config.ConnState = func(net.Conn, http.ConnState) { reached.Add(1) }
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	return port, reached
}

func TestSendLooksAtTheAddressConnectedTo(t *testing.T) {
	port, reached := victim(t)
	for _, address := range []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254",
		"100.100.100.200", "192.0.0.192", "224.0.0.1", "255.255.255.255", "64:ff9b::7f00:1", "2001::1", "2002:7f00:1::1", "fd00:ec2::254",
		"fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "198.18.0.1", "203.0.113.7", "192.175.48.1", "2620:4f:8000::1",
	} {
		s := outbound.New(outbound.Options{AllowHTTP: true, Resolver: names(t, func(int) []string { return []string{address} })})
		url := "http://hooks.example.com:" + port + "/"
		require.NoError(t, s.Check(url))
		start := time.Now()
		assert.Equal(t, "refused_address", s.Send(t.Context(), webhooks.Message{URL: url}).Failure, address)
		assert.Less(t, time.Since(start), time.Second, "refused before connecting: %s", address)
	}
	assert.Zero(t, reached.Load())
}

// TestSendAndRebinding: a name that is public when looked at and inner when connected to. Only the guard at the
// connection sees it; here the name answers differently every time.
func TestSendAndRebinding(t *testing.T) {
	port, reached := victim(t)
	resolver := names(t, func(n int) []string {
		if n == 0 {
			return []string{"93.184.215.14"}
		}
		return []string{"127.0.0.1"}
	})
	first, err := resolver.LookupHost(t.Context(), "hooks.example.com")
	require.NoError(t, err)
	require.Equal(t, []string{"93.184.215.14"}, first, "what a look before would have seen")
	s := outbound.New(outbound.Options{AllowHTTP: true, Resolver: resolver})
	for range 3 {
		answer := s.Send(t.Context(), webhooks.Message{URL: "http://hooks.example.com:" + port + "/"})
		assert.Equal(t, "refused_address", answer.Failure)
	}
	assert.Zero(t, reached.Load())
}

// TestSendIgnoresProxies: a proxy of the environment would connect instead of us, past the guard.
func TestSendIgnoresProxies(t *testing.T) {
	port, reached := victim(t)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:"+port)
	}
	s := outbound.New(outbound.Options{AllowHTTP: true, Resolver: names(t, func(int) []string { return []string{"10.1.2.3"} })})
	answer := s.Send(t.Context(), webhooks.Message{URL: "http://hooks.example.com/", Timeout: time.Second})
	assert.Equal(t, "refused_address", answer.Failure)
	assert.Zero(t, reached.Load())
}

func TestSendNameWithoutAddress(t *testing.T) {
	s := outbound.New(outbound.Options{AllowHTTP: true, Resolver: names(t, func(int) []string { return nil })})
	assert.Equal(t, "dns", s.Send(t.Context(), webhooks.Message{URL: "http://hooks.example.com/"}).Failure)
}
