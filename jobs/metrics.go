package jobs

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics count what jobs do. None has a label that names a person, a policy or a claim.
type Metrics struct {
	relayed   prometheus.Counter
	consumed  *prometheus.CounterVec // by consumer
	behind    *prometheus.GaugeVec   // by consumer
	worked    *prometheus.CounterVec
	redisAway prometheus.Counter
	overdue   prometheus.Gauge
	disputed  prometheus.Gauge
	paidAfter prometheus.Histogram
	sealed    prometheus.Counter
	sealLag   prometheus.Gauge
}

// NewMetrics registers them.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		consumed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "baodan_events_consumed_total", Help: "Events that a consumer of the log took here."}, []string{"consumer"}),
		behind: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "baodan_consumer_behind_events", Help: "Events in the log that a consumer has not taken yet."}, []string{"consumer"}),
		relayed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "baodan_events_relayed_total", Help: "Events that got their number in the log."}),
		worked: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "baodan_rows_worked_total", Help: "Rows that were due and were worked on, by task."}, []string{"task"}),
		redisAway: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "baodan_wakeups_failed_total", Help: "Times that the queue did not take a task; the sweeper tries again."}),
		overdue: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "baodan_claims_overdue", Help: "Open claims whose promised time of payment has passed. Alarm above 0."}),
		disputed: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "baodan_payouts_disputed", Help: "Payouts of which the bank says another amount, or contradicts itself. Alarm above 0."}),
		paidAfter: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "baodan_claim_paid_seconds", Help: "Time from submitting a claim to its payment.",
			Buckets: []float64{1, 2, 5, 10, 60, 600, 3600, 6 * 3600, 24 * 3600, 72 * 3600, 168 * 3600}}),
	}
	m.sealed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "baodan_audit_sealed_total", Help: "Audit records that got their number in the chain."})
	m.sealLag = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "baodan_audit_lag_seconds", Help: "How long the oldest audit record has waited for its number. Alarm above 5."})
	registry.MustRegister(m.relayed, m.consumed, m.behind, m.worked, m.redisAway, m.overdue, m.disputed, m.paidAfter, m.sealed, m.sealLag)
	return m
}

// Paid notes how long after its submission a claim was paid.
func (m *Metrics) Paid(after time.Duration) { m.paidAfter.Observe(after.Seconds()) }
