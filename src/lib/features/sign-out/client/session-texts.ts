/** The texts of a `SessionList`. */
export interface SessionTexts {
	/** Above the list, with how many other devices there are. */
	summary: (others: number) => string;
	thisDevice: string;
	lastUsed: string;
	signedIn: string;
	justNow: string;
	/** The button of one session; the name of the device follows, for screen readers. */
	signOut: string;
	signOutOthers: string;
	signOutAll: string;
	/** The dialog before all are signed out. */
	confirmTitle: string;
	confirmText: string;
	cancel: string;
	/** While a button is at work. */
	pending: string;
	/** After one was signed out; `revoked` is 0 where it was already. */
	ended: (name: string, revoked: number | undefined) => string;
	othersEnded: (revoked: number) => string;
	/** Where the database did not answer. */
	unavailable: string;
}

const devices = (count: number) => `${count} other ${count === 1 ? 'device' : 'devices'}`;

export const ENGLISH: SessionTexts = {
	summary: (others) =>
		others
			? `On this device and ${others} ${others === 1 ? 'other' : 'others'}. Sign out any you do not recognise.`
			: 'On this device only.',
	thisDevice: 'This device',
	lastUsed: 'Last used',
	signedIn: 'Signed in',
	justNow: 'just now',
	signOut: 'Sign out',
	signOutOthers: 'Sign out other devices',
	signOutAll: 'Sign out everywhere',
	confirmTitle: 'Sign out everywhere?',
	confirmText:
		'Every session of yours ends, this one too. You will have to sign in again on each device.',
	cancel: 'Stay signed in',
	pending: 'Signing out…',
	ended: (name, revoked) =>
		revoked === 0 ? `${name} was signed out already.` : `Signed out ${name}.`,
	othersEnded: (revoked) => `Signed out ${devices(revoked)}.`,
	unavailable:
		'We cannot reach our database just now, so your sessions cannot be listed. Nothing has changed. Please load this page again in a moment.'
};
