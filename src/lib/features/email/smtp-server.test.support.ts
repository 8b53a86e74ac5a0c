import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What a mail server does with what it is sent. */
export type Behaviour =
	| 'accepts'
	/** Says nothing at all once a client has connected. */
	| 'hangs'
	/** Takes the mail and never answers. */
	| 'hangs after the mail'
	| 'drops the connection in the mail'
	/** Refuses at a step with an answer of this number. */
	| `${'connection' | 'account' | 'recipient' | 'mail'}: ${number}`;

/** A mail that a server has accepted. */
export interface Accepted {
	/** Who it is for, whatever its headers say. */
	recipients: string[];
	mail: ParsedMail;
}

/** A real mail server, whose behaviour can be changed while it runs. */
export async function startMailServer() {
	const accepted: Accepted[] = [];
	let behaviour: Behaviour = 'accepts';
	let port = 0;
	let server: SMTPServer;

	/** The refusal, if this step is to be refused. */
	function refusal(step: string): Error | undefined {
		const [at, code] = behaviour.split(': ');
		if (at !== step) return undefined;
		return Object.assign(new Error('Not now.'), { responseCode: Number(code) });
	}

	async function start() {
		server = new SMTPServer({
			...{ authOptional: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
			...{ closeTimeout: 1, disableReverseLookup: true },
			onConnect: (_, done) => (behaviour === 'hangs' ? undefined : done(refusal('connection'))),
			onAuth: ({ username = '' }, _, done) => done(refusal('account') ?? null, { user: username }),
			onRcptTo: (_, __, done) => done(refusal('recipient')),
			onData(stream, { envelope }, done) {
				if (behaviour === 'drops the connection in the mail') {
					for (const client of server.connections) client._socket.destroy();
					return;
				}
				const accept = (mail: ParsedMail) => {
					if (behaviour === 'hangs after the mail') return;
					const error = refusal('mail');
					if (error) return done(error);
					const recipients = envelope.rcptTo.map(({ address }) => address);
					accepted.push({ recipients, mail });
					done(null);
				};
				// A sender that ends in the middle of a mail has sent none.
				simpleParser(stream).then(accept, () => {});
			}
		});
		server.on('error', () => {});
		server.listen(port, '127.0.0.1');
		await once(server.server, 'listening');
		({ port } = server.server.address() as AddressInfo);
	}

	const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));

	await start();
	return {
		accepted,
		get url() {
			return `smtp://127.0.0.1:${port}`;
		},
		get port() {
			return port;
		},
		behave: (now: Behaviour) => void (behaviour = now),
		start,
		stop
	};
}
