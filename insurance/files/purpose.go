package files

import (
	"bytes"

	"baodan/ent/file"
	"baodan/insurance/access"
)

// terms are what a purpose asks of a file.
type terms struct {
	channels bool          // machines of channels may send it
	roles    []access.Role // which people may
	readers  []access.Role // which people may read those of claims and service requests; see Give
	largest  int64         // bytes
	media    func(head []byte) string
	kinds    string // what media accepts, for people
}

const (
	// Largest file of any purpose, in bytes.
	Largest = 1 << 30

	largestPaper   = 20 << 20
	largestProduct = 16 << 20
)

var (
	claimsDesk = []access.Role{access.Claims, access.Service}
	helpDesk   = []access.Role{access.Service, access.Underwriting, access.Finance}
)

var purposes = map[file.Purpose]terms{
	file.PurposeClaimEvidence:  {true, claimsDesk, claimsDesk, largestPaper, paper, "PDF, JPEG or PNG"},
	file.PurposeServiceRequest: {false, helpDesk, helpDesk, largestPaper, paper, "PDF, JPEG or PNG"},
	file.PurposeBulkIssue:      {false, []access.Role{access.Sales}, nil, Largest, rows, "CSV"},
	file.PurposeProduct:        {false, []access.Role{access.Underwriting}, nil, largestProduct, productFile, "zip, PDF, Markdown or HTML"},
}

// mayBeSentBy tells whether a caller may send files of the purpose.
func (t terms) mayBeSentBy(c *access.Caller) bool {
	if c.Audience == access.Channel {
		return t.channels
	}
	return c.Audience == access.Ops && c.HasRole(t.roles...)
}

// looked is how many bytes of a file its type is told by.
const looked = 512

func paper(head []byte) string {
	for media, magic := range map[string]string{
		"application/pdf": "%PDF-", "image/jpeg": "\xff\xd8\xff", "image/png": "\x89PNG\r\n\x1a\n",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return media
		}
	}
	return ""
}

func archive(head []byte) string {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return "application/zip"
	}
	return ""
}

// productFile takes a product as an archive, or one of its documents.
func productFile(head []byte) string {
	switch media := paper(head); {
	case archive(head) != "":
		return archive(head)
	case media == "application/pdf":
		return media
	case media != "" || len(head) == 0 || bytes.IndexByte(head, 0) >= 0:
		return ""
	}
	return "text/plain"
}

// rows takes whatever may be text in one byte a sign or more: no text in UTF-16, no archive, no picture.
func rows(head []byte) string {
	if len(head) == 0 || bytes.IndexByte(head, 0) >= 0 || paper(head) != "" || archive(head) != "" {
		return ""
	}
	return "text/csv"
}
