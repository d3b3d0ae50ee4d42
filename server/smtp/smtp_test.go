package smtp_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// smtpServer is a small mail server that answers as it is told to.
type smtpServer struct {
	listener net.Listener
	certify  *tls.Config // nil: it has no STARTTLS

	mu    sync.Mutex
	mails []string
	lines []string
	// answer to a command, by its first word, or to the content ("CONTENT"); empty: the usual one. "drop" ends the session.
	answer map[string]string
	delay  time.Duration
}

func startSMTP(t *testing.T, secure bool) *smtpServer {
	t.Helper()
	s := &smtpServer{answer: map[string]string{}}
	if secure {
		s.certify = certificate(t)
	}
	var err error
	s.listener, err = net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var group sync.WaitGroup
	group.Go(func() {
		for {
			connection, err := s.listener.Accept()
			if err != nil {
				return
			}
			group.Go(func() { s.serve(connection) })
		}
	})
	t.Cleanup(func() { _ = s.listener.Close(); group.Wait() })
	return s
}

func (s *smtpServer) addr() string { return s.listener.Addr().String() }

// set says what it answers to a command from now on.
func (s *smtpServer) set(command, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer[command] = answer
}

func (s *smtpServer) taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.mails...)
}

func (s *smtpServer) heard() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

func (s *smtpServer) told(command string) (string, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answer[command], s.delay
}

// session is one connection.
type session struct {
	server     *smtpServer
	connection net.Conn
	in         *bufio.Reader
	secure     bool
}

func (s *smtpServer) serve(connection net.Conn) {
	one := &session{server: s, connection: connection, in: bufio.NewReader(connection)}
	defer func() { _ = one.connection.Close() }()
	_ = connection.SetDeadline(time.Now().Add(20 * time.Second))
	one.say("220 small server")
	for {
		line, err := one.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.mu.Lock()
		s.lines = append(s.lines, line)
		s.mu.Unlock()
		word, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if !one.reply(word) {
			return
		}
	}
}

func (o *session) say(line string) { _, _ = o.connection.Write([]byte(line + "\r\n")) }

// reply answers a command; false ends the session.
func (o *session) reply(word string) bool {
	told, delay := o.server.told(word)
	time.Sleep(delay)
	if told == "drop" {
		return false
	}
	if told != "" {
		o.say(told)
		return true
	}
	switch word {
	case "EHLO":
		if o.server.certify != nil && !o.secure {
			o.say("250-small\r\n250 STARTTLS")
		} else {
			o.say("250-small\r\n250 AUTH PLAIN LOGIN")
		}
	case "STARTTLS":
		o.say("220 go on")
		secured := tls.Server(o.connection, o.server.certify)
		o.connection, o.in, o.secure = secured, bufio.NewReader(secured), true
	case "AUTH":
		o.say("235 welcome")
	case "DATA":
		o.say("354 go on")
		return o.content()
	case "QUIT":
		o.say("221 bye")
		return false
	default:
		o.say("250 fine")
	}
	return true
}

func (o *session) content() bool {
	var text strings.Builder
	told, _ := o.server.told("CONTENT")
	for {
		line, err := o.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		if text.WriteString(line); told == "drop" && text.Len() > 300 {
			return false // in the middle of it
		}
	}
	switch told {
	case "":
		o.server.mu.Lock()
		o.server.mails = append(o.server.mails, text.String())
		o.server.mu.Unlock()
		o.say("250 taken")
	case "take and drop":
		o.server.mu.Lock()
		o.server.mails = append(o.server.mails, text.String())
		o.server.mu.Unlock()
		return false // the answer is lost
	default:
		o.say(told)
	}
	return true
}

func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	require.NoError(t, err)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// trust is a client that knows the server's certificate.
func (s *smtpServer) trust(t *testing.T) *tls.Config {
	t.Helper()
	known, err := x509.ParseCertificate(s.certify.Certificates[0].Certificate[0])
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(known)
	return &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}
