/**
 * Writes the API reference from the doc comments of the package as it would be published: `npm run docs:reference`.
 * With `--check` it writes nothing, and fails where the committed pages say something else.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';

const here = import.meta.dirname;
const dist = join(here, '..', '..', 'dist');

/** The entries of the package, and the page that each becomes. TypeDoc names a page after the file of its entry. */
const ENTRIES = [
	{ entry: 'index', page: 'server', title: 'svelte-guardian' },
	{ entry: 'client', page: 'client', title: 'svelte-guardian/client' },
	{ entry: 'schemas', page: 'schemas', title: 'svelte-guardian/schemas' },
	{ entry: 'testing', page: 'testing', title: 'svelte-guardian/testing' },
	{ entry: 'libsql', page: 'libsql', title: 'svelte-guardian/libsql' },
	{ entry: 'pg', page: 'pg', title: 'svelte-guardian/pg' },
	{ entry: 'email', page: 'email', title: 'svelte-guardian/email' }
];

/** The entries that are a folder. */
const FOLDERS = ['client', 'testing'];

const plain = { hideBreadcrumbs: true, hidePageHeader: true, hidePageTitle: true };
const tables = {
	parametersFormat: 'table',
	interfacePropertiesFormat: 'table',
	typeAliasPropertiesFormat: 'table'
};

/** @param {string} out */
async function generate(out) {
	const app = await Application.bootstrapWithPlugins(
		/** @type {any} -- the plugin's options are unknown to TypeDoc's types */ ({
			tsconfig: join(here, 'tsconfig.typedoc.json'),
			plugin: ['typedoc-plugin-markdown'],
			entryPoints: ENTRIES.map(({ entry }) =>
				join(dist, FOLDERS.includes(entry) ? `${entry}/index.d.ts` : `${entry}.d.ts`)
			),
			readme: 'none',
			// The package is checked already; and a finding here would be about a file that nobody reads.
			skipErrorChecking: true,
			validation: false,
			logLevel: 'Warn',
			excludeExternals: true,
			outputs: [],
			groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases'],
			disableSources: true,
			outputFileStrategy: 'modules',
			useCodeBlocks: true,
			expandObjects: true,
			...plain,
			...tables
		})
	);
	// Before the groups of a page are made.
	app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => dropInstanceTypes(project));
	const project = await app.convert();
	if (!project)
		throw new Error('The declarations in dist cannot be read. Run npm run package first.');
	await app.outputs.writeOutput({ name: 'markdown', path: out }, project);
}

/**
 * A component is declared twice, as a value and as the type of its instances; one is enough to read.
 *
 * @param {import('typedoc').ProjectReflection} project
 */
function dropInstanceTypes(project) {
	for (const module of project.children ?? []) {
		const values = module.children?.filter((child) => child.kindOf(ReflectionKind.Variable)) ?? [];
		const types = module.children?.filter((child) => child.kindOf(ReflectionKind.TypeAlias)) ?? [];
		for (const type of types) {
			if (values.some(({ name }) => name === type.name)) project.removeReflection(type);
		}
	}
}

/**
 * The pages by their paths, with a title, and links that lead to each other.
 *
 * @returns {Promise<Map<string, string>>}
 */
async function readPages() {
	const out = await mkdtemp(join(tmpdir(), 'reference-'));
	try {
		await generate(out);
		const pages = new Map();
		for (const { entry, page, title } of ENTRIES) {
			const text = await readFile(join(out, `${entry}.md`), 'utf8');
			const linked = ENTRIES.reduce(
				(text, other) => text.replaceAll(`](${other.entry}.md`, `](${other.page}.md`),
				text
			);
			const body = linked.replace(/^\*\*\*\n+/gm, '').trim();
			pages.set(join(here, 'reference', `${page}.md`), `# ${title}\n\n${body}\n`);
		}
		return pages;
	} finally {
		await rm(out, { recursive: true });
	}
}

const check = process.argv.includes('--check');
for (const [path, text] of await readPages()) {
	if (!check) await writeFile(path, text);
	else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
		console.error(`${path} is not what the doc comments say. Run: npm run docs:reference`);
		process.exitCode = 1;
	}
}
