-- An endorsement stores what it moves as lines: one for each coverage, payer and layer of premium. Commission follows from them.
-- Add column "premium_lines" to "endorsements"
ALTER TABLE `endorsements` ADD COLUMN `premium_lines` json NULL;
-- Endorsements until now: one line, of the payer that they named
UPDATE `endorsements` AS `e` JOIN `policies` AS `p` ON `p`.`id` = `e`.`policy_id` JOIN `product_versions` AS `v` ON `v`.`id` = `p`.`product_version_id`
  SET `e`.`premium_lines` = IF(`e`.`kind` = 'INSURED_CHANGE', '[]', JSON_ARRAY(JSON_OBJECT(
    'coverage', `v`.`code`, 'payer', `e`.`payer`, 'layer', IF(`e`.`kind` = 'CANCELLATION', 1, `e`.`version`),
    'premium', `e`.`premium_change`, 'sumInsured', `e`.`sum_insured_change`,
    'from', DATE_FORMAT(`e`.`effective_at`, '%Y-%m-%dT%H:%i:%s.%fZ'), 'to', DATE_FORMAT(`p`.`end_at`, '%Y-%m-%dT%H:%i:%s.%fZ'))));
-- Modify "endorsements" table
ALTER TABLE `endorsements` MODIFY COLUMN `premium_lines` json NOT NULL, DROP COLUMN `payer`, DROP COLUMN `premium_change`, DROP COLUMN `commission_change`, DROP COLUMN `sum_insured_change`;
-- Drop column "commission" from "policies"
ALTER TABLE `policies` DROP COLUMN `commission`;
