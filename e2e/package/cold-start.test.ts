import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { bundleForServer } from './server-bundle.js';

const client = JSON.stringify(join(import.meta.dirname, '../../prisma/client/client.ts'));

/** What an app imports anyhow that has Lucia store its sessions through Prisma. */
const luciaAlone = `
	import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
	import { PrismaLibSql } from '@prisma/adapter-libsql';
	import { Lucia } from 'lucia';
	import { PrismaClient } from ${client};

	const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url: 'file:never-opened.db' }) });
	new Lucia(new PrismaAdapter(prisma.session, prisma.user));`;

const withKit = `import { guardianAuth } from 'svelte-guardian';${luciaAlone}
	guardianAuth({ prisma });`;

const report = `
	const { user, system } = process.cpuUsage();
	console.log(JSON.stringify({ clock: performance.now(), processor: (user + system) / 1000 }));`;

const apps = await bundleForServer(inject('packed').app, {
	luciaAlone: luciaAlone + report,
	withKit: withKit + report
});

/** What it took a new process to come to the end of its first module, in milliseconds. */
interface Start {
	clock: number;
	/** Hardly more on a machine that does other things as well. */
	processor: number;
}

async function start({ file }: { file: string }): Promise<Start> {
	const { stdout } = await promisify(execFile)(process.execPath, [file]);
	return JSON.parse(stdout);
}

test('a start loads these packages more than Lucia and Prisma alone do, and no other', () => {
	const { packages } = apps.luciaAlone;
	const added = apps.withKit.packages.filter((name) => !packages.includes(name));
	expect(added).toEqual(['@node-rs/argon2', '@sveltejs/kit', 'devalue', 'ts-deepmerge', 'zod']);
});

describe('beside Lucia and Prisma alone, a start with the kit', () => {
	const starts = { alone: [] as Start[], kit: [] as Start[] };

	async function playRounds(count: number) {
		for (let round = 0; round < count; round += 1) {
			starts.alone.push(await start(apps.luciaAlone));
			starts.kit.push(await start(apps.withKit));
		}
	}

	/** What the kit adds, and what it may, which is more where Lucia and Prisma alone take longer than `usual`. */
	function compare(measure: (starts: Start[]) => number, limit: number, usual: number) {
		const alone = measure(starts.alone);
		return { added: measure(starts.kit) - alone, allowed: limit * Math.max(1, alone / usual) };
	}

	beforeAll(async () => {
		// The files come from the disk once.
		await Promise.all([start(apps.luciaAlone), start(apps.withKit)]);
		await playRounds(15);
	}, 180_000);

	test('takes at most 150 ms more of the processor', () => {
		const { added, allowed } = compare(medianProcessor, 150, 200);
		console.log(`a start: ${added.toFixed(0)} of ${allowed.toFixed(0)} ms more`);
		expect(added).toBeGreaterThan(0);
		expect(added).toBeLessThanOrEqual(allowed);
	});

	test('waits for nothing: no more than 250 ms longer by the clock', async () => {
		const compared = () => compare(shortest, 250, 180);
		// By the clock only a start that nothing has held up says something. A busy machine gets more of them.
		while (compared().added > compared().allowed && starts.kit.length < 60) await playRounds(1);
		expect(compared().added).toBeLessThanOrEqual(compared().allowed);
	}, 300_000);
});

function medianProcessor(starts: Start[]): number {
	const sorted = starts.map(({ processor }) => processor).sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

const shortest = (starts: Start[]) => Math.min(...starts.map(({ clock }) => clock));
