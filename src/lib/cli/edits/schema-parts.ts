import { keepLineEndings, type Edit } from './edit.js';
import { readModels } from './schema.js';

/** Each model of a Prisma schema as it is written, with the comments right above it. */
export function modelBlocks(schema: string): Map<string, string> {
	const blocks = new Map<string, string>();
	let comments: string[] = [];
	let open: { name: string; lines: string[] } | null = null;
	for (const line of schema.split(/\r?\n/)) {
		const name = /^\s*model\s+(\w+)\s*\{/.exec(line)?.[1];
		if (name) open = { name, lines: [...comments] };
		if (open) {
			open.lines.push(line);
			if (/^\s*\}/.test(line)) {
				blocks.set(open.name, `${open.lines.join('\n')}\n`);
				open = null;
			}
		}
		comments = !open && /^\s*\/\//.test(line) ? [...comments, line] : [];
	}
	return blocks;
}

/** Adds lines to a model, behind its columns and before its indexes; those whose names are there already are left out. */
export function addFields(schema: string, model: string, fields: string[]): Edit {
	const columns = readModels(schema).get(model);
	if (!columns)
		return {
			advice: `There is no model ${model} here. Add to the model of your users:\n\n\t${fields.join('\n\t')}`
		};
	const missing = fields.filter((field) => !columns.includes(/\w+/.exec(field)![0]));
	if (!missing.length) return null;

	const lines = schema.split('\n');
	const start = lines.findIndex((line) => new RegExp(`^\\s*model\\s+${model}\\s*\\{`).test(line));
	const end = lines.findIndex((line, n) => n > start && /^\s*\}/.test(line));
	let last = start;
	for (let n = start + 1; n < end; n += 1) if (/^\s*\w/.test(lines[n]!)) last = n;
	const indent = last === start ? '  ' : /^\s*/.exec(lines[last]!)![0];
	lines.splice(last + 1, 0, ...missing.map((field) => `${indent}${field}`));
	return { content: keepLineEndings(schema, lines.join('\n')) };
}
