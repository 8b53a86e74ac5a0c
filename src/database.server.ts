import { connect } from '../prisma/tools/connect.js';
import { databaseUrl } from '../prisma/tools/url.js';

export const prisma = connect(databaseUrl());

// adapter-node has answered what was under way by then. Its event is unknown to Node's own types.
process.once('sveltekit:shutdown' as 'exit', () => void prisma.$disconnect());
