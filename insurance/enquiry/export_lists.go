package enquiry

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Names of the lists that are exported, as the input names them.
const (
	policyList  = "policies"
	claimList   = "claims"
	requestList = "serviceRequests"
	auditList   = "auditRecords"
)

// ListInput asks for a file of what a list shows: exactly one of the lists.
type ListInput struct {
	RequestNo       string
	Policies        *PolicyList
	Claims          *ClaimList
	ServiceRequests *RequestList
	AuditRecords    *AuditList
	Personal        bool // personal data in clear
	Format          Format
	Reason          string
}

// PolicyList is a list of policies as a person sees it. Columns come in their order; none: all that the caller may see.
type PolicyList struct {
	Filter  *Filter
	Columns []Column
}

// ClaimList is a list of claims as a person sees it.
type ClaimList struct {
	Filter  *claims.Filter
	Columns []Column
}

// RequestList is a list of service requests as a person sees it.
type RequestList struct {
	Filter  *helpdesk.Filter
	Columns []Column
}

// AuditList is a list of audit records as a person sees it.
type AuditList struct {
	Filter  *audit.Filter
	Columns []Column
}

// Column of an export.
type Column string

// list is a list that can be written to a file.
type list struct {
	name    string
	roles   []access.Role // who may export it
	columns []column
	// check finds what is wrong with a filter, with paths that begin with it.
	check func(ctx context.Context, caller *access.Caller, filter any) (fault.List, error)
	// count counts up to MostAlone.
	count func(ctx context.Context, caller *access.Caller, filter any) (work.Count, error)
	// read reads the next rows after a key, 0: from the beginning; last is the one that was looked at last.
	read func(ctx context.Context, caller *access.Caller, z *frozen, after int64) (rows []any, last int64, more bool, err error)
}

// column is how a column of a list is written.
type column struct {
	name     Column
	zh, en   string        // heading
	roles    []access.Role // who may see it; none: all who see the list
	foreign  bool          // somebody outside chose the text: it is made harmless in spreadsheets
	personal bool          // masked, unless personal data is exported in clear
	cell     func(row any) string
}

// cell makes what a column shows of a row of the list's kind.
func cell[R any](show func(R) string) func(any) string {
	return func(row any) string { return show(row.(R)) }
}

func (c *column) seenBy(caller *access.Caller) bool {
	return len(c.roles) == 0 || caller.HasRole(c.roles...)
}

// exportable tells whether a caller may see all that was asked for.
func (l *list) exportable(caller *access.Caller, z *frozen) bool {
	for _, c := range l.written(z) {
		if !c.seenBy(caller) {
			return false
		}
	}
	return caller.HasRole(l.roles...) && (!z.Personal || privacy.MayReveal(caller))
}

func (s *Exports) lists() []*list {
	return []*list{s.policyExport(), s.claimExport(), s.requestExport(), s.auditExport()}
}

// listOf a name; nil where there is none.
func (s *Exports) listOf(name string) *list {
	for _, l := range s.lists() {
		if l.name == name {
			return l
		}
	}
	return nil
}

// chosen is the one list that is asked for. Fault: INVALID_VALUE.
func (s *Exports) chosen(in *ListInput) (l *list, filter any, columns []Column, err error) {
	n := 0
	choose := func(name string, f any, c []Column) { n, l, filter, columns = n+1, s.listOf(name), f, c }
	if in.Policies != nil {
		choose(policyList, orEmpty(in.Policies.Filter), in.Policies.Columns)
	}
	if in.Claims != nil {
		choose(claimList, orEmpty(in.Claims.Filter), in.Claims.Columns)
	}
	if in.ServiceRequests != nil {
		choose(requestList, orEmpty(in.ServiceRequests.Filter), in.ServiceRequests.Columns)
	}
	if in.AuditRecords != nil {
		choose(auditList, orEmpty(in.AuditRecords.Filter), in.AuditRecords.Columns)
	}
	if n != 1 {
		return nil, nil, nil, fault.New(fault.CodeInvalidValue, "name exactly one list", policyList)
	}
	return l, filter, columns, nil
}

func orEmpty[T any](given *T) *T {
	if given == nil {
		return new(T)
	}
	return given
}

// choose checks the columns; where none are named, they are all that the caller may see. Faults: INVALID_VALUE, FORBIDDEN.
func (l *list) choose(caller *access.Caller, wanted []Column, personal bool) ([]Column, error) {
	if len(wanted) == 0 {
		for _, c := range l.columns {
			if c.seenBy(caller) {
				wanted = append(wanted, c.name)
			}
		}
	}
	shown := false
	for i, name := range wanted {
		at := []string{l.name, "columns", strconv.Itoa(i)}
		k := slices.IndexFunc(l.columns, func(c column) bool { return c.name == name })
		if k < 0 || slices.Contains(wanted[:i], name) {
			return nil, fault.New(fault.CodeInvalidValue, "each column once", at...)
		}
		if !l.columns[k].seenBy(caller) {
			return nil, fault.New(fault.CodeForbidden, "this column is for other roles", at...)
		}
		shown = shown || l.columns[k].personal
	}
	switch {
	case !personal:
	case !privacy.MayReveal(caller):
		return nil, fault.New(fault.CodeForbidden, "personal data in clear is for those who serve customers", "personal")
	case !shown:
		return nil, fault.New(fault.CodeInvalidValue, "no column of it is masked", "personal")
	}
	return wanted, nil
}

// written are the columns of an export, in its order.
func (l *list) written(z *frozen) (columns []column) {
	for _, wanted := range z.Columns {
		for _, c := range l.columns {
			if c.name == wanted {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

func (l *list) heading(z *frozen) (cells []string) {
	for _, c := range l.written(z) {
		text, note := c.en, " (masked)"
		if z.Language == "zh" {
			text, note = c.zh, "（打码）"
		}
		if c.personal && !z.Personal {
			text += note
		}
		cells = append(cells, text)
	}
	return cells
}

// ColumnsOf are the columns that an export of each list may have, by the name of the list.
func ColumnsOf(name string) (names []Column) {
	for _, c := range (&Exports{}).listOf(name).columns {
		names = append(names, c.name)
	}
	return names
}

// PolicyColumns are the columns that an export of policies may have.
func PolicyColumns() []Column { return ColumnsOf(policyList) }

// ClaimColumns are the columns that an export of claims may have.
func ClaimColumns() []Column { return ColumnsOf(claimList) }

// RequestColumns are the columns that an export of service requests may have.
func RequestColumns() []Column { return ColumnsOf(requestList) }

// AuditColumns are the columns that an export of audit records may have.
func AuditColumns() []Column { return ColumnsOf(auditList) }

// thaw reads a filter as it was frozen.
func thaw[F any](z *frozen) (*F, error) {
	f := new(F)
	return f, json.Unmarshal(z.Filter, f)
}
