// All that no page needs before somebody has signed out, loaded as one file.
export { finish } from './finish.js';
export { watchHistory } from './history.js';
export { forget, leave } from './leave.js';
