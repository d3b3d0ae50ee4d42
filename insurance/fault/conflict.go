package fault

// Conflict says that something is not as the caller took it to be, and what: somebody changed it meanwhile.
type Conflict struct {
	Fault
	Object string // global id of what was changed
}

// Changed is CONFLICT about the thing with an id; the path names the input that said how it was taken to be.
func Changed(object, detail string, path ...string) Conflict {
	return Conflict{New(CodeConflict, detail, path...), object}
}
