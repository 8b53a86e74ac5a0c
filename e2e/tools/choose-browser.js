import { BROWSER_VARIABLE } from './launch-options.js';

/** @import { Search, Trial } from './find-browser.js' */
/** @import { Command, Step } from './install-steps.js' */

/**
 * What the choice needs done. Each is asked again after every attempt to install, and each looks afresh.
 *
 * @typedef {object} Hands
 * @property {() => Promise<Trial>} tryOwn Playwright's own browser
 * @property {(path: string) => Promise<Trial>} tryInstalled the browser at a path
 * @property {() => Promise<Search>} findInstalled a browser anywhere on the machine
 * @property {(command: Command) => Promise<string | undefined>} run carries out a command; answers why it failed
 * @property {(line: string) => void} say
 */

/**
 * The browser to use: `path` is undefined for Playwright's own.
 *
 * @typedef {{ ok: true, path: string | undefined } | { ok: false, reason: string }} Choice
 */

/**
 * Which browser the tests will run in: the one named by hand, else Playwright's own, else one on the machine, else
 * whatever the steps can install.
 *
 * @param {object} from
 * @param {string | undefined} from.named the browser somebody insists on
 * @param {Step[]} from.steps ways to get a browser, in the order to try them
 * @param {string} from.advice what to say when all of them failed
 * @param {Hands} hands
 * @returns {Promise<Choice>}
 * @example
 * ```js
 * const choice = await chooseBrowser({ named: undefined, steps: [], advice: 'install Chromium' }, hands);
 * ```
 */
export async function chooseBrowser({ named, steps, advice }, hands) {
	if (named) {
		// Somebody who names a browser wants that one: another in its place would test something else without a word.
		const trial = await hands.tryInstalled(named);
		if (!trial.ok)
			return { ok: false, reason: `${BROWSER_VARIABLE} names ${named}: ${trial.reason}` };
		hands.say(`using ${trial.version}, ${named}`);
		return { ok: true, path: named };
	}

	const present = (await look.own(hands)) ?? (await look.installed(hands));
	if (present) return present;

	for (const step of steps) {
		hands.say(step.doing);
		for (const command of step.commands) {
			const failure = await hands.run(command);
			if (failure) hands.say(failure);
			if (command.prepares) continue;
			// Looked for after a failure too: a package manager fails over a package that has nothing to do with ours.
			const gained = await look[step.gives](hands);
			if (gained) return gained;
			if (failure) break;
		}
	}
	return { ok: false, reason: advice };
}

/**
 * @param {Hands} hands
 * @returns {Promise<Choice | undefined>}
 */
async function own({ tryOwn, say }) {
	const trial = await tryOwn();
	if (!trial.ok) {
		say(`Playwright's own Chromium: ${trial.reason}`);
		return undefined;
	}
	say(`using Playwright's own ${trial.version}`);
	return { ok: true, path: undefined };
}

/**
 * @param {Hands} hands
 * @returns {Promise<Choice | undefined>}
 */
async function installed({ findInstalled, say }) {
	const { found, passedOver } = await findInstalled();
	for (const { path, reason } of passedOver) say(`${path} passed over: ${reason}`);
	if (!found) {
		say('no other Chromium on this machine');
		return undefined;
	}
	say(`using ${found.version}, ${found.path}`);
	return { ok: true, path: found.path };
}

/** @satisfies {Record<Step['gives'], (hands: Hands) => Promise<Choice | undefined>>} */
const look = { own, installed };
