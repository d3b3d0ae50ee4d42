package catalog

import (
	"encoding/json"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"baodan/engine/diff"
	"baodan/insurance/fault"
)

// FileConflict is a part of a product file that two people changed at the same time.
type FileConflict struct {
	Path                 string  // rating.tables.base.rows.3.value
	Before, Stored, Mine *string // before both; as another person saved it meanwhile; as it was to be saved. nil: it is not there
}

// ConflictingFile is the fault of a file that cannot be brought together with what was saved meanwhile.
type ConflictingFile struct {
	fault.Fault
	Revision  int // of the draft now
	Conflicts []FileConflict
}

// merge brings two changes of a product file together: parts that only one of them changed are as that one has them. Lines decide what
// is the same part; where both put in something at one place, both stay. Not ok where both changed the same lines otherwise.
func merge(before, stored, mine string) (merged string, ok bool) {
	edits, ok := udiff.Merge(udiff.Lines(before, stored), udiff.Lines(before, mine))
	if !ok {
		return "", false
	}
	merged, err := udiff.Apply(before, edits)
	return merged, err == nil
}

// conflicts are the parts that both changed otherwise; where none can be named, all that one of them changed.
func conflicts(before, stored, mine []byte) []FileConflict {
	theirs, own := fileDifferences(before, stored), fileDifferences(before, mine)
	var list, all []FileConflict
	for _, a := range theirs {
		all = append(all, FileConflict{a.Path, a.Before, a.After, a.Before})
	}
	for _, b := range own {
		one := FileConflict{b.Path, b.Before, b.Before, b.After}
		both := false
		for _, a := range theirs {
			switch {
			case a.Path == b.Path:
				one.Stored, both = a.After, true
			case within(a.Path, b.Path), within(b.Path, a.Path):
				one.Stored, both = nil, true
				if within(b.Path, a.Path) {
					one.Path, one.Stored = a.Path, a.After
				}
			}
		}
		if both {
			list = append(list, one)
		}
		all = append(all, one)
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// within tells whether a path lies below another.
func within(inner, outer string) bool { return strings.HasPrefix(inner, outer+".") }

// fileDifferences tells what differs between two product files, as Differences does; none where one cannot be read.
func fileDifferences(before, after []byte) []diff.Difference {
	var sides [2][]byte
	for i, file := range [][]byte{before, after} {
		t, err := (&Bundle{File: file}).tree()
		if err != nil {
			return nil
		}
		if sides[i], err = json.Marshal(t.Product); err != nil {
			return nil
		}
	}
	return told(diff.JSON(sides[0], sides[1]))
}

// together is a file with what somebody else saved since its change began. Fault: CONFLICT, with what both changed.
func together(base, stored, mine string, revision int) (*string, error) {
	merged, ok := merge(base, stored, mine)
	if !ok {
		return nil, conflicting(base, stored, mine, revision, fault.New(fault.CodeConflict, "somebody else changed the same part of the file meanwhile", "file"))
	}
	return &merged, nil
}

// apart says why two changes without a mistake cannot be brought together.
func apart(base, stored, mine string, revision int, mistakes error) error {
	list := fault.All(mistakes)
	if len(list) == 0 {
		return mistakes
	}
	detail := fault.Newf(fault.CodeConflict, "it does not go together with what somebody else changed meanwhile: %s", list[0].Base().Detail).At("file")
	return conflicting(base, stored, mine, revision, detail)
}

func conflicting(base, stored, mine string, revision int, why fault.Fault) error {
	return ConflictingFile{Fault: why, Revision: revision, Conflicts: conflicts([]byte(base), []byte(stored), []byte(mine))}
}
