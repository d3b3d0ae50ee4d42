package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"

	"baodan/jobs"
)

// metrics are counted in a registry of their own. None has a label that names a person, an order or a policy.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	durations  *prometheus.HistogramVec
	inFlight   prometheus.Gauge
	nonceAlone prometheus.Counter
	jobs       *jobs.Metrics
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
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
	m.jobs = jobs.NewMetrics(m.registry)
	m.registry.MustRegister(m.requests, m.durations, m.inFlight, m.nonceAlone,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
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

// operations serves metrics, profiling and the dashboard of the queues to the insurer's own machines, never on the port
// of the API. In production the dashboard shows and changes nothing.
func (a *App) operations() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/queues/", jobs.Dashboard(a.queue, "/queues", !a.Config.Development()))
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// SetLog has the process log as it is set: JSON, to standard error.
func SetLog(c *Config) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})))
}

// StartTracing sends traces where the environment says; stop flushes them.
func StartTracing(ctx context.Context, c *Config, role string) (stop func(context.Context) error, err error) {
	if c.TraceEndpoint == "" {
		return func(context.Context) error { return nil }, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(c.TraceShare))),
		sdktrace.WithResource(resource.NewSchemaless(semconv.ServiceName("baodan-"+role))),
	)
	otel.SetTracerProvider(provider)
	return provider.Shutdown, nil
}
