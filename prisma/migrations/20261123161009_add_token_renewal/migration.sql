-- AlterTable
ALTER TABLE "oauth_account" ADD COLUMN     "renewing_until" TIMESTAMPTZ(3);
