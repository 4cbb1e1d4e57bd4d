-- AlterTable
ALTER TABLE "issue" ADD COLUMN     "body_html" TEXT;

-- CreateIndex
CREATE INDEX "issue_unrendered_idx" ON "issue"("organization_id", "issue_created_at" DESC) WHERE (body_html IS NULL AND deleted_at IS NULL);
