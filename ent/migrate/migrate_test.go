package migrate_test

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/migrate"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// The versioned migrations give exactly the tables of ent/schema, and running them again does nothing.
func TestMigrationsGiveTheSchema(t *testing.T) {
	ctx, db := context.Background(), migrated(t)
	ran, err := migrate.Apply(ctx, db)
	require.NoError(t, err)
	assert.Zero(t, ran)
	var left bytes.Buffer
	client := ent.NewClient(ent.Driver(entsql.OpenDB(dialect.MySQL, db)))
	require.NoError(t, client.Schema.WriteTo(ctx, &left, schema.WithForeignKeys(false), schema.WithDropColumn(true), schema.WithDropIndex(true)))
	for _, line := range strings.Split(strings.TrimSpace(left.String()), "\n") {
		assert.Contains(t, []string{"", "BEGIN;", "COMMIT;"}, line, "run ent/migrate/diff: a migration is missing")
	}
}

// Processes that start at the same time on an empty database all migrate it: one does, the others wait for it.
func TestThreeMigrateAtOnce(t *testing.T) {
	dsn := insurancetest.MySQL(t)
	dir, err := migrate.Directory()
	require.NoError(t, err)
	files, err := dir.Files()
	require.NoError(t, err)
	var group sync.WaitGroup
	var all atomic.Int64
	for range 3 {
		db, err := work.OpenMySQL(dsn, 4, work.StatementTimeout)
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		group.Go(func() {
			ran, err := migrate.Apply(context.Background(), db.DB)
			assert.NoError(t, err)
			all.Add(int64(ran))
		})
	}
	group.Wait()
	assert.EqualValues(t, len(files), all.Load(), "each migration ran once")
	db, err := work.OpenMySQL(dsn, 1, work.StatementTimeout)
	require.NoError(t, err)
	defer db.Close()
	assert.Empty(t, lines(t, db.DB, "SELECT version FROM schema_revisions WHERE applied <> total OR error <> ''"))
}

// Who waits for another's migration gives up when it is told to end; an interrupted migration leaves no lock behind.
func TestWaitingForAMigrationEnds(t *testing.T) {
	opened, err := work.OpenMySQL(insurancetest.MySQL(t), 4, work.StatementTimeout)
	require.NoError(t, err)
	defer opened.Close()
	db := opened.DB
	other, err := db.Conn(context.Background())
	require.NoError(t, err)
	defer other.Close()
	unlock, err := migrate.Lock(context.Background(), other)
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	_, err = migrate.Apply(ctx, db)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "migrate: lock: ")
	require.NoError(t, unlock())

	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = migrate.Apply(ended, db)
	require.Error(t, err)
	ran, err := migrate.Apply(context.Background(), db)
	require.NoError(t, err)
	assert.NotZero(t, ran)
	pending, err := migrate.Pending(context.Background(), db)
	require.NoError(t, err)
	assert.Zero(t, pending)
}

// Without a database there is nothing to migrate, and nothing to lock.
func TestMigratingNeedsADatabase(t *testing.T) {
	config, err := mysql.ParseDSN(insurancetest.MySQL(t))
	require.NoError(t, err)
	config.DBName = ""
	db, err := sql.Open("mysql", config.FormatDSN())
	require.NoError(t, err)
	defer db.Close()
	_, err = migrate.Apply(context.Background(), db)
	require.EqualError(t, err, "migrate: MYSQL_DSN names no database")
}

// The embedded default and MySQL have the same tables, columns and unique keys.
func TestEmbeddedTablesAreTheSame(t *testing.T) {
	ctx := context.Background()
	lite, err := work.OpenSQLite(filepath.Join(t.TempDir(), "t.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = lite.Close() })
	require.NoError(t, work.CreateTables(ctx, lite))
	assert.Equal(t,
		lines(t, lite.DB, `SELECT m.name || '.' || c.name || CASE c."notnull" WHEN 1 THEN ' required' ELSE '' END
			FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`),
		lines(t, migrated(t), `SELECT CONCAT(table_name, '.', column_name, IF(is_nullable = 'NO', ' required', ''))
			FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_revisions'`))
	assert.Equal(t,
		lines(t, lite.DB, `SELECT m.name || '(' || (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i) || ')'
			FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE m.type = 'table' AND l."unique" = 1 AND l.origin = 'c'`),
		lines(t, migrated(t), `SELECT CONCAT(table_name, '(', GROUP_CONCAT(column_name ORDER BY seq_in_index), ')')
			FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> 'schema_revisions'
			AND non_unique = 0 AND index_name <> 'PRIMARY' GROUP BY table_name, index_name`))
}

// A database of an earlier version keeps its rows when tables and columns are renamed, and is renamed once.
func TestEmbeddedRenamesKeepRows(t *testing.T) {
	ctx := context.Background()
	lite, err := work.OpenSQLite(filepath.Join(t.TempDir(), "t.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = lite.Close() })
	require.NoError(t, work.CreateTables(ctx, lite))
	for _, statement := range []string{
		"ALTER TABLE covers RENAME COLUMN slot TO place",
		"INSERT INTO covers VALUES (1, 2, 'RFI-01', 'O-1', 3, 4, '2026-01-01', '2026-01-02')",
		"DROP TABLE blind_indexes",
		"CREATE TABLE personal_marks (id integer PRIMARY KEY, channel_id integer NOT NULL, mark blob NOT NULL, policy_id integer NOT NULL, claim_id integer NOT NULL DEFAULT 0, reference text NOT NULL DEFAULT '')",
		"INSERT INTO personal_marks VALUES (1, 2, 'hash', 4, 0, 'O-1')",
		"ALTER TABLE endorsements DROP COLUMN premium_lines", "ALTER TABLE endorsements ADD COLUMN payer text",
		"ALTER TABLE endorsements ADD COLUMN premium_change integer", "ALTER TABLE endorsements ADD COLUMN commission_change integer",
		"ALTER TABLE endorsements ADD COLUMN sum_insured_change integer", "ALTER TABLE policies ADD COLUMN commission integer",
		`INSERT INTO endorsements (id, channel_id, policy_id, number, request_no, request_hash, kind, version, effective_at, recorded_at, payer, currency,
			premium_change, commission_change, sum_insured_change, worksheet, made_by) VALUES
			(1, 2, 3, 'E1', 'R1', 'hash', 'PLAN_CHANGE', 2, '2026-11-23 02:00:00+00:00', '2026-11-23 02:00:00+00:00', 'PLATFORM', 'CNY', 48, 5, 90000000, '{}', 'test'),
			(2, 2, 3, 'E2', 'R2', 'hash', 'INSURED_CHANGE', 3, '2026-11-23 02:00:00+00:00', '2026-11-23 02:00:00+00:00', 'CUSTOMER', 'CNY', 0, 0, 0, '{}', 'test')`,
		"DROP INDEX claim_live_state_claimed", "ALTER TABLE claims DROP COLUMN claimed", "ALTER TABLE claims RENAME COLUMN event_limit TO amount",
		"INSERT INTO claims (id, channel_id, policy_id, number, request_no, state, occurred_at, submitted_at, promised_at, currency, amount, amount_given, decision, facts)" +
			" VALUES (1, 2, 3, 'C1', 'R1', 'PAID', '2026-01-01', '2026-01-01', '2026-01-01', 'CNY', 500, true, 'null', '{}'), (2, 2, 3, 'C2', 'R2', 'PAID', '2026-01-01', '2026-01-01', '2026-01-01', 'CNY', 700, false, 'null', '{}')",
		"DROP INDEX servicerequest_invoices_payer", "ALTER TABLE service_requests DROP COLUMN invoices", "ALTER TABLE service_requests DROP COLUMN payer",
		`INSERT INTO policies (id, channel_id, order_no, number, request_hash, agreement_id, product_version_id, plan_code, payer, currency, premium,
			sum_insured, state, bound_at, rated_at, start_at, end_at, risk, worksheet) VALUES
			(3, 2, 'O-1', 'P1', 'hash', 1, 1, 'A', 'SELLER', 'CNY', 73, 1300, 'ACTIVE', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', '{}', '{}')`,
		`INSERT INTO service_requests (id, channel_id, policy_id, number, request_no, request_hash, kind, desk, delivery, state, opened_by, opened_at, promised_at) VALUES
			(1, 2, 3, 'S1', 'R1', 'hash', 'INVOICE', 'FINANCE', 'POST', 'CANCELLED', 1, '2026-01-01', '2026-01-01'),
			(2, 2, 3, 'S2', 'R2', 'hash', 'INVOICE', 'FINANCE', 'POST', 'SENT', 1, '2026-01-01', '2026-01-01'),
			(4, 2, 3, 'S4', 'R4', 'hash', 'INVOICE', 'FINANCE', 'POST', 'OPEN', 1, '2026-01-01', '2026-01-01'),
			(5, 2, 3, 'S5', 'R5', 'hash', 'POLICY_DOCUMENT', 'UNDERWRITING', 'POST', 'OPEN', 1, '2026-01-01', '2026-01-01')`,
		"DROP INDEX payout_disputed_at", "ALTER TABLE payouts DROP COLUMN disputed_at",
		"INSERT INTO payouts (id, channel_id, claim_id, attempt, payment_key, state, currency, amount, ordered_at, settled_at) VALUES (1, 2, 1, 1, 'C1-1', 'DISPUTED', 'CNY', 500, '2026-01-01', '2026-01-02')",
	} {
		_, err := lite.ExecContext(ctx, statement)
		require.NoError(t, err, statement)
	}
	for range 2 {
		require.NoError(t, work.CreateTables(ctx, lite))
		assert.Equal(t, []string{"1 2 o-1 3 4"}, lines(t, lite.DB, "SELECT concat_ws(' ', id, channel_id, reference, slot, policy_id) FROM covers"))
		assert.Equal(t, []string{"1 2 hash 4 o-1"}, lines(t, lite.DB, "SELECT concat_ws(' ', id, channel_id, hash, policy_id, reference) FROM blind_indexes"))
		assert.Equal(t, []string{
			"1 platform 2 48 90000000 2026-11-23t02:00:00.000z",
		}, lines(t, lite.DB, `SELECT concat_ws(' ', e.id, l.value ->> 'payer', l.value ->> 'layer', l.value ->> 'premium', l.value ->> 'sumInsured', l.value ->> 'from')
			FROM endorsements e, json_each(e.premium_lines) l`), "a change of an insured moved nothing")
		assert.Empty(t, lines(t, lite.DB, "SELECT name FROM pragma_table_info('policies') WHERE name = 'commission'"))
		assert.Equal(t, []string{"1 500 500", "2 700 -"}, lines(t, lite.DB, "SELECT concat_ws(' ', id, event_limit, coalesce(claimed, '-')) FROM claims"))
		assert.Equal(t, []string{"1 seller -", "2 seller 3", "4 seller -", "5  -"},
			lines(t, lite.DB, "SELECT concat_ws(' ', id, payer, coalesce(invoices, '-')) FROM service_requests"), "the first invoice is the one")
		assert.Equal(t, []string{"2026-01-02"}, lines(t, lite.DB, "SELECT substr(disputed_at, 1, 10) FROM payouts"))
		assert.Empty(t, lines(t, lite.DB, "SELECT name FROM sqlite_master WHERE name IN ('personal_marks', 'login_brakes') OR name NOT IN ('closed_months', 'statements') AND sql LIKE '%`place`%'"))
	}
}

// A MySQL database of an earlier version keeps what its rows say when columns are replaced.
func TestMigrationsKeepRows(t *testing.T) {
	ctx := context.Background()
	db := empty(t)
	const before = 6 // migrations that there were before premium lines
	require.NoError(t, migrate.ApplyFirst(ctx, db, before))
	conn, err := db.Conn(ctx)
	require.NoError(t, err)
	defer conn.Close()
	for _, statement := range []string{
		"SET SESSION sql_mode = ''", // what is not told stays empty
		"INSERT INTO product_versions (id, code, version) VALUES (7, 'ASI-01', 1)",
		"INSERT INTO policies (id, channel_id, product_version_id, number, end_at, risk, worksheet, commission) VALUES (3, 2, 7, 'P3', '2027-11-23 02:00:00', '{}', '{}', 5)",
		`INSERT INTO endorsements (id, channel_id, policy_id, number, request_no, kind, version, effective_at, payer, currency, premium_change, commission_change, sum_insured_change, worksheet) VALUES
			(1, 2, 3, 'E1', 'R1', 'PLAN_CHANGE', 2, '2026-11-23 02:00:00', 'PLATFORM', 'CNY', 48, 5, 90000000, '{}'),
			(2, 2, 3, 'E2', 'R2', 'INSURED_CHANGE', 3, '2026-11-23 02:00:00', 'CUSTOMER', 'CNY', 0, 0, 0, '{}'),
			(3, 2, 3, 'E3', 'R3', 'CANCELLATION', 4, '2026-11-24 02:00:00', 'CUSTOMER', 'CNY', -60, -5, 0, '{}')`,
		"INSERT INTO claims (id, policy_id, number, request_no, state, currency, amount, amount_given, decision, facts) VALUES (1, 3, 'C1', 'R1', 'PAID', 'CNY', 500, 1, 'null', '{}'), (2, 3, 'C2', 'R2', 'PAID', 'CNY', 700, 0, 'null', '{}')",
		"INSERT INTO payouts (id, claim_id, attempt, payment_key, state, currency, amount, settled_at) VALUES (1, 1, 1, 'C1-1', 'DISPUTED', 'CNY', 500, '2026-01-02')",
	} {
		_, err := conn.ExecContext(ctx, statement)
		require.NoError(t, err, statement)
	}
	_, err = migrate.Apply(ctx, db)
	require.NoError(t, err)
	line := func(key string) string { return "JSON_UNQUOTE(JSON_EXTRACT(premium_lines, '$[0]." + key + "'))" }
	assert.Equal(t, []string{
		"1 asi-01 platform 2 48 90000000 2026-11-23t02:00:00.000000z 2027-11-23t02:00:00.000000z", "2",
		"3 asi-01 customer 1 -60 0 2026-11-24t02:00:00.000000z 2027-11-23t02:00:00.000000z",
	}, lines(t, db, "SELECT CONCAT_WS(' ', id, "+line("coverage")+", "+line("payer")+", "+line("layer")+", "+line("premium")+", "+line("sumInsured")+", "+line("from")+", "+line("to")+") FROM endorsements"))
	assert.Equal(t, []string{"1 500 500", "2 700 -"}, lines(t, db, "SELECT CONCAT_WS(' ', id, event_limit, COALESCE(claimed, '-')) FROM claims"))
	assert.Equal(t, []string{"2026-01-02"}, lines(t, db, "SELECT DATE_FORMAT(disputed_at, '%Y-%m-%d') FROM payouts"))
}

func migrated(t *testing.T) *sql.DB {
	t.Helper()
	db := empty(t)
	_, err := migrate.Apply(context.Background(), db)
	require.NoError(t, err)
	return db
}

// empty is a MySQL database without tables.
func empty(t *testing.T) *sql.DB {
	t.Helper()
	db, err := work.OpenMySQL(insurancetest.MySQL(t), 4, work.StatementTimeout)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db.DB
}

func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	require.NoError(t, err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		require.NoError(t, rows.Scan(&line))
		all = append(all, strings.ToLower(line))
	}
	require.NoError(t, rows.Err())
	slices.Sort(all)
	return all
}
