/**
 * A text as a literal of JavaScript in single quotes. What an app's files say, such as the path of a folder, must not become
 * code.
 */
export function literal(text: string): string {
	const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
	return `'${inner}'`;
}
