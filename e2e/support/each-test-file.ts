import { afterAll, beforeEach, vi } from 'vitest';
import * as steps from '../../src/lib/wait-for-step.js';

// What must not tell by its time what was done is answered in steps of up to 250 ms: refused passwords, once a hash of another
// cost was met, and what sends mails. Only the tests of that delay wait for it: they call `vi.restoreAllMocks()` first.
beforeEach(() => void vi.spyOn(steps, 'waitForStep').mockResolvedValue());

// What the apps of a file do in the background ends with it, as with adapter-node: their databases are gone, and files share a
// process, so another one's console would be told.
afterAll(() => void process.emit('sveltekit:shutdown' as 'beforeExit', 0));
