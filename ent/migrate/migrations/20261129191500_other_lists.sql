-- Lists of approvals, jobs and audit records are read by these, whatever people narrow them by.
-- Modify "approvals" table
ALTER TABLE `approvals` ADD INDEX `approval_state_kind` (`state`, `kind`);
-- Modify "audit_records" table
ALTER TABLE `audit_records` ADD INDEX `auditrecord_actor_action` (`actor`, `action`), ADD INDEX `auditrecord_address` (`address`), ADD INDEX `auditrecord_channel_id` (`channel_id`), ADD INDEX `auditrecord_person_id_action` (`person_id`, `action`), ADD INDEX `auditrecord_request_id` (`request_id`);
-- Modify "jobs" table
ALTER TABLE `jobs` ADD INDEX `job_kind_state` (`kind`, `state`), ADD INDEX `job_made_by` (`made_by`);
