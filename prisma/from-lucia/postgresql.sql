-- From the tables of Lucia 3 to those of svelte-guardian. Nobody is signed out by it.
-- The kit knows the rows that Lucia made by the beginning of their "publicId".
ALTER TABLE "Session"
    ADD COLUMN "publicId" TEXT,
    ADD COLUMN "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ADD COLUMN "lastUsedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ADD COLUMN "userAgent" TEXT,
    ADD COLUMN "ipAddress" TEXT;

-- When they began and were last used is not known: both lifetimes count from today, and the old expiry holds as well.
UPDATE "Session" SET
    "publicId" = 'lucia:' || gen_random_uuid(),
    "createdAt" = timezone('utc', now()),
    "lastUsedAt" = timezone('utc', now());

ALTER TABLE "Session" ALTER COLUMN "publicId" SET NOT NULL;

CREATE INDEX "Session_userId_idx" ON "Session"("userId");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
