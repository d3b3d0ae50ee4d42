package load

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// lane is one connection that carries one request at a time.
type lane struct {
	target *Target
	conn   net.Conn
	reader *bufio.Reader
	prefix string // of the numbers that this lane makes
	used   int
	out    []byte // the request that is being sent
	body   []byte // its body
	answer []byte // space for the answer's body
}

const (
	laneDigits  = 4
	countDigits = 10
	// OrderMark has the width of the numbers that a Kind without Pick uses; they fit order numbers and nonces.
	OrderMark = "########@@@@$$$$$$$$$$"
	patience  = 30 * time.Second // with one answer
)

func newLane(t *Target) *lane {
	return &lane{target: t, prefix: t.Run + pad(t.lane(), laneDigits)}
}

// pad writes a number with leading zeros.
func pad(n, width int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", max(width-len(text), 0)) + text
}

// number is used once in this run, on all lanes.
func (l *lane) number() string {
	l.used++
	return l.prefix + pad(l.used, countDigits)
}

// do sends one request and checks its answer. After an error the connection is opened anew.
func (l *lane) do(ctx context.Context, k *Kind) error {
	nonce := l.number()
	value := nonce
	if k.Pick != nil {
		value = k.Pick()
	}
	status, err := l.exchange(ctx, k, value, nonce)
	if err != nil {
		l.close()
		return fmt.Errorf("%s: %w", k.Name, err)
	}
	if status != http.StatusOK {
		err = fmt.Errorf("status %d: %s", status, l.answer)
	} else {
		err = k.Check(l.answer, value)
	}
	if err != nil {
		return fmt.Errorf("%s: %s", k.Name, strings.ReplaceAll(err.Error(), value, "VALUE"))
	}
	if k.Each != nil {
		k.Each(l.answer)
	}
	return nil
}

// exchange writes the request and reads the answer.
func (l *lane) exchange(ctx context.Context, k *Kind, value, nonce string) (status int, err error) {
	now := time.Now()
	if l.conn == nil {
		if l.conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", l.target.Address); err != nil {
			return 0, err
		}
		l.reader = bufio.NewReaderSize(l.conn, 16<<10)
	}
	if err := l.conn.SetDeadline(now.Add(patience)); err != nil {
		return 0, err
	}
	if err := l.render(k, value, nonce, now); err != nil {
		return 0, err
	}
	if _, err := l.conn.Write(l.out); err != nil {
		return 0, err
	}
	status, l.answer, err = ReadResponse(l.reader, l.answer)
	return status, err
}

// render writes the signed request into l.out.
func (l *lane) render(k *Kind, value, nonce string, now time.Time) (err error) {
	if l.body, err = k.Body.Append(l.body[:0], value); err != nil {
		return err
	}
	t := l.target
	digest, input, signature := t.Signer.SignRaw(http.MethodPost, t.Address, t.Path, l.body, now, nonce)
	out := append(l.out[:0], "POST "...)
	out = append(append(out, t.Path...), " HTTP/1.1\r\nHost: "...)
	out = append(append(out, t.Address...), "\r\nContent-Type: application/json\r\nContent-Length: "...)
	out = append(strconv.AppendInt(out, int64(len(l.body)), 10), "\r\nContent-Digest: "...)
	out = append(append(out, digest...), "\r\nSignature-Input: "...)
	out = append(append(out, input...), "\r\nSignature: "...)
	out = append(append(out, signature...), "\r\n\r\n"...)
	l.out = append(out, l.body...)
	return nil
}

func (l *lane) close() {
	if l.conn != nil {
		l.conn.Close() //nolint:errcheck // nothing more is sent on it
		l.conn = nil
	}
}
