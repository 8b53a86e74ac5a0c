/** @import { Browser } from './browser.js' */

/**
 * One person's day: they sign up, sign in on up to two more devices, look around, and sign out in one way or another.
 * What each does follows from their number, so that every run is the same.
 *
 * @param {number} number
 * @param {() => Browser} open opens a browser
 * @returns {Promise<number>} how many of their sessions should be left
 */
export async function live(number, open) {
	const email = `person-${number}@example.com`;
	const password = `correct horse ${number}`;
	const laptop = open();
	await laptop.send('sign up', '/signup?/signup', { email, password });

	const devices = [laptop];
	for (let i = 0; i < number % 3; i += 1) {
		const device = open();
		await device.send('sign in', '/signin?/signin', { email, password });
		devices.push(device);
	}
	for (const device of devices) {
		await device.send('public page', '/about');
		await device.send('account', '/account');
	}

	switch (number % 5) {
		case 0:
			await laptop.send('sign out', '/about?/signout', { scope: 'current' });
			return devices.length - 1;
		case 1:
			await laptop.send('sign out others', '/account?/signout', { scope: 'others' });
			return 1;
		case 2:
			await laptop.send('sign out everywhere', '/account?/signout', { scope: 'all' });
			return 0;
		case 3:
			for (const device of devices) await device.send('sign out', '/?/signout', {});
			return 0;
		default:
			return devices.length;
	}
}
