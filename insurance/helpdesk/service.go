// Package helpdesk passes customers' wishes on (A5, A6, B7): customer service opens a request for a policy document or an
// invoice, the desk that makes it works and sends it, by mail or by post, and it is closed.
//
//	OPEN -> IN_WORK -> SENDING -> SENT -> CLOSED     by mail; back to IN_WORK where it cannot be delivered
//	OPEN -> IN_WORK -> SENT -> CLOSED                by post
//	OPEN, IN_WORK -> CANCELLED
package helpdesk

import (
	"context"
	"fmt"
	"strconv"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/servicerequest"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/mail"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Service takes and works service requests. It is safe for concurrent use.
type Service struct {
	*Reader
	store        *work.Store
	audit        *audit.Log
	ring         *seal.Keyring
	distribution *distribution.Service
	files        *files.Service
	mails        *mail.Service
	policies     *policy.Service
	workdays     *workday.Calendar
	numbers      *work.Numbers
	asked        *seal.Mac // over what was asked, to tell a replay
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, ring *seal.Keyring, distribution *distribution.Service, files *files.Service, mails *mail.Service, policies *policy.Service, workdays *workday.Calendar) *Service {
	s := &Service{
		Reader: &Reader{store}, store: store, audit: audit, ring: ring, distribution: distribution, files: files, mails: mails,
		policies: policies, workdays: workdays, asked: ring.Mac("service request"),
	}
	s.numbers = work.NewNumbers(store, number.Request, "service request number", s.highestNumber)
	return s
}

// highestNumber is that of the newest request.
func (s *Service) highestNumber(ctx context.Context) (string, error) {
	row, err := s.store.Client.ServiceRequest.Query().Order(ent.Desc(servicerequest.FieldNumber)).First(ctx)
	if err != nil {
		return "", fmt.Errorf("newest service request: %w", err)
	}
	return row.Number, nil
}

// sealContext binds a sealed request to its row.
func sealContext(channelID, id int64) string {
	return "service_requests.personal:" + strconv.FormatInt(channelID, 10) + ":" + strconv.FormatInt(id, 10)
}
