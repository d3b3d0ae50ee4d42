package demo

// fate is what becomes of a claim, as far as the story decides it: the facts are made so, and people act so.
type fate string

const (
	straight    fate = "straight"    // the product approves it, and it is paid
	reviewed    fate = "reviewed"    // a person approves it
	big         fate = "big"         // a person approves it, and others must
	refusedByIt fate = "refused"     // the product declines it
	corrected   fate = "corrected"   // something is wrong, and is corrected
	uncorrected fate = "uncorrected" // something is wrong, and nobody corrects it
	evidence    fate = "evidence"    // a person asks for more, which comes
	noEvidence  fate = "noEvidence"  // a person asks for more, which never comes
	unproved    fate = "unproved"    // a person declines it
	reopened    fate = "reopened"    // a person declines it, and it is reopened and paid
	withdrawn   fate = "withdrawn"   // the claimant takes it back
	closedBank  fate = "closedBank"  // the bank declines, until a person has it paid again
	busyBank    fate = "busyBank"    // the bank declines for now
	silentBank  fate = "silentBank"  // the bank says for a while that it does not know
	shortBank   fate = "shortBank"   // the bank says that it paid less
	byPhone     fate = "byPhone"     // customer service enters it, and a person approves it
	carrierDown fate = "carrierDown" // the carrier cannot be asked
)

// share is how often a fate is drawn.
type share struct {
	fate fate
	of   int
}

// fates of claims, by product.
var fates = map[string][]share{
	freight: {
		{straight, 620}, {reviewed, 70}, {refusedByIt, 30}, {corrected, 60}, {uncorrected, 12}, {evidence, 40}, {noEvidence, 10},
		{unproved, 35}, {reopened, 12}, {withdrawn, 22}, {closedBank, 22}, {busyBank, 20}, {silentBank, 18}, {shortBank, 12}, {byPhone, 17},
	},
	account: {
		{straight, 300}, {reviewed, 190}, {big, 90}, {refusedByIt, 50}, {corrected, 90}, {uncorrected, 20}, {evidence, 90}, {noEvidence, 20},
		{unproved, 50}, {reopened, 25}, {withdrawn, 25}, {closedBank, 25}, {busyBank, 10}, {silentBank, 10}, {shortBank, 15}, {byPhone, 40},
	},
	screen: {
		{straight, 330}, {reviewed, 180}, {big, 90}, {refusedByIt, 50}, {corrected, 80}, {uncorrected, 20}, {evidence, 70}, {noEvidence, 15},
		{unproved, 45}, {reopened, 25}, {withdrawn, 30}, {closedBank, 25}, {busyBank, 10}, {silentBank, 10}, {shortBank, 15}, {byPhone, 25},
	},
}

// fateOf draws what becomes of the next claim under a policy.
func (c *claimsDesk) fateOf(one *sold) fate {
	all := 0
	for _, s := range fates[one.product] {
		all += s.of
	}
	n := c.dice.IntN(all)
	for _, s := range fates[one.product] {
		if n -= s.of; n < 0 {
			return s.fate
		}
	}
	return straight
}

// toPerson tells whether the facts are such that a person must look.
func (f fate) toPerson() bool {
	switch f {
	case reviewed, big, evidence, noEvidence, unproved, reopened, withdrawn, byPhone:
		return true
	case straight, refusedByIt, corrected, uncorrected, closedBank, busyBank, silentBank, shortBank, carrierDown:
	}
	return false
}
