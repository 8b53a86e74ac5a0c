import ts from 'typescript';

/** What a packaged file imports, types and dynamic imports included. */
export function importsOf(file: string, text: string): string[] {
	// The examples of a component's documentation stand in a comment, and have scripts of their own.
	const scripts = file.endsWith('.svelte')
		? [...text.replace(/<!--[^]*?-->/g, '').matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(
				([, code]) => code!
			)
		: [text];
	return scripts.flatMap((code) =>
		ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName)
	);
}
