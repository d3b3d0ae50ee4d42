package migrate

import (
	"context"
	"database/sql"
	"fmt"
)

// renames are the renamed and replaced tables and columns of embedded databases, whose other changes ent makes by itself. Each runs where
// the old column is still there.
var renames = []struct {
	table, column string
	statements    []string
}{
	{"preferences", "value", []string{"DROP TABLE preferences"}},   // they are sealed since, and what columns are shown is said again
	{"calendar_runs", "job", []string{"DROP TABLE calendar_runs"}}, // a day that is rated again is a job
	{"personal_marks", "mark", []string{
		"DROP INDEX IF EXISTS personalmark_mark_policy_id", "DROP INDEX IF EXISTS personalmark_policy_id",
		"ALTER TABLE personal_marks RENAME COLUMN mark TO hash", "ALTER TABLE personal_marks RENAME TO blind_indexes",
	}},
	{"login_brakes", "subject", []string{
		"DROP INDEX IF EXISTS loginbrake_failed_at", "DROP INDEX IF EXISTS loginbrake_subject",
		"ALTER TABLE login_brakes RENAME TO login_throttles",
	}},
	{"claim_marks", "claim_id", []string{
		"DROP INDEX IF EXISTS claimmark_claim_id", "DROP INDEX IF EXISTS claimmark_scope_code_value_at",
		"ALTER TABLE claim_marks RENAME TO claim_velocities",
	}},
	{"claim_onces", "claim_id", []string{
		"DROP INDEX IF EXISTS claimonce_claim_id", "DROP INDEX IF EXISTS claimonce_scope_fact_value",
		"ALTER TABLE claim_onces RENAME TO unique_facts",
	}},
	{"covers", "place", []string{
		"DROP INDEX IF EXISTS cover_channel_id_product_code_reference_place", "ALTER TABLE covers RENAME COLUMN place TO slot",
	}},
	{"approval_votes", "place", []string{
		"DROP INDEX IF EXISTS approvalvote_approval_id_person_id_place", "ALTER TABLE approval_votes RENAME COLUMN place TO number",
	}},
	{"endorsements", "premium_change", []string{
		"ALTER TABLE endorsements ADD COLUMN premium_lines json NOT NULL DEFAULT '[]'",
		`UPDATE endorsements SET premium_lines = json_array(json_object(
			'coverage', (SELECT v.code FROM policies p JOIN product_versions v ON v.id = p.product_version_id WHERE p.id = policy_id),
			'payer', payer, 'layer', CASE kind WHEN 'CANCELLATION' THEN 1 ELSE version END,
			'premium', premium_change, 'sumInsured', sum_insured_change, 'from', strftime('%Y-%m-%dT%H:%M:%fZ', effective_at),
			'to', (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', p.end_at) FROM policies p WHERE p.id = policy_id)))
			WHERE kind <> 'INSURED_CHANGE'`,
		"ALTER TABLE endorsements DROP COLUMN payer", "ALTER TABLE endorsements DROP COLUMN premium_change",
		"ALTER TABLE endorsements DROP COLUMN commission_change", "ALTER TABLE endorsements DROP COLUMN sum_insured_change",
	}},
	{"policies", "commission", []string{"ALTER TABLE policies DROP COLUMN commission"}},
	{"claims", "amount", []string{
		"ALTER TABLE claims RENAME COLUMN amount TO event_limit", "ALTER TABLE claims ADD COLUMN claimed integer NULL",
		"UPDATE claims SET claimed = event_limit WHERE amount_given",
		"ALTER TABLE payouts ADD COLUMN disputed_at datetime NULL", "UPDATE payouts SET disputed_at = settled_at WHERE state = 'DISPUTED'",
	}},
}

// fills are the new columns of embedded databases that stored rows have values for. Each runs where the table lacks the column.
var fills = []struct {
	table, column string
	statements    []string
}{
	{"claims", "live", []string{
		"ALTER TABLE claims ADD COLUMN live bool NOT NULL DEFAULT true",
		"UPDATE claims SET live = false WHERE channel_id IN (SELECT id FROM channels WHERE NOT live)",
	}},
	{"service_requests", "invoices", []string{
		"ALTER TABLE service_requests ADD COLUMN payer text NOT NULL DEFAULT ''", "ALTER TABLE service_requests ADD COLUMN invoices integer NULL",
		"UPDATE service_requests SET payer = (SELECT p.payer FROM policies p WHERE p.id = policy_id) WHERE kind = 'INVOICE'",
		`UPDATE service_requests SET invoices = policy_id WHERE id IN
			(SELECT MIN(id) FROM service_requests WHERE kind = 'INVOICE' AND state <> 'CANCELLED' GROUP BY policy_id)`,
	}},
}

// RenameEmbedded gives the tables and columns of an embedded (SQLite) database their present names. Ent, which makes the
// tables there, cannot tell a renamed column from a new one.
func RenameEmbedded(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("rename tables: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	for _, r := range renames {
		there, _, err := hasColumn(ctx, tx, r.table, r.column)
		if err == nil && there {
			err = run(ctx, tx, r.table, r.statements)
		}
		if err != nil {
			return err
		}
	}
	for _, f := range fills {
		there, known, err := hasColumn(ctx, tx, f.table, f.column)
		if err == nil && known && !there {
			err = run(ctx, tx, f.table, f.statements)
		}
		if err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("rename tables: %w", err)
	}
	return nil
}

// hasColumn tells whether a table has a column, and whether there is the table.
func hasColumn(ctx context.Context, tx *sql.Tx, table, column string) (there, known bool, err error) {
	var columns, named int
	err = tx.QueryRowContext(ctx, "SELECT COUNT(*), COALESCE(SUM(name = ?), 0) FROM pragma_table_info(?)", column, table).Scan(&columns, &named)
	if err != nil {
		return false, false, fmt.Errorf("rename tables: %w", err)
	}
	return named > 0, columns > 0, nil
}

func run(ctx context.Context, tx *sql.Tx, table string, statements []string) error {
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("rename %s: %w", table, err)
		}
	}
	return nil
}
