package number

// Block is a run of serials that one process has reserved and may hand out without asking anybody: Next is the first
// one left, End the first that belongs to somebody else. The zero Block is empty. It is a plain value, so the caller
// guards it and decides what becomes of the rest of a block when the process ends (the numbers are skipped, never reused).
type Block struct {
	Next, End uint64
}

// Take gives the next serial and the block that is left. It says false, and gives the block back as it was, when none
// is left or the next one could not be written (beyond MaxSerial).
func (b Block) Take() (serial uint64, rest Block, ok bool) {
	if b.Left() == 0 {
		return 0, b, false
	}
	return b.Next, Block{Next: b.Next + 1, End: b.End}, true
}

// Left is how many serials Take will still give.
func (b Block) Left() uint64 {
	end := min(b.End, MaxSerial+1)
	if b.Next >= end {
		return 0
	}
	return end - b.Next
}
