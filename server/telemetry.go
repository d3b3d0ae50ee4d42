package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"os"

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
	registry *prometheus.Registry
	jobs     *jobs.Metrics
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.jobs = jobs.NewMetrics(m.registry)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Operations serves metrics, profiling and the dashboard of the queues to the insurer's own machines, never on the port
// of the API. In production the dashboard shows and changes nothing.
func (a *App) Operations() http.Handler {
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
