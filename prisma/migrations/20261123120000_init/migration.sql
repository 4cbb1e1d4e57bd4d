-- CreateExtension: for names that are the same in upper and lower case
CREATE EXTENSION IF NOT EXISTS "citext";

-- CreateEnum
CREATE TYPE "webhook_delivery_status" AS ENUM ('received', 'processed', 'ignored');

-- CreateEnum
CREATE TYPE "issue_state" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "platform" AS ENUM ('github');

-- CreateEnum
CREATE TYPE "organization_status" AS ENUM ('active', 'suspended', 'inactive');

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "action" TEXT,
    "installation_id" BIGINT,
    "payload" JSONB NOT NULL,
    "status" "webhook_delivery_status" NOT NULL DEFAULT 'received',
    "reason" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue" (
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
    "title_tsv" tsvector GENERATED ALWAYS AS (to_tsvector('simple', "title")) STORED,
    "body" TEXT NOT NULL DEFAULT '',
    "state" "issue_state" NOT NULL,
    "state_reason" TEXT,
    "author_association" TEXT,
    "author" JSONB,
    "labels" JSONB NOT NULL DEFAULT '[]',
    "assignee" JSONB,
    "assignees" JSONB NOT NULL DEFAULT '[]',
    "milestone" JSONB,
    "closed_by" JSONB,
    "reactions" JSONB,
    "comments_count" INTEGER NOT NULL DEFAULT 0,
    "issue_created_at" TIMESTAMPTZ(3) NOT NULL,
    "issue_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "issue_closed_at" TIMESTAMPTZ(3),
    "positive_reactions_count" INTEGER NOT NULL DEFAULT 0,
    "total_engagement_count" INTEGER NOT NULL DEFAULT 0,
    "pledge_badge_embedded_at" TIMESTAMPTZ(3),
    "pledge_badge_ever_embedded" BOOLEAN NOT NULL DEFAULT false,
    "has_pledge_badge_label" BOOLEAN NOT NULL DEFAULT false,
    "badge_custom_content" TEXT,
    "github_issue_etag" TEXT,
    "github_issue_fetched_at" TIMESTAMPTZ(3),
    "github_timeline_etag" TEXT,
    "github_timeline_fetched_at" TIMESTAMPTZ(3),
    "funding_goal" BIGINT,
    "pledged_amount_sum" BIGINT NOT NULL DEFAULT 0,
    "has_in_progress_relationship" BOOLEAN NOT NULL DEFAULT false,
    "has_pull_request_relationship" BOOLEAN NOT NULL DEFAULT false,
    "needs_confirmation_solved" BOOLEAN NOT NULL DEFAULT false,
    "confirmed_solved_at" TIMESTAMPTZ(3),
    "confirmed_solved_by_id" UUID,
    "upfront_split_to_contributors" SMALLINT,

    CONSTRAINT "issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "platform" "platform" NOT NULL DEFAULT 'github',
    "external_id" BIGINT NOT NULL,
    "login" CITEXT NOT NULL,
    "avatar_url" TEXT NOT NULL,
    "is_personal" BOOLEAN NOT NULL,
    "installation_id" BIGINT,
    "installation_created_at" TIMESTAMPTZ(3),
    "installation_updated_at" TIMESTAMPTZ(3),
    "installation_suspended_at" TIMESTAMPTZ(3),
    "installation_suspended_by" BIGINT,
    "removed_installation_id" BIGINT,
    "status" "organization_status" NOT NULL DEFAULT 'active',
    "pledge_badge_show_amount" BOOLEAN NOT NULL DEFAULT true,
    "pledge_minimum_amount" BIGINT NOT NULL DEFAULT 2000,
    "default_badge_custom_content" TEXT,
    "default_upfront_split_to_contributors" SMALLINT,
    "onboarded_at" TIMESTAMPTZ(3),
    "is_teams_enabled" BOOLEAN NOT NULL DEFAULT false,
    "stripe_customer_id" VARCHAR(50),
    "billing_email" VARCHAR(120),
    "total_monthly_spending_limit" BIGINT,
    "per_user_monthly_spending_limit" BIGINT,
    "name" TEXT,
    "bio" TEXT,
    "company" TEXT,
    "blog" TEXT,
    "location" TEXT,
    "email" TEXT,
    "twitter_username" TEXT,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "platform" "platform" NOT NULL DEFAULT 'github',
    "external_id" BIGINT NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" CITEXT NOT NULL,
    "description" TEXT,
    "is_private" BOOLEAN NOT NULL,
    "is_archived" BOOLEAN NOT NULL DEFAULT false,
    "is_disabled" BOOLEAN NOT NULL DEFAULT false,
    "is_fork" BOOLEAN,
    "homepage_url" TEXT,
    "license" TEXT,
    "topics" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "default_branch" TEXT,
    "open_issues_count" INTEGER,
    "forks_count" INTEGER,
    "stargazers_count" INTEGER,
    "watchers_count" INTEGER,
    "has_issues_enabled" BOOLEAN,
    "has_projects_enabled" BOOLEAN,
    "has_wiki_enabled" BOOLEAN,
    "has_pages" BOOLEAN,
    "has_downloads" BOOLEAN,
    "repository_created_at" TIMESTAMPTZ(3),
    "repository_updated_at" TIMESTAMPTZ(3),
    "repository_pushed_at" TIMESTAMPTZ(3),
    "issue_references_synced_at" TIMESTAMPTZ(3),
    "pledge_badge_auto_embed" BOOLEAN NOT NULL DEFAULT false,
    "pledge_badge_label" TEXT NOT NULL DEFAULT 'Fund',

    CONSTRAINT "repository_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_delivery_received_at_idx" ON "webhook_delivery"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "issue_external_id_key" ON "issue"("external_id");

-- CreateIndex
CREATE INDEX "issue_title_tsv_idx" ON "issue" USING GIN ("title_tsv");

-- CreateIndex
CREATE INDEX "issue_repository_id_idx" ON "issue"("repository_id");

-- CreateIndex
CREATE INDEX "issue_issue_created_at_id_idx" ON "issue"("issue_created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_issue_updated_at_id_idx" ON "issue"("issue_updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_pledged_amount_sum_id_idx" ON "issue"("pledged_amount_sum" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_positive_reactions_count_id_idx" ON "issue"("positive_reactions_count" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "issue_total_engagement_count_id_idx" ON "issue"("total_engagement_count" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "issue_organization_id_repository_id_number_key" ON "issue"("organization_id", "repository_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "organization_external_id_key" ON "organization"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_login_key" ON "organization"("login");

-- CreateIndex
CREATE UNIQUE INDEX "organization_installation_id_key" ON "organization"("installation_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_stripe_customer_id_key" ON "organization"("stripe_customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "repository_external_id_key" ON "repository"("external_id");

-- CreateIndex
CREATE INDEX "repository_organization_id_name_id_idx" ON "repository"("organization_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "repository_organization_id_name_key" ON "repository"("organization_id", "name") WHERE (deleted_at IS NULL);

-- AddForeignKey
ALTER TABLE "issue" ADD CONSTRAINT "issue_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue" ADD CONSTRAINT "issue_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository" ADD CONSTRAINT "repository_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
