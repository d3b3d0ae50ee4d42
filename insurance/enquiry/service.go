// Package enquiry (查询) finds policies for the insurer's people and tells a policy's timeline. Reading one policy
// belongs to issuing; personal data in clear to privacy.
package enquiry

import (
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/helpdesk"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Service finds policies. It is safe for concurrent use.
type Service struct {
	*Exports
	store        *work.Store
	audit        *audit.Log
	approvals    *approval.Service
	background   *background.Service
	files        *files.Service
	distribution *distribution.Service
	policies     *policy.Service
	privacy      *privacy.Service
	claims       *claims.Service
	helpdesk     *helpdesk.Service
	products     *catalog.Masters
	alone        int // rows that a person exports alone
}

// Exports writes what lists show to files, by everything that the service has.
type Exports struct{ *Service }

// Parts are what the service stands on.
type Parts struct {
	Store        *work.Store
	Audit        *audit.Log
	Approvals    *approval.Service
	Background   *background.Service
	Files        *files.Service
	Distribution *distribution.Service
	Policies     *policy.Service
	Privacy      *privacy.Service
	Claims       *claims.Service
	Helpdesk     *helpdesk.Service
	Products     *catalog.Masters
}

// New opens the service.
func New(p Parts) *Service {
	o := &Service{
		store: p.Store, audit: p.Audit, approvals: p.Approvals, background: p.Background, files: p.Files, distribution: p.Distribution,
		policies: p.Policies, privacy: p.Privacy, claims: p.Claims, helpdesk: p.Helpdesk, products: p.Products, alone: MostAlone,
	}
	o.Exports = &Exports{o}
	o.handleExports()
	return o
}
