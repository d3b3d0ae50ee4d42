package yamlparts

import (
	"slices"
	"strconv"
	"strings"
)

// placeIn reads the place that an item is moved to.
func (v *value) placeIn(items int) (int, error) {
	place, err := strconv.Atoi(v.text)
	if v.kind != scalar || err != nil || place < 0 || place >= items {
		return 0, ErrValue
	}
	return place, nil
}

// moved is a list whose item at a place stands at another.
func moved[Item any](list []Item, from, to int) []Item {
	one := list[from]
	return slices.Insert(slices.Delete(slices.Clone(list), from, from+1), to, one)
}

// move puts an item of a list at another place. Its bytes and the comments above it go with it; what stands between items stays between
// them.
func (e *editor) move(n *node, from, to int) {
	pieces := make([]piece, len(n.items))
	for i, each := range n.items {
		pieces[i] = piece{each.start, each.end}
		if !n.flow {
			pieces[i] = e.withComments(each, n.column)
		}
	}
	for place, by := range moved(pieces, from, to) {
		if at := pieces[place]; at != by {
			e.put(at.start, at.end, e.source[by.start:by.end])
		}
	}
}

// withComments is an item of a list in lines of its own, from the comments right above it to the last that is further in than its dash,
// without the last line feed.
func (e *editor) withComments(one *item, column int) piece {
	p := piece{one.start, e.lineEnd(one.end)}
	if e.first(one.start) {
		for above := e.lineStart(one.start); above > 0; p.start = above + column {
			above = e.lineStart(above - 1)
			if !e.comment(above, func(spaces int) bool { return spaces == column }) {
				break
			}
		}
	}
	for p.end < len(e.source) && e.comment(p.end, func(spaces int) bool { return spaces > column }) {
		p.end = e.lineEnd(p.end)
	}
	p.end = max(one.end, len(strings.TrimRight(e.source[:p.end], "\r\n")))
	return p
}

// comment tells whether a line is a comment whose number of spaces before it fits.
func (t *text) comment(line int, spaces func(int) bool) bool {
	whole := t.source[line:t.lineEnd(line)]
	bare := strings.TrimLeft(whole, " ")
	return strings.HasPrefix(bare, "#") && spaces(len(whole)-len(bare))
}
