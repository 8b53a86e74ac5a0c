-- CreateTable
CREATE TABLE "GuardianSecret" (
    "id" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GuardianSecret_pkey" PRIMARY KEY ("id")
);
