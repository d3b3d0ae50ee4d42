package server

import (
	"fmt"
	"path/filepath"

	"baodan/insurance/mail"
	"baodan/server/smtp"
)

// mailFrom is the sender, also where a test sets none.
func (c *Config) mailFrom() string {
	if c.MailFrom == "" {
		return "service@baodan.example"
	}
	return c.MailFrom
}

// openMail opens the mail server that the configuration names. Without one, and for the sandbox, e-mails are kept in a
// folder.
func (a *App) openMail() (mail.Mailers, error) {
	c := &a.Config
	catcher, err := smtp.NewCatcher(filepath.Join(c.DataDir, "mails"), c.mailFrom())
	if err != nil {
		return mail.Mailers{}, fmt.Errorf("MAIL_FROM: %w", err)
	}
	if c.SMTPAddr == "" {
		return mail.Mailers{Live: catcher, Sandbox: catcher}, nil
	}
	driver, err := smtp.New(smtp.Options{
		Addr: c.SMTPAddr, User: c.SMTPUser, Password: c.SMTPPassword, From: c.mailFrom(), TLS: smtp.TLS(c.SMTPTLS),
	})
	if err != nil {
		return mail.Mailers{}, fmt.Errorf("SMTP_ADDR, SMTP_TLS, MAIL_FROM: %w", err)
	}
	return mail.Mailers{Live: driver, Sandbox: catcher}, nil
}
