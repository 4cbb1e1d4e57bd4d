-- CreateTable: unlogged, since all of it may be lost
CREATE UNLOGGED TABLE "cache_entry" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cache_entry_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "cache_entry_expires_at_idx" ON "cache_entry"("expires_at");
