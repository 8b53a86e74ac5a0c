import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

/**
 * A server that puts something in front of the handler which adapter-node has built, as an app with a server of its own
 * does. The header `x-parser` chooses what. The folder of the build is the last argument.
 */
const folder = process.argv.at(-1) ?? '';
const { handler } = await import(pathToFileURL(join(folder, 'handler.js')).href);

/** @typedef {import('node:http').IncomingMessage & { body?: unknown }} Incoming */

/** @type {Record<string, (request: Incoming, next: () => void) => void>} */
const PARSERS = {
	/** As express.urlencoded() and express.json() with that type: they read it all, and keep what they have parsed. */
	urlencoded: (request, next) =>
		readAll(request, (text) => {
			request.body = Object.fromEntries(new URLSearchParams(text));
			next();
		}),
	json: (request, next) => {
		if (request.headers['content-type'] !== 'application/json') return next();
		readAll(request, (text) => {
			request.body = JSON.parse(text);
			next();
		});
	},
	/** As a logger does that keeps nothing. */
	dropped: (request, next) => readAll(request, next),
	/** As something does that looks at the beginning, and goes on without waiting for the rest. */
	beginning: (request, next) =>
		void request.once('data', () => {
			request.pause();
			next();
		}),
	/** As something does that looks at the beginning, and keeps listening: the rest stays where it is. */
	held: (request, next) => {
		let isFirst = true;
		request.on('readable', () => {
			if (!isFirst) return;
			isFirst = false;
			request.read(1);
			next();
		});
	}
};

/**
 * @param {Incoming} request
 * @param {(text: string) => void} done
 */
function readAll(request, done) {
	let text = '';
	request.on('data', (piece) => (text += piece));
	request.on('end', () => done(text));
}

createServer((request, response) => {
	const next = () => handler(request, response, () => response.writeHead(404).end());
	const parser = PARSERS[String(request.headers['x-parser'])];
	if (parser) parser(request, next);
	else next();
}).listen(Number(process.env.PORT), process.env.HOST);
