package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// MaxURL is the length of an address in bytes.
const MaxURL = 500

// ErrAddress says that an address can never be sent to.
var ErrAddress = errors.New("cannot be sent to")

// Check refuses an address that can never be sent to, with ErrAddress and a reason that its owner can read. It takes
// absolute https addresses of at most 500 visible ASCII characters, with a public name or address, with port 443, one
// from 1024 on or none, without user and fragment. Names in other scripts come in punycode. IPv4 addresses come as four
// plain decimal numbers: other forms (127.1, 0x7f.1, 2130706433) are read differently by different programs.
func (s *Sender) Check(address string) error {
	switch {
	case len(address) > MaxURL:
		return refuse("longer than %d characters", MaxURL)
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }):
		return refuse("only visible ASCII characters but the backslash: write other names in punycode")
	case strings.Contains(address, "#"):
		return refuse("no fragment")
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Opaque != "":
		return refuse("not an absolute URL")
	case u.Scheme != "https" && (u.Scheme != "http" || !s.options.AllowHTTP):
		return refuse("not https")
	case u.User != nil:
		return refuse("no user and password")
	case u.Host == "" || u.Hostname() == "":
		return refuse("no host")
	}
	if err := checkPort(u); err != nil {
		return err
	}
	return s.checkHost(u)
}

func refuse(why string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrAddress, fmt.Sprintf(why, args...))
}

func checkPort(u *url.URL) error {
	text := u.Port()
	if text == "" {
		if strings.HasSuffix(u.Host, ":") {
			return refuse("a colon without a port")
		}
		return nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	ordinary := port == 443 || port >= 1024 || port == 80 && u.Scheme == "http"
	if err != nil || !ordinary || strconv.FormatUint(port, 10) != text {
		return refuse("a port is 443 or one from 1024 to 65535") // lower ones belong to mail, shells and the like
	}
	return nil
}

func (s *Sender) checkHost(u *url.URL) error {
	host := strings.ToLower(u.Hostname())
	literal, err := netip.ParseAddr(host)
	switch {
	case strings.HasPrefix(u.Host, "["): // the parser takes brackets around IPv6 only
		if err != nil || !literal.Is6() || literal.Zone() != "" {
			return refuse("not an IPv6 address")
		}
	case err == nil && !literal.Is4():
		return refuse("an IPv6 address stands in brackets")
	case err != nil:
		return s.checkName(host)
	}
	if !s.options.AllowPrivate && !public(literal) {
		return refuse("not a public address")
	}
	return nil
}

// inner are names that lead inwards, themselves and all below them.
var inner = []string{"localhost", "local", "internal", "localdomain", "lan", "intranet", "home.arpa"}

func (s *Sender) checkName(host string) error {
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if err := checkLabel(label); err != nil {
			return err
		}
	}
	last := labels[len(labels)-1]
	switch {
	case len(host) > 253:
		return refuse("a name has at most 253 characters")
	case strings.Trim(last, "0123456789") == "", strings.HasPrefix(last, "0x"):
		// No public name ends in a number; what does is an IPv4 address in another form.
		return refuse("an IPv4 address is four decimal numbers")
	}
	if ascii, err := idna.Lookup.ToASCII(host); err != nil || ascii != host {
		return refuse("not a valid name in punycode")
	}
	if s.options.AllowPrivate {
		return nil
	}
	if len(labels) == 1 {
		return refuse("a name without a dot is not public")
	}
	for _, name := range inner {
		if host == name || strings.HasSuffix(host, "."+name) {
			return refuse("%s is not public", name)
		}
	}
	return nil
}

// checkLabel takes letters, digits and inner hyphens; so no empty label, and no dot at the end.
func checkLabel(label string) error {
	strange := strings.ContainsFunc(label, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
	switch {
	case label == "":
		return refuse("an empty part in the name")
	case len(label) > 63:
		return refuse("a part of the name is longer than 63 characters")
	case strange, label[0] == '-', label[len(label)-1] == '-':
		return refuse("a name has letters, digits and hyphens")
	}
	return nil
}
