import type { Page } from '@playwright/test';
import type { Account } from './account.js';

/** The demo as a person sees it: where things are, by what they are called. */
export function demo(page: Page) {
	const header = page.getByRole('banner');
	const main = page.getByRole('main');
	return {
		header,
		main,
		email: main.getByLabel('Email'),
		password: main.getByLabel('Password'),
		createAccount: main.getByRole('button', { name: 'Create account' }),
		signIn: main.getByRole('button', { name: 'Sign in' }),
		/** On every page of somebody who is signed in. */
		signOut: header.getByRole('button', { name: 'Sign out' }),
		/** In the header of nobody's page. */
		signInLink: header.getByRole('link', { name: 'Sign in' }),
		alert: main.getByRole('alert'),

		async fill({ email, password }: Account) {
			await this.email.fill(email);
			await this.password.fill(password);
		}
	};
}
