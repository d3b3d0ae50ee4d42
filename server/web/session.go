package web

import (
	"net/http"
	"strings"
	"time"

	"baodan/graph"
	"baodan/insurance/fault"
)

// SessionCookie holds the token of a person's session. The prefix has browsers refuse it unless it is Secure, of this host
// alone and of every path, so that nobody beside us can plant one.
const SessionCookie = "__Host-baodan"

// cookies keep session tokens in an answer's cookie: out of reach of scripts, and of requests that other sites start,
// except following a link to us, which changes nothing.
type cookies struct {
	w   http.ResponseWriter
	now func() time.Time
}

var _ graph.SessionKeeper = cookies{}

// Keep sends the cookie.
func (c cookies) Keep(token string, until time.Time) {
	setCookie(c.w, SessionCookie, token, int(until.Sub(c.now()).Seconds()))
}

// Drop has the browser forget it.
func (c cookies) Drop() { setCookie(c.w, SessionCookie, "", -1) }

func setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, MaxAge: age, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// sessionToken of a request; given tells whether there was any cookie of that name. Several are none that we sent.
func sessionToken(r *http.Request) (token string, given bool) {
	list := r.CookiesNamed(SessionCookie)
	if len(list) == 1 {
		return list[0].Value, true
	}
	return "", len(list) > 0
}

// sameOrigin refuses what a browser sends for another site: requests that a cookie proves, and logins, which would let
// another site log somebody in as somebody else. Programs that are no browsers say nothing of where a request comes from.
// Fault: CROSS_ORIGIN.
func (a *authenticator) sameOrigin(r *http.Request) error {
	if err := a.origins.Check(r); err != nil {
		return fault.New(fault.CodeCrossOrigin, "")
	}
	return nil
}

// newOrigins are those that may send requests of people: our own, also as it is known outside.
func newOrigins(publicURL string) (*http.CrossOriginProtection, error) {
	p := http.NewCrossOriginProtection()
	scheme, rest, _ := strings.Cut(publicURL, "://")
	host, _, _ := strings.Cut(rest, "/")
	return p, p.AddTrustedOrigin(scheme + "://" + host)
}
