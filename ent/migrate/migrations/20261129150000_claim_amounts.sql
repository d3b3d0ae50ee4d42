-- The amount of a claim was what the claimant named, or else the limit of the event. Now limit, claimed, computed and payable
-- are four columns; of a claim whose amount was named the limit was not kept, so it is that amount.
-- Modify "claims" table
ALTER TABLE `claims` RENAME COLUMN `amount` TO `event_limit`, ADD COLUMN `reported_at` datetime(6) NULL, ADD COLUMN `claimed` bigint NULL, ADD COLUMN `computed` bigint NULL;
-- What was named is claimed
UPDATE `claims` SET `claimed` = `event_limit` WHERE `amount_given`;
-- Modify "claim_revisions" table
ALTER TABLE `claim_revisions` ADD COLUMN `claimed` bigint NULL, ADD COLUMN `computed` bigint NULL;
-- Modify "payouts" table
ALTER TABLE `payouts` ADD COLUMN `disputed_at` datetime(6) NULL, ADD INDEX `payout_disputed_at` (`disputed_at`);
-- Payouts that are disputed already
UPDATE `payouts` SET `disputed_at` = `settled_at` WHERE `state` = 'DISPUTED';
-- Create "claim_authorities" table
CREATE TABLE `claim_authorities` (`id` bigint NOT NULL, `person_id` bigint NOT NULL DEFAULT 0, `role` varchar(32) NOT NULL DEFAULT '', `product_code` varchar(32) NOT NULL, `currency` varchar(3) NOT NULL, `amount` bigint NOT NULL, `revision` bigint NOT NULL DEFAULT 1, `set_at` datetime(6) NOT NULL, PRIMARY KEY (`id`), UNIQUE INDEX `claimauthority_product_code_person_id_role` (`product_code`, `person_id`, `role`)) CHARSET utf8mb4 COLLATE utf8mb4_bin;
