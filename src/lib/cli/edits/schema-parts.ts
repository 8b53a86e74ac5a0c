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

/** What a recipe brings: models as text, and lines for models that are there. */
interface Additions {
	models?: string;
	fields?: Record<string, string[]>;
}

/** The models of a schema without what recipes bring: an app needs that only with what it adds by them. */
export function withoutAdditions(schema: string, additions: Additions[]): string {
	const models = new Set(additions.flatMap(({ models = '' }) => [...readModels(models).keys()]));
	const blocks = [...modelBlocks(schema)].filter(([model]) => !models.has(model));
	return blocks
		.map(([model, block]) => {
			const lines = additions.flatMap(({ fields = {} }) => fields[model] ?? []);
			return lines.reduce((rest, line) => withoutField(rest, /\w+/.exec(line)![0]), block);
		})
		.join('\n');
}

/** With the comments above it. */
const withoutField = (block: string, name: string) =>
	block.replace(new RegExp(`^(?:[ \\t]*//.*\\n)*[ \\t]*${name}[ \\t].*\\n`, 'm'), '');
