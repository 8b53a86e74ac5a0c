/** @import { Browser } from './browser.js' */

/**
 * What is left of somebody's day.
 *
 * @typedef {object} Left
 * @property {number} sessions how many should be left in the database
 * @property {number} wronglyAlive sessions whose end was confirmed, and whose cookie still opens the account
 * @property {number} wronglyEnded sessions that nobody ended, and whose cookie no longer opens it
 */

/**
 * One person's day: they sign up, sign in on up to two more devices, look around, and sign out in one way or another.
 * What each does follows from their number, so that every run is the same. At the end a thief tries a copy of each cookie.
 *
 * @param {number} number
 * @param {() => Browser} open opens a browser
 * @returns {Promise<Left>}
 */
export async function live(number, open) {
	const email = `person-${number}@example.com`;
	const password = `correct horse ${number}`;
	const laptop = open();
	/** @type {Browser[]} */
	const devices = [];
	if (await laptop.send('sign up', '/signup?/signup', { email, password })) {
		devices.push(laptop);
	}
	for (let i = 0; i < number % 3; i += 1) {
		const device = open();
		if (await device.send('sign in', '/signin?/signin', { email, password })) {
			devices.push(device);
		}
	}
	for (const device of devices) {
		await device.send('public page', '/about');
		await device.send('account', '/account');
	}
	const copies = devices.map((device) => device.copy());
	const ended = await signOut(number % 5, devices);

	let [wronglyAlive, wronglyEnded] = [0, 0];
	for (const [index, copy] of copies.entries()) {
		if (ended[index] === 'unknown') continue;
		const isSignedIn = await copy.isSignedIn();
		if (ended[index] === 'ended' && isSignedIn) wronglyAlive += 1;
		if (ended[index] === 'alive' && !isSignedIn) wronglyEnded += 1;
	}
	const sessions = ended.filter((state) => state === 'alive').length;
	return { sessions, wronglyAlive, wronglyEnded };
}

/**
 * Signs out in one of five ways.
 *
 * @param {number} way
 * @param {Browser[]} devices
 * @returns {Promise<('alive' | 'ended' | 'unknown')[]>} what is known of the session of each device
 */
async function signOut(way, devices) {
	/** @type {('alive' | 'ended' | 'unknown')[]} */
	const states = devices.map(() => 'alive');
	const [first] = devices;
	if (!first) return states;
	/** Sends one sign-out, which ends the sessions of the devices that `isMeant` says. */
	const end = async (
		/** @type {Browser} */ device,
		/** @type {[what: string, path: string, fields: Record<string, string>]} */ form,
		/** @type {(index: number) => boolean} */ isMeant
	) => {
		const ok = await device.send(...form);
		for (const index of devices.keys()) {
			if (isMeant(index)) states[index] = ok ? 'ended' : 'unknown';
		}
	};
	switch (way) {
		case 0:
			await end(
				first,
				['sign out', '/about?/signout', { scope: 'current' }],
				(index) => index === 0
			);
			break;
		case 1: {
			const fields = { scope: 'others' };
			await end(first, ['sign out others', '/account?/signout', fields], (index) => index > 0);
			break;
		}
		case 2: {
			const fields = { scope: 'all' };
			await end(first, ['sign out everywhere', '/account?/signout', fields], () => true);
			break;
		}
		case 3:
			for (const [own, device] of devices.entries()) {
				await end(device, ['sign out', '/?/signout', {}], (index) => index === own);
			}
	}
	return states;
}
