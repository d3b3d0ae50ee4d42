-- How each of the insurer's people likes to work.
-- Create "preferences" table
CREATE TABLE `preferences` (`id` bigint NOT NULL, `person_id` bigint NOT NULL, `name` varchar(64) NOT NULL, `value` mediumtext NOT NULL, `revision` bigint NOT NULL DEFAULT 1, `changed_at` datetime(6) NOT NULL, PRIMARY KEY (`id`), UNIQUE INDEX `preference_person_id_name` (`person_id`, `name`)) CHARSET utf8mb4 COLLATE utf8mb4_bin;
