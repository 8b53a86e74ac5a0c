import { coreModels, secretModel } from './database/core-models.js';
import type { ModelDeclaration, ModelDeclarations } from './database/declare-model.js';
import type { Names } from './database/types.js';
import { failures } from './errors.js';
import { tokenModels } from './tokens/token-model.js';

/** What is checked of a feature. */
export interface CheckedFeature {
	id: string;
	models?: ModelDeclarations;
	codes?: Readonly<Record<string, unknown>>;
	setup: unknown;
}

/** The app's names of the models of features, as the option `models` has them. */
export type FeatureModelOptions = Readonly<
	Record<string, { modelName?: string | undefined; fields: Readonly<Record<string, string>> }>
>;

/** The members of `auth` that a feature cannot replace. */
const RESERVED = [
	...['handle', 'signUp', 'signIn', 'signOut', 'createSession', 'actions', 'requireUser'],
	...['statusOf', 'sessions', 'signOutError', 'limit', 'changePassword', 'setPassword'],
	...['disableUser', 'enableUser', 'deliverEvents']
];

/**
 * The models of the kit and of its features, by their keys.
 *
 * @param optional those of the kit that the options ask for
 *
 * @example
 * ```ts
 * Object.keys(declarationsOf([audit()])); // ['user', 'session', 'auditEntry']
 * ```
 */
export function declarationsOf(
	features: readonly CheckedFeature[],
	optional: ModelDeclarations = {}
): ModelDeclarations {
	return Object.assign({}, ...features.map(({ models }) => models), optional, coreModels);
}

/**
 * The app's names of the models of features.
 *
 * @example
 * ```ts
 * featureNames(declarations, { auditEntry: { modelName: 'log', fields: {} } }).auditEntry.modelName; // 'log'
 * ```
 */
export function featureNames(
	declarations: ModelDeclarations,
	options: FeatureModelOptions
): Record<string, Names> {
	return Object.fromEntries(
		Object.keys(declarations).map((key) => [
			key,
			{ modelName: options[key]?.modelName ?? key, fields: options[key]?.fields ?? {} }
		])
	);
}

/**
 * What is wrong with a list of features: names that collide with each other or with those of the kit.
 *
 * @example
 * ```ts
 * featureMistakes([audit(), audit()], {}, declarations); // ['features: `audit` is in the list twice.']
 * ```
 */
export function featureMistakes(
	features: readonly CheckedFeature[],
	models: FeatureModelOptions,
	declarations: ModelDeclarations,
	builtIn: ModelDeclarations = {}
): string[] {
	const unknown = Object.keys(models).filter(
		(key) => !Object.hasOwn(declarations, key) || Object.hasOwn(coreModels, key)
	);
	return [
		...unknown.map((key) => `models.${key}: no feature has a model \`${key}\`. Take it out.`),
		...collisions('features', features, ({ id }) => [id], RESERVED),
		...collisions(
			'models',
			features,
			({ models = {} }) => Object.keys(models).filter((key) => !isShared(key, models[key]!)),
			Object.keys({ ...coreModels, ...secretModel, ...tokenModels, ...builtIn })
		),
		...collisions('codes', features, (one) => Object.keys(one.codes ?? {}), Object.keys(failures))
	];
}

/** The models of the core that several features may list. */
const isShared = (key: string, declaration: ModelDeclaration): boolean =>
	(tokenModels as ModelDeclarations)[key] === declaration;

function collisions(
	what: string,
	features: readonly CheckedFeature[],
	namesOf: (feature: CheckedFeature) => string[],
	taken: readonly string[]
): string[] {
	const owners = new Map<string, string>(taken.map((name) => [name, 'svelte-guardian itself']));
	return features.flatMap((feature) =>
		namesOf(feature).flatMap((name) => {
			const owner = owners.get(name);
			owners.set(name, `the feature \`${feature.id}\``);
			return owner === undefined
				? []
				: [`features: \`${feature.id}\` brings the ${what} name \`${name}\`, which ${owner} has.`];
		})
	);
}
