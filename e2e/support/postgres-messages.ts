/**
 * Cuts one side's bytes into the messages of PostgreSQL's protocol: a letter, four bytes of length, the rest. A client's
 * first message has no letter, and is told as `''`. Encrypted connections cannot be read.
 *
 * @returns what takes the bytes as they come
 *
 * @example
 * ```ts
 * socket.on('data', messagesOf('client', (type, message) => console.log(type, message.length)));
 * ```
 */
export function messagesOf(
	side: 'client' | 'database',
	each: (type: string, message: Buffer) => void
): (bytes: Buffer) => void {
	let greeting = side === 'client';
	let rest = Buffer.alloc(0);
	return (bytes) => {
		rest = Buffer.concat([rest, bytes]);
		for (;;) {
			const header = greeting ? 0 : 1;
			if (rest.length < header + 4) return;
			const length = header + rest.readInt32BE(header);
			if (rest.length < length) return;
			const message = rest.subarray(0, length);
			rest = rest.subarray(length);
			const type = greeting ? '' : message.toString('latin1', 0, 1);
			greeting = false;
			each(type, message);
		}
	};
}
