import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

// The built app behind a body parser, as in an Express app that reads every form before the handler of adapter-node.

const [, , handlerPath = ''] = process.argv;
const { handler } = await import(pathToFileURL(handlerPath).href);

createServer((request, response) => {
	/** @type {Buffer[]} */
	const chunks = [];
	request.on('data', (chunk) => chunks.push(chunk));
	// As parsers do it: a moment later Node destroys the request, which SvelteKit then refuses by itself.
	request.on('end', () => {
		const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
		handler(Object.assign(request, { body }), response, () => response.end());
	});
}).listen(Number(process.env.PORT), process.env.HOST);
