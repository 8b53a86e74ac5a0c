import { expect, test } from 'vitest';
import { accountKeys } from './limiter.js';

test.each(['Ann@Example.com', ' ann@example.com', 'ＡＮＮ@example.com', 'ann@EXAMPLE.com'])(
	'RL6: a lock of ann@example.com is found, and lifted, by %j, as a database may store it',
	(stored) => {
		const hash = (...parts: string[]) => parts.join(' ');
		expect(accountKeys(hash, stored)).toEqual(accountKeys(hash, 'ann@example.com'));
	}
);
