package web

import (
	"io"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/files"
)

// upload takes the bytes of an announced file. The address is the permission.
func (s *Site) upload(w http.ResponseWriter, r *http.Request) {
	body := http.MaxBytesReader(w, r.Body, files.Largest+1)
	paced := s.timeouts.pace(http.NewResponseController(w).SetReadDeadline)
	from := &flow{from: pacedReader{body, paced}}
	err := s.files.Receive(r.Context(), r.PathValue("token"), from, s.payUpload)
	if fault.Has(err, fault.CodeInvalidValue) && !from.ended {
		// Who still sends hears nothing: the rest is let in, which was paid for, so that they hear what is wrong.
		io.Copy(io.Discard, from) //nolint:errcheck // they are answered either way
	}
	// The answer goes out after the body came in, however long that took.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.timeouts.Silence)) // no deadlines in tests' recorders
	if err != nil {
		fileRefused(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// flow is a reader that knows whether it ended, well or not.
type flow struct {
	from  io.Reader
	ended bool
}

// Read reads on.
func (f *flow) Read(p []byte) (int, error) {
	n, err := f.from.Read(p)
	f.ended = f.ended || err != nil
	return n, err
}

// uploadedAPoint are the bytes of an upload that a point pays for: sealing and hashing a MiB takes about 40 ms.
const uploadedAPoint = 1 << 20

// payUpload takes a point for each MiB that was begun. A bucket of a low rate never holds enough for a large file, so it need not be full:
// one that is in debt takes no file. Fault: THROTTLED.
func (s *Site) payUpload(credential string, rate int, bytes int64) error {
	if rate == 0 {
		return nil // announced before uploads were paid for; such an address is valid for an hour
	}
	c := &access.Caller{Credential: credential, Rate: rate}
	if s.budgets.Left(c, true).Remaining < 1 {
		return fault.New(fault.CodeThrottled, "retry in a second")
	}
	s.budgets.Owe(c, true, int((bytes+uploadedAPoint-1)/uploadedAPoint))
	return nil
}

// file gives out what a link names, to the person that the link was made for.
func (s *Site) file(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	caller, signature, err := s.authenticator.caller(r.Context(), r, nil)
	if err == nil {
		err = s.authenticator.once(r.Context(), signature)
	}
	if err != nil {
		http.NotFound(w, r) // who asks without a right learns nothing, not even that there is a file
		return
	}
	given, content, err := s.files.Follow(r.Context(), caller, r.PathValue("token"))
	if err != nil {
		fileRefused(w, r, err)
		return
	}
	defer content.Close() //nolint:errcheck // it was read
	w.Header().Set("Content-Type", given.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": given.Name}))
	paced := s.timeouts.pace(http.NewResponseController(w).SetWriteDeadline)
	io.Copy(pacedWriter{w, paced}, content) //nolint:errcheck // the reader is gone; there is nobody to tell
}

func fileRefused(w http.ResponseWriter, r *http.Request, err error) {
	switch faults := fault.All(err); {
	case fault.Has(err, fault.CodeNotFound):
		http.Error(w, faults[0].Error(), http.StatusNotFound)
	case fault.Has(err, fault.CodeThrottled):
		w.Header().Set("Retry-After", "1")
		http.Error(w, faults[0].Error(), http.StatusTooManyRequests)
	case fault.Has(err, fault.CodeInvalidValue):
		http.Error(w, faults[0].Error(), http.StatusUnprocessableEntity)
	default:
		slog.ErrorContext(r.Context(), "file", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}

// pace moves a deadline on while bytes flow.
type pace struct {
	set     func(time.Time) error
	silence time.Duration
	moved   time.Time
	end     time.Time
}

func (t *Timeouts) pace(set func(time.Time) error) *pace {
	p := &pace{set: set, silence: t.Silence, end: time.Now().Add(t.Transfer)}
	p.move()
	return p
}

// move allows another silence, a thirtieth of one after it last did at the earliest.
func (p *pace) move() {
	now := time.Now()
	if now.Sub(p.moved) < p.silence/30 {
		return
	}
	next := now.Add(p.silence)
	if next.After(p.end) {
		next = p.end
	}
	_ = p.set(next) // no deadlines in tests' recorders
	p.moved = now
}

type pacedReader struct {
	io.Reader
	pace *pace
}

// Read reads on.
func (r pacedReader) Read(b []byte) (int, error) {
	r.pace.move()
	return r.Reader.Read(b)
}

type pacedWriter struct {
	io.Writer
	pace *pace
}

// Write writes on.
func (w pacedWriter) Write(b []byte) (int, error) {
	w.pace.move()
	return w.Writer.Write(b)
}
