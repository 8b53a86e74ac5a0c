import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The public surface of the package. */
export interface Surface {
	/** For each entry, the declaration of every name it exports; comments left out. */
	entries: Array<{ name: string; declarations: string[] }>;
	/** Types that a declaration names although no entry exports them. */
	hidden: string[];
}

/** Reads the surface from the types that a package ships. */
export function surfaceOf(folder: string): Surface {
	const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const typed = Object.entries<{ types?: string }>(exports).filter(([, { types }]) => types);
	const paths = typed.map(([, { types }]) => join(folder, types!));
	const program = ts.createProgram(paths, {
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		target: ts.ScriptTarget.ESNext,
		strict: true,
		skipLibCheck: true,
		types: []
	});
	const checker = program.getTypeChecker();
	const exported = paths.map((path) => exportsOf(checker, program.getSourceFile(path)!));
	const isPublic = (symbol: ts.Symbol) => exported.some((symbols) => symbols.has(symbol));
	const printer = createDeclarationPrinter({ checker, folder, isPublic });

	return {
		entries: typed.map(([path], index) => ({
			name: join(name, path),
			declarations: [...exported[index]!].map(([symbol, as]) => printer.print(symbol, as))
		})),
		hidden: [...printer.hidden].sort()
	};
}

/** What a module exports, under which name, in the order of the alphabet. */
function exportsOf(checker: ts.TypeChecker, file: ts.SourceFile): Map<ts.Symbol, string> {
	const module = checker.getSymbolAtLocation(file);
	if (!module) throw new Error(`${file.fileName} is no module.`);
	const symbols = checker
		.getExportsOfModule(module)
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map((symbol) => [behind(checker, symbol), symbol.name] as const);
	return new Map(symbols);
}

const behind = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
	symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

interface Context {
	checker: ts.TypeChecker;
	folder: string;
	isPublic: (symbol: ts.Symbol) => boolean;
}

function createDeclarationPrinter({ checker, folder, isPublic }: Context) {
	const printer = ts.createPrinter({ removeComments: true });
	const hidden = new Set<string>();

	/** The declarations of this package that a node names and no entry exports. */
	function unexported(node: ts.Node): Array<[ts.Identifier, ts.Symbol]> {
		const found: Array<[ts.Identifier, ts.Symbol]> = [];
		const visit = (child: ts.Node): void => {
			const symbol = ts.isIdentifier(child) && checker.getSymbolAtLocation(child);
			if (symbol) {
				const named = behind(checker, symbol);
				const isOwn = named.declarations?.some(
					(declaration) =>
						declaration.getSourceFile().fileName.startsWith(folder) && isTopLevel(declaration)
				);
				if (isOwn && !isPublic(named)) found.push([child as ts.Identifier, named]);
			}
			ts.forEachChild(child, visit);
		};
		ts.forEachChild(node, visit);
		return found;
	}

	function text(node: ts.Node): string {
		// A union such as `keyof typeof messages` is written out, where it is made from a value that stays inside.
		if (ts.isTypeAliasDeclaration(node)) {
			const inside = unexported(node.type);
			if (inside.length > 0 && inside.every(([name]) => ts.isTypeQueryNode(name.parent))) {
				const { NoTruncation, InTypeAlias } = ts.TypeFormatFlags;
				const type = checker.getTypeAtLocation(node);
				return `type ${node.name.text} = ${checker.typeToString(type, node, NoTruncation | InTypeAlias)};`;
			}
		}
		for (const [identifier, symbol] of unexported(node)) {
			const isItself = symbol.declarations?.some((own) => statementOf(own) === statementOf(node));
			if (!isItself && !isOfComponent(node)) hidden.add(identifier.text);
		}
		return printer
			.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
			.replace(/^(export |declare )+/, '');
	}

	/** With a component, what its file declares beside it: its props are found through `ComponentProps`. */
	function statements(symbol: ts.Symbol): ts.Node[] {
		const own = (symbol.declarations ?? []).map(statementOf);
		const [first] = own;
		if (!first || !isOfComponent(first)) return own;
		return first
			.getSourceFile()
			.statements.filter((node) => !ts.isImportDeclaration(node) && !ts.isExportAssignment(node));
	}

	return {
		hidden,
		print(symbol: ts.Symbol, as: string): string {
			const printed = statements(symbol).map(text).join('\n');
			return symbol.name === as || symbol.name === 'default' ? printed : `${printed}\n// as ${as}`;
		}
	};
}

const isOfComponent = (node: ts.Node) =>
	/\.svelte\.d\.ts$|\.d\.svelte\.ts$/.test(node.getSourceFile().fileName);

/** The statement that a declaration is, or is a part of. */
function statementOf(node: ts.Node): ts.Node {
	return ts.isVariableDeclaration(node) ? node.parent.parent : node;
}

const isTopLevel = (node: ts.Node) => ts.isSourceFile(statementOf(node).parent);
