package firstrun

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// On record: who had what checked, and what came of it. The newest record of a task is what is known of it.
const (
	action     = "first_run.check"
	objectKind = "installation"
)

// tryWithin is how long a try may take, within the time that a request has.
const tryWithin = 12 * time.Second

// tries are the tasks whose check does something.
var tries = []Task{Storage, Mail, Payments}

func (t Task) acts() bool { return slices.Contains(tries, t) }

// CheckInput asks for the check of a step.
type CheckInput struct{ Task Task }

// outcome of a try, as it is on record. About names what was tried: once that is configured otherwise, nothing is known.
type outcome struct {
	Finding Finding `json:"finding"`
	About   string  `json:"about,omitempty"`
	Said    string  `json:"said,omitempty"`
}

// tryEvery is how soon a task is tried again: a button that is pressed twice sends one mail.
const tryEvery = 3 * time.Second

// Check checks a step now, on record: a test mail goes to the caller, a file is written and read, the payment gateway is asked for an order
// that nobody made. The others are looked at anew. What was tried within 3 seconds is answered as it was.
func (s *Service) Check(ctx context.Context, caller *access.Caller, in CheckInput) (*Step, error) {
	steps, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	var found *Step
	for _, step := range steps {
		if step.Task == in.Task {
			found = step
		}
	}
	if in.Task.acts() {
		if found.CheckedAt != nil && s.Store.Now().Sub(*found.CheckedAt) < tryEvery {
			return found, nil
		}
		within, cancel := context.WithTimeout(ctx, tryWithin)
		defer cancel()
		if found, err = s.try(within, caller, in.Task); err != nil {
			return nil, err
		}
	}
	return found, s.record(ctx, caller, found)
}

// record what came of a check.
func (s *Service) record(ctx context.Context, caller *access.Caller, step *Step) error {
	return s.Store.Do(ctx, "first run", func(ctx context.Context, tx *work.Tx) error {
		step.CheckedAt = &tx.Now
		o := outcome{Finding: step.Finding, About: strings.Join(step.About, ", ")}
		if step.Said != nil {
			o.Said = *step.Said
		}
		return s.Audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{Action: action, ObjectKind: objectKind, Object: string(step.Task), After: o})
	})
}

// try does what proves a task.
func (s *Service) try(ctx context.Context, caller *access.Caller, task Task) (*Step, error) {
	step := &Step{Task: task, Finding: Done, About: s.about(task)}
	var err error
	switch task {
	case Mail:
		var p *ent.Person
		if p, err = s.People.ByID(ctx, caller, caller.PersonID()); err != nil {
			return nil, err
		}
		if p == nil || p.Email == "" {
			step.Finding = NoAddress
			return step, nil
		}
		err = s.Mail.Try(ctx, p.Email, mailSubject, mailText)
	case Payments:
		if s.Outside.Ask == nil {
			step.Finding = NotConfigured
			return step, nil
		}
		err = s.Outside.Ask(ctx)
	default:
		err = s.store(ctx)
	}
	if err != nil {
		return step.refused(err), nil
	}
	return step, nil
}

// about names what a task tries, as it is configured.
func (s *Service) about(task Task) []string {
	name := map[Task]string{Storage: s.Outside.Folder, Mail: s.Outside.MailServer, Payments: s.Outside.Gateway}[task]
	if name == "" {
		return []string{}
	}
	return []string{name}
}

// store writes a file and reads it again. Nothing refers to it, so the sweep takes it away.
func (s *Service) store(ctx context.Context) error {
	content := []byte("first run " + rand.Text())
	digest, _, err := s.Storage.Add(ctx, bytes.NewReader(content))
	if err != nil {
		return err
	}
	file, err := s.Storage.Open(ctx, digest)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was read only
	read, err := io.ReadAll(io.LimitReader(file, int64(len(content))+1))
	if err == nil && !bytes.Equal(read, content) {
		err = errors.New("what was read is not what was written")
	}
	return err
}

// tried are the tasks that are proved by a try, as their newest records say.
func (s *Service) tried(ctx context.Context) ([]*Step, error) {
	rows, err := s.Store.Client.AuditRecord.Query().Where(work.Each(tries, func(to *sql.Selector, task Task) {
		auditrecord.And(auditrecord.ObjectKind(objectKind), auditrecord.Object(string(task)))(to)
		to.OrderBy(sql.Desc(to.C(auditrecord.FieldID))).Limit(1)
	})).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("first run: %w", err)
	}
	newest := map[Task]*ent.AuditRecord{}
	for _, row := range rows {
		newest[Task(row.Object)] = row
	}
	steps := make([]*Step, len(tries))
	for i, task := range tries {
		if steps[i], err = s.stepOf(task, newest[task]); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// stepOf is how a task is by its newest record; nil: there is none.
func (s *Service) stepOf(task Task, row *ent.AuditRecord) (*Step, error) {
	step := &Step{Task: task, Finding: NotChecked, About: s.about(task)}
	if row == nil || row.After == nil {
		return step, nil
	}
	var o outcome
	if err := json.Unmarshal([]byte(*row.After), &o); err != nil {
		return nil, fmt.Errorf("first run: record %d: %w", row.ID, err)
	}
	if o.About != strings.Join(step.About, ", ") {
		return step, nil // it is configured otherwise by now
	}
	step.Finding, step.CheckedAt = o.Finding, &row.At
	if o.Said != "" {
		step.Said = &o.Said
	}
	return step, nil
}

const longestSaid = 300

// refused says that a step failed, with the words of what failed.
func (s *Step) refused(err error) *Step {
	text := strings.ToValidUTF8(strings.NewReplacer("\r", " ", "\n", " ").Replace(err.Error()), "?")
	if runes := []rune(text); len(runes) > longestSaid {
		text = string(runes[:longestSaid])
	}
	s.Finding, s.Said = Refused, &text
	return s
}

const (
	mailSubject = "保单系统测试邮件 / Baodan: a test mail"
	mailText    = "这封邮件说明系统能寄出邮件，不用回复。\n\nThis mail shows that the system can send mails. There is nothing to do.\n"
)
