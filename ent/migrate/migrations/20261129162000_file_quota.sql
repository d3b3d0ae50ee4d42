-- How many files a channel or a person keeps unused, and sends a day, is counted by these.
-- Modify "files" table
ALTER TABLE `files` ADD INDEX `file_channel_id_person_id` (`channel_id`, `person_id`), ADD INDEX `file_channel_id_person_id_claim_id_request_id` (`channel_id`, `person_id`, `claim_id`, `request_id`);
