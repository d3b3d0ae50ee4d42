package background

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/job"
)

// Kinds of jobs there are.
var Kinds = []string{
	"webhooks.replay", "bulk.issue", "bulk.check", "back-test", "export", "personal.index", "personal.erase", "keyring.rewrap", "audit.verify",
	"rerate",
}

// About is what a job is about, beside its channel; what it is not about is 0 or empty. Acts write these names in the input of their jobs.
type About struct {
	File          int64  `json:"file"`      // whose rows are worked
	AgreementCode string `json:"agreement"` // of its channel
	Endpoint      int64  `json:"endpoint"`  // that events are replayed to
	Version       int64  `json:"id"`        // of a product, that is tested
}

// aboutSomething are the kinds whose input names what they are about; others have no such thing, or hold it for themselves.
var aboutSomething = []string{"webhooks.replay", "bulk.issue", "bulk.check", "back-test"}

// AboutOf reads what a job is about.
func AboutOf(row *ent.Job) (about About, err error) {
	if !slices.Contains(aboutSomething, row.Kind) {
		return about, nil
	}
	if err := json.Unmarshal([]byte(row.Input), &about); err != nil {
		return about, fmt.Errorf("input of job %d: %w", row.ID, err)
	}
	return about, nil
}

// Rate of a job.
type Rate struct {
	PerMinute int            // rows or items, failed ones too, on average since it was asked for
	Left      *time.Duration // until it ends at that rate; nil: it cannot be told, or it does not run
}

// RateOf tells how fast a job is, and how long it still takes at that rate. How long it waited or was stopped counts too: what comes is
// not promised to be faster.
func (s *Service) RateOf(row *ent.Job) (rate Rate) {
	until := s.now(row.ChannelID)
	if row.FinishedAt != nil {
		until = *row.FinishedAt
	}
	took := until.Sub(row.CreatedAt)
	worked := row.Done + row.Failed
	if took <= 0 || worked <= 0 {
		return rate
	}
	rate.PerMinute = int(worked * int64(time.Minute) / int64(took))
	if row.State == job.StateRunning && row.Total != nil && *row.Total >= worked {
		left := (took / time.Duration(worked) * time.Duration(*row.Total-worked)).Round(time.Second)
		rate.Left = &left
	}
	return rate
}
