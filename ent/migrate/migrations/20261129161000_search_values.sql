-- Policies are found by values that their product names, such as a tracking number. Those that are stored already get theirs by
-- `baodan policies index`, once a version of the product is on sale that names them.
-- Create "search_values" table
CREATE TABLE `search_values` (`id` bigint NOT NULL, `channel_id` bigint NOT NULL, `value` varchar(64) NOT NULL, `policy_id` bigint NOT NULL, `claim_id` bigint NOT NULL DEFAULT 0, PRIMARY KEY (`id`), INDEX `searchvalue_channel_id_value_policy_id` (`channel_id`, `value`, `policy_id`)) CHARSET utf8mb4 COLLATE utf8mb4_bin;
