-- AlterEnum
ALTER TYPE "badge_run_state" ADD VALUE 'superseded';

-- AlterTable
ALTER TABLE "badge_run" ADD COLUMN     "issue_ids" UUID[] DEFAULT ARRAY[]::UUID[];
