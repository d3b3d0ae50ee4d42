-- A channel lists the service requests about its own policies.
-- Modify "service_requests" table
ALTER TABLE `service_requests` ADD INDEX `servicerequest_channel_id_state_promised_at` (`channel_id`, `state`, `promised_at`);
