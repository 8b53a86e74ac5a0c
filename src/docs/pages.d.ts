declare module '*.md' {
	import type { Heading } from './markdown.js';

	export const title: string;
	export const html: string;
	export const headings: Heading[];
}
