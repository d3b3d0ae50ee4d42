package tracking_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/server/tracking"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	_   claims.Tracker = (*tracking.Driver)(nil)
	_   claims.Tracker = (*tracking.Simulator)(nil)
	now                = time.Date(2026, 11, 3, 4, 5, 6, 789000000, time.UTC)
)

func clock() time.Time { return now }

func at(moment time.Time) *time.Time { return &moment }

func kg(text string) *money.Decimal {
	d := money.MustDecimal(text)
	return &d
}

func driver(t *testing.T, o tracking.Options) *tracking.Driver {
	d, err := tracking.New(o)
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// TestSimulator: each magic number, asked in process and through the driver, the simulator's handler and a socket.
func TestSimulator(t *testing.T) {
	ago := at(now.Add(-72 * time.Hour))
	delivered := claims.Parcel{Found: true, ShippedAt: ago, DeliveredAt: at(now)}
	for number, want := range map[string]claims.Parcel{
		"SF1234567890":  delivered,
		"notfound-1":    delivered, // magic is in capitals
		"顺丰 1/2?3#4%5":  delivered,
		"NOTFOUND1":     {},
		"TRANSIT1":      {Found: true, ShippedAt: ago},
		"LIGHT1":        {Found: true, ShippedAt: ago, DeliveredAt: at(now), WeightKg: kg("0.01")},
		"EARLY1":        {Found: true, ShippedAt: at(time.Date(2019, 12, 29, 0, 0, 0, 0, time.UTC)), DeliveredAt: at(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))},
		"":              {},
		"..":            {},
		tooLong:         {},
		tooLong[1:]:     delivered,
		"DOWNTOWNGOODS": {},
		"DOWNONCE1":     delivered,
	} {
		simulator := tracking.NewSimulator(clock)
		server := httptest.NewServer(tracking.NewSimulator(clock).Handler("t0ken"))
		d := driver(t, tracking.Options{BaseURL: server.URL + "/", Token: "t0ken"})
		for _, tracker := range []claims.Tracker{simulator, d} {
			if strings.HasPrefix(number, "DOWN") {
				for range 2 {
					_, err := tracker.Track(t.Context(), "SF", number)
					assert.ErrorIs(t, err, tracking.ErrTracking, number)
				}
			}
			parcel, err := tracker.Track(t.Context(), "SF", number)
			if number == "DOWNTOWNGOODS" {
				assert.ErrorIs(t, err, tracking.ErrTracking)
			} else {
				assert.NoError(t, err, number)
			}
			assert.Equal(t, want, parcel, number)
		}
		server.Close()
	}
}

var tooLong = strings.Repeat("9", tracking.MaxName+1)

func TestSimulatorAtOnce(t *testing.T) {
	s := tracking.NewSimulator(nil)
	var failed atomic.Int32
	var work sync.WaitGroup
	for range 50 {
		work.Go(func() {
			before := time.Now()
			parcel, err := s.Track(context.Background(), "SF", "DOWNONCE1")
			if err != nil {
				failed.Add(1)
				return
			}
			assert.False(t, parcel.DeliveredAt.Before(before.Add(-time.Second)))
		})
	}
	work.Wait()
	assert.EqualValues(t, 2, failed.Load())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Track(ctx, "SF", "1")
	assert.ErrorIs(t, err, context.Canceled)
}

func TestDriverAnswers(t *testing.T) {
	const fine = `{"carrier":"SF","number":"1","shippedAt":"2026-11-01T08:00:00+08:00","deliveredAt":"2026-11-03T04:05:06.789Z","weightKg":"0.8"}`
	full := claims.Parcel{Found: true, ShippedAt: at(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)), DeliveredAt: at(now), WeightKg: kg("0.8")}
	for _, c := range []struct {
		status int
		body   string
		fails  bool
		want   claims.Parcel
	}{
		{200, fine, false, full},
		{200, `{"carrier":"SF","number":"1"}`, false, claims.Parcel{Found: true}},
		{200, `{"carrier":"SF","number":"1","deliveredAt":null,"weightKg":null,"more":1}`, false, claims.Parcel{Found: true}},
		{404, `{"code":"not_found"}`, false, claims.Parcel{}},

		{404, `{"code":"not_found","message":"no such route"}`, true, claims.Parcel{}},
		{404, `404 page not found`, true, claims.Parcel{}},
		{404, `{"code":"no_route"}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"2"}`, true, claims.Parcel{}},
		{200, `{"carrier":"YTO","number":"1"}`, true, claims.Parcel{}},
		{200, `{"code":"not_found"}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"1","weightKg":0.8}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"1","weightKg":"-0.8"}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"1","deliveredAt":"yesterday"}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"1","deliveredAt":"2026-11-03"}`, true, claims.Parcel{}},
		{200, `{"carrier":"SF","number":"1","x":"` + strings.Repeat("x", tracking.MaxBody) + `"}`, true, claims.Parcel{}},
		{200, ``, true, claims.Parcel{}}, {201, fine, true, claims.Parcel{}}, {302, fine, true, claims.Parcel{}},
		{400, `{"code":"not_found"}`, true, claims.Parcel{}}, {401, `{}`, true, claims.Parcel{}}, {410, `{"code":"not_found"}`, true, claims.Parcel{}},
		{429, `{}`, true, claims.Parcel{}}, {500, fine, true, claims.Parcel{}}, {503, ``, true, claims.Parcel{}},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "GET /v1/parcels/SF/1", r.Method+" "+r.URL.String())
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		parcel, err := driver(t, tracking.Options{BaseURL: server.URL + "/v1"}).Track(t.Context(), "SF", "1")
		server.Close()
		assert.Equal(t, c.fails, err != nil, "%d %.100s: %v", c.status, c.body, err)
		if err != nil {
			assert.ErrorIs(t, err, tracking.ErrTracking)
		}
		for _, moment := range []*time.Time{parcel.ShippedAt, parcel.DeliveredAt} {
			if moment != nil {
				*moment = moment.UTC()
			}
		}
		assert.Equal(t, c.want, parcel, c.body)
	}
}

func TestDriverAsksWithItsToken(t *testing.T) {
	server := httptest.NewServer(tracking.NewSimulator(clock).Handler("t0ken"))
	t.Cleanup(server.Close)
	for token, fine := range map[string]bool{"t0ken": true, "other": false, "": false} {
		_, err := driver(t, tracking.Options{BaseURL: server.URL, Token: token}).Track(t.Context(), "SF", "1")
		assert.Equal(t, fine, err == nil, token)
	}
}

func TestDriverWaitsNotForever(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/parcels/SF/slow" {
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	d := driver(t, tracking.Options{BaseURL: server.URL, Timeout: 100 * time.Millisecond})
	for _, number := range []string{"hang", "slow"} {
		_, err := d.Track(t.Context(), "SF", number)
		assert.ErrorIs(t, err, tracking.ErrTracking)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	}
	_, err := driver(t, tracking.Options{BaseURL: "http://127.0.0.1:1"}).Track(t.Context(), "SF", "1")
	assert.ErrorIs(t, err, tracking.ErrTracking)
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []tracking.Options{
		{}, {BaseURL: "parcels.test"}, {BaseURL: "ftp://parcels.test"}, {BaseURL: "https://u:p@parcels.test"},
		{BaseURL: "https://parcels.test?x=y"}, {BaseURL: "https://parcels.test", Token: "two words"},
	} {
		_, err := tracking.New(o)
		assert.Error(t, err, "%+v", o)
	}
}
