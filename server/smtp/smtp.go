// Package smtp hands e-mails to a mail server over SMTP, or keeps them in a folder where nobody is to get them. What is in
// an e-mail, and when it is tried again, is decided by insurance/mail.
package smtp

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"baodan/insurance/mail"
)

// TLS says how a connection is protected.
type TLS string

// Ways to protect a connection.
const (
	Mandatory     TLS = "mandatory"     // STARTTLS or, at port 465, TLS from the beginning; nothing is sent without
	Opportunistic TLS = "opportunistic" // where the server offers it
	None          TLS = "none"          // for a server on the same machine
)

// Options of the driver.
type Options struct {
	Addr     string // host:port
	User     string // empty: no login
	Password string
	From     string // name@host, or Name <name@host>
	TLS      TLS    // empty: Mandatory
	Roots    *tls.Config
	Timeout  time.Duration // of each step; 0: 30 seconds
}

// Driver speaks to one mail server. It is safe for concurrent use: each letter has a connection of its own.
type Driver struct {
	host    string
	from    *netmail.Address
	options []gomail.Option
}

const (
	defaultTimeout = 30 * time.Second
	implicitTLS    = 465
)

// New makes a driver; it connects to nothing yet.
func New(o Options) (*Driver, error) {
	host, portText, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil || host == "" || port < 1 || port > 65535 {
		return nil, fmt.Errorf("mail: %q is not host:port", o.Addr)
	}
	from, err := netmail.ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", o.From, err)
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	d := &Driver{host: host, from: from, options: []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(timeout)}}
	switch o.TLS {
	case "", Mandatory:
		if d.options = append(d.options, gomail.WithTLSPolicy(gomail.TLSMandatory)); port == implicitTLS {
			d.options = append(d.options, gomail.WithSSL())
		}
	case Opportunistic:
		d.options = append(d.options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case None:
		d.options = append(d.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: %q is no way to protect a connection", o.TLS)
	}
	if o.Roots != nil {
		d.options = append(d.options, gomail.WithTLSConfig(o.Roots))
	}
	if o.User != "" {
		d.options = append(d.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(o.User), gomail.WithPassword(o.Password))
	}
	if _, err := gomail.NewClient(host, d.options...); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return d, nil
}

// Host is the right-hand side of Message-IDs: that of the sender.
func (d *Driver) Host() string { return hostOf(d.from) }

func hostOf(from *netmail.Address) string {
	_, host, _ := strings.Cut(from.Address, "@")
	return host
}

// Send hands a letter to the mail server. It fails with mail.ErrRefused where the server said that it will never take
// it: a 5xx to the sender, the recipient or the content.
func (d *Driver) Send(ctx context.Context, letter mail.Email) error {
	message, err := compose(d.from, letter)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(d.host, d.options...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, message)
	var refusal *gomail.SendError
	if errors.As(err, &refusal) && forGood(refusal) {
		return fmt.Errorf("%w: %w", mail.ErrRefused, err)
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

// forGood tells whether the server answered a letter with a 5xx. What happens before - no connection, no TLS, a wrong
// password - may be put right.
func forGood(e *gomail.SendError) bool {
	switch e.Reason {
	case gomail.ErrSMTPMailFrom, gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return e.ErrorCode() >= 500 && e.ErrorCode() < 600
	default:
		return false
	}
}

// compose writes a message. An address that is none is refused for good: it was looked at when it was typed.
func compose(from *netmail.Address, letter mail.Email) (*gomail.Msg, error) {
	to, err := netmail.ParseAddress(letter.To)
	if err != nil || to.Address != letter.To {
		return nil, fmt.Errorf("%w: the recipient's address is none", mail.ErrRefused)
	}
	for _, line := range []string{letter.Subject, letter.MessageID} {
		if strings.ContainsAny(line, "\r\n\x00") {
			return nil, fmt.Errorf("%w: a header would have two lines", mail.ErrRefused)
		}
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(from)
	m.ToMailAddress(to)
	m.Subject(letter.Subject)
	m.SetMessageIDWithValue(letter.MessageID)
	m.SetDateWithValue(time.Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	for _, a := range letter.Attachments {
		if err := m.AttachReader(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.MediaType))); err != nil {
			return nil, fmt.Errorf("mail: attach: %w", err)
		}
	}
	return m, nil
}
