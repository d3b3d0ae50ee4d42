package yamlparts

import (
	"slices"
	"strings"
)

// edit replaces bytes of a text.
type edit struct {
	start, end int
	by         string
}

type editor struct {
	Rules
	*text
	edits []edit
}

func (e *editor) put(start, end int, by string) { e.edits = append(e.edits, edit{start, end, by}) }

func (e *editor) done() string {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	place := 0
	for _, each := range e.edits {
		b.WriteString(e.source[place:each.start])
		b.WriteString(each.by)
		place = each.end
	}
	b.WriteString(e.source[place:])
	return b.String()
}

// change finds the part and changes it.
func (e *editor) change(change Change, v *value) error {
	at := e.root
	last := len(change.Path) - 1
	for i, step := range change.Path[:last] {
		below, ok := e.below(at, step)
		if !ok || below.kind == absent {
			if change.Operation != Add || at.kind != mapping {
				return ErrPath
			}
			for _, inner := range slices.Backward(change.Path[i+1:]) { // nothing of what it lies in is there yet
				v = around(inner, v)
			}
			e.set(at, step, v)
			return nil
		}
		at = below
	}
	step := change.Path[last]
	switch {
	case at.kind == mapping && change.Operation == Move:
		return ErrPath
	case at.kind == mapping && (change.Operation == Remove || v.kind == absent):
		place := at.entry(step)
		if place < 0 {
			return ErrPath
		}
		e.removeEntries(at, map[int]bool{place: true})
		return nil
	case at.kind == mapping:
		if change.Operation == Replace && at.entry(step) < 0 {
			return ErrPath
		}
		e.set(at, step, v)
		return nil
	case at.kind == list:
		place, ok := at.value().place(e.Names, step, change.Operation == Add)
		if !ok {
			return ErrPath
		}
		return e.item(at, place, change.Operation, v)
	}
	return ErrPath
}

// around is what a value lies in: a list where it is put at the end of one, else a mapping.
func around(step string, v *value) *value {
	if step == "-" {
		return &value{kind: list, items: []*value{v}}
	}
	return &value{kind: mapping, keys: []string{step}, fields: map[string]*value{step: v}}
}

func (n *node) entry(key string) int {
	return slices.IndexFunc(n.entries, func(e *entry) bool { return e.key == key })
}

func (e *editor) below(at *node, step string) (*node, bool) {
	switch at.kind {
	case mapping:
		if place := at.entry(step); place >= 0 {
			return at.entries[place].value, true
		}
	case list:
		if place, ok := at.value().place(e.Names, step, false); ok {
			return at.items[place].value, true
		}
	case absent, scalar:
	}
	return nil, false
}

// set gives a key of a mapping a value.
func (e *editor) set(at *node, key string, v *value) {
	if place := at.entry(key); place >= 0 {
		e.replace(at.entries[place].value, at, v)
		return
	}
	e.addEntries(at, []string{key}, map[string]*value{key: v}, nil)
}

// item changes a list.
func (e *editor) item(at *node, place int, operation Operation, v *value) error {
	switch operation {
	case Remove:
		e.removeItems(at, map[int]bool{place: true})
	case Replace:
		e.replace(at.items[place].value, at, v)
	case Add:
		e.addItems(at, place, []*value{v})
	case Move:
		to, err := v.placeIn(len(at.items))
		if err != nil {
			return err
		}
		e.move(at, place, to)
	}
	return nil
}

// replace puts a value in the place of a part of a mapping or list. What of it stays keeps its bytes.
func (e *editor) replace(n, in *node, v *value) {
	switch {
	case same(n.value(), v):
	case n.kind == mapping && v.kind == mapping && len(n.entries) > 0 && len(v.keys) > 0:
		e.mend(n, v)
	case n.kind == list && v.kind == list && len(n.items) > 0 && len(v.items) > 0:
		e.mendList(n, v)
	default:
		s := style{flow: in.flow, Rules: e.Rules}
		if n.kind == v.kind {
			s.like = []*node{n}
		}
		s.blocks = in == e.root
		if in.kind == list {
			e.put(n.start, n.end, s.lines(v, in.column+2))
			return
		}
		start := len(strings.TrimRight(e.source[:n.start], " \n"))
		e.put(start, n.end, s.after(v, in.column))
	}
}

// mend makes a mapping what it is to be, key by key.
func (e *editor) mend(n *node, v *value) {
	gone := map[int]bool{}
	for place, each := range n.entries {
		if want := v.fields[each.key]; want != nil {
			e.replace(each.value, n, want)
		} else {
			gone[place] = true
		}
	}
	s := e.styleOf(n)
	var fresh []string
	for _, key := range s.ordered(v) {
		if n.entry(key) < 0 {
			fresh = append(fresh, key)
		}
	}
	if len(gone) == len(n.entries) {
		e.rewrite(n, v)
		return
	}
	e.addEntries(n, fresh, v.fields, gone)
	e.removeEntries(n, gone)
}

// rewrite puts a mapping or list of other parts in the place of one.
func (e *editor) rewrite(n *node, v *value) {
	s := e.styleOf(n)
	e.put(n.start, n.end, s.lines(v, n.column))
}

// mendList makes a list what it is to be: what it begins and ends with stays, what is between is replaced one by one.
func (e *editor) mendList(n *node, v *value) {
	head := 0
	for head < len(n.items) && head < len(v.items) && same(n.items[head].value.value(), v.items[head]) {
		head++
	}
	tail := 0
	for tail < len(n.items)-head && tail < len(v.items)-head &&
		same(n.items[len(n.items)-1-tail].value.value(), v.items[len(v.items)-1-tail]) {
		tail++
	}
	old, fresh := len(n.items)-head-tail, len(v.items)-head-tail
	for i := range min(old, fresh) {
		e.replace(n.items[head+i].value, n, v.items[head+i])
	}
	if fresh > old {
		e.addItems(n, head+old, v.items[head+old:head+fresh])
		return
	}
	gone := map[int]bool{}
	for i := fresh; i < old; i++ {
		gone[head+i] = true
	}
	e.removeItems(n, gone)
}

func (e *editor) styleOf(n *node) style {
	return style{like: []*node{n}, flow: n.flow, Rules: e.Rules}
}

// addEntries puts keys into a mapping: each after the last of those that stand before it where files have an order.
func (e *editor) addEntries(n *node, keys []string, fields map[string]*value, gone map[int]bool) {
	s := e.styleOf(n)
	for _, key := range keys {
		after := e.before(n, key, gone)
		switch {
		case len(n.entries) == 0 && n.flow:
			e.put(n.start+1, n.start+1, name(key)+": "+s.field(key, true).write(fields[key]))
		case n.flow:
			e.put(n.entries[after].end, n.entries[after].end, ", "+name(key)+": "+s.field(key, true).write(fields[key]))
		case len(n.entries) == 0: // an empty text, or one of comments
			by := s.entry(key, fields[key], 0, !slices.Contains(e.Short, key)) + "\n"
			if e.source != "" && !strings.HasSuffix(e.source, "\n") {
				by = "\n" + by
			}
			e.put(len(e.source), len(e.source), by)
		default:
			e.line(n.entries[after].end, n.column, s.entry(key, fields[key], n.column, n == e.root && !slices.Contains(e.Short, key)))
		}
	}
}

// before is the entry after which a key is put: the last that stands before it in the order of files, else the last of all.
func (e *editor) before(n *node, key string, gone map[int]bool) int {
	found, last := -1, -1
	own := slices.Index(e.Keys, key)
	for place, each := range n.entries {
		if gone[place] {
			continue
		}
		last = place
		if other := slices.Index(e.Keys, each.key); own >= 0 && other >= 0 && other < own {
			found = place
		}
	}
	if found < 0 {
		return max(last, 0)
	}
	return found
}

// line puts lines behind the line in which a part ends.
func (e *editor) line(end, indent int, by string) {
	to := e.lineEnd(end)
	by = strings.Repeat(" ", indent) + by
	if strings.HasSuffix(e.source[:to], "\n") {
		e.put(to, to, by+"\n")
	} else {
		e.put(to, to, "\n"+by)
	}
}

// addItems puts items into a list before a place.
func (e *editor) addItems(n *node, place int, items []*value) {
	s := e.styleOf(n)
	var b strings.Builder
	for i, each := range items {
		switch {
		case !n.flow && (place > 0 || i > 0):
			b.WriteString(strings.Repeat(" ", n.column))
			fallthrough
		case !n.flow:
			b.WriteString("- " + s.item(each, false).lines(each, n.column+2) + "\n")
		case len(n.items) == 0 && i == 0:
			b.WriteString(s.item(each, true).write(each))
		case place == 0 && len(n.items) > 0:
			b.WriteString(s.item(each, true).write(each) + ", ")
		default:
			b.WriteString(", " + s.item(each, true).write(each))
		}
	}
	switch by := b.String(); {
	case len(n.items) == 0:
		e.put(n.start+1, n.start+1, by)
	case n.flow && place == 0:
		e.put(n.items[0].start, n.items[0].start, by)
	case n.flow:
		e.put(n.items[place-1].end, n.items[place-1].end, by)
	case place == 0:
		e.put(n.items[0].start, n.items[0].start, by+strings.Repeat(" ", n.column))
	default:
		to := e.lineEnd(n.items[place-1].end)
		if !strings.HasSuffix(e.source[:to], "\n") {
			by = "\n" + strings.TrimSuffix(by, "\n")
		}
		e.put(to, to, by)
	}
}

// piece is a part that is taken out: an entry or an item.
type piece struct{ start, end int }

func (e *editor) removeEntries(n *node, gone map[int]bool) {
	pieces := make([]piece, len(n.entries))
	for i, each := range n.entries {
		pieces[i] = piece{each.start, each.end}
	}
	e.remove(n, pieces, gone, "{}")
}

func (e *editor) removeItems(n *node, gone map[int]bool) {
	pieces := make([]piece, len(n.items))
	for i, each := range n.items {
		pieces[i] = piece{each.start, each.end}
	}
	e.remove(n, pieces, gone, "[]")
}

func (e *editor) remove(n *node, pieces []piece, gone map[int]bool, empty string) {
	if len(gone) == 0 {
		return
	}
	if len(gone) == len(pieces) {
		e.put(n.start, n.end, empty)
		return
	}
	for place := range pieces {
		if !gone[place] {
			continue
		}
		switch each := pieces[place]; {
		case n.flow && e.keptBefore(gone, place):
			e.put(pieces[place-1].end, each.end, "")
		case n.flow:
			e.put(each.start, pieces[place+1].start, "")
		case e.first(each.start):
			e.put(e.lineStart(each.start), e.lineEnd(each.end), "")
		default: // it stands behind a dash
			e.put(each.start, pieces[place+1].start, "")
		}
	}
}

func (e *editor) keptBefore(gone map[int]bool, place int) bool {
	for i := range place {
		if !gone[i] {
			return true
		}
	}
	return false
}
