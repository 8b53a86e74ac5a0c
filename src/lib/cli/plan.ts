import type { App } from './app.js';
import type { Edit } from './edits/edit.js';
import type { Target } from './templates.js';

/** One file to write. */
export interface Change {
	/** From the app's folder. */
	path: string;
	/** `null` where there is no such file yet. */
	before: string | null;
	after: string;
}

/** What only the author of a file can do. */
export interface Advice {
	path: string;
	text: string;
}

/** All that is left to do in an app. */
export class Plan {
	readonly changes: Change[] = [];
	readonly advice: Advice[] = [];
	/** What else to do, one sentence each, said once. */
	readonly next: string[] = [];

	/** Notes what becomes of a file. */
	add(path: string, before: string | null, edit: Edit): void {
		if (!edit) return;
		if ('advice' in edit) this.advice.push({ path, text: edit.advice });
		else this.changes.push({ path, before, after: edit.content });
	}
}

/** The app, what its templates depend on, and those. */
export interface Context {
	app: App;
	target: Target;
	templates: Map<string, string>;
}
