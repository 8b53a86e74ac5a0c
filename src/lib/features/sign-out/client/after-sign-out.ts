// All that no page needs at once, loaded as one file.
export { arrive, change, check, recheck, reveal } from './check-user.js';
export { resumeHistory } from './history.js';
export { settle } from './settle.js';
export { showSignIn } from './sign-in-notice.js';
