-- Names of the field instead of our own: a blind index, a login throttle, a slot in a chain of covers, a vote's number,
-- the velocities of claims, facts that are unique.
-- Rename "personal_marks" table
RENAME TABLE `personal_marks` TO `blind_indexes`;
-- Rename a column and the indexes of "blind_indexes"
ALTER TABLE `blind_indexes` RENAME COLUMN `mark` TO `hash`, RENAME INDEX `personalmark_mark_policy_id` TO `blindindex_hash_policy_id`, RENAME INDEX `personalmark_policy_id` TO `blindindex_policy_id`;
-- Rename "login_brakes" table
RENAME TABLE `login_brakes` TO `login_throttles`;
-- Rename the indexes of "login_throttles"
ALTER TABLE `login_throttles` RENAME INDEX `loginbrake_failed_at` TO `loginthrottle_failed_at`, RENAME INDEX `loginbrake_subject` TO `loginthrottle_subject`;
-- Rename a column and an index of "covers"
ALTER TABLE `covers` RENAME COLUMN `place` TO `slot`, RENAME INDEX `cover_channel_id_product_code_reference_place` TO `cover_channel_id_product_code_reference_slot`;
-- Rename a column and an index of "approval_votes"
ALTER TABLE `approval_votes` RENAME COLUMN `place` TO `number`, RENAME INDEX `approvalvote_approval_id_person_id_place` TO `approvalvote_approval_id_person_id_number`;
-- Rename "claim_marks" to "claim_velocities"
ALTER TABLE `claim_marks` RENAME TO `claim_velocities`, RENAME INDEX `claimmark_claim_id` TO `claimvelocity_claim_id`, RENAME INDEX `claimmark_scope_code_value_at` TO `claimvelocity_scope_code_value_at`;
-- Rename "claim_onces" to "unique_facts"
ALTER TABLE `claim_onces` RENAME TO `unique_facts`, RENAME INDEX `claimonce_claim_id` TO `uniquefact_claim_id`, RENAME INDEX `claimonce_scope_fact_value` TO `uniquefact_scope_fact_value`;
