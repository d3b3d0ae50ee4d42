package main

import (
	"fmt"
	"maps"
	"slices"

	"baodan/insurance/webhooks"
)

// I4, inside: events of a subject count 1, 2, 3 without gaps; each has one offset in the log and one delivery that
// arrived; entries of the log have no gaps.
func (v *verifier) checkEvents(d *data) {
	const invariant = "I4"
	for _, subject := range slices.Sorted(maps.Keys(d.bySubject)) {
		for i, e := range d.bySubject[subject] {
			switch {
			case e.seq != i+1:
				v.found.add(invariant, subject, "event %d has the sequence %d", i+1, e.seq)
			case e.entries != 1:
				v.found.add(invariant, subject, "%s, event %d, has %d entries in the log", e.kind, e.seq, e.entries)
			case e.deliveries != 1 || e.got != 1:
				v.found.add(invariant, subject, "%s, event %d, has %d deliveries, %d of them arrived", e.kind, e.seq, e.deliveries, e.got)
			}
		}
	}
	if d.entries != d.lastOffset {
		v.found.add(invariant, "log", "%d entries, the last one is %d", d.entries, d.lastOffset)
	}
}

// seqs are the events of one subject that somebody heard.
type seqs struct{ have map[int]bool }

// hear notes an arrival; false where an earlier one is still missing.
func (s *seqs) hear(seq int) bool {
	if s.have == nil {
		s.have = map[int]bool{}
	}
	inOrder := s.have[seq] || s.have[seq-1] || seq == 1
	s.have[seq] = true
	return inOrder
}

// I4 and I6, outside: each channel's receiver took every event of its own policies and claims, and of nobody else's, at
// first in order, with a signature that verifies.
func (v *verifier) checkWebhooks(d *data, messages []heard) {
	took := map[string]*seqs{}
	owner, id := map[string]string{}, map[string]string{}
	for _, e := range d.events {
		owner[e.subject] = d.codes[e.channel]
		id[fmt.Sprint(e.subject, "/", e.seq)] = webhooks.MessageID(e.id)
	}
	for _, m := range messages {
		object := fmt.Sprintf("%s/%d", m.Subject, m.Sequence)
		switch {
		case !m.Valid:
			v.found.add("I4", object, "%s came with a signature that does not verify", m.Type)
		case owner[m.Subject] != m.Channel:
			v.found.add("I6", object, "%s told %s of what is %s's", m.Type, m.Channel, owner[m.Subject])
		case id[object] != m.ID:
			v.found.add("I4", object, "%s came as %s and is %s", m.Type, m.ID, id[object])
		}
		s := took[m.Subject]
		if s == nil {
			s = &seqs{}
			took[m.Subject] = s
		}
		if m.Status == 200 {
			if !s.hear(m.Sequence) {
				v.found.add("I4", object, "%s came before the one before it: so far %v", m.Type, slices.Sorted(maps.Keys(s.have)))
			}
		} else if m.Sequence > 1 && !s.have[m.Sequence-1] {
			v.found.add("I4", object, "%s was tried before the one before it arrived: so far %v", m.Type, slices.Sorted(maps.Keys(s.have)))
		}
	}
	for subject, events := range d.bySubject {
		s := took[subject]
		for _, e := range events {
			if s == nil || !s.have[e.seq] {
				v.found.add("I4", subject, "the receiver never took event %d, %s", e.seq, e.kind)
				break
			}
		}
	}
}

// I4 and I6, the log: a cursor that reads on while everything happens gets each event once, in order, and misses none.
func (v *verifier) checkLog(d *data) {
	total := map[string]int{}
	for _, e := range d.events {
		total[d.codes[e.channel]]++
	}
	for _, c := range v.channels {
		last := map[string]int{}
		for _, e := range c.log {
			object := fmt.Sprintf("%s/%d", e.Subject, e.Sequence)
			stored := d.bySubject[e.Subject]
			if len(stored) == 0 || d.codes[stored[0].channel] != c.code {
				v.found.add("I6", object, "the log of %s tells of what is not its own", c.code)
			}
			if e.Sequence != last[e.Subject]+1 {
				v.found.add("I4", object, "the log of %s told event %d after event %d", c.code, e.Sequence, last[e.Subject])
			}
			last[e.Subject] = e.Sequence
		}
		for subject, events := range d.bySubject {
			if d.codes[events[0].channel] == c.code && last[subject] != len(events) {
				v.found.add("I4", subject, "who reads the log with a cursor got %d of its %d events", last[subject], len(events))
			}
		}
		if len(c.log) != total[c.code] {
			v.found.add("I4", "log of "+c.code, "a cursor got %d events, there are %d", len(c.log), total[c.code])
		}
	}
}
