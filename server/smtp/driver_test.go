package smtp_test

import (
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/mail"
	"baodan/server/smtp"
)

var ctx = context.Background()

func letter() mail.Email {
	return mail.Email{
		MessageID: "S000000000000010.42@insurer.example", To: "zhang.san@example.com", Subject: "您的电子保单 P000000000000422",
		Text:        "张三，您好：\n\n保单见附件。\n",
		Attachments: []mail.Attachment{{Name: "保单.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.7 content")}},
	}
}

func plain(t *testing.T, s *smtpServer) *smtp.Driver {
	t.Helper()
	d, err := smtp.New(smtp.Options{Addr: s.addr(), From: "客服 <service@insurer.example>", TLS: smtp.None, Timeout: 2 * time.Second})
	require.NoError(t, err)
	return d
}

// checkLetter reads a message as a mail program does.
func checkLetter(t *testing.T, text string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, "<S000000000000010.42@insurer.example>", m.Header.Get("Message-Id"))
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	assert.Equal(t, letter().Subject, subject)
	to, err := m.Header.AddressList("To")
	require.NoError(t, err)
	assert.Equal(t, []*netmail.Address{{Address: letter().To}}, to)
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	body, err := parts.NextPart() // quoted-printable is decoded by the reader
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, letter().Text, strings.ReplaceAll(string(content), "\r\n", "\n"))
	attached, err := parts.NextPart()
	require.NoError(t, err)
	name, err := new(mime.WordDecoder).DecodeHeader(attached.FileName())
	require.NoError(t, err)
	assert.Equal(t, "保单.pdf", name)
	content, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, attached))
	require.NoError(t, err)
	assert.Equal(t, "%PDF-1.7 content", string(content))
}

func TestSend(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, false)
	d := plain(t, s)
	assert.Equal(t, "insurer.example", d.Host())
	require.NoError(t, d.Send(ctx, letter()))
	require.Len(t, s.taken(), 1)
	checkLetter(t, s.taken()[0])
	assert.Contains(t, s.heard(), "MAIL FROM:<service@insurer.example>")
	assert.Contains(t, s.heard(), "RCPT TO:<zhang.san@example.com>")
}

// What a server says to a letter for good is told from what may pass.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		command, answer string
		forGood         bool
	}{
		"no such user":          {"RCPT", "550 no such user", true},
		"full for a while":      {"RCPT", "452 mailbox full", false},
		"sender refused":        {"MAIL", "550 not you", true},
		"grey list":             {"MAIL", "451 come back", false},
		"content refused":       {"CONTENT", "554 looks like spam", true},
		"content another time":  {"CONTENT", "451 try again", false},
		"no data":               {"DATA", "554 no", true},
		"dropped at the sender": {"MAIL", "drop", false},
		"dropped in the middle": {"CONTENT", "drop", false},
		"answer lost":           {"CONTENT", "take and drop", false},
		"busy at the beginning": {"EHLO", "421 too busy", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSMTP(t, false)
			s.set(c.command, c.answer)
			if c.command == "EHLO" {
				s.set("HELO", c.answer)
			}
			err := plain(t, s).Send(ctx, letter())
			require.Error(t, err)
			if c.forGood {
				require.ErrorIs(t, err, mail.ErrRefused)
			} else {
				require.NotErrorIs(t, err, mail.ErrRefused)
			}
		})
	}
}

// A server that is away, or slow, costs no more than the time it is given.
func TestServerAwayOrSlow(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, false)
	s.mu.Lock()
	s.delay = 3 * time.Second
	s.mu.Unlock()
	begin := time.Now()
	within, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := plain(t, s).Send(within, letter())
	require.Error(t, err)
	require.NotErrorIs(t, err, mail.ErrRefused)
	assert.Less(t, time.Since(begin), 9*time.Second)

	away := startSMTP(t, false)
	d := plain(t, away)
	require.NoError(t, away.listener.Close())
	err = d.Send(ctx, letter())
	require.Error(t, err)
	require.NotErrorIs(t, err, mail.ErrRefused)
}

// Where TLS is mandatory nothing is said without it, above all no password.
func TestTLS(t *testing.T) {
	t.Parallel()
	bare := startSMTP(t, false)
	options := smtp.Options{Addr: bare.addr(), User: "baodan", Password: "hunter2", From: "service@insurer.example", Timeout: 2 * time.Second}
	d, err := smtp.New(options)
	require.NoError(t, err)
	err = d.Send(ctx, letter())
	require.Error(t, err)
	require.NotErrorIs(t, err, mail.ErrRefused)
	assert.NotContains(t, bare.heard(), "AUTH")
	assert.NotContains(t, bare.heard(), "MAIL")

	secure := startSMTP(t, true)
	options.Addr = secure.addr()
	d, err = smtp.New(options)
	require.NoError(t, err)
	require.Error(t, d.Send(ctx, letter()), "nobody vouches for it")
	assert.Empty(t, secure.taken())
	options.Roots = secure.trust(t)
	d, err = smtp.New(options)
	require.NoError(t, err)
	require.NoError(t, d.Send(ctx, letter()))
	require.Len(t, secure.taken(), 1)
	assert.Contains(t, secure.heard(), "AUTH")
	secure.set("AUTH", "535 wrong password")
	err = d.Send(ctx, letter())
	require.Error(t, err)
	require.NotErrorIs(t, err, mail.ErrRefused, "a password can be put right")
}

// Headers cannot be made longer by what is in them.
func TestHeadersAreNotInjected(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, false)
	d := plain(t, s)
	for name, change := range map[string]func(l *mail.Email){
		"subject":    func(l *mail.Email) { l.Subject = "x\r\nBcc: all@example.com" },
		"message id": func(l *mail.Email) { l.MessageID = "x@y>\r\nBcc: all@example.com" },
		"address":    func(l *mail.Email) { l.To = "a@example.com>\r\nRCPT TO:<b@example.com" },
		"two":        func(l *mail.Email) { l.To = "a@example.com, b@example.com" },
		"no address": func(l *mail.Email) { l.To = "" },
	} {
		l := letter()
		change(&l)
		require.ErrorIs(t, d.Send(ctx, l), mail.ErrRefused, name)
	}
	assert.Empty(t, s.heard())
	l := letter()
	l.Attachments[0].Name = "a\"\r\nBcc: all@example.com\r\n.pdf"
	if d.Send(ctx, l) == nil {
		m, err := netmail.ReadMessage(strings.NewReader(s.taken()[0]))
		require.NoError(t, err)
		assert.Empty(t, m.Header.Get("Bcc"))
		assert.NotContains(t, s.taken()[0], "\nBcc:")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]smtp.Options{
		"no port":   {Addr: "smtp.example", From: "a@example.com"},
		"bad port":  {Addr: "smtp.example:x", From: "a@example.com"},
		"no host":   {Addr: ":25", From: "a@example.com"},
		"no sender": {Addr: "smtp.example:25"},
		"bad TLS":   {Addr: "smtp.example:25", From: "a@example.com", TLS: "some"},
	} {
		_, err := smtp.New(o)
		require.Error(t, err, name)
	}
	d, err := smtp.New(smtp.Options{Addr: "smtp.example:465", From: "Service <a@example.com>"})
	require.NoError(t, err)
	assert.Equal(t, "example.com", d.Host())
}

// The catcher keeps letters where a developer reads them; the same letter is kept once.
func TestCatcher(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "mails")
	c, err := smtp.NewCatcher(folder, "service@insurer.example")
	require.NoError(t, err)
	require.NoError(t, c.Send(ctx, letter()))
	require.NoError(t, c.Send(ctx, letter()))
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(folder, "S000000000000010.42@insurer.example.eml")}, names)
	content, err := os.ReadFile(names[0])
	require.NoError(t, err)
	checkLetter(t, string(content))
	l := letter()
	l.MessageID = "../../x@y"
	require.NoError(t, c.Send(ctx, l))
	assert.FileExists(t, filepath.Join(folder, ".._.._x@y.eml"))
	_, err = smtp.NewCatcher(folder, "nobody")
	require.Error(t, err)
}
