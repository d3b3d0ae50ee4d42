-- Mutations that their callers numbered, and what they made; revisions of what could not be changed safely; deleted endpoints.
-- Create "idempotency_records" table
CREATE TABLE `idempotency_records` (
  `id` bigint NOT NULL,
  `owner` bigint NOT NULL,
  `request_no` varchar(64) NOT NULL,
  `request_hash` binary(32) NOT NULL,
  `made` bigint NOT NULL,
  `made_at` datetime(6) NOT NULL,
  `secret_key` varbinary(255) NULL,
  `secret` varbinary(255) NULL,
  `secret_until` datetime(6) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `idempotencyrecord_owner_request_no` (`owner`, `request_no`),
  INDEX `idempotencyrecord_secret_until` (`secret_until`)
) CHARSET utf8mb4 COLLATE utf8mb4_bin;
-- Modify "credentials" table
ALTER TABLE `credentials` ADD COLUMN `revision` bigint NOT NULL DEFAULT 1;
-- Modify "jobs" table
ALTER TABLE `jobs` ADD COLUMN `revision` bigint NOT NULL DEFAULT 1;
-- Modify "reporting_tokens" table
ALTER TABLE `reporting_tokens` ADD COLUMN `revision` bigint NOT NULL DEFAULT 1;
-- Modify "webhook_endpoints" table
ALTER TABLE `webhook_endpoints` ADD COLUMN `deleted_at` datetime(6) NULL;
