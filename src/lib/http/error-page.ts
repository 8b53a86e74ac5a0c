import { DEV } from 'esm-env';

/** The app's `src/error.html`. Vite inserts it when it builds the app; without Vite there is no `import.meta.glob`. */
function ownPage(): string | undefined {
	try {
		return Object.values(
			import.meta.glob<string>('/src/error.html', { query: '?raw', import: 'default', eager: true })
		)[0];
	} catch {
		return undefined;
	}
}
const own = ownPage();

/** SvelteKit's default error page, for apps without `src/error.html`. */
export const DEFAULT_ERROR_PAGE = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<title>%sveltekit.error.message%</title>

		<style>
			body {
				--bg: white;
				--fg: #222;
				--divider: #ccc;
				background: var(--bg);
				color: var(--fg);
				font-family:
					system-ui,
					-apple-system,
					BlinkMacSystemFont,
					'Segoe UI',
					Roboto,
					Oxygen,
					Ubuntu,
					Cantarell,
					'Open Sans',
					'Helvetica Neue',
					sans-serif;
				display: flex;
				align-items: center;
				justify-content: center;
				height: 100vh;
				margin: 0;
			}

			.error {
				display: flex;
				align-items: center;
				max-width: 32rem;
				margin: 0 1rem;
			}

			.status {
				font-weight: 200;
				font-size: 3rem;
				line-height: 1;
				position: relative;
				top: -0.05rem;
			}

			.message {
				border-left: 1px solid var(--divider);
				padding: 0 0 0 1rem;
				margin: 0 0 0 1rem;
				min-height: 2.5rem;
				display: flex;
				align-items: center;
			}

			.message h1 {
				font-weight: 400;
				font-size: 1em;
				margin: 0;
			}

			@media (prefers-color-scheme: dark) {
				body {
					--bg: #222;
					--fg: #ddd;
					--divider: #666;
				}
			}
		</style>
	</head>
	<body>
		<div class="error">
			<span class="status">%sveltekit.status%</span>
			<div class="message">
				<h1>%sveltekit.error.message%</h1>
			</div>
		</div>
	</body>
</html>
`;

/**
 * The HTML document that SvelteKit answers a thrown error with.
 *
 * @example
 * ```ts
 * errorPage(403, 'Members only'); // '<!doctype html>…'
 * ```
 */
export function errorPage(status: number, message: string): string {
	const page = (own ?? DEFAULT_ERROR_PAGE)
		.replace(/%sveltekit\.status%/g, String(status))
		.replace(/%sveltekit\.error\.message%/g, () => escaped(message));
	// In development SvelteKit adds Vite's client, which reloads the page when a file changes.
	return DEV
		? page.replace('</head>', '<script type="module" src="/@vite/client"></script></head>')
		: page;
}

/** Escapes like SvelteKit: the special characters of HTML, and surrogates that are not part of a pair. */
const escaped = (text: string) =>
	text.replace(/[&<]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => {
		if (found.length === 2) return found;
		if (found === '&') return '&amp;';
		return found === '<' ? '&lt;' : `&#${found.charCodeAt(0)};`;
	});
