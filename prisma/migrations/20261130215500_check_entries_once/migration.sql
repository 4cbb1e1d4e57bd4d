-- The last entry of a transaction checks all of them: when each did, thousands took minutes.

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN "position" BIGINT NOT NULL DEFAULT 0;

-- DropIndex
DROP INDEX "ledger_entry_transaction_id_idx";

-- CreateIndex
CREATE INDEX "ledger_entry_transaction_id_position_idx" ON "ledger_entry"("transaction_id", "position");

-- What follows is not in the models.

CREATE SEQUENCE "ledger_entry_position_seq" OWNED BY "ledger_entry"."position";

-- A posted transaction is closed: not even entries that balance may be added to it later. Nobody
-- chooses the position of an entry: a later one has a greater one.
CREATE OR REPLACE FUNCTION "ledger_refuse_late_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "ledger_transaction"
    WHERE "id" = NEW."transaction_id" AND "made_in" <> pg_current_xact_id()::text::bigint;
  IF FOUND THEN
    RAISE EXCEPTION 'The ledger transaction % is closed: it takes no more entries', NEW."transaction_id"
      USING ERRCODE = 'check_violation';
  END IF;
  NEW."position" := nextval('ledger_entry_position_seq');
  RETURN NEW;
END $$;

-- An entry leaves the look at the whole to a later one, which comes to it at the latest when the
-- database transaction commits.
CREATE FUNCTION "ledger_is_last_entry"("of" uuid, "at" bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM "ledger_entry" WHERE "transaction_id" = "of" AND "position" > "at")
$$;

CREATE OR REPLACE FUNCTION "ledger_refuse_imbalance"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fault record;
  checked uuid := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN to_jsonb(NEW) ->> 'transaction_id' ELSE NEW."id"::text END;
BEGIN
  IF TG_TABLE_NAME = 'ledger_entry' THEN
    IF NOT "ledger_is_last_entry"(checked, (to_jsonb(NEW) ->> 'position')::bigint) THEN
      RETURN NULL;
    END IF;
  END IF;
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
