-- Names of the field instead of our own: a blind index, a login throttle, a slot in a chain of covers, a vote's number.
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
