-- Lists of issues are sorted by these columns: with an index on all of them, many equal values are
-- read in order instead of being sorted for each page.

-- DropIndex
DROP INDEX "issue_pledged_amount_sum_id_idx";

-- DropIndex
DROP INDEX "issue_positive_reactions_count_id_idx";

-- DropIndex
DROP INDEX "issue_total_engagement_count_id_idx";

-- CreateIndex
CREATE INDEX "issue_pledged_amount_sum_issue_updated_at_id_idx" ON "issue"("pledged_amount_sum" DESC, "issue_updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_positive_reactions_count_issue_updated_at_id_idx" ON "issue"("positive_reactions_count" DESC, "issue_updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_total_engagement_count_issue_updated_at_id_idx" ON "issue"("total_engagement_count" DESC, "issue_updated_at" DESC, "id" DESC);
