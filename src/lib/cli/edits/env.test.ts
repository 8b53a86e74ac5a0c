import { expect, test } from 'vitest';
import { editEnv } from './env.js';

const SECRET = { name: 'GUARDIAN_SECRET', value: 'abc', comment: 'Seals cookies.' };
const LINES = '# Seals cookies.\nGUARDIAN_SECRET=abc\n';

test.each([
	['', LINES],
	['A=1\n', `A=1\n${LINES}`],
	['A=1', `A=1\n${LINES}`],
	['A=1\r\n', `A=1\r\n${LINES.replaceAll('\n', '\r\n')}`],
	['OTHER_GUARDIAN_SECRET=1\n', `OTHER_GUARDIAN_SECRET=1\n${LINES}`]
])('NC28: a variable that is not set is added: %j', (source, wanted) => {
	expect(editEnv(source, [SECRET])).toEqual({ content: wanted });
});

test.each([
	'GUARDIAN_SECRET=x',
	'A=1\r\nGUARDIAN_SECRET = x',
	'export GUARDIAN_SECRET=',
	'# GUARDIAN_SECRET=x'
])('NC28: one that is there stays: %j', (source) => {
	expect(editEnv(source, [SECRET])).toBeNull();
});
