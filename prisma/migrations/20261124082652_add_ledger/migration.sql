-- CreateEnum
CREATE TYPE "ledger_account_kind" AS ENUM ('processor_balance', 'payee_balance', 'currency_conversion', 'backer_funds', 'payable', 'tax_payable', 'platform_revenue', 'processor_fees', 'dispute_losses');

-- CreateEnum
CREATE TYPE "ledger_transaction_kind" AS ENUM ('payment', 'transfer', 'transfer_reversal', 'settlement', 'refund', 'dispute', 'dispute_reversal', 'payout', 'adjustment');

-- CreateEnum
CREATE TYPE "ledger_processor" AS ENUM ('stripe', 'open_collective');

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" "ledger_account_kind" NOT NULL,
    "owner" TEXT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transaction" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" "ledger_transaction_kind" NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "made_in" BIGINT NOT NULL DEFAULT 0,
    "processor" "ledger_processor" NOT NULL DEFAULT 'stripe',
    "fee_basis_points" INTEGER,
    "note" TEXT,
    "pledge_id" UUID,
    "subscription_id" UUID,
    "issue_reward_id" UUID,
    "payee_account_id" UUID,
    "payment_user_id" UUID,
    "payment_organization_id" UUID,
    "tax_country" VARCHAR(2),
    "tax_state" TEXT,
    "customer_id" TEXT,
    "charge_id" TEXT,
    "refund_id" TEXT,
    "dispute_id" TEXT,
    "transfer_id" TEXT,
    "transfer_reversal_id" TEXT,
    "payout_id" TEXT,
    "payment_id" UUID,
    "original_id" UUID,
    "cause_id" UUID,

    CONSTRAINT "ledger_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "amount" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "transaction_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "settles_id" UUID,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_kind_owner_currency_key" ON "ledger_account"("kind", "owner", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_id_currency_key" ON "ledger_account"("id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_key_key" ON "ledger_transaction"("key");

-- CreateIndex
CREATE INDEX "ledger_transaction_payment_id_idx" ON "ledger_transaction"("payment_id");

-- CreateIndex
CREATE INDEX "ledger_transaction_original_id_idx" ON "ledger_transaction"("original_id");

-- CreateIndex
CREATE INDEX "ledger_transaction_cause_id_idx" ON "ledger_transaction"("cause_id");

-- CreateIndex
CREATE INDEX "ledger_transaction_pledge_id_id_idx" ON "ledger_transaction"("pledge_id", "id");

-- CreateIndex
CREATE INDEX "ledger_transaction_subscription_id_id_idx" ON "ledger_transaction"("subscription_id", "id");

-- CreateIndex
CREATE INDEX "ledger_transaction_payee_account_id_id_idx" ON "ledger_transaction"("payee_account_id", "id");

-- CreateIndex
CREATE INDEX "ledger_transaction_kind_id_idx" ON "ledger_transaction"("kind", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_payment_charge_key" ON "ledger_transaction"("charge_id") WHERE (kind = 'payment');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_refund_key" ON "ledger_transaction"("refund_id") WHERE (kind = 'refund');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_dispute_key" ON "ledger_transaction"("dispute_id") WHERE (kind = 'dispute');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_dispute_reversal_key" ON "ledger_transaction"("dispute_id") WHERE (kind = 'dispute_reversal');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_payout_key" ON "ledger_transaction"("payout_id") WHERE (kind = 'payout');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_settled_key" ON "ledger_transaction"("original_id") WHERE (kind = 'settlement');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_reinstated_key" ON "ledger_transaction"("original_id") WHERE (kind = 'dispute_reversal');

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_settles_id_key" ON "ledger_entry"("settles_id");

-- CreateIndex
CREATE INDEX "ledger_entry_transaction_id_idx" ON "ledger_entry"("transaction_id");

-- CreateIndex
CREATE INDEX "ledger_entry_account_id_id_idx" ON "ledger_entry"("account_id", "id");

-- AddForeignKey
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_original_id_fkey" FOREIGN KEY ("original_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_cause_id_fkey" FOREIGN KEY ("cause_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_account_id_currency_fkey" FOREIGN KEY ("account_id", "currency") REFERENCES "ledger_account"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_settles_id_fkey" FOREIGN KEY ("settles_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is not in the models: the rules of double entry, kept by the database itself.

ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_currency_check" CHECK ("currency" ~ '^[a-z]{3}$');

ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_amount_check" CHECK ("amount" <> 0);

CREATE FUNCTION "ledger_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is never changed: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'check_violation', HINT = 'Post another transaction that makes up for it.';
END $$;

CREATE TRIGGER "ledger_transaction_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_transaction"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_refuse_change"();

CREATE TRIGGER "ledger_entry_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_refuse_change"();

CREATE TRIGGER "ledger_account_is_kept" BEFORE DELETE OR TRUNCATE ON "ledger_account"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_refuse_change"();

CREATE TRIGGER "ledger_account_keeps_its_identity" BEFORE UPDATE ON "ledger_account"
  FOR EACH ROW
  WHEN ((OLD."id", OLD."kind", OLD."owner", OLD."currency")
    IS DISTINCT FROM (NEW."id", NEW."kind", NEW."owner", NEW."currency"))
  EXECUTE FUNCTION "ledger_refuse_change"();

CREATE FUNCTION "ledger_note_maker"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."made_in" := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;

CREATE TRIGGER "ledger_transaction_notes_its_maker" BEFORE INSERT ON "ledger_transaction"
  FOR EACH ROW EXECUTE FUNCTION "ledger_note_maker"();

-- A posted transaction is closed: not even entries that balance may be added to it later.
CREATE FUNCTION "ledger_refuse_late_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "ledger_transaction"
    WHERE "id" = NEW."transaction_id" AND "made_in" <> pg_current_xact_id()::text::bigint;
  IF FOUND THEN
    RAISE EXCEPTION 'The ledger transaction % is closed: it takes no more entries', NEW."transaction_id"
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "ledger_entry_is_in_time" BEFORE INSERT ON "ledger_entry"
  FOR EACH ROW EXECUTE FUNCTION "ledger_refuse_late_entry"();

-- Looked at when the database transaction commits.
CREATE FUNCTION "ledger_refuse_imbalance"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fault record;
  checked uuid := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN to_jsonb(NEW) ->> 'transaction_id' ELSE NEW."id"::text END;
BEGIN
  SELECT "currency", sum("amount") AS "rest" INTO fault FROM "ledger_entry"
    WHERE "transaction_id" = checked GROUP BY "currency" HAVING sum("amount") <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'The ledger transaction % is out of balance by % %', checked, fault."rest", fault."currency"
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM "ledger_entry" WHERE "transaction_id" = checked;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'The ledger transaction % has no entries', checked
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "ledger_entry_balances" AFTER INSERT ON "ledger_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_refuse_imbalance"();

-- The same for a transaction without entries.
CREATE CONSTRAINT TRIGGER "ledger_transaction_balances" AFTER INSERT ON "ledger_transaction"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_refuse_imbalance"();
