-- What changed since. Null: written before there was this column, or by a release that does not know it.
-- Modify "approvals" table
ALTER TABLE `approvals` ADD COLUMN `changed_at` datetime(6) NULL, ADD INDEX `approval_changed_at` (`changed_at`);
-- Modify "claims" table
ALTER TABLE `claims` ADD COLUMN `changed_at` datetime(6) NULL, ADD INDEX `claim_changed_at` (`changed_at`);
-- Modify "jobs" table
ALTER TABLE `jobs` ADD COLUMN `changed_at` datetime(6) NULL, ADD INDEX `job_changed_at` (`changed_at`);
-- Modify "service_requests" table
ALTER TABLE `service_requests` ADD COLUMN `changed_at` datetime(6) NULL, ADD INDEX `servicerequest_changed_at` (`changed_at`);
-- Preferences are sealed. No release had this table: what was written in it is said again.
DELETE FROM `preferences`;
-- Modify "preferences" table
ALTER TABLE `preferences` DROP COLUMN `value`, ADD COLUMN `sealed_key` varbinary(255) NOT NULL, ADD COLUMN `sealed` mediumblob NOT NULL;
