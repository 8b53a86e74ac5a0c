// Installed by the benchmark alone: the project is checked without them.
declare module '@auth/core';
declare module '@auth/prisma-adapter';
declare module 'better-auth';
declare module 'better-auth/adapters/prisma';
declare module 'pg';
