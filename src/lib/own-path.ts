/** Below this path are the addresses of the kit itself. No page of an app is there. */
export const OWN_PATH = '/_guardian';
