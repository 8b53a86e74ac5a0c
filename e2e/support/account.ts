import { expect } from '@playwright/test';
import { Client, type Answer } from './client.js';
import type { Server } from './server.js';

export interface Account {
	email: string;
	password: string;
}

let count = 0;

/** An account nobody else has: tests share servers and nothing on them. */
export function newAccount(): Account {
	count += 1;
	return {
		email: `ann-${process.pid}-${Date.now()}-${count}@example.com`,
		password: `correct horse ${process.pid} ${count}`
	};
}

/** Signs up, which signs in. */
export async function signUp(client: Client, account = newAccount()): Promise<Account> {
	const answer = await client.post(`${client.server.base ?? ''}/signup?/signup`, { ...account });
	expect(answer.status, answer.body).toBe(303);
	expect(client.token).toBeDefined();
	return account;
}

export async function signIn(client: Client, { email, password }: Account): Promise<Answer> {
	const answer = await client.post('/signin?/signin', { email, password });
	expect(answer.status, answer.body).toBe(303);
	return answer;
}

/** A browser in which a new account is signed in. */
export async function signedIn(server: Server): Promise<Client & { account: Account }> {
	const client = new Client(server);
	const account = await signUp(client);
	return Object.assign(client, { account });
}
