import type { OwnServer } from './server.js';

/** Takes the table away, so that every question about sessions is an error; returns what brings it back. */
export async function breakSessions({ database: { prisma } }: OwnServer) {
	await prisma.$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "Gone"');
	return () => prisma.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Session"');
}
