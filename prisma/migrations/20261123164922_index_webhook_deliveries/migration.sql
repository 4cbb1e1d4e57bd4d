-- DropIndex
DROP INDEX "webhook_delivery_received_at_idx";

-- CreateIndex
CREATE INDEX "webhook_delivery_received_at_id_idx" ON "webhook_delivery"("received_at", "id");
