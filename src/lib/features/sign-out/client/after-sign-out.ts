// All that no page needs at once, loaded as one file.
export { finish } from './finish.js';
export { watchHistory } from './history.js';
export { isStill } from './is-still.js';
export { follow, leave } from './leave.js';
export { readAnswer } from './read-answer.js';
export { reloadData } from './reload-data.js';
export { showSignIn } from './sign-in-notice.js';
