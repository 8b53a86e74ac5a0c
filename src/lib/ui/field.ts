import type { FullAutoFill } from 'svelte/elements';

/** A field of a form of the kit. */
export interface Field {
	name: string;
	label: string;
	/** Stands below the label, and is read with the field. */
	hint?: string;
	type: 'text' | 'email' | 'password';
	autocomplete: FullAutoFill;
	/** Default: `false`, which the label says. */
	optional?: boolean;
	/** For a password that is to be set: a meter shows how hard it is to guess. */
	isNew?: boolean;
}

/** What a `field` snippet gets. */
export interface FieldParts {
	name: string;
	label: string;
	optional: boolean;
	/** Text that stands beside the field. Give its element this `id`: the input is described by it. */
	hint: { id: string; text: string } | undefined;
	/** The same for what is wrong with the field. */
	error: { id: string; text: string } | undefined;
	/** To be spread on the `<input>`: it brings its `id`, `name`, type, value, and the names for assistive technology. */
	input: Record<string, unknown> & { id: string; name: string };
}

/** What a `button` snippet gets. */
export interface ButtonParts {
	/** To be spread on the `<button>`. */
	props: Record<string, unknown>;
	/** The label for this moment. */
	label: string;
	pending: boolean;
}

/** Of a password that is to be set. The server's limits, which password managers read from the field. */
const NEW_PASSWORD = { minlength: 8, maxlength: 256 };

/** What an e-mail is not to be changed by. */
const AS_TYPED = { autocapitalize: 'none', spellcheck: 'false' };

/**
 * The attributes of a field's `<input>`, but for its value.
 *
 * @param id of the input; those of its hint and its error begin with it
 *
 * @example
 * ```ts
 * attributesOf({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username' }, 'f-email', false);
 * ```
 */
export function attributesOf(field: Field, id: string, isWrong: boolean) {
	const { name, type, autocomplete, hint, optional, isNew } = field;
	const described = [hint && `${id}-hint`, isWrong && `${id}-error`].filter(Boolean).join(' ');
	return {
		...{ id, name, type, autocomplete },
		class: 'guardian-input',
		...(type === 'email' && AS_TYPED),
		...(isNew && NEW_PASSWORD),
		required: !optional,
		'aria-invalid': isWrong ? ('true' as const) : undefined,
		'aria-describedby': described || undefined
	};
}

/**
 * Fields with the app's own labels and hints.
 *
 * @example
 * ```ts
 * named(FIELDS, { email: 'E-Mail' }, undefined);
 * ```
 */
export const named = (
	fields: readonly Field[],
	labels: Partial<Record<string, string>> = {},
	hints: Partial<Record<string, string>> = {}
): Field[] =>
	fields.map((field) => {
		const hint = hints[field.name] ?? field.hint;
		return { ...field, label: labels[field.name] ?? field.label, ...(hint && { hint }) };
	});
