import { tick } from 'svelte';
import type { ClientSignOutOptions, ClientSignOutResult } from '../../../types.js';
import { here } from './here.js';
import { keepFocus } from './keep-focus.js';
import { announce, clear, show, successOf } from './outcome.js';
import { send } from './send.js';
import { settle } from './settle.js';
import type { Words } from './confirm.js';

/** How long a menu may take to close, in milliseconds: it takes an error that is shown in it along. */
const CLOSING = 400;

/** A sign-out that succeeded. */
export type Success = Extract<ClientSignOutResult, { ok: true }>;
/** A sign-out that failed. */
export type Failed = Extract<ClientSignOutResult, { ok: false }>;

/** All that a click on the button asks for, as it was at the time of the click. */
export interface Press {
	options: ClientSignOutOptions;
	/** The address of the page that asks; nothing where nobody is to be asked. */
	question: string | false | undefined;
	words: Omit<Words, 'options'>;
	/** Where the click went through. */
	path: EventTarget[];
	onSignedOut?: ((result: Success) => void) | undefined;
	onError?: ((result: Failed) => void) | undefined;
	successText?: ((result: Success) => string) | undefined;
	errorText?: ((result: Failed) => string) | undefined;
}

/** Shows on the button that was clicked what becomes of it; the button may be gone by then. */
export type Update = (pending: boolean, error?: string) => void;

let latest: Press | undefined;

/**
 * Loads the dialog. `undefined` where that fails.
 *
 * @example
 * ```ts
 * await importDialog();
 * ```
 */
export const importDialog = () => import('./confirm.js').catch(() => undefined);

/**
 * Does what a click on the button asks for.
 *
 * @param regionOf where the button shows errors
 *
 * @example
 * ```ts
 * await press(click, update, () => region);
 * ```
 */
export async function press(
	click: Press,
	update: Update,
	regionOf: () => HTMLElement | undefined
): Promise<void> {
	const { options, question, words, path } = click;
	update(false);
	clear();
	latest = click;
	if (question) {
		const dialog = await importDialog();
		const yes = await dialog?.ask({ ...words, options }, path);
		// Offline, gone with an older deployment, or an old browser: then the page asks, as without JavaScript.
		if (yes === undefined) location.href = question;
		if (!yes) return;
	}
	update(true);
	const { href } = here();
	const result = await settle(send(options), options);
	if (result.ok) {
		update(false);
		// A page that has changed has the focus, and SvelteKit announces it.
		if (here().href === href) {
			await tick();
			keepFocus(path);
			const text = (click.successText ?? successOf)(result);
			if (text) announce(text);
		}
		click.onSignedOut?.(result);
		return;
	}
	const error = click.errorText?.(result) ?? result.error;
	update(false, error);
	click.onError?.(result);
	if (!error) return;
	setTimeout(() => {
		if (latest !== click) return;
		const region = regionOf();
		const isSeen = region?.checkVisibility?.() ?? region?.isConnected;
		if (!isSeen) show(error);
	}, CLOSING);
}
