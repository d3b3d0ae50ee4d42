package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of requests. None has a label that names a person, an order or a policy.
type metrics struct {
	requests   *prometheus.CounterVec
	durations  *prometheus.HistogramVec
	inFlight   prometheus.Gauge
	nonceAlone prometheus.Counter
}

func newMetrics(registry prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "baodan_http_requests_total", Help: "Requests by route and status."}, []string{"route", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "baodan_http_request_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 3}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "baodan_http_requests_in_flight", Help: "Requests being answered."}),
		nonceAlone: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "baodan_nonces_not_shared_total", Help: "Times that Redis did not answer for nonces."}),
	}
	if registry != nil {
		registry.MustRegister(m.requests, m.durations, m.inFlight, m.nonceAlone)
	}
	return m
}

// observe counts what passes through a handler.
func (m *metrics) observe(route string, next http.Handler) http.Handler {
	duration := m.durations.WithLabelValues(route)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, seen := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			duration.Observe(time.Since(start).Seconds())
			m.requests.WithLabelValues(route, strconv.Itoa(seen.status)).Inc()
		}()
		next.ServeHTTP(seen, r)
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets handlers reach the connection's deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
