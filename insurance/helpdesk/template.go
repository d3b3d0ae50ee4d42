package helpdesk

import (
	"embed"
	"fmt"
	"strings"
	"text/template"

	"baodan/ent/servicerequest"
)

// The e-mails, in Chinese: the first line is the subject, the rest after an empty line the text.
//
//go:embed templates/*.txt
var emails embed.FS

var templates = template.Must(template.ParseFS(emails, "templates/*.txt"))

// templateOf says which e-mail goes with a kind.
var templateOf = map[servicerequest.Kind]string{
	servicerequest.KindPolicyDocument: "policy_document", servicerequest.KindInvoice: "invoice",
}

// filling is what an e-mail is filled with.
type filling struct {
	Recipient

	PolicyNumber  string
	RequestNumber string
	Remark        string
	Files         []string // names
}

// text is an e-mail's subject and text.
type text struct{ Subject, Text string }

// fill writes an e-mail.
func fill(name string, f *filling) (*text, error) {
	var out strings.Builder
	if err := templates.ExecuteTemplate(&out, name+".txt", f); err != nil {
		return nil, fmt.Errorf("email %s: %w", name, err)
	}
	subject, body, found := strings.Cut(out.String(), "\n\n")
	if !found || strings.ContainsAny(subject, "\r\n") {
		return nil, fmt.Errorf("email %s has no subject of one line", name)
	}
	return &text{subject, body}, nil
}
