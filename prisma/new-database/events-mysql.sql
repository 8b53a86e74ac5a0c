-- CreateTable
CREATE TABLE `GuardianEvent` (
    `id` VARCHAR(191) NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `nextAttemptAt` DATETIME(3) NOT NULL,
    `lease` VARCHAR(191),
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `subject` VARCHAR(191) NOT NULL,
    `type` VARCHAR(191) NOT NULL,
    `userId` VARCHAR(191),
    `data` TEXT NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateIndex
CREATE INDEX `GuardianEvent_nextAttemptAt_idx` ON `GuardianEvent`(`nextAttemptAt`);

-- CreateIndex
CREATE INDEX `GuardianEvent_subject_idx` ON `GuardianEvent`(`subject`);
