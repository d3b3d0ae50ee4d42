-- Modify "jobs" table
ALTER TABLE `jobs` ADD COLUMN `period` varchar(32) NULL, ADD UNIQUE INDEX `job_kind_period` (`kind`, `period`);
