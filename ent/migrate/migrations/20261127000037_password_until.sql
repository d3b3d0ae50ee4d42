-- Modify "people" table
ALTER TABLE `people` ADD COLUMN `password_until` datetime(6) NULL;
-- let temporary passwords of before end as well
UPDATE `people` SET `password_until` = UTC_TIMESTAMP(6) + INTERVAL 72 HOUR WHERE `must_change_password` = 1;
