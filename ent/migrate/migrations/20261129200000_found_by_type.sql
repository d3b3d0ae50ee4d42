-- The log is read by the types of its events; entries that are older than the column get theirs from a worker (webhooks:types). Claims of
-- a person or with a reason are read by state and mode, too.
-- Modify "claims" table
ALTER TABLE `claims` DROP INDEX `claim_assignee_state_submitted_at`, DROP INDEX `claim_live_reason_submitted_at`, ADD INDEX `claim_assignee_live_state_submitted_at` (`assignee`, `live`, `state`, `submitted_at`), ADD INDEX `claim_live_reason_state_submitted_at` (`live`, `reason`, `state`, `submitted_at`);
-- Modify "log_entries" table
ALTER TABLE `log_entries` ADD COLUMN `type` varchar(48) NOT NULL DEFAULT '', ADD INDEX `logentry_channel_id_type_id` (`channel_id`, `type`, `id`), ADD INDEX `logentry_type_id` (`type`, `id`);
