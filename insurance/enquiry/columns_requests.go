package enquiry

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// exportedRequest is what columns look at.
type exportedRequest struct {
	*ent.ServiceRequest
	of                            *policy.Policy
	recipient, openedBy, assignee string
}

type requestRow = *exportedRequest

func (r *exportedRequest) local(at *time.Time) string {
	if at == nil {
		return ""
	}
	return local(r.of, *at)
}

// requestColumns of an export. What was said in words is left out: it may name somebody.
var requestColumns = []column{
	{name: "NUMBER", zh: "服务单号", en: "Request number", cell: cell(func(r requestRow) string { return r.Number })},
	{name: "KIND", zh: "类型", en: "Kind", cell: cell(func(r requestRow) string { return string(r.Kind) })},
	{name: "DESK", zh: "处理部门", en: "Desk", cell: cell(func(r requestRow) string { return string(r.Desk) })},
	{name: "DELIVERY", zh: "送达方式", en: "Delivery", cell: cell(func(r requestRow) string { return string(r.Delivery) })},
	{name: "STATE", zh: "状态", en: "State", cell: cell(func(r requestRow) string { return string(r.State) })},
	{name: "POLICY", zh: "保单号", en: "Policy number", cell: cell(func(r requestRow) string { return r.of.Number() })},
	{name: "CHANNEL", zh: "渠道", en: "Channel", foreign: true, cell: cell(func(r requestRow) string { return r.of.Channel().Code })},
	{name: "PAYER", zh: "保费支付方", en: "Payer", cell: cell(func(r requestRow) string { return r.Payer })},
	{name: "RECIPIENT", zh: "收件人", en: "Recipient", foreign: true, personal: true, cell: cell(func(r requestRow) string { return r.recipient })},
	{name: "OPENED_BY", zh: "登记人", en: "Opened by", foreign: true, cell: cell(func(r requestRow) string { return r.openedBy })},
	{name: "OPENED_AT", zh: "登记时间", en: "Opened at", cell: cell(func(r requestRow) string { return r.local(&r.OpenedAt) })},
	{name: "PROMISED_AT", zh: "承诺时间", en: "Promised by", cell: cell(func(r requestRow) string { return r.local(&r.PromisedAt) })},
	{name: "ASSIGNEE", zh: "处理人", en: "Assignee", foreign: true, cell: cell(func(r requestRow) string { return r.assignee })},
	{name: "CARRIER", zh: "承运商", en: "Carrier", foreign: true, cell: cell(func(r requestRow) string { return r.Carrier })},
	{name: "TRACKING_NO", zh: "运单号", en: "Tracking number", foreign: true, cell: cell(func(r requestRow) string { return r.TrackingNo })},
	{name: "SENT_AT", zh: "寄出时间", en: "Sent at", cell: cell(func(r requestRow) string { return r.local(r.SentAt) })},
	{name: "CLOSED_AT", zh: "办结时间", en: "Closed at", cell: cell(func(r requestRow) string { return r.local(r.ClosedAt) })},
}

// requestExport is the list of service requests, that with the nearest promise first.
func (s *Exports) requestExport() *list {
	return &list{
		name: requestList, roles: []access.Role{access.Service, access.Underwriting, access.Finance, access.Audit}, columns: requestColumns,
		check: func(context.Context, *access.Caller, any) (fault.List, error) { return nil, nil }, // every filter is well formed
		count: func(ctx context.Context, caller *access.Caller, filter any) (work.Count, error) {
			return s.helpdesk.Count(ctx, caller, *filter.(*helpdesk.Filter), MostAlone)
		},
		read: s.readRequests,
	}
}

// readRequests reads the next service requests, as they are now.
func (s *Exports) readRequests(ctx context.Context, caller *access.Caller, z *frozen, after int64) (rows []any, last int64, more bool, err error) {
	f, err := thaw[helpdesk.Filter](z)
	if err != nil {
		return nil, 0, false, err
	}
	page := work.Page{Most: exportRead, After: work.Place{Key: after}}
	list, more, err := s.helpdesk.List(ctx, caller, *f, page)
	if err != nil {
		return nil, 0, false, err
	}
	var policies, people []int64
	for _, r := range list {
		policies, people, last = append(policies, r.PolicyID), append(people, r.OpenedBy, r.Assignee), r.ID
	}
	of, err := s.policies.ByKeys(ctx, policies, policy.PointInTime{})
	if err != nil {
		return nil, 0, false, err
	}
	names, err := s.logins(ctx, people)
	if err != nil {
		return nil, 0, false, err
	}
	for _, r := range list {
		if r.ID >= z.Before {
			continue
		}
		row := &exportedRequest{ServiceRequest: r, of: of[r.PolicyID].Value, openedBy: names[r.OpenedBy], assignee: names[r.Assignee]}
		if err := of[r.PolicyID].Err; err != nil {
			return nil, 0, false, err
		}
		if row.recipient, err = s.recipient(r, z.Personal); err != nil {
			return nil, 0, false, err
		}
		rows = append(rows, row)
	}
	return rows, last, more, nil
}

// recipient of a request, masked unless it is to be in clear.
func (s *Exports) recipient(r *ent.ServiceRequest, clear bool) (string, error) {
	whole, err := s.helpdesk.Recipient(r)
	if err != nil || whole == nil {
		return "", err
	}
	if clear {
		return whole.Name, nil
	}
	return access.MaskName(whole.Name), nil
}

type auditRow = *exportedRecord

// exportedRecord is what columns look at.
type exportedRecord struct {
	*ent.AuditRecord
	channel, sequence string
}

// auditColumns of an export; records hold no personal data.
var auditColumns = []column{
	{name: "SEQUENCE", zh: "序号", en: "Number", cell: cell(func(r auditRow) string { return r.sequence })},
	{name: "AT", zh: "时间", en: "At", cell: cell(func(r auditRow) string { return r.At.UTC().Format(time.RFC3339Nano) })},
	{name: "ACTOR", zh: "操作者", en: "Actor", foreign: true, cell: cell(func(r auditRow) string { return r.Actor })},
	{name: "ADDRESS", zh: "来源地址", en: "Address", foreign: true, cell: cell(func(r auditRow) string { return r.Address })},
	{name: "ACTION", zh: "操作", en: "Action", cell: cell(func(r auditRow) string { return r.Action })},
	{name: "OBJECT_KIND", zh: "对象类型", en: "Kind of object", cell: cell(func(r auditRow) string { return r.ObjectKind })},
	{name: "OBJECT", zh: "对象", en: "Object", foreign: true, cell: cell(func(r auditRow) string { return r.Object })},
	{name: "CHANNEL", zh: "渠道", en: "Channel", foreign: true, cell: cell(func(r auditRow) string { return r.channel })},
	{name: "REASON", zh: "原因", en: "Reason", foreign: true, cell: cell(func(r auditRow) string { return r.Reason })},
	{name: "REQUEST_ID", zh: "请求号", en: "Request", foreign: true, cell: cell(func(r auditRow) string { return r.RequestID })},
	{name: "BEFORE", zh: "变更前", en: "Before", foreign: true, cell: cell(func(r auditRow) string { return said(r.Before) })},
	{name: "AFTER", zh: "变更后", en: "After", foreign: true, cell: cell(func(r auditRow) string { return said(r.After) })},
}

func said(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// auditExport is the list of audit records, newest first.
func (s *Exports) auditExport() *list {
	return &list{
		name: auditList, roles: []access.Role{access.Audit, access.SecurityAdmin}, columns: auditColumns,
		check: func(_ context.Context, _ *access.Caller, filter any) (fault.List, error) {
			if !filter.(*audit.Filter).WellFormed() {
				return fault.List{fault.New(fault.CodeInvalidValue, "at most 20 actions, and an object with its kind", "filter")}, nil
			}
			return nil, nil
		},
		count: func(ctx context.Context, caller *access.Caller, filter any) (work.Count, error) {
			f := *filter.(*audit.Filter)
			f.View = caller.InView
			return s.audit.Count(ctx, f, MostAlone)
		},
		read: s.readRecords,
	}
}

// readRecords reads the next audit records.
func (s *Exports) readRecords(ctx context.Context, caller *access.Caller, z *frozen, after int64) (rows []any, last int64, more bool, err error) {
	f, err := thaw[audit.Filter](z)
	if err != nil {
		return nil, 0, false, err
	}
	if after == 0 {
		after = z.Before
	}
	f.View = caller.InView
	found, err := s.audit.Find(ctx, *f, work.Page{Most: exportRead, After: work.Place{Key: after}})
	if err != nil {
		return nil, 0, false, err
	}
	sequences, err := s.audit.SequencesOf(ctx, found.Rows)
	if err != nil {
		return nil, 0, false, err
	}
	for _, r := range found.Rows {
		row := &exportedRecord{AuditRecord: r}
		if c := s.distribution.Channel(r.ChannelID); c != nil {
			row.channel = c.Code
		}
		if n := sequences[r.ID]; n != nil {
			row.sequence = fmt.Sprint(*n)
		}
		rows, last = append(rows, row), r.ID
	}
	if found.Through != 0 {
		last = found.Through
	}
	return rows, last, found.More, nil
}
