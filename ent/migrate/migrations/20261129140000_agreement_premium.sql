-- An agreement may adjust the product's premium, within what was filed.
-- Add column "premium" to "agreements"
ALTER TABLE `agreements` ADD COLUMN `premium` json NULL;
