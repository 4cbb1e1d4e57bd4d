-- AlterTable
ALTER TABLE "payout_account" ADD COLUMN     "former_organization_id" UUID,
ADD COLUMN     "former_user_id" UUID,
ADD COLUMN     "replaced_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "payout_account_former_organization_id_idx" ON "payout_account"("former_organization_id");

-- CreateIndex
CREATE INDEX "payout_account_former_user_id_idx" ON "payout_account"("former_user_id");

-- AddForeignKey
ALTER TABLE "payout_account" ADD CONSTRAINT "payout_account_former_organization_id_fkey" FOREIGN KEY ("former_organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout_account" ADD CONSTRAINT "payout_account_former_user_id_fkey" FOREIGN KEY ("former_user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An account has one owner: of now, or the one who replaced it.
ALTER TABLE "payout_account"
  DROP CONSTRAINT "payout_account_owner_check",
  ADD CONSTRAINT "payout_account_owner_check" CHECK (
    num_nonnulls("organization_id", "user_id", "former_organization_id", "former_user_id") = 1
  ),
  ADD CONSTRAINT "payout_account_replaced_check" CHECK (
    ("replaced_at" IS NOT NULL) = (num_nonnulls("former_organization_id", "former_user_id") = 1)
  );
