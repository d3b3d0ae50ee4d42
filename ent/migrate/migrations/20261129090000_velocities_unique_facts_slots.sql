-- rename "claim_marks" to "claim_velocities"
ALTER TABLE `claim_marks` RENAME TO `claim_velocities`, RENAME INDEX `claimmark_claim_id` TO `claimvelocity_claim_id`, RENAME INDEX `claimmark_scope_code_value_at` TO `claimvelocity_scope_code_value_at`;
-- rename "claim_onces" to "unique_facts"
ALTER TABLE `claim_onces` RENAME TO `unique_facts`, RENAME INDEX `claimonce_claim_id` TO `uniquefact_claim_id`, RENAME INDEX `claimonce_scope_fact_value` TO `uniquefact_scope_fact_value`;
-- rename the place of a cover in its chain to slot
ALTER TABLE `covers` RENAME COLUMN `place` TO `slot`, RENAME INDEX `cover_channel_id_product_code_reference_place` TO `cover_channel_id_product_code_reference_slot`;
