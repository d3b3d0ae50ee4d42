package graph

import (
	"baodan/ent"
	"baodan/graph/model"
	"baodan/insurance/work"
)

// Pages of lists that are sorted by the keys of their rows, as they are answered.

// edgesOf a page, and where it lies.
func edgesOf[R, E any](p listing, found work.Found[*R], key func(*R) int64, edge func(cursor string, row *R) *E) ([]*E, *model.PageInfo) {
	edges, cursors := make([]*E, len(found.Rows)), make([]string, len(found.Rows))
	for i, row := range found.Rows {
		cursors[i] = p.cursor(key(row))
		edges[i] = edge(cursors[i], row)
	}
	info := infoOf(p, found.More, cursors, func(cursor string) string { return cursor })
	if found.Through != 0 {
		p.goOn(info, &work.Place{Key: found.Through})
	}
	return edges, info
}

func foundOf[R any](list []*R, more bool) work.Found[*R] {
	return work.Found[*R]{Rows: list, More: more}
}

func approvalPage(p listing, found work.Found[*ent.Approval], count model.Counted) *model.ApprovalConnection {
	edges, info := edgesOf(p, found, func(r *ent.Approval) int64 { return r.ID }, func(cursor string, r *ent.Approval) *model.ApprovalEdge {
		return &model.ApprovalEdge{Cursor: cursor, Node: r}
	})
	return &model.ApprovalConnection{Edges: edges, PageInfo: info, Counted: count}
}

func auditRecordPage(p listing, found work.Found[*ent.AuditRecord], count model.Counted) *model.AuditRecordConnection {
	edges, info := edgesOf(p, found, func(r *ent.AuditRecord) int64 { return r.ID }, func(cursor string, r *ent.AuditRecord) *model.AuditRecordEdge {
		return &model.AuditRecordEdge{Cursor: cursor, Node: r}
	})
	return &model.AuditRecordConnection{Edges: edges, PageInfo: info, Counted: count}
}

func jobPage(p listing, found work.Found[*ent.Job], count model.Counted) *model.JobConnection {
	edges, info := edgesOf(p, found, func(r *ent.Job) int64 { return r.ID }, func(cursor string, r *ent.Job) *model.JobEdge {
		return &model.JobEdge{Cursor: cursor, Node: r}
	})
	return &model.JobConnection{Edges: edges, PageInfo: info, Counted: count}
}

func channelPage(p listing, found work.Found[*ent.Channel], count model.Counted) *model.ChannelConnection {
	edges, info := edgesOf(p, found, func(r *ent.Channel) int64 { return r.ID }, func(cursor string, r *ent.Channel) *model.ChannelEdge {
		return &model.ChannelEdge{Cursor: cursor, Node: r}
	})
	return &model.ChannelConnection{Edges: edges, PageInfo: info, Counted: count}
}

func agreementPage(p listing, found work.Found[*ent.Agreement], count model.Counted) *model.AgreementConnection {
	edges, info := edgesOf(p, found, func(r *ent.Agreement) int64 { return r.ID }, func(cursor string, r *ent.Agreement) *model.AgreementEdge {
		return &model.AgreementEdge{Cursor: cursor, Node: r}
	})
	return &model.AgreementConnection{Edges: edges, PageInfo: info, Counted: count}
}

func serviceRequestPage(p listing, found work.Found[*ent.ServiceRequest], count model.Counted) *model.ServiceRequestConnection {
	edges, info := edgesOf(p, found, func(r *ent.ServiceRequest) int64 { return r.ID }, func(cursor string, r *ent.ServiceRequest) *model.ServiceRequestEdge {
		return &model.ServiceRequestEdge{Cursor: cursor, Node: r}
	})
	return &model.ServiceRequestConnection{Edges: edges, PageInfo: info, Counted: count}
}

func webhookEndpointPage(p listing, found work.Found[*ent.WebhookEndpoint], count model.Counted) *model.WebhookEndpointConnection {
	edges, info := edgesOf(p, found, func(r *ent.WebhookEndpoint) int64 { return r.ID }, func(cursor string, r *ent.WebhookEndpoint) *model.WebhookEndpointEdge {
		return &model.WebhookEndpointEdge{Cursor: cursor, Node: r}
	})
	return &model.WebhookEndpointConnection{Edges: edges, PageInfo: info, Counted: count}
}

func peoplePage(p listing, found work.Found[*ent.Person], count model.Counted) *model.PersonConnection {
	edges, info := edgesOf(p, found, func(r *ent.Person) int64 { return r.ID }, func(cursor string, r *ent.Person) *model.PersonEdge {
		return &model.PersonEdge{Cursor: cursor, Node: r}
	})
	return &model.PersonConnection{Edges: edges, PageInfo: info, Counted: count}
}

func deliveryPage(p listing, found work.Found[*ent.Delivery]) *model.DeliveryConnection {
	edges, info := edgesOf(p, found, func(d *ent.Delivery) int64 { return d.ID }, func(cursor string, d *ent.Delivery) *model.DeliveryEdge {
		return &model.DeliveryEdge{Cursor: cursor, Node: d}
	})
	return &model.DeliveryConnection{Edges: edges, PageInfo: info}
}
