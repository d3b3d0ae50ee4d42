// Package enquiry (查询) finds policies for the insurer's people and tells a policy's whole story. Reading one policy
// belongs to issuing; personal data in clear to privacy.
package enquiry

import (
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Office finds policies. It is safe for concurrent use.
type Office struct {
	store     *work.Store
	book      *audit.Book
	desk      *approval.Desk
	jobs      *background.Office
	files     *files.Office
	directory *distribution.Directory
	policies  *policy.Service
	privacy   *privacy.Office
}

// Parts are what an office stands on.
type Parts struct {
	Store     *work.Store
	Book      *audit.Book
	Desk      *approval.Desk
	Jobs      *background.Office
	Files     *files.Office
	Directory *distribution.Directory
	Policies  *policy.Service
	Privacy   *privacy.Office
}

// NewOffice opens an office.
func NewOffice(p Parts) *Office {
	o := &Office{
		store: p.Store, book: p.Book, desk: p.Desk, jobs: p.Jobs, files: p.Files, directory: p.Directory,
		policies: p.Policies, privacy: p.Privacy,
	}
	o.handleExports()
	return o
}
