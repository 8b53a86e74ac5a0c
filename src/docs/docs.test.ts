import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { messagesOfCodes } from '../lib/errors.js';
import { EVENTS } from '../lib/options-schema.js';
import { CONTENTS } from './contents.js';
import { createRenderer, type Page } from './markdown.js';

const here = import.meta.dirname;
const read = (path: string) => readFile(join(here, path), 'utf8');

const listed = CONTENTS.flatMap(({ pages }) => pages);
const sources = new Map<string, string>();
const pages = new Map<string, Page>();

beforeAll(async () => {
	// Colours are for eyes; the code itself leads nowhere.
	const render = createRenderer(() => '<pre></pre>');
	for (const file of await readdir(here, { recursive: true })) {
		if (!file.endsWith('.md')) continue;
		const slug = file.replaceAll('\\', '/').slice(0, -'.md'.length);
		const source = await read(file);
		sources.set(slug, source);
		pages.set(slug, render(source));
	}
});

test('the contents list every page once, and no other', () => {
	expect(listed.map(({ slug }) => slug).sort()).toEqual([...pages.keys()].sort());
});

test('a page is called in the contents what it is called on top', () => {
	const titles = listed.map(({ slug }) => [slug, pages.get(slug)?.title]);
	expect(titles).toEqual(listed.map(({ slug, title }) => [slug, title]));
});

/** Everything on a page that an address can end in. */
const idsOn = (slug: string) =>
	[...(pages.get(slug)?.html ?? '').matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);

test('every link of the documentation leads to a page and a heading that are there', () => {
	const broken: string[] = [];
	let within = 0;
	for (const [slug, { html }] of pages) {
		for (const [, href] of html.matchAll(/<a href="([^"]*)"/g)) {
			if (/^https:/.test(href!)) continue;
			within++;
			const { pathname, hash } = new URL(href!.replaceAll('&#38;', '&'), `http://docs/${slug}`);
			const target = pathname.slice(1);
			const leads =
				pages.has(target) && (!hash || idsOn(target).includes(decodeURIComponent(hash.slice(1))));
			if (!leads) broken.push(`${slug}: ${href}`);
		}
	}
	expect(broken).toEqual([]);
	expect(within).toBeGreaterThan(20);
});

test('every error code has a heading, under the code itself', () => {
	const ids = idsOn('troubleshooting');
	const codes = Object.keys(messagesOfCodes());
	expect(codes.length).toBeGreaterThan(10);
	expect(codes.filter((code) => !ids.includes(code.toLowerCase()))).toEqual([]);
});

test('every error code is quoted with what it says', () => {
	const text = sources.get('troubleshooting')!.replace(/\n(> )?/g, ' ');
	const unquoted = Object.entries(messagesOfCodes()).filter(([, says]) => !text.includes(says));
	expect(unquoted.map(([code]) => code)).toEqual([]);
});

/** The paths of the options, as the declaration has them: `session.idle`. */
async function optionPaths(): Promise<string[]> {
	const file = ts.createSourceFile(
		'options.ts',
		await read('../lib/options.ts'),
		ts.ScriptTarget.Latest
	);
	const named = (name: string) => {
		const found = file.statements.find(
			(statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name
		);
		if (!found) throw new Error(`options.ts declares no ${name}.`);
		return (found as ts.InterfaceDeclaration).members;
	};
	const paths = (members: ts.NodeArray<ts.TypeElement>, prefix = ''): string[] =>
		members.flatMap((member) => {
			const path = prefix + (member.name as ts.Identifier).text;
			const type = ts.isPropertySignature(member) ? member.type : undefined;
			// `{ … } | undefined` is a group as well.
			const isUndefined = ({ kind }: ts.TypeNode) => kind === ts.SyntaxKind.UndefinedKeyword;
			const parts = type && ts.isUnionTypeNode(type) ? type.types : type ? [type] : [];
			const [group, another] = parts.filter((part) => !isUndefined(part));
			const isGroup = group && !another && ts.isTypeLiteralNode(group);
			return isGroup ? paths(group.members, `${path}.`) : [path];
		});
	return paths(named('GuardianOptions'));
}

test('every option of guardianAuth has a heading on the page of options', async () => {
	const events = [...EVENTS, 'outbox'].map((name) => `events.${name}`);
	const paths = [...(await optionPaths()), ...events];
	expect(paths).toEqual(expect.arrayContaining(['prisma', 'session.idle', 'events.afterSignOut']));
	const headings = pages.get('options')!.headings.map(({ text }) => text);
	expect(paths.filter((path) => !headings.includes(path))).toEqual([]);
	const options = headings.filter((text) => /^[a-z]+[A-Za-z]*(\.[a-zA-Z]+)?$/.test(text));
	expect(options.filter((text) => !paths.includes(text))).toEqual([]);
});
