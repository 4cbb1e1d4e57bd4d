-- CreateEnum
CREATE TYPE "payout_account_type" AS ENUM ('stripe', 'open_collective');

-- CreateEnum
CREATE TYPE "payout_account_status" AS ENUM ('created', 'onboarding_started', 'active');

-- CreateEnum
CREATE TYPE "pledge_type" AS ENUM ('pay_upfront', 'pay_on_completion', 'pay_directly');

-- CreateEnum
CREATE TYPE "pledge_state" AS ENUM ('initiated', 'created', 'pending', 'refunded', 'disputed', 'charge_disputed', 'cancelled');

-- CreateEnum
CREATE TYPE "stripe_event_status" AS ENUM ('received', 'processed', 'ignored');

-- CreateTable
CREATE TABLE "payout_account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" "payout_account_type" NOT NULL,
    "status" "payout_account_status" NOT NULL DEFAULT 'created',
    "organization_id" UUID,
    "user_id" UUID,
    "admin_id" UUID NOT NULL,
    "stripe_id" TEXT,
    "open_collective_slug" TEXT,
    "email" TEXT,
    "country" VARCHAR(2),
    "currency" VARCHAR(3),
    "is_details_submitted" BOOLEAN NOT NULL DEFAULT false,
    "is_charges_enabled" BOOLEAN NOT NULL DEFAULT false,
    "is_payouts_enabled" BOOLEAN NOT NULL DEFAULT false,
    "business_type" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "payout_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pledge" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" "pledge_type" NOT NULL DEFAULT 'pay_upfront',
    "state" "pledge_state" NOT NULL DEFAULT 'initiated',
    "amount" BIGINT NOT NULL,
    "fee" BIGINT NOT NULL DEFAULT 0,
    "amount_received" BIGINT,
    "is_anonymous" BOOLEAN NOT NULL DEFAULT false,
    "payment_id" TEXT,
    "invoice_id" TEXT,
    "hosted_invoice_url" TEXT,
    "email" CITEXT,
    "scheduled_payout_at" TIMESTAMPTZ(3),
    "refunded_at" TIMESTAMPTZ(3),
    "disputed_at" TIMESTAMPTZ(3),
    "dispute_reason" TEXT,
    "disputed_by_id" UUID,
    "issue_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "by_user_id" UUID,
    "by_organization_id" UUID,
    "on_behalf_of_organization_id" UUID,
    "created_by_id" UUID,

    CONSTRAINT "pledge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue_reward" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "share_thousands" SMALLINT NOT NULL,
    "issue_id" UUID NOT NULL,
    "organization_id" UUID,
    "github_login" CITEXT,
    "user_id" UUID,

    CONSTRAINT "issue_reward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reward" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pledge_id" UUID NOT NULL,
    "issue_reward_id" UUID NOT NULL,
    "transfer_id" UUID,
    "payout_account_id" UUID,
    "amount" BIGINT,
    "fee" BIGINT,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "reward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "account" TEXT,
    "payload" JSONB NOT NULL,
    "status" "stripe_event_status" NOT NULL DEFAULT 'received',
    "reason" TEXT,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "owner" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "answer" JSONB,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payout_account_organization_id_key" ON "payout_account"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_account_user_id_key" ON "payout_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_account_stripe_id_key" ON "payout_account"("stripe_id");

-- CreateIndex
CREATE INDEX "payout_account_admin_id_idx" ON "payout_account"("admin_id");

-- CreateIndex
CREATE UNIQUE INDEX "pledge_payment_id_key" ON "pledge"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "pledge_invoice_id_key" ON "pledge"("invoice_id");

-- CreateIndex
CREATE INDEX "pledge_issue_id_created_at_id_idx" ON "pledge"("issue_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pledge_organization_id_created_at_id_idx" ON "pledge"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pledge_by_user_id_created_at_id_idx" ON "pledge"("by_user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pledge_by_organization_id_created_at_id_idx" ON "pledge"("by_organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pledge_on_behalf_of_organization_id_idx" ON "pledge"("on_behalf_of_organization_id");

-- CreateIndex
CREATE INDEX "pledge_created_by_id_idx" ON "pledge"("created_by_id");

-- CreateIndex
CREATE INDEX "pledge_repository_id_idx" ON "pledge"("repository_id");

-- CreateIndex
CREATE INDEX "pledge_disputed_by_id_idx" ON "pledge"("disputed_by_id");

-- CreateIndex
CREATE INDEX "pledge_created_at_id_idx" ON "pledge"("created_at", "id");

-- CreateIndex
CREATE INDEX "issue_reward_organization_id_created_at_id_idx" ON "issue_reward"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "issue_reward_user_id_created_at_id_idx" ON "issue_reward"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "issue_reward_github_login_idx" ON "issue_reward"("github_login");

-- CreateIndex
CREATE UNIQUE INDEX "issue_reward_issue_id_organization_id_key" ON "issue_reward"("issue_id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "issue_reward_issue_id_github_login_key" ON "issue_reward"("issue_id", "github_login");

-- CreateIndex
CREATE UNIQUE INDEX "issue_reward_issue_id_user_id_key" ON "issue_reward"("issue_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_transfer_id_key" ON "reward"("transfer_id");

-- CreateIndex
CREATE INDEX "reward_issue_reward_id_created_at_id_idx" ON "reward"("issue_reward_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "reward_created_at_id_idx" ON "reward"("created_at", "id");

-- CreateIndex
CREATE INDEX "reward_payout_account_id_idx" ON "reward"("payout_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_pledge_id_issue_reward_id_key" ON "reward"("pledge_id", "issue_reward_id");

-- CreateIndex
CREATE INDEX "stripe_event_received_at_id_idx" ON "stripe_event"("received_at", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_key_owner_key_key" ON "idempotency_key"("owner", "key");

-- AddForeignKey
ALTER TABLE "payout_account" ADD CONSTRAINT "payout_account_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout_account" ADD CONSTRAINT "payout_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout_account" ADD CONSTRAINT "payout_account_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_disputed_by_id_fkey" FOREIGN KEY ("disputed_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_by_user_id_fkey" FOREIGN KEY ("by_user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_by_organization_id_fkey" FOREIGN KEY ("by_organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_on_behalf_of_organization_id_fkey" FOREIGN KEY ("on_behalf_of_organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_reward" ADD CONSTRAINT "issue_reward_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_reward" ADD CONSTRAINT "issue_reward_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_reward" ADD CONSTRAINT "issue_reward_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward" ADD CONSTRAINT "reward_pledge_id_fkey" FOREIGN KEY ("pledge_id") REFERENCES "pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward" ADD CONSTRAINT "reward_issue_reward_id_fkey" FOREIGN KEY ("issue_reward_id") REFERENCES "issue_reward"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward" ADD CONSTRAINT "reward_payout_account_id_fkey" FOREIGN KEY ("payout_account_id") REFERENCES "payout_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't say.
ALTER TABLE "pledge"
  ADD CONSTRAINT "pledge_amounts_check" CHECK ("amount" > 0 AND "fee" >= 0 AND "amount_received" >= 0),
  ADD CONSTRAINT "pledge_one_payer_check" CHECK (num_nonnulls("by_user_id", "by_organization_id") <= 1),
  ADD CONSTRAINT "pledge_on_behalf_check"
    CHECK ("on_behalf_of_organization_id" IS NULL OR "by_organization_id" IS NULL);

ALTER TABLE "issue_reward"
  ADD CONSTRAINT "issue_reward_share_check" CHECK ("share_thousands" BETWEEN 0 AND 1000),
  ADD CONSTRAINT "issue_reward_receiver_check"
    CHECK (num_nonnulls("organization_id", "github_login") = 1),
  ADD CONSTRAINT "issue_reward_user_check" CHECK ("user_id" IS NULL OR "github_login" IS NOT NULL);

ALTER TABLE "reward"
  ADD CONSTRAINT "reward_amounts_check" CHECK ("amount" > 0 AND "fee" >= 0),
  ADD CONSTRAINT "reward_transfer_check"
    CHECK (num_nonnulls("transfer_id", "payout_account_id", "amount", "fee", "paid_at") IN (0, 5));

ALTER TABLE "payout_account"
  ADD CONSTRAINT "payout_account_owner_check" CHECK (num_nonnulls("organization_id", "user_id") = 1),
  ADD CONSTRAINT "payout_account_open_collective_check" CHECK (
    "type" = 'stripe' OR ("user_id" IS NULL AND "open_collective_slug" IS NOT NULL)
  );

-- The shares of an issue are the whole reward, no more and no less.
CREATE FUNCTION "issue_reward_require_whole"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total bigint;
BEGIN
  SELECT sum("share_thousands") INTO total FROM "issue_reward"
    WHERE "issue_id" = coalesce(NEW."issue_id", OLD."issue_id");
  IF total <> 1000 THEN
    RAISE EXCEPTION 'The shares of an issue sum to 1000, not to %', total
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "issue_reward_whole"
  AFTER INSERT OR UPDATE OR DELETE ON "issue_reward"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "issue_reward_require_whole"();
