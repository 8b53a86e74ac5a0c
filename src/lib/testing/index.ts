export type { NewUserOptions, SignedIn, TestAccount } from './accounts.js';
export { guardianFixtures, type GuardianFixtures, type SignedInOptions } from './fixtures.js';
export { mailbox, type Mailbox, type ReceivedMail } from './mailbox.js';
export type { Person, SignOutSuiteOptions } from './options.js';
export { signOutSuite } from './sign-out-suite.js';
