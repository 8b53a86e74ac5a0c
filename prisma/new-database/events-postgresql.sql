-- CreateTable
CREATE TABLE "GuardianEvent" (
    "id" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "lease" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "subject" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "userId" TEXT,
    "data" TEXT NOT NULL,

    CONSTRAINT "GuardianEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "GuardianEvent_nextAttemptAt_idx" ON "GuardianEvent"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "GuardianEvent_subject_idx" ON "GuardianEvent"("subject");
