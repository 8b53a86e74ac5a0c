import ts from 'typescript';

/** What a packaged file imports, types and dynamic imports included. */
export function importsOf(file: string, text: string): string[] {
	const scripts = file.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code!)
		: [text];
	return scripts.flatMap((code) =>
		ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName)
	);
}
