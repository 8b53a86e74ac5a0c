#!/usr/bin/env node
// `npx svelte-guardian init`. A command of its own, and no add-on for sv: that refuses packages which have dependencies,
// and would need a second package; this one comes along with the kit, and its version always fits. sv's helpers
// (@sveltejs/sv-utils) print a file anew from its syntax tree and weigh 1.4 MB: here Svelte's own parser, which every app
// has, says where to write, and the rest of a file stays as it is. What the command needs beyond that is bundled into it.
import { main } from './main.js';

const { stdin, stdout } = process;
// What runs gets the signal too, and ends; then the command says what is done and what is left.
process.on('SIGINT', () => {});
process.exitCode = await main(process.argv.slice(2), process.cwd(), {
	input: stdin,
	output: stdout,
	isInteractive: Boolean(stdin.isTTY && stdout.isTTY),
	isColoured: stdout.isTTY && stdout.hasColors() && !process.env.NO_COLOR
});
