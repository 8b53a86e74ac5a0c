import type { SessionField } from './core-models.js';

export type { SessionField, UserField } from './core-models.js';

/**
 * The part of a Prisma model the kit calls. A generated client has far narrower types of its own; the kit reads and
 * writes only the columns that `svelte-guardian/prisma` declares.
 */
export interface PrismaModel {
	readonly fields: object;
	/* eslint-disable @typescript-eslint/no-explicit-any -- every generated client narrows these in its own way */
	findUnique(args: any): PromiseLike<any>;
	findMany(args: any): PromiseLike<any>;
	create(args: any): PromiseLike<any>;
	upsert(args: any): PromiseLike<any>;
	updateMany(args: any): PromiseLike<any>;
	deleteMany(args: any): PromiseLike<any>;
	/* eslint-enable @typescript-eslint/no-explicit-any */
}

/** The two models of the kit itself, under the kit's names. */
export interface PrismaLike {
	user: PrismaModel;
	session: PrismaModel;
}

/** All models under the kit's names: its own, and those of features. */
export type KitModels = PrismaLike & Record<string, PrismaModel>;

/** By the kit's name of a field, the app's own, where they differ. */
export type FieldNames<Field extends string, Own = string> = { readonly [Name in Field]?: Own };

/** The app's names of one model and its fields. */
export interface Names {
	/** The model's key in the Prisma client: `authUser` for a model `AuthUser`. */
	modelName: string;
	fields: Readonly<Record<string, string>>;
}

/** The app's names of all models, by the kit's. */
export type ModelNames = Readonly<Record<'user' | 'session', Names> & Record<string, Names>>;

/** The names of the models of a Prisma client, as its keys. */
export type ModelName<Prisma> = Exclude<keyof Prisma & string, `$${string}` | `_${string}`>;

/** A row of a model of the app's own, every column, as its Prisma client types it. */
export type ModelRow<Prisma, Name> = Name extends keyof Prisma
	? Prisma[Name] extends {
			[key: symbol]: { types: { payload: { scalars: infer Scalars extends object } } };
		}
		? Scalars
		: Record<string, unknown>
	: Record<string, unknown>;

/** The kit's name of a column; none, where a renamed field hides it. */
export type KitName<Column, Fields> = [
	{ [Field in keyof Fields]: Fields[Field] extends Column ? Field : never }[keyof Fields]
] extends [infer Field]
	? [Field] extends [never]
		? Exclude<Column, keyof Fields>
		: Field
	: never;

/** A row of the app's own user model, every column, with the kit's names where they have been mapped. */
export type UserRow<Prisma, Name, Fields> = {
	[Column in keyof ModelRow<Prisma, Name> as KitName<Column, Fields> & PropertyKey]: ModelRow<
		Prisma,
		Name
	>[Column];
};

/** Which columns of a user go into `locals.user`. The password's hash cannot be chosen. */
export type UserSelection<Row> = {
	[Column in Exclude<keyof Row, 'id' | 'passwordHash'>]?: true;
};

/** Which columns of the app's own `auth.sessions.list()` shows. None of the kit's can be chosen: its id is the token's hash. */
export type SessionSelection<Row> = {
	[Column in keyof Row | SessionField]?: Column extends SessionField ? never : true;
};

/** The chosen columns of a session. */
export type SelectedColumns<Row, Selection> = Pick<Row, keyof Row & keyof Selection>;

/** `locals.user`: the chosen columns, and the id, which is a string whatever its column holds. */
export type SelectedUser<Row, Selection> = Pick<Row, Exclude<keyof Row & keyof Selection, 'id'>> & {
	id: string;
};

/** What the app's own Prisma client takes to make a row, with the kit's names where they have been mapped. */
export type NewRow<Prisma, Name, Fields> = Name extends keyof Prisma
	? Prisma[Name] extends {
			[key: symbol]: { types: { operations: { create: { args: { data: infer Data } } } } };
		}
		? NotFilled<Data, Fields>
		: Record<string, unknown>
	: Record<string, unknown>;

/** Each by itself: Prisma takes the columns of a relation, or the relation. */
export type NotFilled<Data, Fields> = Data extends unknown
	? {
			[
				Column in keyof Data as Exclude<
					KitName<Column, Fields> & PropertyKey,
					'email' | 'passwordHash'
				>
			]: Data[Column];
		}
	: never;

/**
 * The columns of a new user that the kit does not fill by itself: those without a default are required. An extension of the
 * client may fill some, so with one none is.
 */
export type OwnColumns<Prisma, Name, Fields> = Prisma extends { $on: unknown }
	? NewRow<Prisma, Name, Fields>
	: Partial<NewRow<Prisma, Name, Fields>>;
