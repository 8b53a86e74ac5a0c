import type { Snippet } from 'svelte';
import type { HTMLFormAttributes } from 'svelte/elements';
import type { SuperValidated } from 'sveltekit-superforms';
import type { ButtonParts, FieldParts } from './field.js';
import type { FormTexts } from './texts.js';

/** The form that a `load` returns for a component. What it carries beside the fields of the kit is the app's own. */
export type FormData<Fields extends Record<string, unknown>> = Pick<
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever `App.Superforms.Message` is in the app
	SuperValidated<Fields, any>,
	'id' | 'valid' | 'posted'
> & { data: Fields };

/** The props that all forms have in common. */
export interface FormProps<Name extends string> extends Omit<
	HTMLFormAttributes,
	'children' | 'method'
> {
	labels?: Partial<Record<Name, string>> | undefined;
	hints?: Partial<Record<Name, string>> | undefined;
	texts?: Partial<FormTexts> | undefined;
	field?: Snippet<[FieldParts]> | undefined;
	button?: Snippet<[ButtonParts]> | undefined;
	children?: Snippet<[{ errors: Partial<Record<string, string[]>> }]> | undefined;
	footer?: Snippet<[{ callbackUrl: string }]> | undefined;
}
