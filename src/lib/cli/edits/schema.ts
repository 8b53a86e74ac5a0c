import type { Edit } from './edit.js';

/** The columns of every model in a Prisma schema. */
export function readModels(schema: string): Map<string, string[]> {
	const models = new Map<string, string[]>();
	let columns: string[] | null = null;
	for (const line of schema.split(/\r?\n/)) {
		const model = /^\s*model\s+(\w+)\s*\{/.exec(line);
		if (model) models.set(model[1]!, (columns = []));
		else if (/^\s*\}/.test(line)) columns = null;
		else {
			const column = /^\s*(\w+)\s/.exec(line);
			if (column) columns?.push(column[1]!);
		}
	}
	return models;
}

const SCALARS = 'String|Int|BigInt|Float|Decimal|Boolean|DateTime|Json|Bytes';

/**
 * The columns of an app's own models that the kit cannot fill when it makes a row: required, without a default, and not the
 * kit's own.
 *
 * @returns by model, only those that have such columns
 */
function unfilledColumns(schema: string, kit: string): Map<string, string[]> {
	const enums = [...schema.matchAll(/^[ \t]*enum[ \t]+(\w+)/gm)].map(([, name]) => name);
	const required = new RegExp(`^\\s*(\\w+)\\s+(?:${[SCALARS, ...enums].join('|')})(?:\\s|$)`);
	const unfilled = new Map<string, string[]>();
	for (const [model, columns] of readModels(kit)) {
		const body = bodyOf(schema, 'model', model);
		const found = (body ?? '')
			.split(/\r?\n/)
			.filter((line) => !/@default\(|@updatedAt\b/.test(line.replace(/\/\/.*/, '')))
			.flatMap((line) => required.exec(line)?.[1] ?? [])
			.filter((column) => !columns.includes(column));
		if (found.length) unfilled.set(model, found);
	}
	return unfilled;
}

/** Says which columns would make every sign-up or sign-in fail, and what to do. */
export function adviseOnColumns(schema: string, kit: string): Edit {
	const unfilled = [...unfilledColumns(schema, kit)];
	if (!unfilled.length) return null;
	const lines = unfilled.map(([model, columns]) => `model ${model}: ${columns.join(', ')}`);
	return {
		advice: `These columns are required and have no default. The kit does not fill them, so signing up or in would fail:

	${lines.join('\n\t')}

Make each optional ("?") or give it a default ("@default(…)"). Or, for columns of a new user, fill them
with auth.signUpAction({ schema, data }) in src/routes/signup/+page.server.ts; its types then ask for them.`
	};
}

/**
 * What is in the first block of a kind. Line by line: an expression that looks over line ends from each of 400,000 empty
 * lines never comes to an end.
 *
 * @param name default: any
 */
function bodyOf(schema: string, block: string, name = '\\w+'): string | undefined {
	const start = new RegExp(`^[ \\t]*${block}[ \\t]+${name}[ \\t]*\\{`, 'm').exec(schema);
	if (!start) return undefined;
	const rest = schema.slice(start.index + start[0].length);
	const end = /^[ \t]*\}/m.exec(rest);
	return end ? rest.slice(0, end.index) : undefined;
}

/** One setting of the first block of its kind, such as the provider of the `datasource`. */
export function readSetting(schema: string, block: string, setting: string): string | undefined {
	const body = bodyOf(schema, block);
	const text =
		body &&
		new RegExp(`^[ \\t]*${setting}[ \\t]*=[ \\t]*("(?:[^"\\\\\n]|\\\\.)*")`, 'm').exec(body)?.[1];
	if (!text) return undefined;
	try {
		return JSON.parse(text) as string;
	} catch {
		return text.slice(1, -1);
	}
}

/**
 * Says what an app's own models lack.
 *
 * @returns `null` when there are no models of these names
 */
export function compareModels(schema: string, kit: string): Edit | 'complete' {
	const own = readModels(schema);
	const wanted = readModels(kit);
	const taken = [...wanted.keys()].filter((name) => own.has(name));
	if (!taken.length) return null;

	const idType = typeOf(bodyOf(schema, 'model', 'User') ?? '', 'id') ?? 'String';
	const paste = [...wanted].flatMap(([name, columns]) => {
		const there = own.get(name);
		const body = bodyOf(kit, 'model', name)!;
		const missing = columns.filter((column) => !there?.includes(column));
		if (!missing.length) return [];
		const lines = body
			.split(/\r?\n/)
			.filter((line) => !there || missing.includes(/^\s*(\w+)\s/.exec(line)?.[1] ?? ''))
			// The column that leads to the app's own users has the type of their ids.
			.map((line) => line.replace(/^(\s*userId\s+)String\b(?!\?)/, `$1${idType}`));
		const title = there
			? `model ${name}: lacks ${missing.join(', ')}`
			: `model ${name}: is missing`;
		const text = lines.join('\n').replace(/^\n+|\s+$/g, '');
		return [`${title}\n\n${there ? text : `model ${name} {\n${text}\n}`}`];
	});
	if (!paste.length) return 'complete';
	return {
		advice: `There are models named ${taken.join(' and ')} already; they were not touched. The kit reads these by name. Add what is missing:

${paste.join('\n\n')}

A column or a table of yours that has another name in the database keeps that: @map("…") on the column, @@map("…") on the model.
What each is for says node_modules/svelte-guardian/prisma/guardian.prisma.`
	};
}

/** The type of a column. */
const typeOf = (body: string, column: string) =>
	new RegExp(`^[ \\t]*${column}[ \\t]+(\\w+)`, 'm').exec(body)?.[1];

/** Puts the models below a schema that is one file. */
export function appendModels(schema: string, kit: string): string {
	const isCrlf = schema.includes('\r\n');
	const gap = schema.endsWith('\n') ? '\n' : '\n\n';
	return schema + (isCrlf ? (gap + kit).replace(/\r?\n/g, '\r\n') : gap + kit);
}
