-- CreateTable
CREATE TABLE "GuardianEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME NOT NULL,
    "lease" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "subject" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "userId" TEXT,
    "data" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "GuardianEvent_nextAttemptAt_idx" ON "GuardianEvent"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "GuardianEvent_subject_idx" ON "GuardianEvent"("subject");
