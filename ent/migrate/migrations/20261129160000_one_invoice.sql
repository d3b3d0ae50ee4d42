-- A payer has one invoice of a policy. Of invoices that were asked for before, the first that was not cancelled is it; it is
-- taken for that of the policy's payer.
-- Modify "service_requests" table
ALTER TABLE `service_requests` ADD COLUMN `payer` varchar(16) NOT NULL DEFAULT '', ADD COLUMN `invoices` bigint NULL, ADD UNIQUE INDEX `servicerequest_invoices_payer` (`invoices`, `payer`);
-- Whose premium invoices are for
UPDATE `service_requests` r JOIN `policies` p ON p.`id` = r.`policy_id` SET r.`payer` = p.`payer` WHERE r.`kind` = 'INVOICE';
-- The first invoice of each policy
UPDATE `service_requests` r JOIN (SELECT MIN(`id`) AS `id` FROM `service_requests` WHERE `kind` = 'INVOICE' AND `state` <> 'CANCELLED' GROUP BY `policy_id`) f ON f.`id` = r.`id` SET r.`invoices` = r.`policy_id`;
