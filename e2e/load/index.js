import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { MigrationError } from '../../prisma/tools/errors.js';
import { root } from '../../prisma/tools/url.js';
import { progress } from '../tools/progress.js';
import { Browser, closeConnections } from './browser.js';
import { createDatabase } from './database.js';
import { startFaults } from './faults.js';
import { rememberOpen } from './held.js';
import { startInstances } from './instances.js';
import { Measurements } from './measurements.js';
import { readOptions } from './options.js';
import { watchMemory } from './memory.js';
import { live } from './person.js';

/** @import { Instances } from './instances.js' */
/** @import { LoadOptions } from './options.js' */

/** Set by Ctrl+C and the like: nobody starts anything new, and what the run has made is deleted all the same. */
let stopped = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.once(signal, () => (stopped = true));
}

/** @param {LoadOptions} options */
async function run(options) {
	const database = await createDatabase(options.provider);
	try {
		const instances = await startInstances(options.instances, database.url);
		try {
			const readLeftOpen = await rememberOpen(instances.processes);
			const stopFaults = options.faults ? startFaults(database.url) : undefined;
			const stopWatching = watchMemory(instances.processes);
			const { measurements, people, left } = await crowd(instances, options);
			const memory = await stopWatching();
			const cuts = await stopFaults?.();
			closeConnections();
			const leftOpen = await readLeftOpen();
			const found = await database.sessions();
			console.log(measurements.summary());
			console.log(`Database          ${database.about}`);
			console.log(`Instances         ${options.instances}`);
			console.log(
				`People            ${people} of ${options.people}, ${options.concurrency} at a time`
			);
			for (const line of memory.lines) console.log(line);
			console.log(`Left open         ${leftOpen.join('; ')}`);
			if (cuts !== undefined) console.log(`Faults            all connections cut ${cuts} times`);
			// After a fault nobody knows whether a session was stored: each is tried with its cookie instead.
			else console.log(`Sessions left     ${found}, and should be ${left.sessions}`);
			console.log(`Wrongly alive     ${left.wronglyAlive}`);
			console.log(`Wrongly ended     ${left.wronglyEnded}`);
			const isExact = cuts !== undefined || (found === left.sessions && measurements.errors === 0);
			const isTidy = memory.isLevel && leftOpen.every((what) => what === 'nothing');
			return isExact && isTidy && left.wronglyAlive + left.wronglyEnded === 0 && !stopped;
		} finally {
			await instances.stop();
		}
	} finally {
		await database.drop();
	}
}

/**
 * Lets them all in, so many at a time.
 *
 * @param {Instances} instances
 * @param {LoadOptions} options
 */
async function crowd(instances, { people, concurrency, seconds }) {
	const until = performance.now() + seconds * 1000;
	const measurements = new Measurements();
	const step = progress('people', people);
	let next = 0;
	const left = { sessions: 0, wronglyAlive: 0, wronglyEnded: 0 };
	const act = async () => {
		while (next < people && performance.now() < until && !stopped) {
			const number = next++;
			const day = await live(number, () => new Browser(instances, number, measurements));
			left.sessions += day.sessions;
			left.wronglyAlive += day.wronglyAlive;
			left.wronglyEnded += day.wronglyEnded;
			step();
		}
	};
	await Promise.all(Array.from({ length: concurrency }, act));
	return { measurements, people: next, left };
}

try {
	const options = readOptions();
	if (!existsSync(join(root(), 'build/index.js'))) {
		throw new MigrationError('The demo is not built. Run `npm run build` first.');
	}
	if (!(await run(options))) process.exitCode = 1;
} catch (error) {
	console.error(error instanceof MigrationError ? `load: ${error.message}` : error);
	process.exitCode = 1;
}
