-- From the tables of Lucia 3 to those of svelte-guardian. Nobody is signed out by it.
-- The kit knows the rows that Lucia made by the beginning of their "publicId".
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;

CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "userAgent" TEXT,
    "ipAddress" TEXT,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- When they began and were last used is not known: both lifetimes count from today, and the old expiry holds as well.
INSERT INTO "new_Session" ("id", "publicId", "userId", "expiresAt", "createdAt", "lastUsedAt")
SELECT
    "id",
    'lucia:' || lower(hex(randomblob(16))),
    "userId",
    -- Up to version 6 Prisma stored milliseconds; version 7 stores text, and SQLite does not compare one with the other.
    -- With `timestampFormat: 'unixepoch-ms'` write "expiresAt" here, and CAST(unixepoch('subsec') * 1000 AS INTEGER) twice below.
    CASE typeof("expiresAt")
        WHEN 'integer' THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', "expiresAt" / 1000.0, 'unixepoch')
        ELSE "expiresAt"
    END,
    strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'),
    strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
FROM "Session";

DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";

CREATE INDEX "Session_userId_idx" ON "Session"("userId");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
