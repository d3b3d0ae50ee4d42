package work

// Mode says which half of a channel's business something belongs to: the real one, or the sandbox.
type Mode string

// Modes. Where an input leaves the mode out, or sends the zero value of its language, it means LIVE.
const (
	Live    Mode = "LIVE"
	Sandbox Mode = "SANDBOX"
)

// ModeOf is the mode of a channel's half.
func ModeOf(live bool) Mode {
	if live {
		return Live
	}
	return Sandbox
}

// IsLive holds for everything but the sandbox.
func (m Mode) IsLive() bool { return m != Sandbox }
