-- CreateEnum
CREATE TYPE "badge_action" AS ENUM ('embed', 'remove', 'update');

-- CreateEnum
CREATE TYPE "badge_run_state" AS ENUM ('queued', 'running', 'completed');

-- CreateEnum
CREATE TYPE "issue_reference_type" AS ENUM ('pull_request', 'external_github_pull_request', 'external_github_commit');

-- CreateEnum
CREATE TYPE "pull_request_state" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "sync_kind" AS ENUM ('issues', 'pull_requests');

-- CreateEnum
CREATE TYPE "sync_state" AS ENUM ('queued', 'running', 'completed', 'stopped');

-- DropIndex
DROP INDEX "issue_repository_id_idx";

-- DropIndex
DROP INDEX "organization_installation_id_key";

-- DropIndex
DROP INDEX "repository_organization_id_name_key";

-- AlterTable
ALTER TABLE "issue" ADD COLUMN     "transferred_to_id" UUID,
ADD COLUMN     "version" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "installation_permissions" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "installation_version" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "repository" ADD COLUMN     "checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "gone_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_superseded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "version" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "badge_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" "badge_action" NOT NULL,
    "state" "badge_run_state" NOT NULL DEFAULT 'queued',
    "total_count" INTEGER,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "skipped_count" INTEGER NOT NULL DEFAULT 0,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "completed_at" TIMESTAMPTZ(3),
    "repository_id" UUID NOT NULL,

    CONSTRAINT "badge_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue_dependency" (
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "dependent_issue_id" UUID NOT NULL,
    "dependency_issue_id" UUID NOT NULL,

    CONSTRAINT "issue_dependency_pkey" PRIMARY KEY ("dependent_issue_id","dependency_issue_id")
);

-- CreateTable
CREATE TABLE "issue_reference" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" "issue_reference_type" NOT NULL,
    "external_id" TEXT NOT NULL,
    "external_source" JSONB,
    "issue_id" UUID NOT NULL,
    "pull_request_id" UUID,

    CONSTRAINT "issue_reference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pull_request" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "platform" "platform" NOT NULL DEFAULT 'github',
    "external_id" BIGINT NOT NULL,
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "title_tsv" tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title)) STORED,
    "body" TEXT NOT NULL DEFAULT '',
    "state" "pull_request_state" NOT NULL,
    "author_association" TEXT,
    "author" JSONB,
    "labels" JSONB NOT NULL DEFAULT '[]',
    "assignee" JSONB,
    "assignees" JSONB NOT NULL DEFAULT '[]',
    "milestone" JSONB,
    "is_draft" BOOLEAN NOT NULL DEFAULT false,
    "head" JSONB,
    "base" JSONB,
    "requested_reviewers" JSONB NOT NULL DEFAULT '[]',
    "requested_teams" JSONB NOT NULL DEFAULT '[]',
    "auto_merge" JSONB,
    "merge_commit_sha" TEXT,
    "commits" INTEGER,
    "additions" INTEGER,
    "deletions" INTEGER,
    "changed_files" INTEGER,
    "comments_count" INTEGER,
    "review_comments_count" INTEGER,
    "maintainer_can_modify" BOOLEAN,
    "is_mergeable" BOOLEAN,
    "is_rebaseable" BOOLEAN,
    "mergeable_state" TEXT,
    "merged_by" JSONB,
    "pull_request_created_at" TIMESTAMPTZ(3) NOT NULL,
    "pull_request_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "pull_request_closed_at" TIMESTAMPTZ(3),
    "merged_at" TIMESTAMPTZ(3),
    "version" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "pull_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository_access" (
    "installation_id" BIGINT NOT NULL,
    "is_granted" BOOLEAN NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "repository_id" UUID NOT NULL,

    CONSTRAINT "repository_access_pkey" PRIMARY KEY ("repository_id","installation_id")
);

-- CreateTable
CREATE TABLE "repository_sync" (
    "kind" "sync_kind" NOT NULL,
    "state" "sync_state" NOT NULL DEFAULT 'queued',
    "run" INTEGER NOT NULL DEFAULT 1,
    "next_page" INTEGER,
    "synced_count" INTEGER NOT NULL DEFAULT 0,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "repository_id" UUID NOT NULL,

    CONSTRAINT "repository_sync_pkey" PRIMARY KEY ("repository_id","kind")
);

-- CreateTable
CREATE TABLE "sync_page" (
    "page" INTEGER NOT NULL,
    "etag" TEXT NOT NULL,
    "items" INTEGER NOT NULL,
    "repository_id" UUID NOT NULL,
    "kind" "sync_kind" NOT NULL,

    CONSTRAINT "sync_page_pkey" PRIMARY KEY ("repository_id","kind","page")
);

-- CreateIndex
CREATE INDEX "badge_run_repository_id_created_at_id_idx" ON "badge_run"("repository_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "issue_dependency_dependency_issue_id_idx" ON "issue_dependency"("dependency_issue_id");

-- CreateIndex
CREATE INDEX "issue_reference_issue_id_created_at_id_idx" ON "issue_reference"("issue_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "issue_reference_pull_request_id_idx" ON "issue_reference"("pull_request_id");

-- CreateIndex
CREATE UNIQUE INDEX "issue_reference_issue_id_type_external_id_key" ON "issue_reference"("issue_id", "type", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "pull_request_external_id_key" ON "pull_request"("external_id");

-- CreateIndex
CREATE INDEX "pull_request_title_tsv_idx" ON "pull_request" USING GIN ("title_tsv");

-- CreateIndex
CREATE INDEX "pull_request_repository_id_number_idx" ON "pull_request"("repository_id", "number");

-- CreateIndex
CREATE INDEX "pull_request_pull_request_created_at_id_idx" ON "pull_request"("pull_request_created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "pull_request_organization_id_repository_id_number_key" ON "pull_request"("organization_id", "repository_id", "number");

-- CreateIndex
CREATE INDEX "repository_access_installation_id_idx" ON "repository_access"("installation_id");

-- CreateIndex
CREATE INDEX "issue_repository_id_number_idx" ON "issue"("repository_id", "number");

-- CreateIndex
CREATE INDEX "issue_organization_id_github_issue_fetched_at_idx" ON "issue"("organization_id", "github_issue_fetched_at");

-- CreateIndex
CREATE INDEX "issue_organization_id_github_timeline_fetched_at_idx" ON "issue"("organization_id", "github_timeline_fetched_at");

-- CreateIndex
CREATE INDEX "organization_installation_id_idx" ON "organization"("installation_id");

-- CreateIndex
CREATE UNIQUE INDEX "repository_organization_id_name_key" ON "repository"("organization_id", "name") WHERE (deleted_at IS NULL AND NOT is_superseded);

-- AddForeignKey
ALTER TABLE "badge_run" ADD CONSTRAINT "badge_run_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_dependency" ADD CONSTRAINT "issue_dependency_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_dependency" ADD CONSTRAINT "issue_dependency_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_dependency" ADD CONSTRAINT "issue_dependency_dependent_issue_id_fkey" FOREIGN KEY ("dependent_issue_id") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_dependency" ADD CONSTRAINT "issue_dependency_dependency_issue_id_fkey" FOREIGN KEY ("dependency_issue_id") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_reference" ADD CONSTRAINT "issue_reference_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_reference" ADD CONSTRAINT "issue_reference_pull_request_id_fkey" FOREIGN KEY ("pull_request_id") REFERENCES "pull_request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue" ADD CONSTRAINT "issue_transferred_to_id_fkey" FOREIGN KEY ("transferred_to_id") REFERENCES "issue"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pull_request" ADD CONSTRAINT "pull_request_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pull_request" ADD CONSTRAINT "pull_request_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository_access" ADD CONSTRAINT "repository_access_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository_sync" ADD CONSTRAINT "repository_sync_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_page" ADD CONSTRAINT "sync_page_repository_id_kind_fkey" FOREIGN KEY ("repository_id", "kind") REFERENCES "repository_sync"("repository_id", "kind") ON DELETE CASCADE ON UPDATE CASCADE;

-- What installations could read until now, they may read.
INSERT INTO "repository_access" ("repository_id", "installation_id", "is_granted", "as_of")
SELECT "repository"."id", "organization"."installation_id", true, CURRENT_TIMESTAMP
FROM "repository" JOIN "organization" ON "organization"."id" = "repository"."organization_id"
WHERE "organization"."installation_id" IS NOT NULL AND "repository"."deleted_at" IS NULL;
