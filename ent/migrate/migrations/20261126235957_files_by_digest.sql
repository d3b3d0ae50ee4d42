-- Modify "files" table
ALTER TABLE `files` ADD INDEX `file_sha256` (`sha256`);
