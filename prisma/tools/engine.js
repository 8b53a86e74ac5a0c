import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationError } from './errors.js';

/** @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */
/** @import { SchemaEngine } from '@prisma/schema-engine-wasm' */

/** @type {Promise<void> | undefined} */
let instantiated;

async function instantiate() {
	// The package's main module imports the `.wasm` file as a module, which Node 20 cannot do.
	const main = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
	const bytes = await readFile(join(dirname(main), 'schema_engine_bg.wasm'));
	// The type declarations leave out what wasm-bindgen generates for its own start-up.
	const glue = /** @type {Record<string, any>} */ (/** @type {unknown} */ (bindings));
	const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
	glue.__wbg_set_wasm(instance.exports);
	/** @type {() => void} */ (instance.exports.__wbindgen_start)();
}

/**
 * Runs `work` with Prisma's schema engine on the given driver. The WebAssembly build of the engine comes with npm; the
 * one that the `prisma migrate` command wants is a download.
 *
 * @template T
 * @param {SqlMigrationAwareDriverAdapterFactory} factory
 * @param {(engine: SchemaEngine) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {MigrationError} with the engine's reason when it refuses, or the database refuses it
 *
 * @example
 * const { stdout } = await withEngine(factory, (engine) => engine.diff(params));
 */
export async function withEngine(factory, work) {
	await (instantiated ??= instantiate());
	const driver = bindMigrationAwareSqlAdapterFactory(factory);
	const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, driver);
	try {
		return await work(engine);
	} catch (error) {
		const { name, message } = /** @type {Error} */ (error);
		if (name !== 'SchemaConnectorError') throw error;
		// The engine's own stack follows the reason: numbered lines, the first of them 0.
		throw new MigrationError(message.split(/\n\s*0: /)[0], { cause: error });
	} finally {
		engine.free();
	}
}
