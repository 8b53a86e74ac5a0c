import type { Column, Engine } from './raw-database.js';

/** How the values of a column are read. */
export interface Decoder {
	/**
	 * Whether the statement asks for the column as text. What Prisma makes of a raw value goes by the driver's guess of its
	 * type, which is not always that of the model: of text it can be told.
	 */
	asText: boolean;
	/**
	 * Whether the value loses nothing in an array of JSON, in which SQLite hands over all such columns as one: its driver
	 * takes longer for a column than SQLite for the row.
	 */
	isPacked: boolean;
	/** What Prisma's own methods would give for it; `undefined` where that is not sure. */
	decode(value: unknown): unknown;
}

const only =
	(isIt: (value: unknown) => boolean): Decoder['decode'] =>
	(value) =>
		isIt(value) ? value : undefined;

const raw = (decode: Decoder['decode']): Decoder => ({ asText: false, isPacked: false, decode });
const fromText = (decode: (value: string) => unknown): Decoder => ({
	...raw((value) => (typeof value === 'string' ? decode(value) : undefined)),
	asText: true
});
const packed = (decoder: Decoder): Decoder => ({ ...decoder, isPacked: true });

const isDecimal = (value: unknown) => Object.prototype.toString.call(value) === '[object Decimal]';

const text = raw(only((value) => typeof value === 'string'));
const int = raw(only(Number.isSafeInteger));
const float = raw(only((value) => typeof value === 'number'));
const decimal = raw(only(isDecimal));

const DECODERS: Record<Engine, Record<string, Decoder>> = {
	postgresql: {
		String: text,
		Int: int,
		BigInt: raw(only((value) => typeof value === 'bigint')),
		Float: float,
		Decimal: decimal,
		Boolean: raw(only((value) => typeof value === 'boolean')),
		DateTime: fromText((value) => {
			if (STAMP.test(value))
				return valid(new Date(`${value.replace(' ', 'T').replace('+00', '')}Z`));
			if (DATE.test(value)) return valid(new Date(`${value}T00:00:00Z`));
			return TIME.test(value) ? valid(new Date(`1970-01-01T${value}Z`)) : undefined;
		}),
		// Whatever JSON there is; `undefined` is none.
		Json: raw((value) => value)
	},
	// Which keeps whatever it is given in any column.
	sqlite: {
		// The driver cuts a text off at a zero, and JSON does not.
		String: packed(raw(only((value) => typeof value === 'string' && !value.includes('\0')))),
		Int: packed(int),
		// The driver refuses a larger one.
		BigInt: packed(
			fromText((value) =>
				INTEGER.test(value) && Number.isSafeInteger(Number(value)) ? BigInt(value) : undefined
			)
		),
		Float: float,
		Decimal: decimal,
		Boolean: packed(fromText((value) => ({ '0': false, '1': true })[value])),
		DateTime: packed(
			fromText((value) => {
				if (ISO.test(value)) return valid(new Date(value));
				// By SQLite's CURRENT_TIMESTAMP, which is UTC and does not say so.
				if (PLAIN.test(value)) return valid(new Date(`${value.replace(' ', 'T')}Z`));
				return INTEGER.test(value) ? valid(new Date(Number(value))) : undefined;
			})
		),
		Json: packed(
			fromText((value) => {
				// A number is not what it was: SQLite takes the column for one of numbers.
				if (!/^[[{"tfn]/.test(value)) return undefined;
				try {
					return JSON.parse(value) as unknown;
				} catch {
					return undefined;
				}
			})
		)
	}
};

// As PostgreSQL writes them: in years of four digits after Christ, and in UTC where there is a zone.
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?(\+00)?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d:\d\d(\.\d{1,6})?$/;
// As Prisma and others write them to SQLite.
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const PLAIN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const INTEGER = /^-?\d{1,16}$/;

const valid = (date: Date) => (Number.isNaN(date.getTime()) ? undefined : date);

/**
 * How the values of a column are read out of a raw query so that they are what Prisma's own methods give: by its type in
 * the model. `null` for a type that this is not known of.
 *
 * @example
 * ```ts
 * const { decode } = decoderOf('postgresql', { sql: '"email"', type: 'String', isList: false })!;
 * decode('ann@example.com'); // 'ann@example.com'
 * ```
 */
export function decoderOf(engine: Engine, { type, isList, values }: Column): Decoder | null {
	if (isList) return type === 'String' && engine === 'postgresql' ? STRINGS : null;
	if (values) {
		const value = raw(only((value) => values.includes(value as string)));
		return nullable(engine === 'sqlite' ? packed(value) : value);
	}
	const decoders = DECODERS[engine];
	return Object.hasOwn(decoders, type) ? nullable(decoders[type]!) : null;
}

const nullable = ({ decode, ...rest }: Decoder): Decoder => ({
	...rest,
	decode: (value) => (value === null ? null : decode(value))
});

/** A list that was never written is an empty one to Prisma. */
const STRINGS = raw((value) => {
	if (value === null) return [];
	return Array.isArray(value) && value.every((each) => typeof each === 'string')
		? value
		: undefined;
});
