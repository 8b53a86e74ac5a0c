import { expect, test, vi } from 'vitest';
import { createOriginWarning } from './local-origin.js';

test.each([
	['http://localhost:5173', false, 1],
	['http://app.localhost', false, 1],
	['https://127.0.0.1', false, 1],
	['http://[::1]:3000', false, 1],
	['http://localhost:5173', true, 0],
	['https://www.example.com', false, 0],
	['https://localhost.example.com', false, 0]
])(
	'NC30: links of a built app that lead nowhere are warned of once: %s, %s',
	(origin, dev, times) => {
		const warn = vi.spyOn(console, 'warn').mockReturnValue();
		const check = createOriginWarning(origin, dev);
		check();
		check();
		expect(warn).toHaveBeenCalledTimes(times);
		warn.mockRestore();
	}
);
