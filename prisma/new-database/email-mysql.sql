-- CreateTable
CREATE TABLE `OutboxMessage` (
    `id` VARCHAR(191) NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `nextAttemptAt` DATETIME(3) NOT NULL,
    `lease` VARCHAR(191),
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `kind` VARCHAR(191) NOT NULL,
    `userId` VARCHAR(191),
    `to` VARCHAR(255) NOT NULL,
    `data` TEXT NOT NULL,
    `sentAt` DATETIME(3),

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateIndex
CREATE INDEX `OutboxMessage_sentAt_nextAttemptAt_idx` ON `OutboxMessage`(`sentAt`, `nextAttemptAt`);

-- CreateIndex
CREATE INDEX `OutboxMessage_to_sentAt_idx` ON `OutboxMessage`(`to`, `sentAt`);
